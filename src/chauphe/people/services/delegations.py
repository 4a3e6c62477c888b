"""Authority given in writing and taken back (Điều 4 khoản 3): the core says whether, this records it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from chauphe.core import authority
from chauphe.core.delegation import RULE, against
from chauphe.core.refusal import N_, Refusal
from chauphe.people.models import Appointment, Board, Delegation, Person, Section, Unit
from chauphe.people.selectors import appointment_of, book_of, delegation_of, ended_units, local, renamings
from chauphe.people.services.record import note
from chauphe.people.services.refusing import plain, reasons_of, refuse, unless

SIGN_OFF = "sign_off"


@dataclass(frozen=True, slots=True)
class _Limits:
    """What the paper names, where it does not name everything."""

    units: tuple[Unit, ...]
    sections: tuple[Section, ...]


@transaction.atomic
def delegate(
    giver: Appointment,
    to: Person,
    *,
    since: datetime,
    until: datetime,
    paper: str,
    by: Person,
    at: datetime,
    moves: Iterable[str] = (SIGN_OFF,),
    units: Iterable[Unit] = (),
    sections: Iterable[Section] = (),
    kinds: Iterable[str] = (),
    file: tuple[str, str] = ("", ""),
) -> Delegation:
    """Give an office's power to somebody for a time and a matter, or raise Refused with every reason.

    `file` are the SHA-256 and the name of the written delegation in the board's store, where it was handed in.
    """
    board = Board.objects.select_for_update().get(pk=giver.board_id)
    limits = _Limits(tuple(units), tuple(sections))
    row = Delegation(
        board=board,
        giver=giver,
        delegate=to,
        moves=sorted(set(moves)),
        units=sorted({unit.code for unit in limits.units}),
        sections=sorted({section.slug for section in limits.sections}),
        kinds=sorted(set(kinds)),
        since=since,
        until=until,
        paper=" ".join(paper.split())[:200],
        file_sha256=file[0],
        file_name=file[1],
        made_at=at,
    )
    office = appointment_of(giver)
    bench = authority.Bench(board.slug, tuple(_offices(board)), renamed=renamings(ended_units(board)))
    new, others = _by_our_clock(delegation_of(row, office)), _live(board, at)
    refuse(
        (*_unknown(limits, board, since, at), *against(new, others, bench, book_of(board), by=str(by.pk), at=local(at)))
    )
    row.save()
    note("delegate", at=at, by=by, board=board, person=to, **_facts(row))
    return row


@transaction.atomic
def revoke(delegation: Delegation, *, by: Person, at: datetime) -> Delegation:
    """Take a delegation back from this instant on; only who gave it may."""
    row = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("board", "giver", "delegate")
        .get(pk=delegation.pk)
    )
    over = (row.revoked_at or row.until) <= at
    unless(
        plain("ended", N_("This delegation is over already.")) if over else None,
        plain("giver", N_("Only whoever gave it takes it back.")) if row.giver.person_id != by.pk else None,
    )
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    note("revoke", at=at, by=by, board=row.board, person=row.delegate, **_facts(row))
    return row


def _unknown(limits: _Limits, board: Board, since: datetime, at: datetime) -> Iterator[Refusal]:
    """Yield why a limit cannot be kept: it is refused, for to leave it out would give everything."""
    reasons = reasons_of(board, on=local(at).date())
    boards = {unit.board_id for unit in limits.units} | {section.board_id for section in limits.sections}
    if boards - {board.pk}:
        yield reasons.no("limit", N_("A unit or section is not of this board. Choose again."), RULE)
    for unit in limits.units:
        if unit.until is not None and unit.until < local(since).date():
            says = N_("%(unit)s does not exist on this day. Choose the unit that does its work now.")
            yield reasons.no("unit_closed", says, RULE, unit=unit.name)


def _offices(board: Board) -> Iterable[authority.Appointment]:
    """Return everybody's offices, those to come as well: a delegation may begin later."""
    rows = Appointment.objects.filter(board=board).select_related("person").prefetch_related("units", "sections")
    return (appointment_of(row) for row in rows)


def _live(board: Board, at: datetime) -> list[authority.Delegation]:
    rows = Delegation.objects.filter(board=board, until__gt=at).select_related("giver__person")
    return [delegation_of(row, appointment_of(row.giver)) for row in rows]


def _by_our_clock(delegation: authority.Delegation) -> authority.Delegation:
    """Give both ends in the board's own time zone, by whose days offices are held."""
    return replace(delegation, since=local(delegation.since), until=local(delegation.until))


def _facts(row: Delegation) -> dict[str, object]:
    return {
        "name": row.delegate.full_name,
        "title": row.giver.title,
        "moves": row.moves,
        "units": row.units,
        "sections": row.sections,
        "kinds": row.kinds,
        "since": row.since.isoformat(),
        "until": row.until.isoformat(),
        "paper": row.paper,
    }
