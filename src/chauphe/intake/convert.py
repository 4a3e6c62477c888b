"""Decides how a prepared Word document becomes HTML: mammoth turns a small, freshly written package into it.

The package holds nothing that we did not write: words, links, tables and the few looks that stay. So nothing of the
uploaded file but its words ever reaches the converter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Any, Final
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement
from zipfile import ZIP_STORED, ZipFile

import mammoth

from chauphe.intake.findings import Refused
from chauphe.intake.lines import Line
from chauphe.intake.markup import R, W, val
from chauphe.intake.package import Relationship

_STYLE_MAP: Final = "\n".join(f"p[style-name='h{level}'] => h{level}:fresh" for level in (2, 3, 4))
_STYLES: Final = "".join(
    f'<w:style w:type="paragraph" w:styleId="h{level}"><w:name w:val="h{level}"/></w:style>' for level in (2, 3, 4)
)
_NAMESPACE: Final = f'xmlns:w="{W[1:-1]}"'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_KEPT_IN_CELLS: Final = frozenset((W + "gridSpan", W + "vMerge"))
_KEPT_IN_ROWS: Final = frozenset((W + "tblHeader", W + "del"))
_LEVELS: Final = (2, 3, 4)
_CHECKBOXES: Final = (('<input type="checkbox" />', "☐"), ('<input checked="checked" type="checkbox" />', "☒"))


@dataclass(frozen=True)
class Converted:
    """The body as HTML, and how many signs of symbol fonts the converter could not read."""

    html: str
    symbols: int


def to_html(body: Element, lines: Mapping[int, Line], links: Mapping[str, Relationship]) -> Converted:
    """Return the body as HTML; marks in its text stand as they are."""
    levels = _levels(body, lines)
    for line in lines.values():
        _simplify(line, levels)
    _strip(body)
    try:
        result: Any = mammoth.convert_to_html(
            BytesIO(_package(body, links)),
            style_map=_STYLE_MAP,
            include_default_style_map=False,
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except Exception as error:
        # Whatever a hostile file makes of the converter, the answer is a refusal.
        raise Refused("broken") from error
    html: str = result.value
    for shown, sign in _CHECKBOXES:
        html = html.replace(shown, sign)
    return Converted(html, sum("unsupported character" in message.message for message in result.messages))


def _levels(body: Element, lines: Mapping[int, Line]) -> dict[int, int]:
    """Return the level that each heading level of the document has on the page: from 2, without gaps."""
    top = (lines.get(id(element)) for element in body)
    used = sorted({line.level for line in top if line is not None and line.level})
    return {level: _LEVELS[min(number, len(_LEVELS) - 1)] for number, level in enumerate(used)}


def _simplify(line: Line, levels: Mapping[int, int]) -> None:
    """Leave of a paragraph's looks what stays: heading level, bold, italic, raised and lowered."""
    level = levels.get(line.level, 0)
    kept = Element(W + "pPr")
    if level:
        SubElement(kept, W + "pStyle", {W + "val": f"h{level}"})
    deleted = line.element.find(f"{W}pPr/{W}rPr/{W}del")
    if deleted is not None:
        SubElement(SubElement(kept, W + "rPr"), W + "del")
    for found in line.element.findall(W + "pPr"):
        line.element.remove(found)
    line.element.insert(0, kept)
    plain = bool(level) or line.plain
    for run, look in line.looks:
        _simplify_run(run, bold=bool(look.bold) and not plain, italic=bool(look.italic))


def _simplify_run(run: Element, *, bold: bool, italic: bool) -> None:
    raised = val(run, "rPr/vertAlign")
    kept = Element(W + "rPr")
    if bold:
        SubElement(kept, W + "b")
    if italic:
        SubElement(kept, W + "i")
    if raised in ("superscript", "subscript"):
        SubElement(kept, W + "vertAlign", {W + "val": raised})
    for found in run.findall(W + "rPr"):
        run.remove(found)
    run.insert(0, kept)


def _strip(body: Element) -> None:
    for properties in body.iter(W + "tcPr"):
        properties[:] = [found for found in properties if found.tag in _KEPT_IN_CELLS]
    for properties in body.iter(W + "trPr"):
        properties[:] = [found for found in properties if found.tag in _KEPT_IN_ROWS]
    for properties in body.iter(W + "tblPr"):
        properties[:] = []


def _package(body: Element, links: Mapping[str, Relationship]) -> bytes:
    document = Element(W + "document")
    document.append(body)
    used = {link.get(R + "id", "") for link in body.iter(W + "hyperlink")}
    related = "".join(
        f'<Relationship Id="{escape(key)}" Type="{_OFFICE}/hyperlink" Target="{escape(link.target)}"/>'
        for key, link in links.items()
        if key in used
    )
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="d" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
        "word/styles.xml": f"<w:styles {_NAMESPACE}>{_STYLES}</w:styles>",
        "word/document.xml": ET.tostring(document, encoding="unicode"),
    }
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def unlink(body: Element, links: Mapping[str, Relationship]) -> None:
    """Take links off their words where they lead to a place in the document, or to a relationship that is not there."""
    for paragraph in body.iter(W + "p"):
        if paragraph.find(W + "hyperlink") is None:
            continue
        kept: list[Element] = []
        for child in paragraph:
            lost = child.tag == W + "hyperlink" and child.get(R + "id", "") not in links
            kept.extend(child if lost else [child])
        paragraph[:] = kept
