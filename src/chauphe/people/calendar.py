"""When a board's office works: the days of the country, and over them those that the board declared."""

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


def calendar_of(board: Board, book: Book, *, at: datetime) -> Calendar:
    """Return when a board's office works (1 query)."""
    return calendar_with(declared(board).values_list("day", "works"), book, on=local(at).date())


def calendar_with(days: Iterable[tuple[date, bool]], book: Book, *, on: date) -> Calendar:
    """Return the same for days given as (day, whether it is worked): what a board declares goes before all else."""
    country, said = national(on.year + AHEAD), dict(days)
    free = frozenset(day for day, works in said.items() if not works)
    worked = frozenset(said) - free
    return calendar_by(
        book, on=on, off=(frozenset(country.off) | free) - worked, worked=(country.worked | worked) - free
    )
