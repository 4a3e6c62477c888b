import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chauphe.core.text import clean_line, document_number_key, fold, nfc, slug, sort_key, word_count

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
words = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + "bcghklmnpqrstvx ", max_size=40)


def test_nfd_input_comes_out_as_nfc():
    assert nfc(unicodedata.normalize("NFD", "Nguyễn Hữu Phước")) == "Nguyễn Hữu Phước"


def test_every_vietnamese_letter_folds_to_its_base():
    assert fold(VIETNAMESE.upper()) == "a" * 18 + "e" * 12 + "i" * 6 + "o" * 18 + "u" * 12 + "y" * 6 + "d"


def test_both_tone_placements_fold_alike():
    assert fold("Hòa") == fold("hoà") == "hoa"


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(words)
def test_folding_does_not_see_the_normal_form(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15/QĐ-SNV", "15-qd-snv"),
        ("Quyết định số 15/QĐ-SNV về Đường Đặng", "quyet-dinh-so-15-qd-snv-ve-duong-dang"),
        ("“Ngày không hẹn” ở phường Cửa\u00a0Hải", "ngay-khong-hen-o-phuong-cua-hai"),
        ("  ", ""),
        ("会議", ""),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_slug_is_plain_ascii(text, expected):
    assert slug(text) == expected


def test_a_long_slug_is_cut_at_a_word():
    assert slug("nghiệp " * 20, limit=20) == "nghiep-nghiep-nghiep"
    assert slug("nghiệp " * 20, limit=19) == "nghiep-nghiep"


def test_one_endless_word_is_cut_hard():
    assert slug("a" * 200) == "a" * 80


@given(st.text())
def test_a_slug_of_a_slug_is_itself(text):
    assert slug(slug(text)) == slug(text)


@given(st.text())
def test_a_slug_holds_only_safe_characters(text):
    made = slug(text)
    assert len(made) <= 80
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not made.startswith("-") and not made.endswith("-") and "--" not in made


@pytest.mark.parametrize("typed", ["15/QĐ-SNV", "15 / qđ – snv", "015/QD-SNV", "15qdsnv"])
def test_a_document_number_is_found_however_typed(typed):
    assert document_number_key(typed) == "15qdsnv"


def test_names_sort_by_given_name_first():
    names = ["Trần Văn Đức", "Lê An", "Võ Ân", "Bùi Ánh", "Ngô Dũng", "Đỗ Bình"]
    assert sorted(names, key=sort_key) == ["Lê An", "Bùi Ánh", "Võ Ân", "Đỗ Bình", "Ngô Dũng", "Trần Văn Đức"]


def test_tones_sort_after_letters_in_dictionary_order():
    names = ["Mạ", "Má", "Mã", "Mả", "Mà", "Ma", "Mai"]
    assert sorted(names, key=sort_key) == ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ", "Mai"]


def test_letters_sort_in_the_vietnamese_alphabet():
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    backwards = letters[::-1]
    assert sorted(backwards, key=sort_key) == letters


def test_equal_given_names_sort_by_the_whole_name():
    names = ["Trần Thị Lan", "Đặng Lan", "Dương Lan", "Lan"]
    assert sorted(names, key=sort_key) == ["Dương Lan", "Đặng Lan", "Lan", "Trần Thị Lan"]


def test_tone_placement_does_not_move_a_name():
    assert sort_key("Hoàng Thị Thuỷ") == sort_key("Hoàng Thị Thủy")


@given(words)
def test_the_sort_key_does_not_see_the_normal_form(text):
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))


def test_a_line_loses_what_cannot_be_seen():
    assert clean_line("\u202eduyệt\u200b \x00gấp\n\ttrong\u00adngày\ufeff\ue000") == "duyệt gấp trongngày"


@given(st.text())
def test_a_clean_line_stays_as_it_is(text):
    assert clean_line(clean_line(text)) == clean_line(text)


def test_words_are_counted_between_spaces():
    assert word_count("Theo ông  Phước, – có 1.146 hồ sơ") == 7


def test_dashes_and_bullets_are_not_words():
    assert word_count("– • …") == 0
