"""Reads of people: the bench of a board as the core sees it, the boards and duties of a person, the acts on people."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone

from chauphe.core import authority
from chauphe.people.models import Absence, Appointment, Board, Change, Delegation, Person, Unit
from chauphe.people.prepared import Prepared
from chauphe.regulation.book import Book, load, shipped

DAY = timedelta(days=1)
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


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins for the office."""
    return timezone.make_aware(datetime.combine(day, time.min))


def bench_of(board: Board, *, at: datetime) -> authority.Bench:
    """Gather who holds what, who is away and what is delegated at `at`; of several absences, the longest.

    It takes 2 queries at any size, and one more where something is delegated, and where a unit is no more.
    """
    on = local(at).date()
    rows = [_Office(*row) for row in _OFFICES(board=board.pk, at=at, on=on)]
    remits: dict[int, dict[str, set[str]]] = {row.pk: {"unit": set(), "section": set()} for row in rows}
    for office, kind, code in _REMITS(board=board.pk, on=on):
        remits[office][kind].add(code)
    ended = ended_units(board, on=on) if rows and rows[0].closed else []
    former = succession({each.code: each.successor for each in ended})
    offices = {row.pk: following(_appointment(row, **remits[row.pk]), former) for row in rows}
    away = {str(row.person): (row.away_since, row.away_until) for row in rows if row.away_since}
    given = _delegations(at).filter(giver__in=[row.pk for row in rows if row.delegates])
    return authority.Bench(
        board=board.slug,
        appointments=tuple(offices.values()),
        absences=tuple(authority.Absence(person, since, until) for person, (since, until) in away.items()),
        organisation_unit=_placed(
            rows[0].organisation if rows else _organisation(board.pk).values_list("code", flat=True).first(), former
        ),
        delegations=tuple(delegation_of(row, offices[row.giver_id]) for row in given),
        former=former,
        renamed=renamings(ended),
    )


class _Office(NamedTuple):
    """An appointment in force, with what else is known of its person and its board at the instant."""

    pk: int
    person: UUID
    name: str
    role: str
    title: str
    since: date
    until: date | None
    rank: int
    organisation: str | None
    away_since: datetime | None
    away_until: datetime | None
    delegates: bool
    closed: bool


def _offices(board: int, at: datetime, on: date) -> QuerySet[Appointment, Any]:
    held = Appointment.objects.filter(_in_force(on), board=board).annotate(
        organisation=Subquery(_organisation(board).values("code")[:1]),
        away_since=Subquery(_absences(at).values("since")[:1]),
        away_until=Subquery(_absences(at).values("until")[:1]),
        delegates=Exists(_delegations(at).filter(giver=OuterRef("pk"))),
        closed=Exists(Unit.objects.filter(board=OuterRef("board"), until__lt=on)),
    )
    return held.values_list(
        "pk", "person", "person__full_name", "role", "title", "since", "until", "rank", "organisation", "away_since",
        "away_until", "delegates", "closed",
    )  # fmt: skip


def _remits(board: int, on: date) -> QuerySet[Any, Any]:
    """Ask for the units and sections of the offices in force, as (office, which of the two, its code)."""
    held = _in_force(on, "appointment__")
    units = Appointment.units.through.objects.filter(held, appointment__board=board)
    sections = Appointment.sections.through.objects.filter(held, appointment__board=board)
    return units.values_list("appointment", Value("unit"), "unit__code").union(
        sections.values_list("appointment", Value("section"), "section__slug"), all=True
    )


def _in_force(on: date, at: str = "") -> Q:
    return Q(**{f"{at}since__lte": on}) & (Q(**{f"{at}until__isnull": True}) | Q(**{f"{at}until__gte": on}))


def _organisation(board: int) -> QuerySet[Unit]:
    return Unit.objects.filter(board=board, is_organisation=True).order_by("order", "pk")


_OFFICES = Prepared(_offices, board=int, at=datetime, on=date)
_REMITS = Prepared(_remits, board=int, on=date)


def _appointment(row: _Office, unit: Iterable[str], section: Iterable[str]) -> authority.Appointment:
    return authority.Appointment(
        id=str(row.pk),
        person=str(row.person),
        name=row.name,
        role=authority.Role(row.role),
        title=row.title,
        since=row.since,
        until=row.until,
        units=frozenset(unit),
        sections=frozenset(section),
        rank=row.rank,
    )


def open_units(board: Board, *, on: date) -> QuerySet[Unit]:
    """Return the units that exist on a day, in the board's order."""
    rows = Unit.objects.filter(Q(since__isnull=True) | Q(since__lte=on), board=board)
    return rows.filter(Q(until__isnull=True) | Q(until__gte=on))


def going_on(board: Board, *, on: date) -> QuerySet[Unit]:
    """Return the units that exist on a day or will, in the board's order."""
    return Unit.objects.filter(Q(until__isnull=True) | Q(until__gte=on), board=board)


class Ended(NamedTuple):
    """A unit that is no more: its last day, the one whose its work is, and the day on which that began, if it did."""

    code: str
    successor: str
    last: date
    begun: date | None


def ended_units(board: Board, *, on: date = date.max) -> list[Ended]:
    """Return the units that are no more on a day, or will ever end by what is recorded (1 query)."""
    rows = Unit.objects.filter(board=board, until__lt=on)
    found = rows.values_list("code", "successor__code", "until", "successor__since")
    return [Ended(code, successor, last, begun) for code, successor, last, begun in found if last]


