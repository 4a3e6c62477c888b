from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chauphe.core.deadline import Calendar, NoWorkingDays, due, lateness

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
HOURS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
# In 2026 Monday 31/08 is a day off, worked on Saturday 22/08 instead; 01 and 02/09 are the national holiday.
OFFICE = Calendar(
    HOURS, off=frozenset({date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2)}), worked=frozenset({date(2026, 8, 22)})
)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("since", "hours", "until"),
    [
        (at(23, 8), 2, at(23, 10)),
        (at(23, 10), 4, at(23, 16)),  # over lunch
        (at(23, 16), 4, at(24, 10, 30)),  # over night
        (at(27, 16), 4, at(30, 10, 30)),  # over the weekend
        (at(28, 9), 1, at(30, 8, 30)),  # begun on a Saturday
        (at(23, 5), 1, at(23, 8, 30)),  # begun before work
        (at(23, 7, 30), 7.5, at(23, 17)),  # to the minute of closing
        (at(28, 16, month=8), 2, at(3, 8, 30, month=9)),  # over the holiday and the day moved for it
        (at(21, 16, month=8), 2, at(22, 8, 30, month=8)),  # the Saturday that is worked
    ],
)
def test_hours_count_while_the_office_works(since: datetime, hours: float, until: datetime) -> None:
    assert due(since, {"hours": hours}, OFFICE) == until


@pytest.mark.parametrize(
    ("since", "days", "until"),
    [
        (at(23, 8), 0, at(23, 17)),
        (at(23, 8), 2, at(25, 17)),
        (at(26, 23), 2, at(30, 17)),
        (at(29, 12), 1, at(30, 17)),
        (at(28, 8, month=8), 1, at(3, 17, month=9)),
        (at(21, 8, month=8), 1, at(22, 17, month=8)),
    ],
)
def test_days_count_from_the_next_and_end_at_closing(since: datetime, days: int, until: datetime) -> None:
    assert due(since, {"days": days}, OFFICE) == until


def test_what_is_late_is_told_in_working_time() -> None:
    since, until = at(27, 8), at(27, 12)
    assert lateness(since, until, at(27, 11), OFFICE) == timedelta()
    assert lateness(since, until, at(30, 8), OFFICE) == timedelta(hours=4)


def test_a_calendar_without_working_days_never_ends_the_count() -> None:
    never = Calendar(HOURS, weekdays=frozenset())
    for limit in ({"hours": 1}, {"days": 1}):
        with pytest.raises(NoWorkingDays):
            due(at(23, 8), limit, never)


moments = st.integers(0, 120 * 24 * 60).map(lambda minutes: at(1, 0, month=8) + timedelta(minutes=minutes))


@given(moments, st.integers(0, 200))
def test_counting_forth_and_back_agrees(since: datetime, halves: int) -> None:
    until = OFFICE.after_hours(since, halves / 2)
    assert OFFICE.worked_between(since, until) == timedelta(hours=halves / 2)


@given(moments, moments, moments)
def test_working_time_adds_up(one: datetime, two: datetime, three: datetime) -> None:
    first, second, third = sorted((one, two, three))
    whole = OFFICE.worked_between(first, third)
    assert whole == OFFICE.worked_between(first, second) + OFFICE.worked_between(second, third)
    assert OFFICE.worked_between(third, first) == (timedelta() if third > first else whole)
