"""What was recorded of offices and units and is to come is taken back: as if the paper had not been (Điều 3 to 6).

What has begun stays as it was, and is changed by another paper. Where an office was handed over, its holder goes on;
where units were merged, renamed or taken in, they do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from chauphe.core.appointing import against_recording
from chauphe.core.authority import Role
from chauphe.core.refusal import N_, Reasons, Refusal
from chauphe.people.models import Appointment, Board, Change, Delegation, Person, Unit
from chauphe.people.selectors import bench_of, book_of, local
from chauphe.people.services.offices import clash, facts_of, held
from chauphe.people.services.record import note
from chauphe.people.services.refusing import plain, reasons_of, refuse
from chauphe.people.services.units import RULE


@dataclass(frozen=True, slots=True)
class Paper:
    """What was recorded of units in one act: which end, into which, whether that one is new, and from which day on."""

    units: tuple[Unit, ...]
    into: Unit
    is_new: bool
    since: date


@transaction.atomic
def take_back_office(appointment: Appointment, *, board: Board, by: Person, at: datetime) -> Appointment | None:
    """Take back an office that has not begun, or raise Refused; return the office that goes on instead, if one does."""
    Board.objects.select_for_update().get(pk=board.pk)
    row = Appointment.objects.select_related("person").get(pk=appointment.pk, board=board)
    before = predecessor(row)
    old, until = before or (None, None)
    refuse([*_right(board, by, at, gains=old.person if old else None), *_against_office(row, old, until, board, at)])
    facts = facts_of(row, row.units.all(), row.sections.all())
    row.delete()
    note("take_back", at=at, by=by, board=board, person=row.person, **facts)
    if old is None:
        return None
    old.until = until
    old.save(update_fields=["until"])
    note("go_on", at=at, by=by, board=board, person=old.person, **facts_of(old, old.units.all(), old.sections.all()))
    return old


@transaction.atomic
def take_back_leaving(appointment: Appointment, *, board: Board, by: Person, at: datetime) -> Appointment:
    """Take back that an office ends, while it has not, or raise Refused; it lasts as long as it did before."""
    Board.objects.select_for_update().get(pk=board.pk)
    row = Appointment.objects.select_related("person").get(pk=appointment.pk, board=board)
    refuse([*_right(board, by, at, gains=row.person), *_against_staying(row, board, at)])
    row.until = _until_before(row)
    row.save(update_fields=["until"])
    note("go_on", at=at, by=by, board=board, person=row.person, **facts_of(row, row.units.all(), row.sections.all()))
    return row


@transaction.atomic
def take_back_units(unit: Unit, *, board: Board, by: Person, at: datetime) -> Paper:
    """Take back what was recorded of a unit and has not begun, with all units of that act, or raise Refused."""
    Board.objects.select_for_update().get(pk=board.pk)
    row = Unit.objects.get(pk=unit.pk, board=board)
    paper = paper_of(row, on=local(at).date())
    refuse([*_right(board, by, at), *_against_paper(paper, board, at)])
    assert paper is not None  # noqa: S101  refused above
    for each in paper.units:
        each.until, each.successor, each.decision = None, None, _founded_by(each)
        each.save(update_fields=["until", "successor", "decision"])
    if paper.is_new:
        paper.into.delete()
    note(
        "take_back_units", at=at, by=by, board=board, units=[each.code for each in paper.units],
        names=[each.name for each in paper.units], into=paper.into.code, name=paper.into.name, new=paper.is_new,
        since=paper.since.isoformat(),
    )  # fmt: skip
    return paper


def predecessor(row: Appointment) -> tuple[Appointment, date | None] | None:
    """Return the office that ended when this one was given in its place, with the last day that it had before."""
    given = _last_act(row.board, "appoint", person=row.person_id, since=row.since.isoformat(), role=str(row.role))
    if given is None:
        return None
    last = row.since - timedelta(days=1)
    ended = Change.objects.filter(
        board=row.board, verb="dismiss", at=given.at, by=given.by_id, pk__lt=given.pk, facts__role=str(row.role),
        facts__until=last.isoformat(), facts__title=row.title,
    ).order_by("-pk").first()  # fmt: skip
    if ended is None:
        return None
    offices = Appointment.objects.filter(
        board=row.board, person=ended.person_id, role=row.role, title=row.title, until=last,
        since=date.fromisoformat(ended.facts["since"]),
    )  # fmt: skip
    old = offices.select_related("person").order_by("-pk").first()
    until = given.facts["until"]
    return None if old is None else (old, date.fromisoformat(until) if until else None)


def leaving(rows: Iterable[Appointment], board: Board, *, on: date) -> set[int]:
    """Return the keys of the offices that go on today, end by a paper of their own, and that nobody follows in."""
    rows = list(rows)
    ending = [row for row in rows if row.since <= on and row.until]
    if not ending:
        return set()
    acts = Change.objects.filter(board=board, verb="dismiss", facts__until__in=[f"{row.until}" for row in ending])
    told = set(acts.values_list("person", "facts__role", "facts__title", "facts__since", "facts__until"))
    follow = {(row.role, row.title, row.since - timedelta(days=1)) for row in rows if row.since > on}
    return {
        row.pk
        for row in ending
        if (row.person_id, str(row.role), row.title, f"{row.since}", f"{row.until}") in told
        and (row.role, row.title, row.until) not in follow
    }


def paper_of(unit: Unit, *, on: date) -> Paper | None:
    """Return what was recorded of a unit and is still to come, if anything is."""
    since = unit.until + timedelta(days=1) if unit.until else unit.since
    if since is None or since <= on:
        return None
    acts = Change.objects.filter(
        board=unit.board_id, verb__in=("reorganise", "open_unit"), facts__since=since.isoformat()
    )
    for act in acts.order_by("-pk"):
        facts = act.facts
        mine = unit.code in facts["units"] if unit.until else facts["new"] and facts["into"] == unit.code
        if mine:
            rows = {each.code: each for each in Unit.objects.filter(board=unit.board_id)}
            ended = tuple(rows[code] for code in facts["units"] if code in rows)
            return Paper(ended, rows[facts["into"]], facts["new"], since)
    return None


def _founded_by(unit: Unit) -> str:
    """Return the paper that founded a unit, empty where it came with the board."""
    acts = Change.objects.filter(board=unit.board_id, facts__into=unit.code, facts__new=True).order_by("-pk")
    return str(acts[0].facts["decision"]) if acts else ""


def _last_act(board: Board, verb: str, *, person: UUID | None, **facts: str) -> Change | None:
    named = {f"facts__{name}": value for name, value in facts.items()}
    return Change.objects.filter(board=board, verb=verb, person=person, **named).order_by("-pk").first()


def _right(board: Board, by: Person, at: datetime, *, gains: Person | None = None) -> tuple[Refusal, ...]:
    bench, book = bench_of(board, at=at), book_of(board)
    return against_recording(str(by.pk), bench, book, at=local(at), paper=None, gains=str(gains.pk) if gains else None)


def _against_office(
    row: Appointment, old: Appointment | None, until: date | None, board: Board, at: datetime
) -> Iterator[Refusal]:
    if row.since <= local(at).date():
        yield plain("begun", N_("This office has begun: what is past stays. Record that it ends instead."))
        return
    if Delegation.objects.filter(giver=row).exists():
        yield plain("delegated", N_("Something is delegated by this office. Revoke that first."))
    if old is None:
        return
    reasons = reasons_of(board, on=row.since)
    others = held(board, since=row.since, until=until).exclude(pk__in=(row.pk, old.pk))
    remit = set(old.units.all()), set(old.sections.all())
    for other in others.select_related("person").prefetch_related("units", "sections"):
        yield from clash(other, old.person, Role(old.role), *remit, reasons)


def _against_staying(row: Appointment, board: Board, at: datetime) -> Iterator[Refusal]:
    today = local(at).date()
    rows = held(board, since=today, until=None)
    if row.pk not in leaving(rows, board, on=today):
        says = N_("No paper is recorded by which this office ends and nobody follows, or it has ended.")
        yield plain("begun", says)
        return
    assert row.until is not None  # noqa: S101  it is among those that end
    since = row.until + timedelta(days=1)
    remit = set(row.units.all()), set(row.sections.all())
    others = held(board, since=since, until=_until_before(row)).exclude(pk=row.pk)
    for other in others.select_related("person").prefetch_related("units", "sections"):
        yield from clash(other, row.person, Role(row.role), *remit, reasons_of(board, on=since))


def _until_before(row: Appointment) -> date | None:
    """Return the last day that an office had before the paper by which it ends."""
    acts = Change.objects.filter(
        board=row.board_id, person=row.person_id, verb__in=("appoint", "dismiss", "go_on"), facts__role=str(row.role),
        facts__title=row.title, facts__since=row.since.isoformat(),
    ).order_by("-pk")[:2]  # fmt: skip
    until = acts[1].facts["until"] if len(acts) > 1 else None
    return date.fromisoformat(until) if until else None


def _against_paper(paper: Paper | None, board: Board, at: datetime) -> Iterator[Refusal]:
    reasons = reasons_of(board, on=local(at).date())
    if paper is None:
        yield reasons.no("begun", N_("Nothing that is recorded of this unit is still to come."), RULE)
        return
    moved = [each for each in paper.units if each.successor_id != paper.into.pk]
    if moved:
        says = N_("%(units)s became something else meanwhile. Take that back first.")
        yield reasons.no("changed", says, RULE, units=", ".join(each.name for each in moved))
    taken = _going_on(board, paper)
    if any(each.name.casefold() in taken for each in paper.units):
        yield reasons.no("name", N_("The board has a unit of this name already."), RULE)
    if paper.is_new:
        yield from _against_undoing(paper.into, paper, board, reasons, at)


def _against_undoing(into: Unit, paper: Paper, board: Board, reasons: Reasons, at: datetime) -> Iterator[Refusal]:
    """Yield what hangs on a new unit already."""
    ended = [each.pk for each in paper.units]
    if into.until is not None or into.predecessors.exclude(pk__in=ended).exists():
        says = N_("Another change that is to come names %(unit)s. Take that back first.")
        yield reasons.no("changed", says, RULE, unit=into.name)
    names = Appointment.objects.filter(units=into).values_list("person__full_name", flat=True)
    if names:
        says = N_("%(unit)s is in the remit of %(names)s. Take that back first.")
        yield reasons.no("remit", says, RULE, unit=into.name, names=", ".join(dict.fromkeys(names)))
    given = Delegation.objects.filter(Q(revoked_at=None), board=board, until__gt=at)
    used = any(into.code in each.units for each in given) or into.items.exists() or into.consultations.exists()
    if used:
        yield reasons.no("used", N_("%(unit)s is named elsewhere already."), RULE, unit=into.name)


def _going_on(board: Board, paper: Paper) -> set[str]:
    """Return what the units are called, casefolded, that go on besides those of a paper."""
    apart = [each.pk for each in (*paper.units, paper.into)]
    rows = Unit.objects.filter(board=board, until=None).exclude(pk__in=apart)
    return {each.casefold() for each in rows.values_list("name", flat=True)}
