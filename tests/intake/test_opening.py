import io

import docx
import pytest

from chauphe.intake.docx import read_docx
from tests.intake.building import para, picture, png, run, word

BOLD, ITALIC, CENTRE = "<w:b/>", "<w:i/>", '<w:jc w:val="center"/>'


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def notes_of(imported):
    return {note.kind: dict(note.params) for note in imported.notes}


def test_a_title_style_gives_the_title_and_leaves_the_body():
    document = docx.Document()
    document.add_paragraph("Mở cửa thêm thứ Bảy", style="Title")
    document.add_heading("Vì sao", 1)
    document.add_paragraph("Vì người dân bận.")
    imported = read_docx(saved(document))
    assert imported.title == "Mở cửa thêm thứ Bảy"
    assert imported.body == "<h2>Vì sao</h2><p>Vì người dân bận.</p>"


def test_the_first_heading_gives_the_title():
    document = docx.Document()
    document.add_heading("Mở cửa thêm thứ Bảy", 1)
    document.add_heading("Vì sao", 2)
    document.add_paragraph("Vì người dân bận.")
    imported = read_docx(saved(document))
    assert (imported.title, imported.body) == ("Mở cửa thêm thứ Bảy", "<h2>Vì sao</h2><p>Vì người dân bận.</p>")


def test_bold_lines_in_the_middle_give_the_title():
    lines = para(run("QUYẾT ĐỊNH", BOLD), CENTRE) + para(run("Về việc mở cửa thứ Bảy", BOLD), CENTRE)
    imported = read_docx(word(lines + para("Điều 1.")))
    assert (imported.title, imported.body) == ("QUYẾT ĐỊNH Về việc mở cửa thứ Bảy", "<p>Điều 1.</p>")


def test_the_motto_of_the_country_is_no_title():
    motto = para(run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", BOLD), CENTRE)
    imported = read_docx(word(motto + para(run("Mở cửa thứ Bảy", BOLD), CENTRE) + para("Nội dung")))
    assert imported.title == "Mở cửa thứ Bảy"
    assert notes_of(imported)["letterhead"] == {}


def test_no_title_is_told_and_nothing_is_lost():
    imported = read_docx(word(para("Một") + para("Hai")))
    assert (imported.title, imported.summary, imported.body) == ("", "", "<p>Một</p><p>Hai</p>")
    assert notes_of(imported) == {"title_missing": {}}


def test_a_title_in_capitals_is_told():
    imported = read_docx(word(para(run("MỞ CỬA THỨ BẢY", BOLD), CENTRE) + para("Nội dung")))
    assert notes_of(imported) == {"title_capitals": {}}


def test_a_picture_that_hangs_on_the_title_stays():
    title = para(run("Mở cửa thứ Bảy", BOLD) + picture(), CENTRE)
    imported = read_docx(word(title + para("Nội dung"), media=[("a.png", png())]))
    assert imported.title == "Mở cửa thứ Bảy"
    assert imported.body == f'<figure data-image="{imported.pictures[0].sha256}"></figure><p>Nội dung</p>'


SUMMARY = "Từ tháng 12, bộ phận một cửa làm việc cả sáng thứ Bảy để phục vụ người dân."


@pytest.mark.parametrize("look", [BOLD, ITALIC])
def test_a_sentence_set_apart_under_the_title_is_the_summary(look):
    lines = para(run("Mở cửa thứ Bảy", BOLD), CENTRE) + para(run(SUMMARY, look)) + para("Nội dung")
    imported = read_docx(word(lines))
    assert (imported.summary, imported.body) == (SUMMARY, "<p>Nội dung</p>")


def test_a_subtitle_is_the_summary():
    document = docx.Document()
    document.add_paragraph("Mở cửa thêm thứ Bảy", style="Title")
    document.add_paragraph("Vì người dân bận", style="Subtitle")
    document.add_paragraph("Nội dung")
    imported = read_docx(saved(document))
    assert (imported.summary, imported.body) == ("Vì người dân bận", "<p>Nội dung</p>")


@pytest.mark.parametrize(
    "line",
    [
        para(SUMMARY),
        para(run("Ngắn quá.", ITALIC)),
        para(run(f"({SUMMARY})", ITALIC), CENTRE),
        para(run(SUMMARY.rstrip("."), BOLD)),
        para(run(f"{SUMMARY} " * 5, ITALIC)),
    ],
)
def test_what_is_not_clearly_a_summary_stays_in_the_text(line):
    imported = read_docx(word(para(run("Mở cửa thứ Bảy", BOLD), CENTRE) + line + para("Nội dung")))
    assert imported.summary == ""
    assert imported.body.count("<p>") == 2


def test_a_text_all_in_italics_has_no_summary():
    lines = para(run("Thư ngỏ", BOLD), CENTRE) + para(run(SUMMARY, ITALIC)) * 3
    assert read_docx(word(lines)).summary == ""


def test_lines_beyond_the_length_of_a_title_are_text():
    long = para(run("từ " * 40, BOLD), CENTRE)
    imported = read_docx(word(long + long + para("Nội dung")))
    assert imported.title == "từ " * 39 + "từ"
    assert imported.body.count("<p>") == 2


def test_a_title_alone_has_no_summary():
    imported = read_docx(word(para(run("Mở cửa thứ Bảy", BOLD), CENTRE)))
    assert (imported.title, imported.summary, imported.body) == ("Mở cửa thứ Bảy", "", "")


@pytest.mark.parametrize("length", [300, 301])
def test_a_title_that_is_too_long_stays_whole_in_the_text_and_is_told(length):
    document = docx.Document()
    document.add_paragraph("a" * length, style="Title")
    document.add_paragraph("Nội dung")
    imported = read_docx(saved(document))
    if length == 300:
        assert (imported.title, imported.body, notes_of(imported)) == ("a" * 300, "<p>Nội dung</p>", {})
    else:
        assert (imported.title, imported.body) == ("", f"<p>{'a' * 301}</p><p>Nội dung</p>")
        assert notes_of(imported) == {"title_long": {"count": 301, "longest": 300}}


def test_a_summary_that_is_too_long_stays_whole_in_the_text_and_is_told():
    document = docx.Document()
    document.add_paragraph("Mở cửa thứ Bảy", style="Title")
    document.add_paragraph("từ " * 500, style="Subtitle")
    document.add_paragraph("Nội dung")
    imported = read_docx(saved(document))
    assert (imported.title, imported.summary) == ("Mở cửa thứ Bảy", "")
    assert imported.body.count("từ") == 500
    assert notes_of(imported) == {"summary_long": {"count": 1499, "longest": 1000}}
