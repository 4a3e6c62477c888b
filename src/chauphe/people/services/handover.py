"""An office changes hands by a paper: its holder leaves, hands it over, or has it for other units from a day on.

One act for whoever may record it at the desk (core.appointing); what it leaves behind are the acts of people.services.
offices, so that the book of people reads the same wherever it was recorded.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction

from chauphe.core.appointing import against_recording
from chauphe.core.authority import Role
from chauphe.core.refusal import N_, Refused
from chauphe.people.models import Appointment, Board, Person, Unit
from chauphe.people.selectors import bench_of, book_of, local
from chauphe.people.services.nominations import against_own_link
from chauphe.people.services.offices import dismiss, hand_over, move
from chauphe.people.services.refusing import plain, refuse


class Kind(StrEnum):
    """What becomes of an office."""

    LEAVES = "leaves"
    HANDED_OVER = "handed_over"
    MOVES = "moves"


@dataclass(frozen=True, slots=True)
class Change:
    """What a paper decided of one office; `since` is the first day on which it is otherwise.

    `file` is the paper's SHA-256 and name in the store.
    """

    office: Appointment
    kind: Kind
    since: date
    decision: str
    to: Person | None = None
    units: tuple[Unit, ...] = field(default=())
    file: tuple[str, str] = ("", "")


@transaction.atomic
def change_office(what: Change, *, board: Board, by: Person, at: datetime, anyway: bool = False) -> Appointment | None:
    """Record what became of an office, or raise Refused; where somebody would then be missing, unless `anyway`.

    Returns the office that goes on, if there is one.
    """
    row = Appointment.objects.select_related("person", "board").get(pk=what.office.pk, board=board)
    gains = {Kind.LEAVES: None, Kind.HANDED_OVER: what.to, Kind.MOVES: row.person}[what.kind]
    against = against_recording(
        str(by.pk), bench_of(board, at=at), book_of(board), at=local(at), paper=what.decision,
        gains=str(gains.pk) if gains else None, role=row.role, filed=bool(what.file[0]),
    )  # fmt: skip
    new = what.to if what.kind is Kind.HANDED_OVER else None
    own = against_own_link(new, Role(row.role), board=board, by=by, on=what.since) if new else ()
    refuse([*against, *own])
    since, said = what.since, _said(what)
    if what.kind is Kind.LEAVES:
        last = since - timedelta(days=1)
        return dismiss(row, last_day=last, **said, by=by, at=at, anyway=anyway)
    if what.kind is Kind.MOVES:
        return move(row, what.units, since=since, **said, by=by, at=at, anyway=anyway)
    if what.to is None or what.to.pk == row.person_id:
        raise Refused((plain("to", N_("Choose who takes the office over.")),))
    return hand_over(row, what.to, since=since, **said, by=by, at=at, anyway=anyway)


def _said(what: Change) -> dict[str, Any]:
    return {"decision": what.decision, "file": what.file}
