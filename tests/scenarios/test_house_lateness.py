"""How long past steps waited and who was late, from the book of acts and the calendar of then (Điều 5 khoản 3)."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chauphe.core.chain import Step
from chauphe.items.models import Item
from chauphe.items.passed import Passed, passed, passed_in
from chauphe.people.calendar import Calendars
from chauphe.people.selectors import book_of
from chauphe.people.services import declare_days, withdraw_days
from tests.scenarios.office import HANOI, Office, found

QUARTER = datetime(2026, 10, 1, tzinfo=HANOI)
PAPER = "Thông báo số 12/TB-SNV ngày 20/11/2026"


def steps(office: Office, *, since: datetime = QUARTER, days: int = 92) -> list[Passed]:
    items, book = Item.objects.filter(board=office.board), book_of(office.board)
    span = {"since": since, "until": since + timedelta(days=days)}
    return passed(items, book, Calendars(office.board, book), board=office.board, **span)


def told(office: Office) -> list[tuple[Step, str, bool]]:
    return [(each.taken.step, each.name, each.taken.late) for each in steps(office)]


def test_each_step_counts_for_whoever_took_it_and_is_late_by_its_limit(office: Office) -> None:
    item = office.submit("author", office.write("author"))
    office.later(days=2)
    item = office.forward("member", item)
    office.moderate("deputy", item)
    assert told(office) == [(Step.EDIT, "Người Thử Member", True), (Step.MODERATE, "Người Thử Deputy", False)]


def test_a_step_in_the_chiefs_place_counts_for_whoever_acted(office: Office) -> None:
    item = office.moderated()
    office.away("chief")
    office.sign_off("standing", item)
    assert told(office)[-1] == (Step.SIGN_OFF, "Người Thử Standing", False)


def test_a_day_off_declared_afterwards_makes_nothing_timely_that_was_late(office: Office) -> None:
    """What waited over 30/11 was late by the calendar of 01/12; a notice of 02/12 about 30/11 changes nothing."""
    office.now = datetime(2026, 11, 27, 15, 0, tzinfo=HANOI)
    item = office.submit("author", office.write("author"))
    office.now = datetime(2026, 12, 1, 8, 0, tzinfo=HANOI)
    office.forward("member", item)
    office.now = datetime(2026, 12, 2, 8, 0, tzinfo=HANOI)
    (before,) = steps(office)
    storm = {"works": False, "name": "Nghỉ bão", "paper": PAPER, "by": office.people["secretary"]}
    declare_days(office.board, date(2026, 11, 30), date(2026, 11, 30), at=office.now, **storm)
    (after,) = steps(office)
    assert (before.taken.late, after.taken.late, before.taken.waited) == (True, True, after.taken.waited)


def test_a_day_off_withdrawn_afterwards_makes_nothing_late_that_was_timely(office: Office) -> None:
    office.now = datetime(2026, 11, 27, 8, 0, tzinfo=HANOI)
    storm = {"works": False, "name": "Nghỉ bão", "paper": PAPER, "by": office.people["secretary"]}
    rows = declare_days(office.board, date(2026, 11, 30), date(2026, 11, 30), at=office.now, **storm)
    office.now = datetime(2026, 11, 27, 16, 0, tzinfo=HANOI)
    item = office.submit("author", office.write("author"))
    office.now = datetime(2026, 12, 1, 8, 0, tzinfo=HANOI)
    office.forward("member", item)
    assert [each.taken.late for each in steps(office)] == [False]
    office.later(days=1)
    withdraw_days(office.board, [row.pk for row in rows], by=office.people["secretary"], at=office.now)
    assert [each.taken.late for each in steps(office)] == [False]


def test_only_what_was_taken_in_the_time_is_counted(office: Office) -> None:
    office.published()
    assert len(steps(office)) == 4
    assert steps(office, since=QUARTER - timedelta(days=92)) == []
    assert steps(office, since=QUARTER + timedelta(days=92)) == []


def test_the_items_own_page_tells_the_same(office: Office) -> None:
    item = office.published()
    book = book_of(office.board)
    here = passed_in(office.trail(item), book, Calendars(office.board, book))
    assert [(each.step, each.waited) for each in here.values()] == [
        (each.taken.step, each.taken.waited) for each in steps(office)
    ]


def test_another_boards_steps_are_its_own(office: Office) -> None:
    found("so-khac").published()
    assert steps(office) == []


@pytest.mark.parametrize("count", [1, 6])
def test_a_quarter_takes_three_questions_whatever_it_held(office: Office, count: int) -> None:
    for _ in range(count):
        office.published()
    with CaptureQueriesContext(connection) as asked:
        assert len(steps(office)) == 4 * count
    assert len(asked) == 3
