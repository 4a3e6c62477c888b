"""Rule files for tests: a sound one to be spoiled in one place, and where in it things stand."""

from pathlib import Path

from chauphe.regulation.book import load, shipped
from chauphe.regulation.fault import Fault, RegulationError

SOUND = shipped()["three-member"].read_text(encoding="utf-8")


def changed(old: str, new: str) -> str:
    """Return the sound file with one text, found exactly once, put in place of another."""
    assert SOUND.count(old) == 1
    return SOUND.replace(old, new)


def within(rule: str, old: str, new: str) -> str:
    """Return the sound file with the first such text of one rule put in place of another."""
    start = SOUND.index(f'id = "{rule}"')
    return SOUND[:start] + SOUND[start:].replace(old, new, 1)


def without(rule: str) -> str:
    """Return the sound file without one rule."""
    blocks = SOUND.split("[[rule]]")
    return "[[rule]]".join(block for block in blocks if f'id = "{rule}"' not in block)


def line_of(text: str, part: str, *, after: str = "") -> int:
    """Return the line of the first such part that follows another."""
    return text[: text.index(part, text.index(after))].count("\n") + 1


def faults_of(path: Path, text: str) -> tuple[Fault, ...]:
    """Write a file and return all that is wrong with it; nothing if it can be loaded."""
    file = path / "board.toml"
    file.write_text(text, encoding="utf-8")
    try:
        load(file)
    except RegulationError as error:
        return error.faults
    return ()
