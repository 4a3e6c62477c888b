"""Decides the one form of a text: the same meaning has the same blocks and runs, however it was typed or nested.

An edit that changes nothing must have the same digest (DESIGN §4), also after a visit to the editor, which rewrites
lists, cells and tables in its own way.
"""

import re
from collections import Counter
from collections.abc import Iterator

from chauphe.core.text import nfc
from chauphe.items.html.links import partner
from chauphe.items.html.model import Block, Cell, Figure, Listing, Para, Quote, Run, Style, Table, walk

_SPACES = re.compile(r" {2,}")
_AROUND_BREAK = re.compile(r" *\n *")
_EDGES = " \xa0\n"
_MAX_GRID = 100_000


def canonical(blocks: list[Block]) -> list[Block]:
    """Return the blocks in their one form; the ones passed in may be changed."""
    kept = _kept(blocks, headings=True)
    _untie(kept)
    return kept


def _kept(blocks: list[Block], *, headings: bool) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Listing):
            kept.extend(_lists(block))
        elif _keep(block, headings=headings):
            kept.append(block)
    return kept


def _lists(listing: Listing) -> list[Block]:
    """Return what a list comes to: the editor's items begin with a paragraph, so one that does not parts the list."""
    pieces: list[Block] = []
    number = listing.start if listing.ordered else 1
    part = None
    for item in listing.items:
        blocks = _kept(item, headings=False)
        if blocks and isinstance(blocks[0], Para):
            if part is None:
                part = Listing(listing.ordered, number, listing.numbering if listing.ordered else "")
                pieces.append(part)
            part.items.append(blocks)
            number += listing.ordered
        elif blocks:
            pieces.extend(blocks)
            part = None
    return pieces


def _keep(block: Block, *, headings: bool) -> bool:
    """Bring a block into its one form in place, and tell whether anything is left of it."""
    if isinstance(block, Para):
        return _keep_para(block, headings=headings)
    if isinstance(block, Quote):
        block.blocks = _kept(block.blocks, headings=headings)
        return bool(block.blocks)
    return _keep_table(block) if isinstance(block, Table) else True


def _keep_para(para: Para, *, headings: bool) -> bool:
    if para.kind != "p" and not headings:
        # The editor's items begin with a paragraph and never a heading, and a heading in a cell heads nothing.
        para.kind = "p"
        para.runs = [Run(run.text, run.style._replace(strong=True)) for run in para.runs]
    para.runs = _runs(para.runs)
    return bool(para.runs)


def _keep_table(table: Table) -> bool:
    table.rows = [row for row in table.rows if row]
    for index, row in enumerate(table.rows):
        for cell in row:
            cell.blocks = _kept(cell.blocks, headings=False)
            cell.rowspan = min(cell.rowspan, len(table.rows) - index)
    _fill(table.rows)
    return bool(table.rows)


def _fill(rows: list[list[Cell]]) -> None:
    """Give every row the same number of columns, as the editor would; a monstrous table stays as it is."""
    ending: Counter[int] = Counter()
    widths = []
    hanging = 0
    for index, row in enumerate(rows):
        hanging -= ending[index]
        widths.append(hanging + sum(cell.colspan for cell in row))
        for cell in row:
            hanging += cell.colspan
            ending[index + cell.rowspan] += cell.colspan
    widest = max(widths, default=0)
    if widest * len(rows) > _MAX_GRID:
        return
    for row, width in zip(rows, widths, strict=True):
        header = all(cell.header for cell in row)
        row.extend(Cell(header) for _ in range(widest - width))


def _runs(runs: list[Run]) -> list[Run]:
    """Merge, compose and trim the runs of one paragraph."""
    spaced = list(_spaced(_merged(runs)))
    while spaced and not spaced[-1].text.rstrip(_EDGES):
        spaced.pop()
    if spaced:
        spaced[-1] = Run(spaced[-1].text.rstrip(_EDGES), spaced[-1].style)
    return _merged(spaced)


def _spaced(runs: list[Run]) -> Iterator[Run]:
    """Collapse spaces across runs: none at the start, none beside a line break, never two in a row."""
    before = "\n"
    started = False
    for index, run in enumerate(runs):
        text = _AROUND_BREAK.sub("\n", _SPACES.sub(" ", run.text))
        if not started:
            text = text.lstrip(_EDGES)
        elif before in " \n":
            text = text.lstrip(" ")
        if text.endswith(" ") and _break_follows(runs, index):
            text = text[:-1]
        if text:
            started, before = True, text[-1]
            yield Run(text, run.style)


def _break_follows(runs: list[Run], index: int) -> bool:
    for run in runs[index + 1 :]:
        if rest := run.text.lstrip(" "):
            return rest[0] == "\n"
    return False


def _merged(runs: list[Run]) -> list[Run]:
    merged: list[tuple[list[str], Style]] = []
    for text, style in runs:
        if not text:
            continue
        if merged and merged[-1][1] == style:
            merged[-1][0].append(text)
        else:
            merged.append(([text], style))
    return [Run(_composed("".join(texts)), style) for texts, style in merged]


def _composed(text: str) -> str:
    # U+0338 would, at the start of a run, melt into the ">" of the tag before it when the whole body is normalised.
    return text if text.isascii() else nfc(text).replace("\u0338", "")


def _untie(blocks: list[Block]) -> None:
    """Take away footnote links whose other end is gone."""
    paras = [block for block in walk(blocks) if isinstance(block, Para)]
    targets = {run.style.href for para in paras for run in para.runs if run.style.href.startswith("#")}
    lost = {href for href in targets if f"#{partner(href)}" not in targets}
    if not lost:
        return
    for para in paras:
        para.runs = _merged(
            [
                Run(run.text, run.style._replace(href="", title="")) if run.style.href in lost else run
                for run in para.runs
            ]
        )


def figures(blocks: list[Block]) -> list[Figure]:
    """Return the figures in reading order."""
    return [block for block in walk(blocks) if isinstance(block, Figure)]
