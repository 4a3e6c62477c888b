import pytest
from hypothesis import given
from hypothesis import strategies as st

from chauphe.regulation.citation import Citation

NUMBERS = st.integers(1, 400)
CITATIONS = st.builds(
    Citation,
    article=NUMBERS,
    clause=st.none() | NUMBERS,
    dash=st.none() | NUMBERS,
    point=st.none() | st.sampled_from("abcdđeghiklm"),
    paragraph=st.none() | NUMBERS,
)


@given(CITATIONS)
def test_what_is_written_reads_back_the_same(citation: Citation) -> None:
    assert Citation.parse(str(citation)) == citation
    assert Citation.parse(citation.bound()) == citation


@pytest.mark.parametrize(
    ("citation", "written"),
    [
        (Citation(3), "Điều 3"),
        (Citation(4, 1), "Điều 4 khoản 1"),
        (Citation(2, dash=3), "Điều 2 gạch đầu dòng 3"),
        (Citation(9, paragraph=2), "Điều 9 đoạn 2"),
        (Citation(10, 3, point="b"), "Điều 10 khoản 3 điểm b"),
    ],
)
def test_a_citation_is_written_as_officials_write_it(citation: Citation, written: str) -> None:
    assert str(citation) == written


def test_commas_capitals_and_bound_spaces_are_let_pass() -> None:
    assert Citation.parse(" điều 4,\u00a0KHOẢN 1 ") == Citation(4, 1)


def test_decomposed_letters_read_like_composed_ones() -> None:
    assert Citation.parse("Đie\u0302\u0300u 7 khoa\u0309n 3") == Citation(7, 3)


def test_a_bound_citation_never_breaks_across_lines() -> None:
    assert Citation(7, 3).bound() == "Điều\u00a07\u00a0khoản\u00a03"


@pytest.mark.parametrize("text", ["", "Điều", "Điều 0", "Điều 4 khoản 0", "khoản 1 Điều 4", "Điều 4 khoản một", "Đ4.1"])
def test_anything_else_is_not_a_citation(text: str) -> None:
    with pytest.raises(ValueError):
        Citation.parse(text)


def test_citations_sort_as_a_reader_meets_them() -> None:
    shuffled = ["Điều 10", "Điều 4 khoản 1 điểm a", "Điều 2 gạch đầu dòng 10", "Điều 4 khoản 1", "Điều 2"]
    assert sorted(shuffled, key=lambda each: Citation.parse(each).place) == [
        "Điều 2",
        "Điều 2 gạch đầu dòng 10",
        "Điều 4 khoản 1",
        "Điều 4 khoản 1 điểm a",
        "Điều 10",
    ]
