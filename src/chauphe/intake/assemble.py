"""Decides how an import is put together: every mark in the converted text becomes what it stands for.

A picture or a hole stands on its own between paragraphs, items gather into lists, the words under a picture become its
caption, and each note learns the number of the block that it speaks of.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from chauphe.core.text import INVISIBLE, clean_line
from chauphe.intake.findings import Note
from chauphe.intake.marks import MARK, CaptionMark, FootnoteMark, HoleMark, ItemMark, Mark, Marks, NoteMark, PictureMark
from chauphe.items.html.canonical import canonical
from chauphe.items.html.model import Block, Figure, Listing, Para, Rule, Run, Style, inner
from chauphe.items.html.reading import read

_CREDIT: Final = re.compile(
    r"[\s(.;–-]*\b(?:ảnh|nguồn ảnh|nguồn|tác giả)\s*:\s*([^():]{2,60}?)\s*[.)]*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Caption:
    """The words under a picture, and whom it comes from."""

    text: str
    credit: str


@dataclass
class Assembly:
    """The blocks of an import, and what belongs to them: captions by digest, and notes with their places."""

    blocks: list[Block]
    captions: dict[str, Caption] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def assemble(html: str, marks: Marks) -> Assembly:
    """Return the text of converted HTML with everything in it that the marks stand for."""
    return _Assembler(marks).assemble(html)


class _Assembler:
    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.notes: list[tuple[Note, Block]] = []
        self.captions: dict[str, Caption] = {}
        self.items: dict[int, ItemMark] = {}
        self.captioned: set[int] = set()
        # Paragraphs are told apart by identity, so none of them may go while the others are looked at.
        self.made: list[Para] = []

    def assemble(self, html: str) -> Assembly:
        blocks = canonical(self.blocks(read(html, INVISIBLE)))
        places = {id(found): number for number, block in enumerate(blocks) for found in _all(block)}
        notes = [replace(note, block=places.get(id(block))) for note, block in self.notes]
        return Assembly(blocks, self.captions, notes)

    def blocks(self, blocks: list[Block]) -> list[Block]:
        flat: list[Block] = []
        noted = False
        for block in blocks:
            for part in inner(block):
                part[:] = self.blocks(part)
            for piece in self.pieces(block) if isinstance(block, Para) else [block]:
                if isinstance(piece, Para) and (_blank(piece) or self.captions_last(flat, piece)):
                    continue
                if not noted and isinstance(piece, Para) and self.begins_notes(piece):
                    noted = True
                    flat.append(Rule())
                flat.append(piece)
        return self.gather(flat)

    def captions_last(self, flat: list[Block], para: Para) -> bool:
        """Take a paragraph as the caption of the picture right before it, if it looks like one."""
        last = flat[-1] if flat else None
        if (
            id(para) not in self.captioned
            or not isinstance(last, Figure)
            or not any(run.text.strip() for run in para.runs)
        ):
            return False
        self.captions[last.sha256] = _caption(para)
        self.notes = [(note, last if block is para else block) for note, block in self.notes]
        return True

    def begins_notes(self, para: Para) -> bool:
        """Tell whether the notes begin here: their first paragraph links back into the text."""
        return any(run.style.href.startswith("#goi-") for run in para.runs)

    def pieces(self, para: Para) -> Iterator[Block]:
        """Yield a paragraph as the paragraphs, pictures and holes that it holds, in order."""
        whole, para.runs = para.runs, []
        current = para
        for run in whole:
            for text, mark in _cut(run.text, self.marks):
                current.runs += [Run(text, run.style)] if text else []
                if isinstance(mark, PictureMark | HoleMark):
                    yield current
                    yield self.shown(mark)
                    captioned = id(current) in self.captioned
                    current = Para(para.kind)
                    self.made.append(current)
                    self.captioned |= {id(current)} if captioned else set()
                elif mark is not None:
                    self.say(mark, current, run.style)
        yield current

    def shown(self, mark: PictureMark | HoleMark) -> Block:
        if isinstance(mark, PictureMark):
            figure = Figure(mark.sha256)
            self.notes += [(note, figure) for note in mark.notes]
            return figure
        hole = Para("p", [Run(mark.text, Style())])
        self.notes.append((mark.note, hole))
        return hole

    def say(self, mark: Mark, para: Para, style: Style) -> None:
        if isinstance(mark, FootnoteMark) and mark.at_note:
            para.runs.append(Run(f"[{mark.number}]", Style(href=f"#goi-chu-thich-{mark.number}")))
            para.runs.append(Run(" ", style))
        elif isinstance(mark, FootnoteMark):
            para.runs.append(Run(f"[{mark.number}]", Style(href=f"#chu-thich-{mark.number}", script="sup")))
        elif isinstance(mark, ItemMark):
            self.items[id(para)] = mark
        elif isinstance(mark, CaptionMark):
            self.captioned.add(id(para))
        elif isinstance(mark, NoteMark):
            self.notes.append((mark.note, para))

    def gather(self, blocks: list[Block]) -> list[Block]:
        """Return the blocks with neighbouring items gathered into lists, one inside the other by their levels."""
        gathered: list[Block] = []
        stack: list[tuple[int, Listing]] = []
        for block in blocks:
            item = self.items.get(id(block))
            if item is None:
                stack = []
                gathered.append(block)
                continue
            while stack and not _goes_on(stack[-1], item):
                stack.pop()
            if not stack or stack[-1][0] < item.level:
                listing = Listing(item.kind == "ol", item.number if item.kind == "ol" else 1)
                (stack[-1][1].items[-1] if stack else gathered).append(listing)
                stack.append((item.level, listing))
            stack[-1][1].items.append([block])
        return gathered


def _blank(para: Para) -> bool:
    return not any(run.text.strip() for run in para.runs)


def _caption(para: Para) -> Caption:
    words = clean_line("".join(run.text for run in para.runs))
    found = _CREDIT.search(words)
    return Caption(words[: found.start()], found.group(1).strip()) if found else Caption(words, "")


def _goes_on(opened: tuple[int, Listing], item: ItemMark) -> bool:
    level, listing = opened
    if level != item.level:
        return level < item.level
    ordered = item.kind == "ol"
    return listing.ordered == ordered and (not ordered or listing.start + len(listing.items) == item.number)


def _cut(text: str, marks: Marks) -> Iterator[tuple[str, Mark | None]]:
    """Yield the stretches of a text, each with the mark that follows it."""
    position = 0
    for found in MARK.finditer(text):
        yield text[position : found.start()], marks.meant(found)
        position = found.end()
    yield text[position:], None


def _all(block: Block) -> Iterator[Block]:
    yield block
    for part in inner(block):
        for found in part:
            yield from _all(found)
