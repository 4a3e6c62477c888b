import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chauphe.people.naming import Unfit, line, login, person_name


@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Tường Vi", "H’Hen Niê", "Y Moan Êñuôl", "K'Brơi", "Trần Văn A.", "Lê-Na", "Đỗ Ữ"]
)
def test_names_of_people_are_taken_as_they_are(name: str) -> None:
    assert person_name(name) == name
    assert person_name(unicodedata.normalize("NFD", f"  {name}\t")) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "Trần\u202eVăn",
        "Trần\u200bVăn",
        "Trần\x00Văn",
        "Tr\u0430n",  # a Cyrillic letter
        "Ｔrần",  # a letter of full width
        "Trần <b>",
        "Trần Văn 2",
        "’Trần",
        "Trần & Lê",
        "Z\u0323\u0323\u0323algo",
        "=1+1",
    ],
)
def test_what_could_pass_for_another_name_is_refused(name: str) -> None:
    with pytest.raises(Unfit):
        person_name(name)


@pytest.mark.parametrize("text", ["Văn thư – Lưu trữ", "Phòng 2 (cơ sở Đá Hàn)", "Thi đua & Khen thưởng"])
def test_other_lines_hold_whatever_is_visible(text: str) -> None:
    assert line(text) == text


@pytest.mark.parametrize("name", ["ha.tran", "h2", "nam_vo", "a-b.c"])
def test_a_user_name_can_be_typed_anywhere(name: str) -> None:
    assert login(name) == name


@pytest.mark.parametrize("name", ["", "Ha", "hà", "ha..tran", ".ha", "ha.", "1a", "ha tran", "ha\n", "ha@so.example"])
def test_a_user_name_that_looks_like_another_is_refused(name: str) -> None:
    with pytest.raises(Unfit):
        login(name)


@given(st.text(max_size=30))
def test_a_line_that_is_taken_is_taken_again_unchanged(text: str) -> None:
    kept = taken(text)
    assert kept is None or (taken(kept), kept.strip(), unicodedata.normalize("NFC", kept)) == (kept, kept, kept)


def taken(text: str) -> str | None:
    try:
        return line(text)
    except Unfit:
        return None
