"""Decides which tables of a Word document are tables, and which of their rows are the head."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from chauphe.intake.lines import Line
from chauphe.intake.markup import W, reshape, switched, val

_MAX_GAP = 60


def shape_tables(body: Element, lines: dict[int, Line]) -> None:
    """Take frames of one cell off their words, fill gaps before rows, and say which rows are the head."""
    reshape(body, lambda child, _parent: _unframed(child, lines))
    for table in body.iter(W + "tbl"):
        rows = list(table.iterfind(W + "tr"))
        for row in rows:
            _fill_gap(row)
        for row in _head(rows, lines):
            _flag(row, lines)


def _unframed(child: Element, lines: dict[int, Line]) -> list[Element] | None:
    """Return the content of a table that is but a frame around it: one cell, or one column with a picture in it."""
    if child.tag != W + "tbl":
        return None
    rows = list(child.iterfind(W + "tr"))
    if any(len(row.findall(W + "tc")) != 1 for row in rows):
        return None
    pictured = any(lines[id(found)].pictures for found in child.iter(W + "p"))
    if len(rows) > 1 and not pictured:
        return None
    return [found for row in rows for cell in row.iterfind(W + "tc") for found in cell if found.tag != W + "tcPr"]


def _fill_gap(row: Element) -> None:
    gap = val(row, "trPr/gridBefore") or "0"
    if gap.isdecimal() and 0 < int(gap) <= _MAX_GAP:
        cell = Element(W + "tc")
        properties = SubElement(cell, W + "tcPr")
        SubElement(properties, W + "gridSpan", {W + "val": gap})
        at = next((number for number, found in enumerate(row) if found.tag == W + "tc"), 0)
        row.insert(at, cell)


def _head(rows: list[Element], lines: dict[int, Line]) -> Iterator[Element]:
    """Yield the rows of the head: those that Word repeats on each page, or else a first row that is bold throughout."""
    flagged = False
    for row in rows[:-1]:
        if not switched(row.find(W + "trPr"), "tblHeader"):
            break
        flagged = True
        yield row
    if not flagged and len(rows) > 1 and len(rows[0].findall(W + "tc")) > 1 and _bold(rows[0], lines):
        yield rows[0]


def _bold(row: Element, lines: dict[int, Line]) -> bool:
    spoken = [
        [line for found in cell.iter(W + "p") if (line := lines[id(found)]).text] for cell in row.iterfind(W + "tc")
    ]
    return all(spoken) and all(line.bold for cell in spoken for line in cell)


def _flag(row: Element, lines: dict[int, Line]) -> None:
    """Mark a row as head; its cells are bold by being headers."""
    properties = row.find(W + "trPr")
    if properties is None:
        properties = Element(W + "trPr")
        row.insert(0, properties)
    for found in properties.findall(W + "tblHeader"):
        properties.remove(found)
    SubElement(properties, W + "tblHeader")
    for paragraph in row.iter(W + "p"):
        lines[id(paragraph)].plain = True
