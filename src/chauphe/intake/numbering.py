"""Decides what Word's automatic numbers say: a plain list stays a list, any other number is written out as text.

"Điều 1.", "1.2." and "a)" are part of what a document says (NĐ 30/2020) and a list on a page could not show them.
"""

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from chauphe.intake.marks import PRIVATE
from chauphe.intake.markup import W, to_transitional, val
from chauphe.intake.package import Package
from chauphe.intake.styles import ParaLook, Style, Styles

_PLACE: Final = re.compile(r"%([1-9])")
_PLAIN: Final = re.compile(r"%[1-9]\.")
_ROMAN: Final = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
                 (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_MAX_NUMBER: Final = 9_999
_LEVELS: Final = 9


@dataclass(frozen=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False


@dataclass
class _List:
    """An abstract numbering: its levels, the styles tied to them, and how far it has counted."""

    levels: dict[int, _Level] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)
    link: str = ""
    counts: dict[int, int] = field(default_factory=dict)


class Label(NamedTuple):
    """What stands before a paragraph: it is an item of a list ("ul", "ol") at a level, or has a "text" before it."""

    kind: str
    level: int
    number: int
    text: str


class Numbering:
    """The lists of one document, counting as its paragraphs go by in order."""

    def __init__(self, package: Package, part: str, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, tuple[str, dict[int, int]]] = {}
        self._begun: set[str] = set()
        target = next((found.target for found in package.relationships(part) if found.kind == "numbering"), "")
        if target in package:
            root = to_transitional(package.tree(target))
            self._lists = {found.get(W + "abstractNumId", ""): _list(found) for found in root.iter(W + "abstractNum")}
            self._numbers = {
                found.get(W + "numId", ""): (val(found, "abstractNumId") or "", _restarts(found))
                for found in root.iter(W + "num")
            }

    def label(self, own: ParaLook, style: Style) -> Label | None:
        """Return what Word would write before the next paragraph of this look, and count it."""
        num_id = own.num_id or style.para.num_id
        listed = self._list(num_id or "")
        if listed is None or num_id is None:
            return None
        level = _level_of(own, style, listed)
        form = listed.levels.get(level)
        if form is None:
            return None
        number = self._count(num_id, listed, level, form)
        if form.form == "bullet":
            return Label("ul", level, number, "")
        if form.form == "decimal" and _PLAIN.fullmatch(form.text) and form.text == f"%{level + 1}.":
            return Label("ol", level, number, f"{number}.")
        text = _PLACE.sub(lambda place: _written(listed, int(place.group(1)) - 1, legal=form.legal), form.text)
        return Label("text", level, number, " ".join(text.split())) if text.strip() and form.form != "none" else None

    def _list(self, num_id: str) -> _List | None:
        for _ in range(_LEVELS):
            listed = self._lists.get(self._numbers.get(num_id, ("", {}))[0])
            if listed is None or not listed.link:
                return listed
            num_id = self._styles.numbered(listed.link)
        return None

    def _count(self, num_id: str, listed: _List, level: int, form: _Level) -> int:
        restarts = self._numbers.get(num_id, ("", {}))[1]
        if num_id not in self._begun:
            self._begun.add(num_id)
            listed.counts.update({at: first - 1 for at, first in restarts.items()})
        number = min(listed.counts.get(level, form.start - 1) + 1, _MAX_NUMBER)
        listed.counts[level] = number
        for deeper in [at for at in listed.counts if at > level]:
            del listed.counts[deeper]
        return number


def _level_of(own: ParaLook, style: Style, listed: _List) -> int:
    said = own.num_level
    if said is None and own.num_id is None:
        said = style.para.num_level
        tied = next((listed.styles[style_id] for style_id in style.ids if style_id in listed.styles), None)
        if tied is not None:
            return tied
    return min(int(said), _LEVELS - 1) if said and said.isdecimal() else 0


def _list(element: Element) -> _List:
    listed = _List(link=val(element, "numStyleLink") or "")
    for found in element.iter(W + "lvl"):
        at = found.get(W + "ilvl", "0")
        level = int(at) if at.isdecimal() else 0
        listed.levels[level] = _Level(
            val(found, "numFmt") or "decimal",
            PRIVATE.sub("", val(found, "lvlText") or ""),
            _number(val(found, "start"), 1),
            found.find(W + "isLgl") is not None,
        )
        if tied := val(found, "pStyle"):
            listed.styles[tied] = level
    return listed


def _restarts(element: Element) -> dict[int, int]:
    return {
        _number(found.get(W + "ilvl"), 0): _number(val(found, "startOverride"), 1)
        for found in element.iter(W + "lvlOverride")
        if val(found, "startOverride")
    }


def _number(text: str | None, otherwise: int) -> int:
    return min(int(text), _MAX_NUMBER) if text and text.isdecimal() and len(text) < _LEVELS else otherwise


def _written(listed: _List, level: int, *, legal: bool) -> str:
    form = listed.levels.get(level, _Level())
    number = listed.counts.get(level, form.start)
    if legal or form.form not in ("lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "decimalZero"):
        return str(number)
    if form.form == "decimalZero":
        return f"{number:02}"
    text = _letters(number) if form.form.endswith("Letter") else _roman(number)
    return text.upper() if form.form.startswith("upper") else text


def _letters(number: int) -> str:
    # Word goes on with aa, bb, cc after z.
    turn, at = divmod(max(number, 1) - 1, len(_LETTERS))
    return _LETTERS[at] * min(turn + 1, _LEVELS)


def _roman(number: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        count, number = divmod(number, worth)
        written += letters * count
    return written
