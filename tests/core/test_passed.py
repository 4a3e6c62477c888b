from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from chauphe.core.chain import Step
from chauphe.core.deadline import Calendar
from chauphe.core.passed import Done, Summed, Taken, last_quarters, summed, taken
from chauphe.regulation.book import founding

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE = Calendar(((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0))))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HANOI)


def steps(
    *acts: tuple[str, datetime], after: datetime | None = None, off: frozenset[date] = frozenset()
) -> list[Taken]:
    calendar = Calendar(OFFICE.hours, off=off)
    return list(taken([Done(*act) for act in acts], founding(), lambda _at: calendar, after=after))


def test_each_step_waited_in_working_time_since_the_act_before_it() -> None:
    found = steps(("submit", at(23, 8)), ("forward", at(23, 11)), ("moderate", at(24, 8, 30)), ("sign_off", at(24, 9)))
    assert [(each.step, each.place, each.waited) for each in found] == [
        (Step.EDIT, 1, timedelta(hours=3)),
        (Step.MODERATE, 2, timedelta(hours=5)),
        (Step.SIGN_OFF, 3, timedelta(minutes=30)),
    ]
    assert [each.late for each in found] == [False, False, False]


def test_a_step_is_late_by_the_limit_of_its_board() -> None:
    (edit,) = steps(("submit", at(23, 8)), ("forward", at(24, 8, 30)))
    assert edit.term is not None
    assert (edit.waited, edit.late, edit.term.rule.value) == (timedelta(hours=8), True, {"hours": 4})
    assert edit.late_by == timedelta(hours=4)


def test_days_off_that_were_known_then_do_not_count() -> None:
    (edit,) = steps(("submit", at(23, 16)), ("forward", at(25, 8)), off=frozenset({date(2026, 11, 24)}))
    assert (edit.waited, edit.late) == (timedelta(hours=1, minutes=30), False)


@pytest.mark.parametrize("act", ["return_", "refuse"])
def test_sending_back_is_taking_the_step_as_well(act: str) -> None:
    (edit,) = steps(("submit", at(23, 8)), (act, at(23, 10)))
    assert (edit.step, edit.waited) == (Step.EDIT, timedelta(hours=2))


def test_what_its_writers_took_back_was_nobodys_delay() -> None:
    assert steps(("submit", at(2, 8)), ("retract", at(23, 10)), ("submit", at(23, 11))) == []


def test_a_draft_waits_for_nobody_on_the_board() -> None:
    found = steps(("submit", at(2, 8)), ("return_", at(2, 9)), ("forward", at(23, 8)), ("moderate", at(23, 9)))
    assert [each.step for each in found] == [Step.EDIT, Step.MODERATE]


def test_what_is_no_move_neither_takes_a_step_nor_begins_one() -> None:
    beside = (("edit", at(23, 8, 30)), ("consult", at(23, 9)), ("acknowledge", at(23, 9, 30)), ("answer", at(23, 10)))
    (edit,) = steps(("submit", at(23, 8)), *beside, ("forward", at(23, 11)))
    assert (edit.place, edit.waited) == (5, timedelta(hours=3))


def test_steps_of_an_earlier_time_are_left_out_and_their_ends_are_not() -> None:
    found = steps(("submit", at(2, 8)), ("forward", at(2, 9)), ("moderate", at(23, 9)), after=at(3, 0))
    assert [(each.step, each.since) for each in found] == [(Step.MODERATE, at(2, 9))]


def test_a_sum_is_count_late_and_the_middle_wait() -> None:
    found = steps(("submit", at(23, 8)), ("forward", at(23, 9)), ("return_", at(23, 10)), ("submit", at(23, 10)))
    found += steps(("submit", at(23, 8)), ("forward", at(24, 16)))
    assert summed((each.step, each) for each in found) == {
        Step.EDIT: Summed(2, 1, timedelta(hours=7, minutes=15)),
        Step.MODERATE: Summed(1, 0, timedelta(hours=1)),
    }


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        (date(2026, 11, 23), ["2026-4", "2026-3", "2026-2", "2026-1"]),
        (date(2026, 1, 1), ["2026-1", "2025-4", "2025-3", "2025-2"]),
    ],
)
def test_the_last_four_quarters_follow_each_other(today: date, codes: list[str]) -> None:
    found = last_quarters(today)
    assert [each.code for each in found] == codes
    assert found[0].first <= today < found[0].after
    assert [each.after for each in found[1:]] == [each.first for each in found[:-1]]