def renamings(ended: Iterable[Ended]) -> dict[str, str]:
    """Return what the units are called now that only changed their names: one that began as they ended, out of them."""
    rows = list(ended)
    joining = Counter((each.successor, each.last) for each in rows)
    return succession(
        {
            each.code: each.successor
            for each in rows
            if each.begun == each.last + DAY and joining[each.successor, each.last] == 1
        }
    )


def succession(next_of: Mapping[str, str]) -> dict[str, str]:
    """Follow the units that are no more to the one whose their work is; each is given with its direct successor."""
    found = {}
    for code in next_of:
        last = code
        while last in next_of:
            last = next_of[last]
        found[code] = last
    return found


def following(given: authority.Appointment, former: Mapping[str, str]) -> authority.Appointment:
    """Return an office with what became of its units, and with all that went into the same ones."""
    if not former or not given.units:
        return given
    now = {former.get(unit, unit) for unit in given.units}
    return replace(given, units=given.units | now | {old for old, new in former.items() if new in now})


def _placed(unit: str | None, former: Mapping[str, str]) -> str | None:
    return former.get(unit, unit) if unit else unit


def _delegations(at: datetime) -> QuerySet[Delegation]:
    """Match the delegations that hold at an instant."""
    unrevoked = Q(revoked_at__isnull=True) | Q(revoked_at__gt=at)
    return Delegation.objects.filter(unrevoked, since__lte=at, until__gt=at).order_by("pk")


def delegations_of(board: Board, *, at: datetime) -> QuerySet[Delegation]:
    """Return what is delegated and what will be, in the order of beginning."""
    unrevoked = Q(revoked_at__isnull=True) | Q(revoked_at__gt=at)
    rows = Delegation.objects.filter(unrevoked, board=board, until__gt=at)
    return rows.select_related("delegate", "giver__person").order_by("since", "pk")


def delegation_of(row: Delegation, giver: authority.Appointment) -> authority.Delegation:
    """Turn a row into the core's value."""
    return authority.Delegation(
        id=str(row.pk),
        giver=giver,
        delegate=str(row.delegate_id),
        moves=frozenset(row.moves),
        since=row.since,
        until=row.until,
        paper=row.paper,
        units=frozenset(row.units),
        sections=frozenset(row.sections),
        kinds=frozenset(row.kinds),
        revoked=row.revoked_at,
    )


def _absences(at: datetime) -> QuerySet[Absence]:
    """Match the absence of an appointment's person at an instant, the one that lasts longest first."""
    rows = Absence.objects.filter(board=OuterRef("board"), person=OuterRef("person"), since__lte=at)
    return rows.filter(Q(until__isnull=True) | Q(until__gt=at)).order_by(F("until").desc(nulls_first=True), "pk")


def absences_of(board: Board, *, at: datetime) -> QuerySet[Absence]:
    """Return who is away and who will be, each with the person, in the order of beginning."""
    rows = Absence.objects.filter(board=board).filter(Q(until__isnull=True) | Q(until__gt=at))
    return rows.select_related("person").order_by("since", "pk")


def recorded_by_others(board: Board, away: Iterable[authority.Absence]) -> dict[authority.Absence, Change]:
    """Return by which act somebody other than whoever is away recorded an absence of this board (1 query, if any)."""
    known = {(each.person, each.since): each for each in away}
    if not known:
        return {}
    acts = Change.objects.filter(
        board=board, verb__in=("away", "away_until"), person__in={person for person, _since in known}
    )
    acts = acts.exclude(by=F("person")).exclude(by=None).order_by("pk")
    told = {(str(act.person_id), datetime.fromisoformat(act.facts["since"])): act for act in acts}
    return {absence: told[key] for key, absence in known.items() if key in told}


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
    held = Appointment.objects.filter(_in_force(on), person=person)
    return Board.objects.filter(pk__in=held.values("board")).order_by("name", "slug")


def duties_of(person: Person, bench: authority.Bench, *, at: datetime) -> tuple[authority.Appointment, ...]:
    """Return the offices that a person holds on a board at an instant."""
    return bench.of(str(person.pk), local(at).date())


def changes_of(board: Board, *, most: int, before: int | None = None, on: Person | None = None) -> list[Change]:
    """Return the newest acts on a board's people, of those below a number, or on one person alone (2 queries)."""
    rows = Change.objects.filter(board=board)
    asked = [] if on is None else [Q(person=on)]
    if before is not None:
        asked.append(Q(pk__lt=before))
    found = [
        *rows.filter(*asked).order_by("-pk")[:most],
        *_set_by_links_of(board).filter(*asked).order_by("-pk")[:most],
    ]
    return sorted(found, key=lambda row: row.pk, reverse=True)[:most]


def _set_by_links_of(board: Board) -> QuerySet[Change]:
    """Match the passwords that were set by a link of this board: it is a person's newest link that works."""
    links = Change.objects.filter(verb="invite")
    newest = links.filter(person=OuterRef("person"), pk__lt=OuterRef("pk")).order_by("-pk").values("board")[:1]
    invited = links.filter(board=board).values("person")
    rows = Change.objects.filter(board__isnull=True, verb="password", person__in=invited)
    return rows.annotate(link_of=Subquery(newest)).filter(link_of=board.pk)
