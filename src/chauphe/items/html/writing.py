"""Decides how a text is written down: one serialisation, without whitespace between blocks.

What follows from the rest is derived here and never stored by hand: the head of a table, the scope of its header
cells, and the two ends of a footnote.
"""

from collections.abc import Callable, Iterator
from html import escape
from itertools import takewhile
from typing import NamedTuple

from chauphe.items.html.links import partner
from chauphe.items.html.model import Block, Cell, Figure, Listing, Para, Quote, Run, Style, Table

_NOTHING = ("", "")


class _Mark(NamedTuple):
    """An inline element around runs: its tag, and what tells it from a neighbour of the same tag."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()


def stored_figure(figure: Figure) -> str:
    """Return a figure as it stands in a stored body: nothing but the digest of its original."""
    return f'<figure data-image="{figure.sha256}"></figure>'


def write(blocks: list[Block], figure: Callable[[Figure], str] = stored_figure) -> str:
    """Return the HTML of canonical blocks; `figure` says what a picture looks like."""
    return "".join(_Writer(figure).blocks(blocks))


class _Writer:
    def __init__(self, figure: Callable[[Figure], str]) -> None:
        self.figure = figure
        self.anchored: set[str] = set()

    def blocks(self, blocks: list[Block]) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Para):
                yield f"<{block.kind}>{self.inline(block.runs)}</{block.kind}>"
            elif isinstance(block, Listing):
                yield from self.listing(block)
            elif isinstance(block, Quote):
                yield "<blockquote>"
                yield from self.blocks(block.blocks)
                yield "</blockquote>"
            elif isinstance(block, Table):
                yield from self.table(block)
            else:
                yield self.figure(block) if isinstance(block, Figure) else "<hr>"

    def content(self, blocks: list[Block]) -> Iterator[str]:
        """Write an item or a cell: a single leading paragraph stands without its tag."""
        first = blocks[0] if blocks else None
        if isinstance(first, Para) and sum(isinstance(block, Para) for block in blocks) == 1:
            yield self.inline(first.runs)
            blocks = blocks[1:]
        yield from self.blocks(blocks)

    def listing(self, listing: Listing) -> Iterator[str]:
        tag = "ol" if listing.ordered else "ul"
        start = ("start", str(listing.start) if listing.start != 1 else "")
        yield _open(tag, start, ("type", listing.numbering))
        for item in listing.items:
            yield "<li>"
            yield from self.content(item)
            yield "</li>"
        yield f"</{tag}>"

    def table(self, table: Table) -> Iterator[str]:
        head = _head(table.rows)
        yield "<table>"
        for group, rows in (("thead", table.rows[:head]), ("tbody", table.rows[head:])):
            if rows:
                yield f"<{group}>"
                for row in rows:
                    yield from self.row(row, "col" if group == "thead" else "row")
                yield f"</{group}>"
        yield "</table>"

    def row(self, row: list[Cell], scope: str) -> Iterator[str]:
        yield "<tr>"
        for cell in row:
            tag = "th" if cell.header else "td"
            spans = [
                (name, str(n) if n > 1 else "") for name, n in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
            ]
            yield _open(tag, ("scope", scope) if cell.header else _NOTHING, *spans)
            yield from self.content(cell.blocks)
            yield f"</{tag}>"
        yield "</tr>"

    def inline(self, runs: list[Run]) -> str:
        written: list[str] = []
        opened: list[_Mark] = []
        for run in runs:
            marks = _marks(run.style)
            shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(opened, marks, strict=False)))
            written.extend(f"</{mark.tag}>" for mark in reversed(opened[shared:]))
            written.extend(self.open_mark(mark) for mark in marks[shared:])
            opened = marks
            written.append(_text(run.text))
        written.extend(f"</{mark.tag}>" for mark in reversed(opened))
        return "".join(written)

    def open_mark(self, mark: _Mark) -> str:
        href = dict(mark.attributes).get("href", "")
        anchor = partner(href) if href.startswith("#") else ""
        if anchor in self.anchored:
            anchor = ""
        self.anchored.add(anchor)
        return _open(mark.tag, *mark.attributes, ("id", anchor))


def _marks(style: Style) -> list[_Mark]:
    marks = [_Mark("a", (("href", style.href), ("title", style.title)))] if style.href else []
    marks += [_Mark(tag) for tag, on in (("strong", style.strong), ("em", style.em)) if on]
    return [*marks, _Mark(style.script)] if style.script else marks


def _head(rows: list[list[Cell]]) -> int:
    """Return how many rows are the head: those at the top with header cells only, no span reaching below them."""
    count = sum(1 for _ in takewhile(lambda row: all(cell.header for cell in row), rows))
    if count == len(rows):
        count = 1 if count > 1 else 0
    reaches = max((index + cell.rowspan for index, row in enumerate(rows[:count]) for cell in row), default=0)
    return 0 if reaches > count else count


def _open(tag: str, *attributes: tuple[str, str]) -> str:
    given = "".join(f' {name}="{_attribute(value)}"' for name, value in attributes if value)
    return f"<{tag}{given}>"


def _attribute(value: str) -> str:
    return escape(value).replace("&#x27;", "'").replace("\xa0", "&nbsp;")


def _text(text: str) -> str:
    return escape(text, quote=False).replace("\xa0", "&nbsp;").replace("\n", "<br>")
