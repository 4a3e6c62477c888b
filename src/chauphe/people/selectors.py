"""Reads of people: the bench of a board as the core sees it, and the boards and duties of a person."""

from datetime import datetime
from pathlib import Path

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from chauphe.core import authority
from chauphe.people.models import Absence, Appointment, Board, Person, Unit
from chauphe.regulation.book import Book, load, shipped

_BOOKS: dict[str, Book] = {}


def book_of(board: Board) -> Book:
    """Return the board's regulation: a shipped one by id, or a file by path."""
    name = board.regulation
    if name not in _BOOKS:
        _BOOKS[name] = load(shipped().get(name) or Path(name))
    return _BOOKS[name]


def local(at: datetime) -> datetime:
    """Return an instant in the board's own time zone, as the core expects it."""
    return timezone.localtime(at)


def bench_of(board: Board, *, at: datetime) -> authority.Bench:
    """Gather who holds what and who is away at `at` (3 queries at any size); of several absences, the longest."""
    on = local(at).date()
    organisation = Unit.objects.filter(board=board, is_organisation=True).order_by("order", "pk").values("code")[:1]
    rows = list(
        Appointment.objects.filter(board=board, since__lte=on)
        .filter(Q(until__isnull=True) | Q(until__gte=on))
        .annotate(
            organisation=Subquery(organisation),
            away_since=Subquery(_absences(at).values("since")[:1]),
            away_until=Subquery(_absences(at).values("until")[:1]),
        )
        .select_related("person")
        .prefetch_related("units", "sections")
    )
    away = {str(row.person_id): (row.away_since, row.away_until) for row in rows if row.away_since}
    return authority.Bench(
        board=board.slug,
        appointments=tuple(appointment_of(row) for row in rows),
        absences=tuple(authority.Absence(person, *times) for person, times in away.items()),
        organisation_unit=rows[0].organisation if rows else organisation.values_list("code", flat=True).first(),
    )


def _absences(at: datetime) -> QuerySet[Absence]:
    """Match the absence of an appointment's person at an instant, the one that lasts longest first."""
    rows = Absence.objects.filter(board=OuterRef("board"), person=OuterRef("person"), since__lte=at)
    return rows.filter(Q(until__isnull=True) | Q(until__gt=at)).order_by(F("until").desc(nulls_first=True), "pk")


def appointment_of(row: Appointment) -> authority.Appointment:
    """Turn a row into the core's value."""
    return authority.Appointment(
        id=str(row.pk),
        person=str(row.person_id),
        name=row.person.full_name,
        role=authority.Role(row.role),
        title=row.title,
        since=row.since,
        until=row.until,
        units=frozenset(unit.code for unit in row.units.all()),
        sections=frozenset(section.slug for section in row.sections.all()),
        rank=row.rank,
    )


def boards_of(person: Person, *, at: datetime) -> QuerySet[Board]:
    """Return the boards on which a person holds an office today."""
    on = local(at).date()
    held = Appointment.objects.filter(person=person, since__lte=on).filter(Q(until__isnull=True) | Q(until__gte=on))
    return Board.objects.filter(pk__in=held.values("board")).order_by("name", "slug")


def duties_of(person: Person, bench: authority.Bench, *, at: datetime) -> tuple[authority.Appointment, ...]:
    """Return the offices that a person holds on a board at an instant."""
    return bench.of(str(person.pk), local(at).date())
