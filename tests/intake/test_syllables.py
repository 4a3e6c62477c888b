import unicodedata

import pytest

from chauphe.intake.syllables import is_syllable

TEXT = """
Bảy giờ sáng thứ Năm, ghế chờ ở Bộ phận Một cửa phường Cửa Hải đã kín. Bà Huỳnh Thị Lựu, sáu mươi bảy tuổi,
mang theo sổ hộ tịch cũ để trích lục khai sinh cho cháu. Hai mươi phút sau, bà cầm kết quả ra về. Ủy ban nhân
dân quyết định thành lập ban chỉ đạo chuyển đổi số; giám đốc, phó giám đốc, trưởng phòng nghiệp vụ chịu trách
nhiệm triển khai, kiểm tra, giám sát. Người khuyết tật, hộ nghèo, hộ cận nghèo được miễn lệ phí. Khuya, tuần
tra, quốc phòng, quỹ, quýt, quỳnh, quyển, quặng, gìn giữ, giếng, giặc, gì, nguệch ngoạc, ngoằn ngoèo, khúc
khuỷu, khuynh hướng, xoong, thuở, huơ, quở, ruỗng, rượu, hươu, yếu, yêu, ý, uống, oan, oái oăm, ướt, ếch, anh,
ích, ưa, ấy, ôm, nghiêng, nghệ, ghi, ghế, kỳ, kỹ, hòa, hoà, thủy, thuỷ, quả, của, cứu, lưu, tuyết, duyệt,
huyện, xuyên, chuyến, thoại, ngoài, xoáy, loăng quăng, hoặc, khoăn, tuyển dụng, luỹ tre
"""


def test_every_word_of_good_vietnamese_is_a_syllable():
    words = [word.strip(".,;") for word in TEXT.split()]
    assert [word for word in words if not is_syllable(word)] == []


@pytest.mark.parametrize(
    "word",
    [
        "Hữư",
        "hoµ",
        "®îc",
        "nghÜa",
        "ñoàng",
        "chuû",
        "nöôùc",
        "cáć",
        "cac",
        "tổt",
        "strasse",
        "x",
        "ngb",
        "",
        "đđ",
        "ưư",
    ],
)
def test_what_cannot_be_spoken_is_no_syllable(word):
    assert not is_syllable(word)


def test_case_and_normal_form_do_not_matter():
    assert is_syllable(unicodedata.normalize("NFD", "NGUYỄN"))
