"""Makes the Word files for trying the upload: `python -m chauphe.demo.make_word [FOLDER]`.

Three files as offices send them: one in good order; one typed in the old .VnTime fonts, whose letters are TCVN3 bytes
shown as Latin ones; one with what no page can carry over (comments, a tracked change, a text box, a SmartArt drawing,
an EMF picture, coloured text, header and page number). The same run gives the same bytes. Needs python-docx, which is
among the tools and not in the product.
"""

import struct
import sys
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_UNDERLINE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from chauphe.demo.model import DATA, PICTURES
from chauphe.demo.word_text import COMMUNITY_TEAM, FAMILY_PAPERS, NO_APPOINTMENT
from chauphe.intake.fonts import TCVN3

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_DGM: Final = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_NAMES: Final = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:a="{_A}" xmlns:dgm="{_DGM}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_MADE: Final = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)

_OLD_CODES: Final = {letter: shown for shown, letter in TCVN3.items()}
"""Vietnamese letters as the .VnTime fonts write them: each the Latin-1 letter that it looks like elsewhere."""


def to_tcvn3(text: str) -> str:
    """Return the text as Word shows it when the .VnTime font is missing."""
    return "".join(_OLD_CODES.get(letter, letter) for letter in text)


def main(folder: Path = DATA / "word") -> None:
    """Write the three files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _save(_in_good_order(), folder / "to-cong-nghe-cong-dong.docx")
    _save(_in_old_fonts(), folder / "thu-nhan-tai-lieu-dong-ho-vntime.docx")
    _save(_hard_to_carry(), folder / "ngay-khong-hen-ban-cuoi.docx")


def _in_good_order() -> Doc:
    doc = _blank("Tổ công nghệ cộng đồng phường Tân Giang", "Lê Minh Quân")
    text = COMMUNITY_TEAM
    doc.add_heading(text["title"], level=1)
    doc.add_paragraph(text["summary"])
    noted = doc.add_paragraph(text["opening"])
    _footnote(doc, noted, text["footnote"])
    noted.add_run(text["opening_end"])
    doc.add_heading("Học từng bước, nhớ từng bước", level=2)
    doc.add_paragraph(text["steps"])
    for step in text["list"].split("|"):
        doc.add_paragraph(step, style="List Number")
    doc.add_picture(str(PICTURES / "tre-huong-dan.png"), width=Cm(15))
    caption = doc.add_paragraph("Buổi hướng dẫn tại nhà văn hóa. Tranh: Lê Minh Quân", style="Caption")
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    doc.add_heading("Con số sau ba tháng", level=2)
    _table(doc, text["table"])
    for line in text["list_2"].split("|"):
        doc.add_paragraph(line, style="List Bullet")
    closing = doc.add_paragraph(text["closing"])
    _link(closing, "Cổng Dịch vụ công quốc gia", "https://dichvucong.gov.vn")
    closing.add_run(".")
    return doc


def _in_old_fonts() -> Doc:
    doc = _blank("Thong bao", "Phùng Gia Huy")
    for line in FAMILY_PAPERS["head"].split("|"):
        # The capitals' font has the small letters' codes: what one types in small letters shows as capitals.
        _old(doc.add_paragraph(), line.lower(), ".VnTimeH", bold=True)
    for line in FAMILY_PAPERS["body"].split("|"):
        _old(doc.add_paragraph(), line, ".VnTime")
    table = doc.add_table(rows=0, cols=2)
    for row in FAMILY_PAPERS["table"].split("|"):
        for cell, words in zip(table.add_row().cells, row.split(" = "), strict=True):
            _old(cell.paragraphs[0], words, ".VnTime")
    mixed = doc.add_paragraph("Đoạn này gõ bằng Unicode: ")
    _old(mixed, FAMILY_PAPERS["mixed"], ".VnArial")
    return doc


def _hard_to_carry() -> Doc:
    doc = _blank("Ngày không hẹn, bản cuối", "Lê Minh Quân")
    section = doc.sections[0]
    section.header.paragraphs[0].text = "Văn phòng Sở, bản cuối 16/11"
    section.footer.paragraphs[0]._p.append(parse_xml(f'<w:fldSimple {_NAMES} w:instr="PAGE"/>'))
    text = NO_APPOINTMENT
    doc.add_heading(text["title"], level=1)
    opening = doc.add_paragraph(text["opening"])
    _comment(doc, opening.runs[0], "Bà Lựu đồng ý cho nêu tên chưa?")
    marked = doc.add_paragraph()
    run = marked.add_run(text["marked"])
    run.font.color.rgb, run.font.underline = RGBColor(0xC0, 0, 0), WD_UNDERLINE.SINGLE
    _comment(doc, run, "Lấy số này ở đâu?")
    doc.add_heading("Người ký ngồi lại", level=2)
    _tracked(doc.add_paragraph(text["tracked"] + " "), deleted=text["deleted"], inserted=text["inserted"])
    _smart_art(doc, text["diagram"].split("|"))
    _text_box(doc, text["box"])
    doc.add_picture(str(PICTURES / "mot-cua.png"), width=Cm(14))
    _emf(doc)
    _table(doc, text["table"])
    doc.add_paragraph(text["closing"])
    return doc


def _blank(title: str, author: str) -> Doc:
    doc = Document()
    font = doc.styles["Normal"].font
    font.name, font.size = "Times New Roman", Pt(14)
    facts = doc.core_properties
    facts.title, facts.author, facts.last_modified_by, facts.comments = title, author, author, "Dữ liệu thử, hư cấu"
    facts.created = facts.modified = _MADE
    return doc


def _old(paragraph: Paragraph, words: str, font: str, *, bold: bool = False) -> None:
    run = paragraph.add_run(to_tcvn3(words))
    run.font.name, run.font.size, run.bold = font, Pt(14), bold


def _table(doc: Doc, rows: str) -> None:
    """Add a table from rows parted by | and cells parted by " = "; the first row is its head."""
    cells = [row.split(" = ") for row in rows.split("|")]
    table = doc.add_table(rows=len(cells), cols=len(cells[0]), style="Table Grid")
    for row, words in zip(table.rows, cells, strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True


def _part(doc: Doc, name: str, kind: str, blob: bytes, relation: str) -> str:
    """Add a part to the package and return the relationship's id."""
    return doc.part.relate_to(Part(PackURI(name), kind, blob, doc.part.package), relation)


