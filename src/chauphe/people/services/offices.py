"""Who holds which office from when to when: given, ended, never rewritten (Điều 3 to 6).

An office is given from today on and ends with today at the earliest, so that who could act on a past day stays as it
was. Only a board that is being founded brings its past along: there `at` is left out.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from chauphe.core.authority import DEPUTIES, Role
from chauphe.core.refusal import N_, Reasons, Refusal
from chauphe.people.models import Appointment, Board, Person, Section, Unit
from chauphe.people.selectors import local
from chauphe.people.services.record import note
from chauphe.people.services.refusing import plain, reasons_of, refuse, unless
from chauphe.people.standing import gaps_on

ALONE = frozenset({Role.EDITOR_IN_CHIEF, Role.STANDING_DEPUTY})
"""Offices that one person holds at a time."""

APART = "separation.secretary"

_CHAIN = frozenset({Role.EDITOR_IN_CHIEF, *DEPUTIES})
"""Offices of which nobody holds two: each stands in for the other."""


@transaction.atomic
def appoint(
    person: Person,
    role: Role,
    *,
    board: Board,
    title: str,
    since: date,
    until: date | None = None,
    units: Iterable[Unit] = (),
    sections: Iterable[Section] = (),
    rank: int = 0,
    decision: str = "",
    file: tuple[str, str] = ("", ""),
    by: Person | None = None,
    at: datetime | None = None,
) -> Appointment:
    """Give a person an office from a day on, or raise Refused with every reason against it.

    `by` None is whoever works on the server; without `at`, as when a board is founded, the office may lie in the past.
    `file` are the SHA-256 and the name of the paper in the board's store, where it was handed in.
    """
    units, sections = list(units), list(sections)
    Board.objects.select_for_update().get(pk=board.pk)
    refuse(_against(person, role, board, since, until, units, sections, at))
    row = Appointment.objects.create(
        board=board, person=person, role=role, title=title, since=since, until=until, rank=rank, decision=decision
    )
    row.units.set(units)
    row.sections.set(sections)
    facts = facts_of(row, units, sections)
    facts |= _filed(file)
    note("appoint", at=at or _begins(since), by=by, board=board, person=person, **facts)
    return row


@transaction.atomic
def dismiss(
    appointment: Appointment, *, last_day: date, by: Person | None, at: datetime, anyway: bool = False,
    decision: str = "", file: tuple[str, str] = ("", ""),
) -> Appointment | None:  # fmt: skip
    """End an office after a day, or raise Refused: where somebody would then be missing, unless `anyway`.

    An office that has not begun yet and ends before it would is taken back; then there is nothing to return.
    """
    Board.objects.select_for_update().get(pk=appointment.board_id)
    row = Appointment.objects.select_related("board", "person").get(pk=appointment.pk)
    board, today = row.board, local(at).date()
    unless(_ends_too_early(last_day, today), _ended_already(row, last_day))
    after = max(last_day, today) + timedelta(days=1)
    before = gaps_on(board, day=after).lacking
    facts = facts_of(row, row.units.all(), row.sections.all())
    row.until = last_day
    if last_day < row.since:
        row.delete()
        note("take_back", at=at, by=by, board=board, person=row.person, **facts)
    else:
        row.save(update_fields=["until"])
        facts |= {"until": last_day.isoformat(), "decision": decision} | _filed(file)
        note("dismiss", at=at, by=by, board=board, person=row.person, **facts)
    if not anyway:
        refuse(each for each in gaps_on(board, day=after).lacking if each not in before)
    return row if row.pk else None


@transaction.atomic
def hand_over(
    appointment: Appointment, to: Person, *, since: date, by: Person | None, at: datetime, decision: str = "",
    file: tuple[str, str] = ("", ""), anyway: bool = False,
) -> Appointment:  # fmt: skip
    """Give an office as it is to somebody else from a day on; its holder has it until the day before.

    Raises Refused; where somebody would then be missing, unless `anyway`.
    """
    row = Appointment.objects.select_related("board").get(pk=appointment.pk)
    board = row.board
    before = gaps_on(board, day=since).lacking
    dismiss(row, last_day=since - timedelta(days=1), by=by, at=at, anyway=True, decision=decision, file=file)
    new = appoint(
        to, Role(row.role), board=board, title=row.title, since=since, until=row.until, units=row.units.all(),
        sections=row.sections.all(), rank=row.rank, decision=decision, file=file, by=by, at=at,
    )  # fmt: skip
    if not anyway:
        refuse(each for each in gaps_on(board, day=since).lacking if each not in before)
    return new


@transaction.atomic
def move(
    appointment: Appointment, units: Iterable[Unit], *, since: date, by: Person | None, at: datetime,
    decision: str = "", file: tuple[str, str] = ("", ""), anyway: bool = False,
) -> Appointment:  # fmt: skip
    """Give a person the same office for other units from a day on; until the day before it stays as it was.

    Raises Refused; where somebody would then be missing, unless `anyway`.
    """
    row = Appointment.objects.select_related("board", "person").get(pk=appointment.pk)
    board, to = row.board, list(units)
    unless(None if to else plain("units", N_("Choose the unit that the office is for from then on.")))
    before = gaps_on(board, day=since).lacking
    dismiss(row, last_day=since - timedelta(days=1), by=by, at=at, anyway=True, decision=decision, file=file)
    new = appoint(
        row.person, Role(row.role), board=board, title=row.title, since=since, until=row.until, units=to,
        sections=row.sections.all(), rank=row.rank, decision=decision, file=file, by=by, at=at,
    )  # fmt: skip
    if not anyway:
        refuse(each for each in gaps_on(board, day=since).lacking if each not in before)
    return new


def _filed(file: tuple[str, str]) -> dict[str, str]:
    return {"file": file[0], "file_name": file[1]} if file[0] else {}


def held(board: Board, *, since: date, until: date | None) -> QuerySet[Appointment]:
    """Return the offices held on at least one day from `since` to `until`, both included."""
    rows = Appointment.objects.filter(board=board).filter(Q(until__isnull=True) | Q(until__gte=since))
    return rows if until is None else rows.filter(since__lte=until)


def _against(
    person: Person, role: Role, board: Board, since: date, until: date | None, units: list[Unit],
    sections: list[Section], at: datetime | None,
) -> Iterable[Refusal]:  # fmt: skip
    """Yield every reason against an appointment."""
    reasons = reasons_of(board, on=since)
    if ({each.board_id for each in units} | {each.board_id for each in sections}) - {board.pk}:
        yield plain("board", N_("The remit names a unit or section of another board."))
    if until is not None and until < since:
        yield plain("backwards", N_("The last day lies before the first."))
        return
    if at is not None and since < local(at).date():
        yield plain("past", N_("An office begins today at the earliest: the past stays as it was."))
    if not person.is_active:
        yield plain("locked", N_("The account of %(name)s is locked."), name=person.full_name)
    near = Q(person=person) | Q(role=role) if role in ALONE else Q(person=person)
    others = held(board, since=since, until=until).filter(near)
    for other in others.select_related("person").prefetch_related("units", "sections"):
        yield from clash(other, person, role, set(units), set(sections), reasons)


def clash(
    other: Appointment, person: Person, role: Role, units: set[Unit], sections: set[Section], reasons: Reasons
) -> Iterable[Refusal]:
    """Yield why an office cannot be held beside this other one."""
    rule = f"role.{role}"
    if other.role == role and role in ALONE:
        says = N_("%(name)s holds this office until %(until)s. Let it end first.")
        yield reasons.no("taken", says, rule, name=other.person.full_name, until=_last(other))
    elif other.person_id == person.pk and other.role == role:
        theirs = {*other.units.all(), *other.sections.all()}
        if not theirs or not (units | sections) or theirs & (units | sections):
            says = N_("%(name)s holds this very office until %(until)s.")
            yield reasons.no("twice", says, rule, name=person.full_name, until=_last(other))
    elif other.person_id == person.pk and {Role(other.role), role} <= _CHAIN:
        says = N_("%(name)s is %(title)s at that time, and one stands in for the other.")
        yield reasons.no("both", says, rule, name=person.full_name, title=other.title)
    elif other.person_id == person.pk and _apart(Role(other.role), role, reasons):
        says = N_("%(name)s is %(title)s at that time, and who publishes does not decide. Let that end first.")
        yield reasons.no("apart", says, APART, name=person.full_name, title=other.title)


def _apart(one: Role, other: Role, reasons: Reasons) -> bool:
    """Say whether the board's regulation keeps these two offices from meeting in one person."""
    deciding = reasons.book.rule(APART, on=reasons.on).value
    return any(a is Role.SECRETARY and b in deciding for a, b in ((one, other), (other, one)))


def _last(office: Appointment) -> str:
    return f"{office.until:%d/%m/%Y}" if office.until else "…"


def _ends_too_early(last_day: date, today: date) -> Refusal | None:
    if last_day >= today:
        return None
    return plain("past", N_("An office ends with today at the earliest: the past stays as it was."))


def _ended_already(row: Appointment, last_day: date) -> Refusal | None:
    if row.until is None or last_day < row.until:
        return None
    return plain("ended", N_("This office already ends with %(until)s."), until=_last(row))


def facts_of(row: Appointment, units: Iterable[Unit], sections: Iterable[Section]) -> dict[str, object]:
    """Write an office out as the book of people keeps it."""
    return {
        "role": str(row.role),
        "title": row.title,
        "name": row.person.full_name,
        "units": [unit.code for unit in units],
        "sections": [section.slug for section in sections],
        "rank": row.rank,
        "since": row.since.isoformat(),
        "until": row.until.isoformat() if row.until else None,
        "decision": row.decision,
    }


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
