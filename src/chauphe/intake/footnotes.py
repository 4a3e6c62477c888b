"""Decides where the footnotes and endnotes of a Word document stand: numbered through, at the end of the text.

Each reference and its note link to each other by the two ends that the sanitiser knows (`chu-thich-1`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from chauphe.intake.marks import FootnoteMark, Marks
from chauphe.intake.markup import W, text_run

_KINDS: Final = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
MAX_NOTES: Final = 9_999


@dataclass
class Footnotes:
    """Gathers the notes of a document in the order in which the text refers to them."""

    notes: Mapping[tuple[str, str], Element]
    marks: Marks
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def gather(self, body: Element) -> int:
        """Put marks at the references, append the notes to the body, and return how many there are."""
        for run in list(body.iter(W + "r")):
            self._refer(run)
        for key, number in list(self._numbers.items()):
            self._append(body, self.notes[key], number)
        return len(self._numbers)

    def _refer(self, run: Element) -> None:
        for child in run:
            key = (_KINDS.get(child.tag, ""), child.get(W + "id", ""))
            if not key[0]:
                continue
            text = ""
            if key in self.notes and len(self._numbers) < MAX_NOTES:
                text = self.marks.text(FootnoteMark(self._numbers.setdefault(key, len(self._numbers) + 1)))
            child.tag, child.text = W + "t", text

    def _append(self, body: Element, note: Element, number: int) -> None:
        paragraphs = [found for found in note if found.tag in (W + "p", W + "tbl")]
        first = paragraphs[0] if paragraphs and paragraphs[0].tag == W + "p" else SubElement(body, W + "p")
        begin = text_run(self.marks.text(FootnoteMark(number, at_note=True)))
        at = 1 if len(first) and first[0].tag == W + "pPr" else 0
        first.insert(at, begin)
        body.extend(paragraphs)


def notes_of(kind: str, root: Element) -> dict[tuple[str, str], Element]:
    """Return the notes of a part ("footnote" or "endnote") by kind and number, without those that only draw a line."""
    return {
        (kind, found.get(W + "id", "")): found
        for found in root.iter(W + kind)
        if found.get(W + "type") in (None, "normal")
    }
