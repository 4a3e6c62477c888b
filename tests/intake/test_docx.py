import io

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import RGBColor

from chauphe.intake.docx import MAX_PARAGRAPHS, MAX_RUNS, read_docx
from chauphe.intake.findings import Refused, Severity
from chauphe.items.html import clean
from tests.intake.building import (
    footnote,
    link,
    package,
    para,
    part,
    picture,
    png,
    reference,
    relationship,
    relationships,
    run,
    style,
    table,
    word,
)

SUMMARY = "Từ tháng 12, bộ phận một cửa làm việc cả sáng thứ Bảy để phục vụ người dân."
BOLD, ITALIC, CENTRE = "<w:b/>", "<w:i/>", '<w:jc w:val="center"/>'


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def body_of(content, **parts):
    return read_docx(word(content, **parts)).body


def notes_of(imported, severity=None):
    return {note.kind: dict(note.params) for note in imported.notes if severity in (None, note.severity)}


def test_words_and_their_looks_come_along():
    content = para(run("a ") + run("b", BOLD) + run("c", ITALIC) + run("2", '<w:vertAlign w:val="superscript"/>'))
    assert body_of(content) == "<p>a <strong>b</strong><em>c</em><sup>2</sup></p>"


def test_looks_are_found_in_styles_and_what_they_are_based_on():
    styles = style("Base", f"<w:rPr>{BOLD}</w:rPr>") + style("Own", f"<w:rPr>{ITALIC}</w:rPr>", based_on="Base")
    content = para(run("a") + run("b", '<w:b w:val="0"/>'), '<w:pStyle w:val="Own"/>')
    assert body_of(content, styles=styles) == "<p><strong><em>a</em></strong><em>b</em></p>"


def test_a_style_based_on_itself_ends():
    styles = style("Loop", f"<w:rPr>{BOLD}</w:rPr>", based_on="Loop")
    assert body_of(para("a", '<w:pStyle w:val="Loop"/>'), styles=styles) == "<p><strong>a</strong></p>"


@pytest.mark.parametrize(
    "name", ["heading 2", "Heading 2", "Tiêu đề 2", "Đầu đề 2", "Đề mục 2", "tieu de 2", "Heading 2 Char"]
)
def test_headings_are_known_by_any_name(name):
    content = para("Một") + para("Hai", '<w:pStyle w:val="x"/>') + para("Ba")
    assert body_of(content, styles=style(name, key="x")) == "<p>Một</p><h2>Hai</h2><p>Ba</p>"


