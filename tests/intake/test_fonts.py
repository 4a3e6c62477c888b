import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chauphe.intake.fonts import TCVN3, VNI, Encoding, decode, decode_runs, encoding_of, is_unknown_old_font

BASES = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
MARKED = [
    letter
    for letter in [unicodedata.normalize("NFC", base + tone) for base in BASES for tone in TONES] + ["đ"]
    if not letter.isascii()
]

# The inverse tables, written out by hand and not made from the tables under test.
TO_TCVN3 = dict(
    zip(
        "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        "¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        strict=True,
    )
)
VNI_PAIRS = (
    "à:aø ả:aû ã:aõ á:aù ạ:aï ă:aê ằ:aè ẳ:aú ẵ:aü ắ:aé ặ:aë â:aâ ầ:aà ẩ:aå ẫ:aã ấ:aá ậ:aä "
    "è:eø ẻ:eû ẽ:eõ é:eù ẹ:eï ê:eâ ề:eà ể:eå ễ:eã ế:eá ệ:eä ì:ì ỉ:æ ĩ:ó í:í ị:ò "
    "ò:oø ỏ:oû õ:oõ ó:où ọ:oï ô:oâ ồ:oà ổ:oå ỗ:oã ố:oá ộ:oä ơ:ô ờ:ôø ở:ôû ỡ:ôõ ớ:ôù ợ:ôï "
    "ù:uø ủ:uû ũ:uõ ú:uù ụ:uï ư:ö ừ:öø ử:öû ữ:öõ ứ:öù ự:öï ỳ:yø ỷ:yû ỹ:yõ ý:yù ỵ:î đ:ñ"
)
TO_VNI = dict(pair.split(":") for pair in VNI_PAIRS.split())
SENTENCES = [
    "Ủy ban nhân dân tỉnh An Hải ban hành Quyết định số 1847/QĐ-UBND ngày 20/11/2026 về cải cách hành chính.",
    "Sở Nội vụ đề nghị các phòng chuyên môn, đơn vị trực thuộc gửi báo cáo trước 17 giờ thứ Sáu.",
    "Kỹ sư Nguyễn Hữu Phước kể: “Bão đổ bộ lúc nửa đêm, nước dâng ngập cả những thửa ruộng bậc thang.”",
    "Những người thợ dệt ở xã Bằng Vũ vẫn giữ khung cửi cũ; mỗi tấm thổ cẩm mất chừng một tuần lễ.",
]


def tcvn3(text):
    return "".join(TO_TCVN3.get(char, char) for char in text)


def vni(text):
    written = ""
    for char in text:
        pair = TO_VNI.get(char.lower(), char)
        written += pair.upper() if char != char.lower() else pair
    return written


def test_there_are_sixty_seven_marked_letters_in_each_case():
    assert len(MARKED) == 67
    assert set(TO_TCVN3) == set(TO_VNI) == set(MARKED)


@pytest.mark.parametrize("letter", MARKED)
def test_every_small_letter_comes_back_from_tcvn3(letter):
    assert decode(TO_TCVN3[letter], Encoding.TCVN3) == letter


@pytest.mark.parametrize("letter", MARKED)
def test_every_capital_comes_back_from_the_capital_fonts(letter):
    assert decode(TO_TCVN3[letter], Encoding.TCVN3_CAPITALS) == letter.upper()


@pytest.mark.parametrize(("char", "capital"), list(zip("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ", strict=True)))
def test_the_seven_capitals_of_tcvn3_itself_come_back(char, capital):
    assert decode(char, Encoding.TCVN3) == capital


@pytest.mark.parametrize("letter", MARKED)
def test_every_letter_comes_back_from_vni_in_both_cases(letter):
    assert decode(TO_VNI[letter], Encoding.VNI) == letter
    assert decode(TO_VNI[letter].upper(), Encoding.VNI) == letter.upper()


def test_a_small_mark_after_a_capital_is_read_too():
    assert decode("Oån ñònh, Aán töôïng", Encoding.VNI) == "Ổn định, Ấn tượng"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_whole_sentences_come_back_from_every_encoding(sentence):
    assert decode(tcvn3(sentence.lower()), Encoding.TCVN3) == sentence.lower()
    assert decode(tcvn3(sentence.lower()), Encoding.TCVN3_CAPITALS) == sentence.upper()
    assert decode(vni(sentence), Encoding.VNI) == sentence


def test_known_words_are_read_as_on_the_screen_of_their_time():
    assert decode("Céng hoµ x· héi chñ nghÜa ViÖt Nam", Encoding.TCVN3) == "Cộng hoà xã hội chủ nghĩa Việt Nam"
    assert decode("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", Encoding.VNI) == "Cộng hòa xã hội chủ nghĩa Việt Nam"


def test_the_tables_hold_nothing_twice():
    assert len(set(TCVN3.values())) == len(TCVN3) == 74
    assert set(VNI.values()) == set(MARKED) - {"ì", "í"} | {letter.upper() for letter in MARKED} - {"Ì", "Í"}


def test_letters_moved_to_the_symbol_area_are_read():
    assert decode("\uf056i\uf0d6t", Encoding.TCVN3) == "Việt"


def test_a_mark_cut_off_by_formatting_finds_its_letter():
    assert decode_runs(["ngöô", "ø", "i da", "ân"], Encoding.VNI) == ["ngườ", "", "i dâ", "n"]


@given(st.lists(st.text(alphabet="aoöôùøâ ", max_size=4), min_size=1, max_size=6))
def test_cutting_a_text_into_runs_changes_no_letter(texts):
    assert "".join(decode_runs(texts, Encoding.VNI)) == decode("".join(texts), Encoding.VNI)


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", Encoding.TCVN3),
        (".VnTimeH", Encoding.TCVN3_CAPITALS),
        (".VNTIME", Encoding.TCVN3),
        (".VnArial NarrowH", Encoding.TCVN3_CAPITALS),
        (".VnCentury Schoolbook", Encoding.TCVN3),
        ("VnTimeH", Encoding.TCVN3_CAPITALS),
        ("VNI-Times", Encoding.VNI),
        ("VNI Helve", Encoding.VNI),
        ("Times New Roman", None),
        ("SVN-Gotham", None),
        ("Be Vietnam Pro", None),
        ("", None),
    ],
)
def test_the_name_of_a_font_tells_its_encoding(font, encoding):
    assert encoding_of(font) == encoding


def test_old_fonts_without_a_table_are_known_as_such():
    assert [is_unknown_old_font(font) for font in ("VPS Times", ".VnTime", "Arial", "SVN-Times New Roman")] == [
        True, False, False, False,
    ]  # fmt: skip
