"""Decides which of the first lines of a document are its title and its summary, and leaves all others in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Final
from xml.etree.ElementTree import Element

from chauphe.core.content import SUMMARY_LENGTH, TITLE_LENGTH
from chauphe.core.text import clean_line, fold
from chauphe.intake.findings import Note, Severity
from chauphe.intake.lines import Line
from chauphe.intake.marks import MARK, Marks, NoteMark, without_marks
from chauphe.intake.markup import W, text_of, text_run

_FIRST_LINES: Final = 10
_TITLE_LINES: Final = 3
_TITLE_WORDS: Final = 60
_SUMMARY_WORDS: Final = range(8, 61)
_MOTTO: Final = ("cong hoa xa hoi chu nghia viet nam", "doc lap - tu do - hanh phuc", "doc lap – tu do – hanh phuc")
_SECTION: Final = re.compile(r"(chương|phần|mục|điều|phụ lục)\s|[IVX]+[.)]|\d+[.)]", re.IGNORECASE)
_SENTENCE_END: Final = (".", "!", "?", "…", "”", '"', ":")


@dataclass
class Opening:
    """The title and the summary of a document, as far as they were found."""

    title: str = ""
    summary: str = ""
    notes: list[Note] = field(default_factory=list)


def find_opening(body: Element, lines: dict[int, Line], marks: Marks) -> Opening:
    """Take title and summary out of the body and return them."""
    opening = Opening()
    if letterhead := _letterhead(body):
        letterhead.append(text_run(marks.text(NoteMark(Note("letterhead", Severity.REVIEW)))))
    title = _title(_first(body, lines))
    if not title:
        opening.notes.append(Note("title_missing", Severity.REVIEW))
        return opening
    summary = _summary(body, lines, title[-1])
    opening.title = _fitting("title", title, TITLE_LENGTH, opening)
    opening.summary = _fitting("summary", [summary] if summary else [], SUMMARY_LENGTH, opening)
    if opening.title.isupper():
        opening.notes.append(Note("title_capitals", Severity.REVIEW))
    return opening


def _fitting(name: str, lines: list[Line], longest: int, opening: Opening) -> str:
    """Take lines out of the text for a field; what would not fit into it stays in the text whole, and that is told."""
    said = clean_line(" ".join(line.text for line in lines))
    if len(said) > longest:
        opening.notes.append(Note(f"{name}_long", Severity.REVIEW, {"count": len(said), "longest": longest}))
        return ""
    for line in lines:
        _take_out(line)
    return said


def _first(body: Element, lines: dict[int, Line]) -> list[Line]:
    spoken = (lines[id(element)] for element in body if element.tag == W + "p" and lines[id(element)].text)
    return list(islice(spoken, _FIRST_LINES))


def _title(first: list[Line]) -> list[Line]:
    named = next((line for line in first if line.style.is_title), None)
    if named:
        return [named]
    for number, line in enumerate(first):
        if fold(line.text) in _MOTTO:
            continue
        if line.level == 1:
            return [line]
        if _shouts(line):
            return _at_most(takewhile(_shouts, first[number : number + _TITLE_LINES]))
    return []


def _shouts(line: Line) -> bool:
    """Tell whether a line is set as titles are: bold, in the middle, and no section of the text."""
    return (
        line.bold and line.centred and not line.level and line.words <= _TITLE_WORDS and not _SECTION.match(line.text)
    )


def _at_most(lines: Iterator[Line]) -> list[Line]:
    kept: list[Line] = []
    for line in lines:
        if kept and sum(found.words for found in kept) + line.words > _TITLE_WORDS:
            break
        kept.append(line)
    return kept


def _summary(body: Element, lines: dict[int, Line], title: Line) -> Line | None:
    """Return the line under the title, if it is clearly a summary: set apart as a whole, one sentence or more."""
    after = takewhile(lambda element: element is not title.element, reversed(list(body)))
    following = [lines[id(element)] for element in reversed(list(after)) if element.tag == W + "p"]
    spoken = [line for line in following if line.text][:2]
    if not spoken:
        return None
    line = spoken[0]
    if line.style.is_summary:
        return line
    apart = (line.bold or line.italic) and not line.centred and not line.level and line.label is None
    whole = line.words in _SUMMARY_WORDS and line.text.endswith(_SENTENCE_END) and not line.text.startswith("(")
    alone = len(spoken) > 1 and (spoken[1].bold, spoken[1].italic) != (line.bold, line.italic)
    return line if apart and whole and alone and not _SECTION.match(line.text) else None


def _letterhead(body: Element) -> Element | None:
    """Return a paragraph of the country's motto at the head of the document, or of the table that holds it."""
    for element in islice(body, _FIRST_LINES):
        if _MOTTO[0] in fold(without_marks(text_of(element))):
            return next(element.iter(W + "p"), None)
    return None


def _take_out(line: Line) -> None:
    """Leave of a line only what is no text: a picture that hangs on the title stays in the body."""
    kept = "".join(f"{found.group()}" for found in MARK.finditer(text_of(line.element)))
    line.element[:] = [text_run(kept)] if kept else []
    line.looks, line.text, line.level, line.label = [], "", 0, None