def test_headings_are_known_by_their_outline_level():
    styles = style("Điều luật", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>', key="dl")
    content = para("Một") + para("Hai", '<w:pStyle w:val="dl"/>') + para("Ba", '<w:outlineLvl w:val="2"/>')
    assert body_of(content, styles=styles) == "<p>Một</p><h2>Hai</h2><h3>Ba</h3>"


def test_heading_levels_leave_no_gap():
    styles = "".join(style(f"heading {level}", key=f"h{level}") for level in (1, 2, 4, 5, 6))
    content = para("Mở đầu") + "".join(para(f"H{n}", f'<w:pStyle w:val="h{n}"/>') for n in (2, 4, 5, 6))
    assert body_of(content, styles=styles) == "<p>Mở đầu</p><h2>H2</h2><h3>H4</h3><h4>H5</h4><h4>H6</h4>"


def test_bold_of_a_heading_is_not_said_twice():
    styles = style("heading 2", f"<w:rPr>{BOLD}</w:rPr>", key="h")
    assert body_of(para("a") + para("b", '<w:pStyle w:val="h"/>'), styles=styles) == "<p>a</p><h2>b</h2>"


def test_lines_made_to_look_like_headings_are_told_not_changed():
    content = para("Mở đầu") + para(run("I. KẾT QUẢ", BOLD)) + para("a") + para(run("II. HẠN CHẾ", BOLD))
    imported = read_docx(word(content))
    assert imported.body == (
        "<p>Mở đầu</p><p><strong>I. KẾT QUẢ</strong></p><p>a</p><p><strong>II. HẠN CHẾ</strong></p>"
    )
    note = next(note for note in imported.notes if note.kind == "heading_by_hand")
    assert (dict(note.params), note.block) == ({"count": 2}, 1)


def test_a_table_keeps_head_and_merged_cells():
    head = "<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{}</w:tc></w:tr>"
    down = "<w:tr><w:tc><w:tcPr><w:vMerge w:val='{}'/></w:tcPr>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    rows = head.format(para("Đơn vị")) + down.format("restart", para("Sở"), para("1"))
    rows += down.format("continue", "<w:p/>", para("2"))
    assert body_of(f"<w:tbl>{rows}</w:tbl>") == (
        '<table><thead><tr><th scope="col" colspan="2">Đơn vị</th></tr></thead>'
        '<tbody><tr><td rowspan="2">Sở</td><td>1</td></tr><tr><td>2</td></tr></tbody></table>'
    )


def test_a_first_row_all_bold_is_the_head():
    rows = table((para(run("STT", BOLD)), para(run("Tên", BOLD))), ("1", "Sở"))
    assert body_of(rows) == (
        '<table><thead><tr><th scope="col">STT</th><th scope="col">Tên</th></tr></thead>'
        "<tbody><tr><td>1</td><td>Sở</td></tr></tbody></table>"
    )


def test_a_gap_before_a_row_is_a_cell():
    rows = table(("a", "b")).replace("<w:tbl>", "<w:tbl><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>"
                                     f"<w:tc>{para('c')}</w:tc></w:tr>")  # fmt: skip
    assert body_of(rows) == "<table><tbody><tr><td></td><td>c</td></tr><tr><td>a</td><td>b</td></tr></tbody></table>"


def test_a_frame_of_one_cell_is_taken_off_its_words():
    assert body_of(table((para("a") + para("b"),))) == "<p>a</p><p>b</p>"


def test_footnotes_and_endnotes_stand_numbered_at_the_end():
    content = para(
        run("Một") + reference("footnote", 7) + run(" hai") + reference("endnote", 7) + reference("footnote", 7)
    )
    line = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    own = para("<w:r><w:footnoteRef/></w:r>" + run(" Báo cáo số 5.")) + para("Trang 2.")
    imported = read_docx(
        word(
            content,
            footnotes=line + footnote("footnote", 7, own),
            endnotes=footnote("endnote", 7, para("Luật số 6.")),
        )
    )
    assert imported.body == (
        '<p>Một<a href="#chu-thich-1" id="goi-chu-thich-1"><sup>[1]</sup></a> hai'
        '<a href="#chu-thich-2" id="goi-chu-thich-2"><sup>[2]</sup></a>'
        '<a href="#chu-thich-1"><sup>[1]</sup></a></p><hr>'
        '<p><a href="#goi-chu-thich-1" id="chu-thich-1">[1]</a> Báo cáo số 5.</p><p>Trang 2.</p>'
        '<p><a href="#goi-chu-thich-2" id="chu-thich-2">[2]</a> Luật số 6.</p>'
    )
    assert notes_of(imported, Severity.CARRIED) == {"footnotes": {"count": 2}}


def test_a_link_in_a_footnote_is_that_of_the_footnotes():
    data = word(
        para(reference("footnote", 1) + link("L", "b")),
        links=[relationship("L", "hyperlink", "https://b.example", True)],
        footnotes=footnote("footnote", 1, para(link("L", "a"))),
        more={
            "word/_rels/footnotes.xml.rels": relationships(relationship("L", "hyperlink", "https://a.example", True))
        },
    )
    body = read_docx(data).body
    assert '<a href="https://b.example">b</a>' in body
    assert '<a href="https://a.example">a</a>' in body


def test_links_lead_to_the_web_or_nowhere():
    targets = [
        "https://anhai.example/a?b=1&amp;c=2",
        "mailto:a@anhai.example",
        "javascript:alert(1)",
        "file:///C:/a.doc",
    ]
    links = [relationship(f"L{n}", "hyperlink", target, True) for n, target in enumerate(targets)]
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    instruction = '<w:r><w:instrText> HYPERLINK "https://c.example" </w:instrText></w:r>'
    content = para(
        "".join(link(f"L{n}", f"{n} ") for n in range(4))
        + f'<w:hyperlink w:anchor="muc">{run("5 ")}</w:hyperlink>'
        + link("none", "6")
        + field.format("begin") + instruction + field.format("separate") + run("7") + field.format("end")
    )  # fmt: skip
    imported = read_docx(word(content, links=links))
    assert imported.body == (
        '<p><a href="https://anhai.example/a?b=1&amp;c=2">0 </a><a href="mailto:a@anhai.example">1 </a>2 3 5 6'
        '<a href="https://c.example">7</a></p>'
    )
    assert notes_of(imported, Severity.DROPPED) == {"links_unsafe": {"count": 2}}
    assert imported.counts.links == 3


def test_changes_are_taken_as_accepted_and_told():
    content = para(
        run("Giữ ") + f'<w:ins w:author="Vũ Đức Thịnh">{run("thêm")}</w:ins>'
        '<w:del w:author="Ngô Bảo Trâm"><w:r><w:delText>bớt</w:delText></w:r></w:del>'
        f'<w:moveFrom w:author="Vũ Đức Thịnh">{run("cũ")}</w:moveFrom>'
    )  # fmt: skip
    imported = read_docx(word(content))
    assert imported.body == "<p>Giữ thêm</p>"
    assert notes_of(imported)["tracked_changes"] == {"count": 3, "authors": "Vũ Đức Thịnh, Ngô Bảo Trâm"}


def test_the_mark_of_a_deleted_paragraph_joins_two():
    content = para("Một ", '<w:rPr><w:del w:author="A"/></w:rPr>') + para("hai")
    assert body_of(content) == "<p>Một hai</p>"


def test_comments_go_and_their_authors_are_told():
    content = para(
        '<w:commentRangeStart w:id="0"/>' + run("Lời") + '<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>'
    )  # fmt: skip
    comments = "".join(f'<w:comment w:id="{n}" w:author="Vũ Đức Thịnh">{para("Bí mật")}</w:comment>' for n in (0, 1))
    imported = read_docx(word(content, comments=comments))
    assert imported.body == "<p>Lời</p>"
    assert notes_of(imported, Severity.DROPPED) == {"comments": {"count": 2, "authors": "Vũ Đức Thịnh"}}


def test_hidden_text_never_comes_to_light():
    styles = style("Secret", "<w:rPr><w:vanish/></w:rPr>", kind="character")
    content = para(run("Lộ") + run("kín", "<w:vanish/>") + run("ẩn", '<w:rStyle w:val="Secret"/>') + picture_hidden())
    imported = read_docx(word(content, styles=styles, media=[("a.png", png())]))
    assert (imported.body, imported.pictures) == ("<p>Lộ</p>", ())
    assert notes_of(imported, Severity.DROPPED) == {"hidden_text": {"count": 1}}


def picture_hidden():
    return picture().replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>", 1)


def test_colours_underlines_and_highlights_are_counted_by_place():
    red, line, mark = '<w:color w:val="FF0000"/>', '<w:u w:val="single"/>', '<w:highlight w:val="yellow"/>'
    content = para(run("a", red) + run("b", line) + run("c") + run("d", mark) + run("e", '<w:color w:val="auto"/>'))
    imported = read_docx(word(content))
    assert imported.body == "<p>abcde</p>"
    assert notes_of(imported, Severity.DROPPED) == {"formatting": {"count": 2}}


def test_struck_out_text_asks_for_a_look():
    imported = read_docx(word(para(run("a ") + run("hết hạn", "<w:strike/>"))))
    assert imported.body == "<p>a hết hạn</p>"
    assert notes_of(imported)["struck_text"] == {"count": 1}


def test_headers_and_footers_stay_behind():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Sở Nội vụ"
    document.sections[0].footer.paragraphs[0].text = "Trang 1"
    document.add_paragraph("Nội dung")
    imported = read_docx(saved(document))
    assert imported.body == "<p>Nội dung</p>"
    assert "page_furniture" in notes_of(imported, Severity.DROPPED)


def test_a_table_of_contents_stays_behind():
    control = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{para('Mục 1 ... 3')}</w:sdtContent></w:sdt>"
    )
    old = para("Mục 2 ... 5", '<w:pStyle w:val="TOC1"/>')
    imported = read_docx(word(control + old + para("a"), styles=style("toc 1", key="TOC1")))
    assert imported.body == "<p>a</p>"
    assert notes_of(imported, Severity.DROPPED) == {"contents": {}}


