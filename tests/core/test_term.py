"""Limits of the rules, counted in the days of the country, over Tết, moved days and the ends of years."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chauphe.core.chain import Step
from chauphe.core.deadline import Calendar
from chauphe.core.national import national
from chauphe.core.term import calendar_by, limit_of, term_of, working_day
from chauphe.people.calendar import calendar_with
from chauphe.regulation.book import Book, founding, load, shipped

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BOOK = founding()
COUNTRY = calendar_with((), BOOK, on=date(2026, 11, 23))


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=HANOI)


def until(step: Step, since: datetime, calendar: Calendar = COUNTRY) -> datetime | None:
    term = term_of(step, since, BOOK, calendar)
    return term.until if term else None


@pytest.mark.parametrize(
    ("step", "since", "due"),
    [
        (Step.EDIT, at(2026, 11, 23, 14), at(2026, 11, 25, 8, 30)),  # 24/11 is a holiday
        (Step.SIGN_OFF, at(2026, 11, 23, 9), at(2026, 11, 25, 17)),
        (Step.MODERATE, at(2026, 2, 13, 16), at(2026, 2, 23, 17)),  # over Tết
        (Step.EDIT, at(2026, 2, 13, 16), at(2026, 2, 23, 10, 30)),
        (Step.EDIT, at(2026, 8, 21, 16), at(2026, 8, 22, 10, 30)),  # a Saturday that is worked
        (Step.SIGN_OFF, at(2026, 8, 28, 9), at(2026, 9, 3, 17)),  # the Monday that is not, and two days of holiday
        (Step.PUBLISH, at(2026, 12, 31, 16), at(2027, 1, 4, 10, 30)),  # over the end of the year and a weekend
        (Step.SIGN_OFF, at(2026, 4, 29, 9), at(2026, 5, 4, 17)),
    ],
)
def test_limits_count_in_the_days_of_the_country(step: Step, since: datetime, due: datetime) -> None:
    assert until(step, since) == due


def test_a_board_may_give_a_step_no_limit() -> None:
    three = load(shipped()["three-member"])
    calendar = calendar_with((), three, on=date(2026, 11, 23))
    since = at(2026, 11, 23, 9)
    assert [step for step in Step if term_of(step, since, three, calendar)] == [Step.MODERATE]
    term = term_of(Step.MODERATE, since, three, calendar)
    assert term is not None
    assert (term.until, term.rule.clause) == (at(2026, 11, 26, 17), "Điều 3 khoản 2")


def test_the_calendar_is_the_one_of_the_rules() -> None:
    calendar = calendar_by(BOOK, on=date(2026, 11, 23))
    assert calendar.hours == ((time(7, 30), time(11, 30)), (time(13, 30), time(17)))
    assert (calendar.weekdays, working_day(calendar)) == (frozenset(range(5)), timedelta(hours=7.5))


def amended(tmp_path: Path) -> Book:
    text = shipped()["three-member"].read_text("utf-8")
    values = """values = [
  { since = 2024-01-15, value = { days = 2 } },
  { since = 2026-11-24, until = 2026-11-30, value = { hours = 1 }, by = "Quyết định số 40/QĐ-LTLS" },
]"""
    file = tmp_path / "board.toml"
    file.write_text(text.replace("value = { days = 2 }", values), "utf-8")
    return load(file)


def test_a_new_limit_makes_nothing_late_that_was_not(tmp_path: Path) -> None:
    book = amended(tmp_path)
    calendar = calendar_with((), book, on=date(2026, 11, 25))
    before = term_of(Step.MODERATE, at(2026, 11, 23, 9), book, calendar)
    after = term_of(Step.MODERATE, at(2026, 11, 25, 9), book, calendar)
    assert before is not None
    assert after is not None
    assert (before.until, after.until) == (at(2026, 11, 26, 17), at(2026, 11, 25, 10))


def test_a_limit_that_ended_is_none(tmp_path: Path) -> None:
    assert limit_of(Step.MODERATE, amended(tmp_path), on=date(2026, 12, 1)) is None


def test_what_the_board_declares_goes_before_the_country() -> None:
    said = [(date(2026, 11, 23), False), (date(2026, 11, 24), True), (date(2026, 8, 22), False)]
    calendar = calendar_with(said, BOOK, on=date(2026, 11, 23))
    assert [calendar.works_on(day) for day, _ in said] == [False, True, False]
    assert [COUNTRY.works_on(day) for day, _ in said] == [True, False, True]


def test_only_years_with_a_notice_know_their_moved_days() -> None:
    found = national(2027)
    assert (2026 in found.moved, 2027 in found.moved) == (True, False)
    assert found.off[date(2027, 2, 6)] == "Tết Nguyên Đán"
    assert national(2027, "en").off[date(2027, 2, 6)] == "Lunar New Year"


def test_late_is_from_the_first_minute_and_counts_working_time() -> None:
    term = term_of(Step.EDIT, at(2026, 11, 23, 7, 30), BOOK, COUNTRY)
    assert term is not None
    assert term.until == at(2026, 11, 23, 11, 30)
    assert [term.late(term.until), term.late(at(2026, 11, 23, 11, 31))] == [False, True]
    assert term.late_by(at(2026, 11, 23, 13)) == timedelta()
    assert term.late_by(at(2026, 11, 25, 8, 30)) == timedelta(hours=4.5)


moments = st.integers(0, 850 * 24 * 60).map(lambda minutes: at(2025, 11, 1, 0) + timedelta(minutes=minutes))
declared = st.dictionaries(st.dates(date(2025, 11, 1), date(2028, 3, 31)), st.booleans(), max_size=40)
steps = st.sampled_from(Step)


@given(moments, steps, declared)
def test_a_step_is_due_at_work_and_not_before_its_time(since: datetime, step: Step, said: dict[date, bool]) -> None:
    calendar = calendar_with(said.items(), BOOK, on=date(2026, 11, 23))
    term = term_of(step, since, BOOK, calendar)
    assert term is not None
    assert calendar.works_on(term.until.date()) is True
    assert term.until > since
    if "hours" in term.rule.value:
        assert calendar.worked_between(since, term.until) == timedelta(hours=term.rule.value["hours"])


@given(moments, moments, steps, declared)
def test_whoever_waits_longer_is_due_no_later(one: datetime, two: datetime, step: Step, said: dict[date, bool]) -> None:
    calendar = calendar_with(said.items(), BOOK, on=date(2026, 11, 23))
    earlier, later = (until(step, since, calendar) for since in sorted((one, two)))
    assert earlier is not None
    assert later is not None
    assert earlier <= later


@given(moments, moments, moments, steps, declared)
def test_lateness_only_grows(since: datetime, one: datetime, two: datetime, step: Step, said: dict[date, bool]) -> None:
    term = term_of(step, since, BOOK, calendar_with(said.items(), BOOK, on=date(2026, 11, 23)))
    assert term is not None
    first, second = sorted((one, two))
    assert term.late_by(first) <= term.late_by(second)
    assert (term.late_by(first) > timedelta()) <= term.late(first)


@given(moments, st.dates(date(2025, 11, 1), date(2028, 3, 31)), steps)
def test_a_further_day_off_brings_nothing_forward(since: datetime, day: date, step: Step) -> None:
    plain, free = until(step, since), until(step, since, calendar_with([(day, False)], BOOK, on=date(2026, 11, 23)))
    assert plain is not None
    assert free is not None
    assert free >= plain
