"""A TOML file and where in it things stand, so that a fault can name the line.

The standard parser gives values without lines. This reads the lines a second time for the few forms that rule files
use: `[book]`, `[[rule]]`, `[[rule.values]]`, and a key at the start of a line.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from chauphe.regulation.fault import RegulationError, fault

_HEAD = re.compile(r"\s*(\[\[?)\s*([\w.]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*(\[\[?\s*)?[\w.-]+\s*[\]=]")
_QUOTES = re.compile(r'"""|\'\'\'')
_UNREADABLE = (
    (FileNotFoundError, "không có tệp này"),
    (IsADirectoryError, "đây là thư mục, không phải tệp"),
    (PermissionError, "không có quyền đọc"),
    (UnicodeDecodeError, "không phải văn bản UTF-8"),
)


@dataclass(frozen=True)
class Source:
    """One file: its name for people, its text, and the parsed TOML."""

    name: str
    text: str
    data: Mapping[str, Any]

    @cached_property
    def _lines(self) -> tuple[tuple[int, str], ...]:
        """Return (number, line) of every line that is not inside a multi-line string."""
        kept: list[tuple[int, str]] = []
        inside = False
        for number, line in enumerate(self.text.splitlines(), start=1):
            if not inside:
                kept.append((number, line))
            inside ^= len(_QUOTES.findall(line)) % 2 == 1
        return tuple(kept)

    def line(self, where: Sequence[str | int]) -> int:
        """Return the line of a place such as ("rule", 3, "values", 0, "since"), or of its nearest ancestor."""
        lines = list(self._lines)
        found = 1
        steps = list(where)
        while steps:
            name = str(steps.pop(0))
            place = int(steps.pop(0)) if steps and isinstance(steps[0], int) else None
            lines = _from(lines, name, place)
            if not lines:
                break
            found = lines[0][0]
        return found


def _from(lines: list[tuple[int, str]], name: str, place: int | None) -> list[tuple[int, str]]:
    """Return the lines of the `place`-th table called `name`, else of the key `name` or the entry of its list."""
    tables = [index for index, (_, line) in enumerate(lines) if _table(line, name)]
    if (place or 0) < len(tables):
        start = tables[place or 0]
        return lines[start : _end(lines, start)]
    key = re.compile(rf'\s*"?{re.escape(name)}"?\s*[.=]')
    start = next((index for index, (_, line) in enumerate(lines) if key.match(line)), len(lines))
    written = lines[start : start + 1]
    for each in lines[start + 1 :]:
        if _KEY.match(each[1]):
            break
        written.append(each)
    entries = [each for each in written for _ in range(each[1].count("{"))]
    return entries[place : place + 1] or written[:1] if place is not None else written[:1]


def _table(line: str, name: str) -> str | None:
    """Return the full name of the table that a line opens, if its last part is `name`."""
    found = _HEAD.match(line)
    return found[2] if found and found[2].rpartition(".")[2] == name else None


def _end(lines: list[tuple[int, str]], start: int) -> int:
    """Return where the last table of its name ends: at the next head that is not inside it."""
    head = _HEAD.match(lines[start][1])
    inside = f"{head[2]}." if head else ""
    for index in range(start + 1, len(lines)):
        other = _HEAD.match(lines[index][1])
        if other and not other[2].startswith(inside):
            return index
    return len(lines)


def read(path: Path, name: str) -> Source:
    """Read and parse one file; a missing file or broken TOML is a RegulationError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = next((says for kind, says in _UNREADABLE if isinstance(error, kind)), type(error).__name__)
        raise RegulationError((fault("unreadable", name, detail=why),)) from error
    try:
        return Source(name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(at[1]), f"cột {at[2]}") if at else (None, "cuối tệp")
        raise RegulationError((fault("syntax", name, line=line, detail=column),)) from error