def test_controls_fields_and_tags_are_taken_off_their_words():
    content = para(
        f"<w:sdt><w:sdtContent>{run('a')}</w:sdtContent></w:sdt><w:smartTag>{run('b')}</w:smartTag>"
        f"<w:fldSimple w:instr='SEQ Hình'>{run('1')}</w:fldSimple><w:bookmarkStart w:id='1' w:name='x'/>{run('c')}"
    )
    assert body_of(content) == "<p>ab1c</p>"


def test_breaks_tabs_and_odd_spaces_become_ordinary():
    content = para("<w:r><w:tab/><w:t>a</w:t><w:br/><w:t xml:space='preserve'>b   c\u00a0d\u200b </w:t></w:r>")
    assert body_of(content + para("\u00a0 ") + "<w:p/>") == "<p>a<br>b c&nbsp;d</p>"


def test_breaks_of_every_kind_part_words():
    content = para('<w:r><w:t>a</w:t><w:cr/><w:t>b</w:t><w:br w:type="page"/><w:t>c</w:t><w:br w:type="page"/></w:r>')
    assert body_of(content) == "<p>a<br>b<br>c</p>"


def test_the_hyphen_of_a_document_number_is_an_ordinary_one():
    content = para("<w:r><w:t>15/QĐ</w:t><w:noBreakHyphen/><w:t>SNV</w:t></w:r>")
    assert body_of(content) == "<p>15/QĐ-SNV</p>"


