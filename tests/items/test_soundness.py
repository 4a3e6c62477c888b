"""Each kind of row that an insider changes by hand in the database is named: as its owner could do it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from chauphe.core.moves import State
from chauphe.items import services
from chauphe.items.models import Consultation, Item
from chauphe.items.soundness import astray
from chauphe.people.services import plan_review
from tests import factories
from tests.bake.site import unguarded
from tests.factories import Office

LINK = '<p>Xem <a href="https://dichvucong.gov.vn/">Cổng Dịch vụ công</a>.</p>'
LONG_AGO = datetime(2026, 3, 2, 1, 15, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Any) -> Office:
    """Give a board with a published item read again, and one about which units were asked, and some that ended."""
    settings.STORE = tmp_path
    office = factories.office()
    picture = factories.picture(office, by=office.contributor)
    image = {"sha256": picture.sha256, "alt": "Ảnh", "caption": "", "credit": "An", "lead": True}
    live = factories.item(office, State.PUBLISHED, at=LONG_AGO, body=LINK, images=[image])
    factories.item(office, State.PUBLISHED, at=LONG_AGO + timedelta(days=1), body=LINK)
    plan_review(office.news, months=3, by=office.secretary, at=NOW)
    services.still_right(live.pk, board=office.board, by=office.member, at=NOW, seen=factories.seen(live))
    asked = factories.item(office, State.IN_MODERATION, at=NOW)
    who: dict[str, Any] = {"board": office.board, "at": NOW + timedelta(hours=9)}
    first, _second = services.consult(
        asked.pk, by=office.deputy, seen=factories.seen(asked), units=[office.centre, office.organisation],
        text="Số liệu đã khớp chưa?", until=NOW.date() + timedelta(days=2), **who,
    )  # fmt: skip
    services.answer(first.asked.seq, by=office.other_member, opinion="remarks", text="Thiếu tháng 10.", **who)
    factories.item(office, State.SIGNED_OFF, at=NOW)
    for state in (State.WITHDRAWN, State.TAKEN_DOWN):
        factories.item(office, state, at=NOW)
    return office


def by_hand(table: str, sql: str, *values: object) -> None:
    """Write to a table past the software and past the guard."""
    with unguarded(table), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_board_that_nobody_touched_is_sound(office: Office) -> None:
    assert list(astray(office.board)) == []


@pytest.mark.parametrize(
    "change",
    [
        "text = 'Có ai hỏi gì đâu?'",
        "answer = 'Đúng cả.'",
        "opinion = 'agrees'",
        "until = '2026-12-24'",
        "asked_by_id = answered_by_id",
        "answered_by_id = asked_by_id",
        "answered_at = '2026-11-20 01:15:00+00:00'",
        "asked_at = '2026-11-20 01:15:00+00:00'",
    ],
)
def test_a_question_or_an_answer_changed_by_hand_is_named(office: Office, change: str) -> None:
    by_hand("items_consultation", f"UPDATE items_consultation SET {change} WHERE answered_id IS NOT NULL")
    assert set(astray(office.board)) == {(3, "consultation")}


def test_a_question_put_to_another_unit_or_about_another_copy_is_named(office: Office) -> None:
    other = Item.objects.get(number=1).current
    assert other is not None
    open_one = "WHERE answered_id IS NULL"
    by_hand("items_consultation", f"UPDATE items_consultation SET unit_id = %s {open_one}", office.division.pk)
    assert set(astray(office.board)) == {(3, "consultation")}
    by_hand("items_consultation", f"UPDATE items_consultation SET unit_id = %s {open_one}", office.organisation.pk)
    by_hand("items_consultation", f"UPDATE items_consultation SET revision_id = %s {open_one}", other.pk)
    assert set(astray(office.board)) == {(3, "consultation")}


def test_a_question_or_an_answer_taken_away_is_named(office: Office) -> None:
    by_hand("items_consultation", "DELETE FROM items_consultation WHERE answered_id IS NULL")
    assert set(astray(office.board)) == {(3, "consultation")}
    none = "answered_id = NULL, answered_by_id = NULL, answered_at = NULL, opinion = '', answer = ''"
    by_hand("items_consultation", f"UPDATE items_consultation SET {none}")
    assert (set(astray(office.board)), Consultation.objects.count()) == ({(3, "consultation")}, 1)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE items_review SET at = '2026-11-22 01:15:00+00:00'",
        "UPDATE items_review SET publication_id = (SELECT max(id) FROM items_publication)",
        "DELETE FROM items_review",
    ],
)
def test_a_review_changed_moved_or_taken_away_is_named(office: Office, sql: str) -> None:
    by_hand("items_review", sql)
    assert {name for _number, name in astray(office.board)} == {"review"}


@pytest.mark.parametrize(
    ("number", "change"),
    [
        (1, "title = 'Tin khác'"),
        (1, "number = 77"),
        (1, "kind = 'feature'"),
        (1, "live_id = (SELECT max(id) FROM items_publication)"),
        (1, "current_id = (SELECT max(id) FROM items_revision)"),
        (4, "sign_off_id = (SELECT min(id) FROM items_signoff)"),
    ],
)
def test_an_item_that_says_something_else_is_named(office: Office, number: int, change: str) -> None:
    by_hand("items_item", f"UPDATE items_item SET {change} WHERE number = {number}")
    assert {name for _number, name in astray(office.board)} == {"item"}


def test_an_item_moved_to_another_unit_or_section_by_hand_is_named(office: Office) -> None:
    for column, value in (("unit_id", office.centre.pk), ("section_id", office.notices.pk)):
        before = Item.objects.filter(number=1).values_list(column, flat=True)[0]
        by_hand("items_item", f"UPDATE items_item SET {column} = %s WHERE number = 1", value)
        assert (1, "item") in set(astray(office.board))
        by_hand("items_item", f"UPDATE items_item SET {column} = %s WHERE number = 1", before)
    assert list(astray(office.board)) == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE items_asset SET width = 9",
        "UPDATE items_asset SET renditions = '[]'",
        "UPDATE items_asset SET kind = 'file'",
        f"UPDATE items_asset SET sha256 = '{'0' * 64}'",
    ],
)
def test_an_upload_that_says_something_else_is_named(office: Office, sql: str) -> None:
    by_hand("items_asset", sql)
    assert list(astray(office.board)) == [(1, "asset")]


def test_a_host_that_nobody_approved_is_named_and_one_taken_away_as_well(office: Office) -> None:
    by_hand("items_knownhost", "UPDATE items_knownhost SET host = 'xau.example'")
    assert list(astray(office.board)) == [(1, "known_host")]
    by_hand("items_knownhost", "DELETE FROM items_knownhost")
    assert list(astray(office.board)) == [(1, "known_host")]


def test_a_host_put_down_to_another_approval_is_named(office: Office) -> None:
    by_hand("items_knownhost", "UPDATE items_knownhost SET sign_off_id = (SELECT max(id) FROM items_signoff)")
    assert list(astray(office.board)) == [(1, "known_host")]


@pytest.mark.parametrize("change", ["title = 'Trưởng Ban biên tập'", "role = 'editor_in_chief'"])
def test_an_office_in_which_acts_were_done_keeps_its_name(office: Office, change: str) -> None:
    held = office.deputy.appointments.get()
    by_hand("people_appointment", f"UPDATE people_appointment SET {change} WHERE id = %s", held.pk)
    assert {name for _number, name in astray(office.board)} == {"appointment"}


def test_another_boards_rows_are_its_own_business(office: Office) -> None:
    other = factories.office("bqltt")
    factories.item(other, State.PUBLISHED, at=LONG_AGO, body=LINK)
    by_hand("items_item", "UPDATE items_item SET title = 'Tin khác' WHERE board_id = %s", other.board.pk)
    assert (list(astray(office.board)), list(astray(other.board))) == ([], [(1, "item")])
