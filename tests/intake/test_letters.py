"""What Word sets apart within a line: large first letters, reading aids, links written as fields."""

import pytest

from chauphe.intake.docx import read_docx
from tests.intake.building import para, run, word


def test_a_drop_cap_goes_back_to_its_word():
    letter = para(run("H"), '<w:keepNext/><w:framePr w:dropCap="drop" w:lines="3" w:wrap="around"/>')
    imported = read_docx(word(letter + para("ôm nay trời nắng.") + para("Hết.")))
    assert imported.body == "<p>Hôm nay trời nắng.</p><p>Hết.</p>"


def test_the_words_under_a_reading_aid_stay():
    words = "<w:rt><w:r><w:t>đọc là</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>Chữ gốc</w:t></w:r></w:rubyBase>"
    ruby = f"<w:r><w:ruby>{words}</w:ruby></w:r>"
    assert read_docx(word(para(run("Xem ") + ruby))).body == "<p>Xem Chữ gốc</p>"


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        (' HYPERLINK "https://a.example/x" ', '<p>Xem <a href="https://a.example/x">tại đây</a></p>'),
        (" HYPERLINK &quot;javascript:alert(1)&quot; ", "<p>Xem tại đây</p>"),
        (" PAGE ", "<p>Xem tại đây</p>"),
        ("", "<p>Xem tại đây</p>"),
    ],
)
def test_a_link_written_as_a_field_keeps_its_address(code, kept):
    field = f"<w:fldSimple w:instr='{code}'>{run('tại đây')}</w:fldSimple>"
    assert read_docx(word(para(run("Xem ") + field))).body == kept
