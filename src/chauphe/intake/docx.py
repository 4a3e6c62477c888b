"""Decides what of a Word file becomes a draft: title, summary, text in our vocabulary, pictures, and an account of the
rest. Everything happens in memory, and nothing outside the file is fetched.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Final
from xml.etree.ElementTree import Element

from chauphe.core.text import clean_line, word_count
from chauphe.intake.assemble import Assembly, assemble
from chauphe.intake.convert import to_html, unlink
from chauphe.intake.findings import Note, Refused, Severity
from chauphe.intake.footnotes import Footnotes, notes_of
from chauphe.intake.lines import Line, read_lines
from chauphe.intake.marks import CaptionMark, ItemMark, Marks, NoteMark, unmarked
from chauphe.intake.markup import R, W, text_run, to_transitional
from chauphe.intake.numbering import Numbering
from chauphe.intake.objects import Objects, Picture
from chauphe.intake.opening import Opening, find_opening
from chauphe.intake.package import Package, Relationship, open_package
from chauphe.intake.structure import Accepted, accept
from chauphe.intake.styles import Styles
from chauphe.intake.tables import shape_tables
from chauphe.intake.words import Words
from chauphe.items.html import clean, plain_text
from chauphe.items.html.links import safe_href
from chauphe.items.html.model import Figure, Para, Table, walk
from chauphe.items.html.writing import write

MAX_PARAGRAPHS: Final = 10_000
MAX_RUNS: Final = 30_000
"""Paragraphs, and stretches of one look in them, of a document: at the limit it takes a few seconds."""
_WORD_TYPES: Final = (b"wordprocessingml.document", b"wordprocessingml.template")
_REFERENCES: Final = (R + "id", R + "embed", R + "link", R + "href", R + "pict")
_LINK: Final = re.compile(r'<a href="([^"]*)"')
_ORDER: Final = {Severity.REVIEW: 0, Severity.DROPPED: 1, Severity.CARRIED: 2}


@dataclass(frozen=True)
class Counts:
    """How much came along."""

    paragraphs: int = 0
    words: int = 0
    headings: int = 0
    tables: int = 0
    pictures: int = 0
    links: int = 0
    footnotes: int = 0


@dataclass(frozen=True)
class Imported:
    """A draft out of a Word file; `notes` come in the order: look again, left out, came along."""

    title: str
    summary: str
    body: str
    pictures: tuple[Picture, ...]
    notes: tuple[Note, ...]
    counts: Counts


def read_docx(data: bytes, *, scan: Callable[[bytes], bool] | None = None, say: Callable[[str], str] = str) -> Imported:
    """Return the draft that a Word file holds.

    `scan` tells whether bytes are infected; `say` translates the few words that stand in the text at the place of what
    could not come along (gettext).
    :raises Refused: when the file is no Word file, damaged, protected, with macros, harmful or too long.
    """
    if scan is not None and scan(data):
        raise Refused("infected")
    return _Import(open_package(data), say).run()


@dataclass
class _Import:
    package: Package
    say: Callable[[str], str]
    marks: Marks = field(default_factory=Marks)
    links: dict[str, Relationship] = field(default_factory=dict)

    def run(self) -> Imported:
        part = _main_part(self.package)
        body = self.load(part).find(W + "body")
        if body is None:
            raise Refused("broken")
        _refuse_length(body)
        styles = Styles(self.package, part)
        accepted = accept(body)
        notes = self.load_notes(part)
        words = Words(styles, self.marks)
        objects = Objects(self.package, self.links, self.marks, self.say)
        for root in [body, *notes.values()]:
            words.read(root)
        words.finish()
        for root in [body, *notes.values()]:
            objects.take_out(root)
        footnotes = Footnotes(notes, self.marks).gather(body)
        unlink(body, self.links)
        lines = read_lines(body, styles, Numbering(self.package, part, styles), self.marks)
        contents = _drop_contents(body, lines)
        shape_tables(body, lines)
        opening = find_opening(body, lines, self.marks)
        told = [*opening.notes, *self.label(body, lines)]
        converted = to_html(body, lines, self.links)
        words.counts += Counter(symbols=converted.symbols)
        assembly = assemble(converted.html, self.marks)
        told += [*assembly.notes, *words.notes(), *_dropped(objects), *_settled(accepted, contents=contents)]
        told += [*self.comments(part), *self.outside(), *_counted(converted.html, footnotes, len(assembly.captions))]
        return self.imported(opening, assembly, objects, told, footnotes)

    def load(self, part: str) -> Element:
        """Return the tree of a part, whose references to other parts are made unlike those of any other part."""
        root = to_transitional(self.package.tree(part))
        for element in root.iter():
            element.text = unmarked(element.text) if element.text else None
            for name in _REFERENCES:
                if name in element.attrib:
                    element.set(name, f"{part}#{element.get(name)}")
        self.links |= {f"{part}#{found.key}": found for found in self.package.relationships(part)}
        return root

    def load_notes(self, part: str) -> dict[tuple[str, str], Element]:
        notes: dict[tuple[str, str], Element] = {}
        for found in self.package.relationships(part):
            if found.kind in ("footnotes", "endnotes") and found.target in self.package:
                notes |= notes_of(found.kind.removesuffix("s"), self.load(found.target))
        for note in notes.values():
            accept(note)
        return notes

    def label(self, body: Element, lines: Mapping[int, Line]) -> Iterator[Note]:
        """Write numbers before their paragraphs, mark captions, and yield what there is to tell of both."""
        numbers = 0
        by_hand = []
        for line in lines.values():
            if line.label is not None and line.label.kind != "text" and not line.level:
                _begin(line, self.marks.text(ItemMark(line.label.kind, line.label.level, line.label.number)))
            elif line.label is not None and line.label.text:
                _begin(line, f"{line.label.text} ")
                numbers += 1
            if line.caption:
                _begin(line, self.marks.text(CaptionMark()))
            if line.by_hand and not line.plain:
                by_hand.append(line)
        if by_hand:
            note = Note("heading_by_hand", Severity.REVIEW, {"count": len(by_hand)})
            _begin(by_hand[0], self.marks.text(NoteMark(note)))
        if numbers:
            yield Note("numbering", Severity.CARRIED, {"count": numbers})

    def comments(self, part: str) -> Iterator[Note]:
        for found in self.package.relationships(part):
            if found.kind == "comments" and found.target in self.package:
                root = to_transitional(self.package.tree(found.target))
                authors = [comment.get(W + "author", "") for comment in root.iter(W + "comment")]
                if authors:
                    yield Note("comments", Severity.DROPPED, {"count": len(authors), "authors": _names(authors)})

    def outside(self) -> Iterator[Note]:
        # Links are meant to lead out, and a picture outside the document has a note of its own at its place.
        count = sum(1 for found in self.package.external() if found.kind not in ("hyperlink", "image"))
        if count:
            yield Note("outside_references", Severity.DROPPED, {"count": count})

    def imported(
        self, opening: Opening, assembly: Assembly, objects: Objects, told: list[Note], footnotes: int
    ) -> Imported:
        body = clean(write(assembly.blocks))
        shown = dict.fromkeys(block.sha256 for block in walk(assembly.blocks) if isinstance(block, Figure))
        pictures = tuple(_captioned(objects.pictures[digest], assembly) for digest in shown)
        outside_tables = walk(block for block in assembly.blocks if not isinstance(block, Table))
        paras = [block for block in outside_tables if isinstance(block, Para)]
        counts = Counts(
            paragraphs=sum(para.kind == "p" for para in paras),
            words=word_count(f"{opening.title} {opening.summary} {plain_text(body)}"),
            headings=sum(para.kind != "p" for para in paras),
            tables=sum(isinstance(block, Table) for block in walk(assembly.blocks)),
            pictures=len(pictures),
            links=body.count('<a href="') - body.count('<a href="#'),
            footnotes=footnotes,
        )
        ordered = sorted(told, key=lambda note: (_ORDER[note.severity], note.block is None, note.block or 0))
        return Imported(opening.title, opening.summary, body, pictures, tuple(ordered), counts)


def _main_part(package: Package) -> str:
    found = next((found.target for found in package.relationships() if found.kind == "officeDocument"), "")
    types = package.read("[Content_Types].xml") if "[Content_Types].xml" in package else b""
    if "mimetype" in package:
        raise Refused("other_document", format="OpenDocument")
    if not found or found not in package:
        raise Refused("wrong_type" if not found else "broken")
    if not any(kind in types for kind in _WORD_TYPES):
        raise Refused("wrong_type")
    return found


def _refuse_length(body: Element) -> None:
    paragraphs = sum(1 for _ in body.iter(W + "p"))
    if paragraphs > MAX_PARAGRAPHS or sum(1 for _ in body.iter(W + "r")) > MAX_RUNS:
        raise Refused("too_long")


def _drop_contents(body: Element, lines: dict[int, Line]) -> bool:
    """Take the lines of a table of contents out of the body, and tell whether there were any."""
    gone = [element for element in body if id(element) in lines and lines[id(element)].style.is_contents]
    for element in gone:
        body.remove(element)
    return bool(gone)


def _begin(line: Line, text: str) -> None:
    at = next((number for number, found in enumerate(line.element) if found.tag != W + "pPr"), len(line.element))
    line.element.insert(at, text_run(text))


def _dropped(objects: Objects) -> Iterator[Note]:
    for kind, count in sorted(objects.dropped.items()):
        yield Note(kind, Severity.DROPPED, {"count": count})


def _settled(accepted: Accepted, *, contents: bool) -> Iterator[Note]:
    if accepted.changes:
        count, authors = accepted.changes.total(), _names(accepted.changes)
        yield Note("tracked_changes", Severity.REVIEW, {"count": count, "authors": authors})
    if accepted.furniture:
        yield Note("page_furniture", Severity.DROPPED)
    if accepted.contents or contents:
        yield Note("contents", Severity.DROPPED)


def _counted(html: str, footnotes: int, captions: int) -> Iterator[Note]:
    lost = sum(1 for href in _hrefs(html) if not href.startswith("#") and not safe_href(href))
    for kind, severity, count in (
        ("links_unsafe", Severity.DROPPED, lost),
        ("footnotes", Severity.CARRIED, footnotes),
        ("caption", Severity.CARRIED, captions),
    ):
        if count:
            yield Note(kind, severity, {"count": count})


def _hrefs(html: str) -> Iterator[str]:
    yield from (unescape(found) for found in _LINK.findall(html))


def _names(authors: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, map(clean_line, authors)))) or "–"


def _captioned(picture: Picture, assembly: Assembly) -> Picture:
    caption = assembly.captions.get(picture.sha256)
    return replace(picture, caption=caption.text, credit=caption.credit) if caption else picture
