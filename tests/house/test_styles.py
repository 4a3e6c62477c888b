"""Vermilion means approved: thread, seal and the button that approves reach for it, by name, and nothing else does."""

import re
from pathlib import Path

from tests.house.tree import files, name

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
USE = re.compile(r"var\(\s*--son\b[\w-]*")
DEFINITION = re.compile(r"--son[\w-]*\s*:\s*([^;}]+)")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\([^)]*\)")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
MAY_USE = {"thread.css", "seal.css", "button-approve.css"}
APPROVE = ".approve"
DEFINE = {"tokens.css", "print.css"}  # on paper it is a darker red


def rules(path: Path) -> str:
    """Give a stylesheet without its comments."""
    return COMMENT.sub("", path.read_text("utf-8"))


def vermilions() -> set[str]:
    """Give the colours, as written, that the tokens of vermilion stand for."""
    tokens = "\n".join(rules(path) for path in files(".css", under="src") if path.name in DEFINE)
    return {colour.lower() for value in DEFINITION.findall(tokens) for colour in COLOUR.findall(value)}


def strangers(path: Path) -> list[str]:
    """List the selectors in a stylesheet that use vermilion and are neither thread, seal nor approval."""
    if path.name in MAY_USE | DEFINE:
        return []
    users = [selectors for selectors, body in RULE.findall(rules(path)) if USE.search(body)]
    return [one.strip() for selectors in users for one in selectors.split(",") if APPROVE not in one]


def test_only_approval_and_seal_reach_for_vermilion() -> None:
    found = {name(path): strangers(path) for path in files(".css", under="src")}
    assert {path: selectors for path, selectors in found.items() if selectors} == {}


def test_a_stranger_to_vermilion_is_seen(tmp_path: Path) -> None:
    sheet = tmp_path / "button.css"
    sheet.write_text("@media print { .button.approve, .error { color: var( --son-fill) } } /* .x{color:var(--son)} */")
    assert strangers(sheet) == [".error"]


def test_vermilion_is_defined_in_the_tokens_alone() -> None:
    definers = {path.name for path in files(".css", under="src") if DEFINITION.search(rules(path))}
    assert definers - DEFINE == set()


def test_nobody_writes_vermilion_out_by_its_number() -> None:
    numbers = vermilions() - {"#fff", "#ffffff"}
    guilty = [
        name(path)
        for path in files(".css", under="src")
        if path.name not in DEFINE and {colour.lower() for colour in COLOUR.findall(rules(path))} & numbers
    ]
    assert (len(numbers) > 0, guilty) == (True, [])


def test_nothing_is_loaded_from_elsewhere() -> None:
    abroad = re.compile(r"(?:url\(|@import)\s*['\"]?\s*(?:https?:)?//")
    assert [name(path) for path in files(".css", under="src", vendored=True) if abroad.search(rules(path))] == []
