"""What will be missing on a board because of what is recorded, and what a change would leave missing, beforehand.

Who may act is worked out for every instant at which offices, units, absences or delegations turn; nothing is kept, so
that nothing can be out of date (Điều 3 to 7).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from chauphe.core import authority
from chauphe.core.refusal import Refusal
from chauphe.people.gaps import gaps
from chauphe.people.models import Absence, Appointment, Board, Delegation, Unit
from chauphe.people.selectors import (
    Ended,
    appointment_of,
    book_of,
    delegation_of,
    following,
    local,
    midnight,
    renamings,
    succession,
)

AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is or will be missing, from an instant on (board's own time zone), with its clause."""

    since: datetime
    what: Refusal

    @property
    def key(self) -> tuple[str, str]:
        """What tells one thing that is missing from another, whenever it begins."""
        return self.what.rule, self.what.says % self.what.params


@dataclass(frozen=True, slots=True)
class Timetable:
    """Everything recorded of a board's people that may matter from an instant on."""

    board: str
    offices: tuple[authority.Appointment, ...]
    absences: tuple[authority.Absence, ...]
    delegations: tuple[tuple[authority.Delegation, str], ...]
    units: tuple[Unit, ...]

    def bench(self, at: datetime) -> authority.Bench:
        """Return the people of the board as the core sees them at an instant."""
        on = at.date()
        by_key = {unit.pk: unit for unit in self.units}
        ended = [
            Ended(unit.code, successor.code, unit.until, successor.since)
            for unit in self.units
            if unit.successor_id and unit.until and unit.until < on and (successor := by_key[unit.successor_id])
        ]
        former = succession({each.code: each.successor for each in ended})
        offices = {each.id: following(each, former) for each in self.offices}
        flagged = next((unit.code for unit in self.units if unit.is_organisation), None)
        return authority.Bench(
            board=self.board,
            appointments=tuple(offices.values()),
            absences=self.absences,
            organisation_unit=former.get(flagged, flagged) if flagged else None,
            delegations=tuple(
                replace(each, giver=offices[giver]) for each, giver in self.delegations if giver in offices
            ),
            former=former,
            renamed=renamings(ended),
        )

    def open_units(self, at: datetime) -> dict[str, str]:
        """Return the units that exist at an instant, names by code."""
        return {unit.code: unit.name for unit in self.units if unit.is_open(at.date())}

    def turns(self, at: datetime, until: datetime) -> list[datetime]:
        """Return the instants after `at`, up to `until`, at which the people of the board are others than before."""
        spells: list[tuple[date | None, date | None]] = [(each.since, each.until) for each in self.offices]
        spells += [(unit.since, unit.until) for unit in self.units]
        found = {midnight(since) for since, _last in spells if since}
        found |= {midnight(last + timedelta(days=1)) for _since, last in spells if last}
        found |= {end for each in self.absences for end in (each.since, each.until) if end}
        found |= {end for each, _giver in self.delegations for end in (each.since, each.ends)}
        return sorted(local(each) for each in found if at < each <= until)


def outlook(board: Board, *, at: datetime, until: datetime | None = None) -> list[Missing]:
    """Say what is missing now and what will be up to an instant, each once, when it begins (6 queries at any size)."""
    people, book = _timetable(board, at), book_of(board)
    found: dict[tuple[str, str], Missing] = {}
    for instant in (local(at), *people.turns(at, until or at + AHEAD)):
        for what in gaps(people.bench(instant), people.open_units(instant), book, at=instant, apart=True).lacking:
            missing = Missing(instant, what)
            found.setdefault(missing.key, missing)
    return list(found.values())


def foreseen(
    board: Board, change: Callable[[], object], *, at: datetime, until: datetime | None = None
) -> tuple[Missing, ...]:
    """Say what a change would leave missing that is not missing anyway; the change itself is undone again.

    What the change itself refuses is raised.
    """
    known = {each.key for each in outlook(board, at=at, until=until)}
    with transaction.atomic():
        change()
        after = outlook(board, at=at, until=until)
        transaction.set_rollback(True)
    return tuple(each for each in after if each.key not in known)


def _timetable(board: Board, at: datetime) -> Timetable:
    held = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=local(at).date()), board=board)
    rows = held.select_related("person").prefetch_related("units", "sections")
    offices = {row.pk: appointment_of(row) for row in rows}
    away = Absence.objects.filter(Q(until__isnull=True) | Q(until__gt=at), board=board).order_by("pk")
    unrevoked = Q(revoked_at__isnull=True) | Q(revoked_at__gt=at)
    given = Delegation.objects.filter(unrevoked, board=board, until__gt=at, giver__in=list(offices)).order_by("pk")
    return Timetable(
        board=board.slug,
        offices=tuple(offices.values()),
        absences=tuple(authority.Absence(str(row.person_id), row.since, row.until) for row in away),
        delegations=tuple((delegation_of(row, offices[row.giver_id]), str(row.giver_id)) for row in given),
        units=tuple(Unit.objects.filter(board=board)),
    )
