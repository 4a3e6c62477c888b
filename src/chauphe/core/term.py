"""Until when a step is due and by which rule, and who may say on which days the office works (Điều 5 khoản 3).

A board may give a step no limit: then it is never late. A limit is the one of the day on which the waiting began, so
that a new decision of the board makes nothing late that was not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from chauphe.core.authority import Bench
from chauphe.core.chain import Step
from chauphe.core.deadline import Calendar, due, lateness
from chauphe.core.refusal import N_, Reasons, Refusal
from chauphe.regulation.book import Book, NotInForce, Rule, UnknownRule
from chauphe.regulation.shape import WEEKDAYS

RULES = {step: f"deadline.{step}" for step in Step}
"""The rule that gives each step its limit."""
HOURS, WEEK, SET_BY = "working.hours", "working.weekdays", "working.set_by"


@dataclass(frozen=True, slots=True)
class Term:
    """Until when a step is due (board's own time zone), by which rule and clause."""

    since: datetime
    until: datetime
    rule: Rule
    calendar: Calendar = field(repr=False)

    def late(self, at: datetime) -> bool:
        """Say whether the time is over."""
        return at > self.until

    def late_by(self, at: datetime) -> timedelta:
        """Return by how much working time it is late; nothing while it is not."""
        return lateness(self.since, self.until, at, self.calendar)


def limit_of(step: Step, book: Book, *, on: date) -> Rule | None:
    """Return the rule that limits a step on a day, or None where the board gives it none."""
    try:
        return book.rule(RULES[step], on=on)
    except (UnknownRule, NotInForce):
        return None


def term_of(step: Step, since: datetime, book: Book, calendar: Calendar) -> Term | None:
    """Return until when a step is due that waits since an instant (board's own time zone); None where never."""
    rule = limit_of(step, book, on=since.date())
    return None if rule is None else Term(since, due(since, rule.value, calendar), rule, calendar)


def calendar_by(
    book: Book, *, on: date, off: frozenset[date] = frozenset(), worked: frozenset[date] = frozenset()
) -> Calendar:
    """Return when the office works by its board's rules of a day, with the single days that differ."""
    on = max(on, book.since)
    week = book.rule(WEEK, on=on).value
    return Calendar(
        hours=tuple(_spell(each) for each in book.rule(HOURS, on=on).value),
        weekdays=frozenset(WEEKDAYS.index(each) for each in week),
        off=off,
        worked=worked,
    )


def may_set_days(person: str, bench: Bench, book: Book, *, at: datetime) -> bool:
    """Say whether somebody may say on which days the office works."""
    roles = book.rule(SET_BY, on=at.date()).value
    return any(office.role in roles for office in bench.of(person, at.date()))


def against_setting_days(person: str, bench: Bench, book: Book, *, at: datetime) -> tuple[Refusal, ...]:
    """Say why somebody may not."""
    if may_set_days(person, bench, book, at=at):
        return ()
    says = N_("The days on which the office works are set by the secretary or the chief.")
    return (Reasons(book, at.date()).no("not_theirs", says, SET_BY),)


def working_day(calendar: Calendar) -> timedelta:
    """Return how long a working day is."""
    return sum((_at(ends) - _at(begins) for begins, ends in calendar.hours), timedelta())


def counted(limit: Mapping[str, Any]) -> tuple[str, int]:
    """Return a limit as ("hours" or "days", how many)."""
    ((kind, count),) = limit.items()
    return kind, count


def _spell(text: str) -> tuple[time, time]:
    begins, _dash, ends = text.partition("-")
    return time.fromisoformat(begins), time.fromisoformat(ends)


def _at(hour: time) -> timedelta:
    return timedelta(hours=hour.hour, minutes=hour.minute)
