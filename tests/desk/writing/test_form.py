from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from chauphe.core.authority import Role
from chauphe.desk.seat import Seat
from chauphe.desk.writing.form import TooLong, is_day, iso_day, people, shown_day, written
from chauphe.items.content import BODY_LENGTH, empty
from chauphe.people.services import appoint
from tests import factories
from tests.desk.conftest import NOW
from tests.factories import Office


@pytest.fixture
def seat(office: Office) -> Seat:
    return Seat(office.contributor, office.board, (office.board,), at=NOW)


def sent(**given: object) -> QueryDict:
    post = QueryDict(mutable=True)
    for name, values in given.items():
        key = name.replace("_", "-")
        post.setlist(key, [str(value) for value in values] if isinstance(values, list) else [str(values)])
    return post


def content(post: QueryDict, seat: Seat, **before: object) -> dict[str, object]:
    return written(post, seat=seat, before=empty(**before), imported={}).content


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("20/11/2026", "2026-11-20"),
        (" 1.7.2026 ", "2026-07-01"),
        ("02-09-1945", "1945-09-02"),
        ("2026-11-20", "2026-11-20"),
        ("31/02/2026", "31/02/2026"),
        ("20/11", "20/11"),
        ("mai", "mai"),
        ("", ""),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, kept: str) -> None:
    assert iso_day(typed) == kept


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_comes_back_as_it_was_shown(day: date) -> None:
    assert iso_day(shown_day(day.isoformat())) == day.isoformat()


@given(st.text(max_size=30))
def test_no_text_is_lost_as_a_day(typed: str) -> None:
    kept = iso_day(typed)
    assert kept == typed or iso_day(shown_day(kept)) == kept


def test_only_days_of_the_calendar_are_days() -> None:
    assert [is_day(text) for text in ("2026-11-20", "", "31/02/2026", "x")] == [True, True, False, False]


def test_an_author_of_the_board_is_known_by_name(seat: Seat, office: Office) -> None:
    post = sent(author=["Huỳnh Thị Ngữ", "Người Ngoài Ban"], share=["70", "30 %"])
    assert content(post, seat)["authors"] == [
        {"person": str(office.member.pk), "name": "Huỳnh Thị Ngữ", "share": 70},
        {"person": "", "name": "Người Ngoài Ban", "share": 30},
    ]


def test_a_name_in_combining_letters_is_the_same_person(seat: Seat, office: Office) -> None:
    import unicodedata

    post = sent(author=[unicodedata.normalize("NFD", "Huỳnh Thị Ngữ")], share=["100"])
    assert content(post, seat)["authors"] == [{"person": str(office.member.pk), "name": "Huỳnh Thị Ngữ", "share": 100}]


def test_two_of_one_name_are_told_apart_by_office(seat: Seat, office: Office) -> None:
    twin = factories.person("ngu.hai", "Huỳnh Thị Ngữ")
    appoint(twin, Role.CONTRIBUTOR, board=office.board, title="Cộng tác viên", since=factories.SINCE)
    named = {label: person for label, person in people(seat).items() if label.startswith("Huỳnh Thị Ngữ")}
    assert named == {
        "Huỳnh Thị Ngữ (Cộng tác viên)": str(twin.pk),
        "Huỳnh Thị Ngữ (Ủy viên)": str(office.member.pk),
    }
    post = sent(author=["Huỳnh Thị Ngữ (Cộng tác viên)"], share=["100"])
    assert content(post, seat)["authors"] == [{"person": str(twin.pk), "name": "Huỳnh Thị Ngữ", "share": 100}]


def test_who_left_the_board_stays_an_author(seat: Seat) -> None:
    before = [{"person": "4bb2b2ea-8c75-4ab0-a1b8-54d1b4e9f6a5", "name": "Người Đã Nghỉ", "share": 100}]
    assert content(sent(author=["Người Đã Nghỉ"], share=["100"]), seat, authors=before)["authors"] == before


@pytest.mark.parametrize("share", ["", "-5", "1e9", "bảy mươi", "99999999999", "٣٠x"])
def test_a_share_that_is_no_number_is_nought(seat: Seat, share: str) -> None:
    assert content(sent(author=["An"], share=[share]), seat)["authors"] == [{"person": "", "name": "An", "share": 0}]


def test_pictures_come_in_reading_order_after_the_leading_one(seat: Seat) -> None:
    first, second, lead = "a" * 64, "b" * 64, "c" * 64
    body = f'<figure data-image="{second}"></figure><p>x</p><figure data-image="{first}"></figure>'
    words = {"alt": ["Một", "Hai", "Ba"], "caption": ["", "", ""], "credit": ["An", "", ""]}
    images = content(sent(body=body, lead=lead, picture=[first, second, lead], **words), seat)["images"]
    assert images == [
        {"sha256": lead, "alt": "Ba", "caption": "", "credit": "", "lead": True},
        {"sha256": second, "alt": "Hai", "caption": "", "credit": "", "lead": False},
        {"sha256": first, "alt": "Một", "caption": "", "credit": "An", "lead": False},
    ]


def test_words_of_a_picture_survive_a_form_without_them(seat: Seat) -> None:
    row = {"sha256": "a" * 64, "alt": "Đã viết", "caption": "", "credit": "An", "lead": False}
    body = f'<figure data-image="{"a" * 64}"></figure>'
    assert content(sent(body=body), seat, images=[row])["images"] == [row]


def test_a_unit_or_kind_that_is_not_there_changes_nothing(seat: Seat) -> None:
    other = factories.office("so-khac")
    post = sent(kind="loai-la", unit=other.division.pk, section="9" * 40)
    found = written(post, seat=seat, before=empty(), imported={})
    assert (found.kind, found.unit, found.section) == (None, None, None)


def test_a_text_longer_than_any_page_is_not_read(seat: Seat) -> None:
    with pytest.raises(TooLong):
        written(sent(body="x" * (BODY_LENGTH + 1)), seat=seat, before=empty(), imported={})


def test_ticks_are_noted_and_a_form_without_them_changes_nothing(seat: Seat) -> None:
    imported = {"name": "a.docx", "notes": [{"kind": "chart"}, {"kind": "smartart", "looked": True}]}
    ticked = written(sent(looked=["", "0"]), seat=seat, before=empty(), imported=imported).imported
    assert [note["looked"] for note in ticked["notes"]] == [True, False]
    assert written(sent(), seat=seat, before=empty(), imported=imported).imported == imported