def _footnote(doc: Doc, paragraph: Paragraph, words: str) -> None:
    note = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {_NAMES}>'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0">'
        "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
        '<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {words}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = f"{_OFFICE}.wordprocessingml.footnotes+xml"
    _part(doc, "/word/footnotes.xml", kind, note.encode(), RELATIONSHIP_TYPE.FOOTNOTES)
    paragraph._p.append(parse_xml(f'<w:r {_NAMES}><w:footnoteReference w:id="1"/></w:r>'))


def _link(paragraph: Paragraph, words: str, address: str) -> None:
    target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    paragraph._p.append(parse_xml(f'<w:hyperlink {_NAMES} r:id="{target}"><w:r><w:t>{words}</w:t></w:r></w:hyperlink>'))


def _comment(doc: Doc, run: Run, words: str) -> None:
    comment = doc.add_comment(run, text=words, author="Vũ Đức Thịnh", initials="VĐT")
    comment._comment_elm.set(qn("w:date"), _MADE.isoformat())


def _tracked(paragraph: Paragraph, *, deleted: str, inserted: str) -> None:
    who = 'w:author="Ngô Bảo Trâm" w:date="2026-11-16T08:40:00Z"'
    paragraph._p.append(
        parse_xml(f'<w:del {_NAMES} w:id="901" {who}><w:r><w:delText>{deleted}</w:delText></w:r></w:del>')
    )
    paragraph._p.append(parse_xml(f'<w:ins {_NAMES} w:id="902" {who}><w:r><w:t>{inserted}</w:t></w:r></w:ins>'))


def _drawing(doc: Doc, number: int, uri: str, inside: str) -> None:
    """Add a paragraph with one drawing of a kind given by its address."""
    doc.add_paragraph()._p.append(
        parse_xml(
            f'<w:r {_NAMES}><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="4800000" cy="1600000"/><wp:docPr id="{number}" name="Hình {number}"/>'
            f'<a:graphic><a:graphicData uri="{uri}">{inside}</a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )
    )


def _smart_art(doc: Doc, steps: list[str]) -> None:
    points = "".join(
        f'<dgm:pt modelId="{place}"><dgm:t><a:bodyPr/><a:p><a:r><a:t>{step}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for place, step in enumerate(steps, start=1)
    )
    blobs = {
        "data": ("dataModel", f'<dgm:ptLst><dgm:pt modelId="0" type="doc"/>{points}</dgm:ptLst><dgm:cxnLst/>'),
        "layout": ("layoutDef", ""),
        "quickStyle": ("styleDef", ""),
        "colors": ("colorsDef", ""),
    }
    ids = {}
    for name, (root, inside) in blobs.items():
        blob = f'<?xml version="1.0" encoding="UTF-8"?><dgm:{root} {_NAMES}>{inside}</dgm:{root}>'
        kind = f"{_OFFICE}.drawingml.diagram{name[0].upper()}{name[1:]}+xml".replace("QuickStyle", "Style")
        ids[name] = _part(
            doc, f"/word/diagrams/{name}1.xml", kind, blob.encode(), f"{_R}/diagram{name[0].upper()}{name[1:]}"
        )
    links = f'r:dm="{ids["data"]}" r:lo="{ids["layout"]}" r:qs="{ids["quickStyle"]}" r:cs="{ids["colors"]}"'
    _drawing(doc, 701, _DGM, f"<dgm:relIds {links}/>")


def _text_box(doc: Doc, words: str) -> None:
    inside = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/>'
        f"<wps:txbx><w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
        "<wps:bodyPr/></wps:wsp>"
    )
    _drawing(doc, 702, "http://schemas.microsoft.com/office/word/2010/wordprocessingShape", inside)


def _emf(doc: Doc) -> None:
    """Add a picture in the Windows metafile format that no browser shows: header, one rectangle, end."""
    rectangle = struct.pack("<II4i", 43, 24, 100, 100, 3900, 1900)
    end = struct.pack("<5I", 14, 20, 0, 16, 20)
    size = 88 + len(rectangle) + len(end)
    header = struct.pack("<II8i4s", 1, 88, 0, 0, 4000, 2000, 0, 0, 8000, 4000, b" EMF")
    header += struct.pack("<3I2H3I4i", 0x10000, size, 3, 1, 0, 0, 0, 0, 1920, 1080, 508, 286)
    picture = _part(doc, "/word/media/bieu-do.emf", "image/x-emf", header + rectangle + end, RELATIONSHIP_TYPE.IMAGE)
    inside = (
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="703" name="bieu-do.emf"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{picture}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        "<pic:spPr/></pic:pic>"
    )
    _drawing(doc, 703, "http://schemas.openxmlformats.org/drawingml/2006/picture", inside)


def _save(doc: Doc, path: Path) -> None:
    """Write the package with one fixed time on every part, so that a second run changes nothing."""
    made = BytesIO()
    doc.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _MADE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))


if __name__ == "__main__":
    main(*(Path(each) for each in sys.argv[1:2]))
