"""When a board's office works: the days of the country, and over them those that the board declared."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from chauphe.core.deadline import Calendar
from chauphe.core.national import national
from chauphe.core.term import calendar_by
from chauphe.people.models import Board, DeclaredDay
from chauphe.people.selectors import local
from chauphe.regulation.book import Book

AHEAD = 2
"""Years after this one of which the days are known or worked out."""


def declared(board: Board) -> QuerySet[DeclaredDay]:
    """Return the days that a board declared and has not withdrawn, in order."""
    return DeclaredDay.objects.filter(board=board, withdrawn_at__isnull=True)


class Calendars:
    """When a board's office works, as it was known at any instant: days declared later do not count then (1 query)."""

    def __init__(self, board: Board, book: Book) -> None:
        rows = DeclaredDay.objects.filter(board=board).values_list("day", "works", "made_at", "withdrawn_at")
        self._book, self._rows = book, list(rows)
        turns = {each for *_said, made, gone in self._rows for each in (made, gone) if each}
        self._turns, self._known = sorted(turns), dict[tuple[int, date], Calendar]()

    def at(self, at: datetime) -> Calendar:
        """Return the calendar of an instant."""
        key = bisect_right(self._turns, at), local(at).date()
        if key not in self._known:
            days = [(day, works) for day, works, made, gone in self._rows if made <= at and not (gone and gone <= at)]
            self._known[key] = calendar_with(days, self._book, on=key[1])
        return self._known[key]


def calendar_of(board: Board, book: Book, *, at: datetime) -> Calendar:
    """Return when a board's office works, as it was known at an instant (1 query)."""
    return Calendars(board, book).at(at)


def calendar_with(days: Iterable[tuple[date, bool]], book: Book, *, on: date) -> Calendar:
    """Return the same for days given as (day, whether it is worked): what a board declares goes before all else."""
    country, said = national(on.year + AHEAD), dict(days)
    free = frozenset(day for day, works in said.items() if not works)
    worked = frozenset(said) - free
    return calendar_by(
        book, on=on, off=(frozenset(country.off) | free) - worked, worked=(country.worked | worked) - free
    )