def test_checkboxes_of_a_form_are_shown():
    state = '<w:ffData><w:checkBox><w:default w:val="{}"/></w:checkBox></w:ffData>'
    box = f'<w:r><w:fldChar w:fldCharType="begin">{state}</w:fldChar></w:r>'
    box += "<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
    box += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert body_of(para(box.format(1) + run(" a ") + box.format(0) + run(" b"))) == "<p>☒ a ☐ b</p>"


def test_signs_of_symbol_fonts_are_read_or_counted():
    wingdings = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    content = para(run("\uf0fc xong", wingdings) + run("\ue123\ue456", wingdings))
    imported = read_docx(word(content))
    assert imported.body == "<p>✓ xong</p>"
    assert notes_of(imported)["symbols"] == {"count": 2}


def test_a_document_in_the_strict_format_is_read_alike():
    open_xml, purl = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
    strict = {
        f"{open_xml}/wordprocessingml/2006/main": f"{purl}/wordprocessingml/main",
        f"{open_xml}/officeDocument/2006/relationships": f"{purl}/officeDocument/relationships",
    }
    content = part("document", f"<w:body>{para(run('a', BOLD))}</w:body>")
    for transitional, other in strict.items():
        content = content.replace(transitional, other)
    assert read_docx(package({"word/document.xml": content})).body == "<p><strong>a</strong></p>"


