"""How a board stands: who would be missing on a day, on which days that can change, and who can sign in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from chauphe.people.gaps import Gaps, gaps
from chauphe.people.models import Appointment, Board, Invitation, Person, Unit
from chauphe.people.selectors import bench_of, book_of, local, open_units
from chauphe.people.unused import is_unused


class Access(StrEnum):
    """Whether a person can sign in."""

    OPEN = "open"
    INVITED = "invited"
    NEVER = "never"
    LOCKED = "locked"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account as the office may see it: whether they can sign in, and until when an invitation is open."""

    person: Person
    access: Access
    open_until: datetime | None = None


def gaps_on(board: Board, *, day: date) -> Gaps:
    """Say who is missing on a day by the offices alone, absences aside."""
    noon = local(timezone.make_aware(datetime.combine(day, time(12))))
    bench = replace(bench_of(board, at=noon), absences=())
    return gaps(bench, _units(board, day), book_of(board), at=noon)


def gaps_at(board: Board, *, at: datetime) -> Gaps:
    """Say who is missing at an instant, with everybody's absences."""
    return gaps(bench_of(board, at=at), _units(board, local(at).date()), book_of(board), at=local(at))


def turning_days(board: Board, *, today: date) -> tuple[date, ...]:
    """Return the days from today on that the bench of a board is another than the day before, and today.

    Before the board's first office there is nothing to see: then the first of these is that day.
    """
    offices = list(Appointment.objects.filter(board=board).values_list("since", "until"))
    first = max(today, min((since for since, _until in offices), default=today))
    units = Unit.objects.filter(board=board).exclude(since=None, until=None).values_list("since", "until")
    spells = [*offices, *units]
    turns = {since for since, _until in spells if since}
    turns |= {until + timedelta(days=1) for _since, until in spells if until}
    return tuple(sorted({first} | {day for day in turns if day > first}))


def accounts_of(people: Iterable[Person], *, at: datetime) -> dict[Person, Account]:
    """Say of each person whether they can sign in (1 query)."""
    asked = list(people)
    usable = Invitation.objects.filter(person__in=asked, expires_at__gt=at).filter(still_open())
    until = dict(usable.values_list("person_id", "expires_at"))
    return {each: Account(each, _access(each, until.get(each.pk), at), until.get(each.pk)) for each in asked}


def still_open() -> Q:
    """Return the condition that an invitation was neither used nor replaced."""
    return Q(used_at__isnull=True, voided_at__isnull=True)


def _access(person: Person, open_until: datetime | None, at: datetime) -> Access:
    if not person.is_active:
        return Access.LOCKED
    if person.has_usable_password():
        return Access.UNUSED if is_unused(person, at=at) else Access.OPEN
    return Access.NEVER if open_until is None else Access.INVITED


def _units(board: Board, day: date) -> dict[str, str]:
    return dict(open_units(board, on=day).values_list("code", "name"))
