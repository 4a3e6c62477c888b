"""The Word files for trying the upload: the same each time, and holding what they are there to show."""

import re
import zipfile
from pathlib import Path

import pytest

from chauphe.demo.make_word import main, to_tcvn3
from chauphe.demo.model import DATA
from chauphe.demo.word_text import FAMILY_PAPERS
from chauphe.intake.docx import read_docx
from chauphe.intake.fonts import UNICODE_ONLY, Encoding, decode

WORD = DATA / "word"


def parts(name: str) -> dict[str, str]:
    with zipfile.ZipFile(WORD / name) as package:
        return {part: package.read(part).decode("utf-8", "replace") for part in package.namelist()}


def test_making_them_again_changes_no_part(tmp_path: Path) -> None:
    main(tmp_path)
    papers = sorted(WORD.glob("*.docx"))
    assert [path.name for path in papers] == sorted(path.name for path in tmp_path.glob("*.docx")) != []
    for path in papers:
        with zipfile.ZipFile(path) as kept, zipfile.ZipFile(tmp_path / path.name) as made:
            assert kept.namelist() == made.namelist()
            assert [name for name in kept.namelist() if kept.read(name) != made.read(name)] == []


def test_old_letters_come_back_as_they_were() -> None:
    for words in FAMILY_PAPERS.values():
        assert decode(to_tcvn3(words), Encoding.TCVN3) == words


def test_no_letter_is_left_that_old_fonts_lack() -> None:
    typed = FAMILY_PAPERS["head"].lower() + FAMILY_PAPERS["body"] + FAMILY_PAPERS["table"]
    assert UNICODE_ONLY.findall(to_tcvn3(typed)) == []


def test_the_product_reads_the_old_file_right() -> None:
    imported = read_docx((WORD / "thu-nhan-tai-lieu-dong-ho-vntime.docx").read_bytes())
    for words in (FAMILY_PAPERS["head"].upper() + "|" + FAMILY_PAPERS["body"] + "|" + FAMILY_PAPERS["mixed"]).split(
        "|"
    ):
        assert words in imported.body


def test_the_old_file_holds_old_letters_in_old_fonts() -> None:
    document = parts("thu-nhan-tai-lieu-dong-ho-vntime.docx")["word/document.xml"]
    assert set(re.findall(r'w:ascii="(\.Vn\w+)"', document)) == {".VnTime", ".VnTimeH", ".VnArial"}
    assert "së néi vô tØnh an h¶i" in document
    assert "Đoạn này gõ bằng Unicode" in document


def test_the_good_file_has_heading_list_table_picture_and_note() -> None:
    package = parts("to-cong-nghe-cong-dong.docx")
    document = package["word/document.xml"]
    assert re.findall(r'w:pStyle w:val="(Heading\d|ListNumber|ListBullet|Caption)"', document).count("ListNumber") == 4
    assert document.count("<w:tbl>") == 1
    assert "word/media/image1.png" in package
    assert "<w:footnoteReference" in document
    assert "tháng 3 năm 2026" in package["word/footnotes.xml"]


@pytest.mark.parametrize(
    "mark",
    [
        "<w:ins ",
        "<w:del ",
        "<w:commentReference",
        "dgm:relIds",
        "<wps:txbx>",
        '<w:color w:val="C00000"/>',
        "<w:headerReference",
    ],
)
def test_the_hard_file_holds_what_cannot_come_over(mark: str) -> None:
    assert mark in parts("ngay-khong-hen-ban-cuoi.docx")["word/document.xml"]


def test_the_hard_file_brings_a_metafile_and_a_diagram() -> None:
    package = parts("ngay-khong-hen-ban-cuoi.docx")
    assert package["word/media/bieu-do.emf"][40:44] == " EMF"
    assert "Ký nhận bằng điện thoại" in package["word/diagrams/data1.xml"]
