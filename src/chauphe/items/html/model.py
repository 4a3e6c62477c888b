"""Decides the shape of an item's text between reading and writing: blocks that hold runs of equally styled text.

It is the shape that the editor keeps too (a run is text with marks), so that one meaning has one serialisation,
whichever way the tags were nested.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class Style(NamedTuple):
    """How a run looks and where it leads; the order of the fields is the order of nesting, outermost first."""

    href: str = ""
    title: str = ""
    strong: bool = False
    em: bool = False
    script: str = ""


class Run(NamedTuple):
    """Text in one style; a line break is "\\n" inside it."""

    text: str
    style: Style


@dataclass
class Para:
    """A paragraph ("p") or a heading ("h2" to "h4")."""

    kind: str
    runs: list[Run] = field(default_factory=list)


@dataclass
class Listing:
    """A list; `start` and `numbering` ("a", "A", "i", "I" or "" for figures) speak of ordered ones only."""

    ordered: bool
    start: int = 1
    numbering: str = ""
    items: list[list["Block"]] = field(default_factory=list)


@dataclass
class Quote:
    """A quotation."""

    blocks: list["Block"] = field(default_factory=list)


@dataclass
class Cell:
    """A cell of a table."""

    header: bool
    colspan: int = 1
    rowspan: int = 1
    blocks: list["Block"] = field(default_factory=list)


@dataclass
class Table:
    """A table by rows; which rows are its head follows from their cells."""

    rows: list[list[Cell]] = field(default_factory=list)


@dataclass
class Figure:
    """A picture by the SHA-256 of its original; alternative text and caption live beside the body, not in it."""

    sha256: str
    alt: str = ""
    caption: str = ""


@dataclass
class Rule:
    """A dividing line."""


Block = Para | Listing | Quote | Table | Figure | Rule


def inner(block: Block) -> Iterator[list[Block]]:
    """Yield the lists of blocks that lie directly inside a block."""
    if isinstance(block, Listing):
        yield from block.items
    elif isinstance(block, Quote):
        yield block.blocks
    elif isinstance(block, Table):
        yield from (cell.blocks for row in block.rows for cell in row)


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield every block in reading order, those inside others included."""
    for block in blocks:
        yield block
        for part in inner(block):
            yield from walk(part)
