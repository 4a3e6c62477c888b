"""Decides how what the converter does not know travels through it: as a numbered mark in the text, found again after.

The mark is two private-use characters around a number; the document's own are taken out before.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from chauphe.intake.findings import Note

_OPEN, _CLOSE = "\ue000", "\ue001"
MARK: Final = re.compile(f"{_OPEN}([0-9]{{1,9}}){_CLOSE}")
PRIVATE: Final = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True)
class PictureMark:
    """A picture stands here, by the digest of its original."""

    sha256: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class HoleMark:
    """Something stood here that could not come along; `text` says what, in brackets."""

    text: str
    note: Note


@dataclass(frozen=True)
class NoteMark:
    """A note speaks of the paragraph that this stands in."""

    note: Note


@dataclass(frozen=True)
class FootnoteMark:
    """The text refers to a footnote here, or (`at_note`) the footnote begins."""

    number: int
    at_note: bool = False


@dataclass(frozen=True)
class ItemMark:
    """The paragraph is an item of a list: "ul" or "ol", its level from 0, its number."""

    kind: str
    level: int
    number: int


@dataclass(frozen=True)
class CaptionMark:
    """The words of this paragraph, if a picture goes before them, are its caption."""


Mark = PictureMark | HoleMark | NoteMark | FootnoteMark | ItemMark | CaptionMark


@dataclass
class Marks:
    """The marks of one import, by number."""

    known: list[Mark] = field(default_factory=list)

    def text(self, mark: Mark) -> str:
        """Return the characters that stand for a mark."""
        self.known.append(mark)
        return f"{_OPEN}{len(self.known) - 1}{_CLOSE}"

    def within(self, text: str) -> list[Mark]:
        """Return the marks in a text, in order."""
        return [mark for found in MARK.finditer(text) if (mark := self.meant(found))]

    def meant(self, found: re.Match[str]) -> Mark | None:
        """Return the mark that a match of `MARK` stands for."""
        number = int(found.group(1))
        return self.known[number] if number < len(self.known) else None


def unmarked(text: str) -> str:
    """Return a text of the document's own without the characters that marks are made of."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def without_marks(text: str) -> str:
    """Return the words of a text alone."""
    return " ".join(MARK.sub(" ", text).split())
