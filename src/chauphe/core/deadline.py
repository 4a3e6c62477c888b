"""Until when a step is due, counted in the hours and days that an office works.

The calendar is a value handed in: working hours, weekdays, days off, and days worked in their place (yearly notices
move holidays about). Every limit stands in the board's rules, with its clause; here is only the counting.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

FARTHEST = 3660
"""Days that are looked through at most: a calendar without working days must not be counted through for ever."""


class NoWorkingDays(ValueError):
    """A calendar never comes to the end of what is counted."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When an office works, in its own time zone.

    `hours` are the spells of a working day in order, `weekdays` those of the week (Monday is 0), `off` single days
    without work, and `worked` single days with work although the week or a holiday says otherwise.
    """

    hours: tuple[tuple[time, time], ...]
    weekdays: frozenset[int] = frozenset(range(5))
    off: frozenset[date] = field(default_factory=frozenset)
    worked: frozenset[date] = field(default_factory=frozenset)

    def works_on(self, day: date) -> bool:
        """Say whether the office works on a day."""
        return day in self.worked or (day.weekday() in self.weekdays and day not in self.off)

    def after_hours(self, start: datetime, hours: float) -> datetime:
        """Return the instant at which so many working hours have passed since `start`."""
        left = timedelta(hours=hours)
        for begins, ends in self._spells(start):
            if left <= ends - begins:
                return begins + left
            left -= ends - begins
        raise NoWorkingDays

    def after_days(self, start: datetime, days: int) -> datetime:
        """Return the close of the last of so many working days, counted from the day after `start`."""
        day = start.date()
        for _ in range(FARTHEST):
            if days <= 0 and self.works_on(day):
                break
            day += timedelta(days=1)
            days -= self.works_on(day)
        else:
            raise NoWorkingDays
        return datetime.combine(day, self.hours[-1][1], start.tzinfo)

    def worked_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time that has passed between two instants; nothing where the end comes first."""
        total = timedelta()
        for begins, ends in self._spells(start):
            if begins >= end:
                break
            total += min(ends, end) - begins
        return total

    def _spells(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield what is left of the working spells from an instant on."""
        for ahead in range(FARTHEST):
            day = start.date() + timedelta(days=ahead)
            if self.works_on(day):
                for opens, closes in self.hours:
                    begins = datetime.combine(day, opens, start.tzinfo)
                    ends = datetime.combine(day, closes, start.tzinfo)
                    if ends > start:
                        yield max(begins, start), ends


def due(since: datetime, limit: Mapping[str, float], calendar: Calendar) -> datetime:
    """Return until when a step is due that waits since an instant; `limit` is {"hours": n} or {"days": n}."""
    if "hours" in limit:
        return calendar.after_hours(since, limit["hours"])
    return calendar.after_days(since, int(limit["days"]))


def lateness(since: datetime, until: datetime, now: datetime, calendar: Calendar) -> timedelta:
    """Return by how much working time a step is late; nothing while it is not."""
    return calendar.worked_between(max(since, until), now)