def test_counts_tell_how_much_came_along():
    content = para("Một hai ba") + para("bốn") + table(("a", "b"), ("c", "d")) + para(picture())
    counts = read_docx(word(content, media=[("a.png", png())])).counts
    assert (counts.paragraphs, counts.words, counts.tables, counts.pictures) == (2, 8, 1, 1)


def test_notes_come_in_the_order_of_what_they_ask():
    content = para(run("a", '<w:color w:val="FF0000"/>')) + para(run("T«i", '<w:rFonts w:hAnsi=".VnTime"/>'))
    order = [note.severity for note in read_docx(word(content)).notes]
    assert order == [Severity.REVIEW, Severity.DROPPED, Severity.CARRIED]


def test_an_ordinary_file_of_an_office_comes_over_whole():
    document = docx.Document()
    head = document.add_table(1, 2)
    head.cell(0, 0).text, head.cell(0, 1).text = "SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("“Ngày không hẹn” ở phường Cửa Hải").bold = True
    document.add_paragraph().add_run(SUMMARY).italic = True
    document.add_paragraph("Bảy giờ sáng thứ Năm, ghế chờ đã kín.")
    document.add_heading("Cách làm", 1)
    for text in ("Thêm hai công chức.", "Bỏ phiếu hẹn giấy."):
        document.add_paragraph(text, style="List Bullet")
    for text in ("Nộp.", "Nhận."):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph().add_run("Liên hệ").font.color.rgb = RGBColor(255, 0, 0)
    imported = read_docx(saved(document))
    assert (imported.title, imported.summary) == (
        "“Ngày không hẹn” ở phường Cửa Hải",
        SUMMARY,
    )
    assert imported.body == (
        "<table><tbody><tr><td>SỞ NỘI VỤ</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</td></tr></tbody></table>"
        "<p>Bảy giờ sáng thứ Năm, ghế chờ đã kín.</p><h2>Cách làm</h2>"
        "<ul><li>Thêm hai công chức.</li><li>Bỏ phiếu hẹn giấy.</li></ul><ol><li>Nộp.</li><li>Nhận.</li></ol>"
        "<p>Liên hệ</p>"
    )
    assert clean(imported.body) == imported.body


def test_the_same_file_gives_the_same_draft():
    data = word(para("a") + para(picture()), media=[("a.png", png())])
    assert read_docx(data) == read_docx(data)


@pytest.mark.parametrize("content", ["<w:p/>" * (MAX_PARAGRAPHS + 1), f"<w:p>{'<w:r/>' * (MAX_RUNS + 1)}</w:p>"])
def test_a_file_too_long_for_a_page_is_refused(content):
    with pytest.raises(Refused) as refused:
        read_docx(word(content))
    assert refused.value.code == "too_long"


def test_an_infected_file_is_refused_before_it_is_opened():
    eicar = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    with pytest.raises(Refused) as refused:
        read_docx(eicar, scan=lambda data: b"EICAR" in data)
    assert refused.value.code == "infected"


def test_a_file_that_the_scanner_passes_is_read():
    assert read_docx(word(para("a")), scan=lambda data: b"EICAR" in data).body == "<p>a</p>"


def test_a_table_of_one_column_without_pictures_stays_a_table():
    body = body_of(table(("a",), ("b",)))
    assert body == "<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>"


def test_a_symbol_without_a_code_is_counted():
    imported = read_docx(word(para('<w:r><w:t>a</w:t><w:sym w:font="Wingdings" w:char=""/></w:r>')))
    assert (imported.body, notes_of(imported)["symbols"]) == ("<p>a</p>", {"count": 1})


def test_a_symbol_that_nobody_knows_is_counted():
    imported = read_docx(word(para('<w:r><w:t>a</w:t><w:sym w:font="Own" w:char="F0FC"/></w:r>')))
    assert (imported.body, notes_of(imported)["symbols"]) == ("<p>a</p>", {"count": 1})
