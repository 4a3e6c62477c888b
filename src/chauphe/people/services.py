"""Acts on people: found a board, appoint, end an office, record an absence."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from chauphe.core.authority import Role
from chauphe.people.models import Absence, Appointment, Board, Person, Section, Unit


class NotOnThisBoard(Exception):
    """Raised when a unit or section of another board is named in a remit."""


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
) -> Appointment:
    """Give a person an office from a day on; the remit must be of the same board."""
    units, sections = list(units), list(sections)
    if ({each.board_id for each in units} | {each.board_id for each in sections}) - {board.pk}:
        raise NotOnThisBoard
    row = Appointment.objects.create(
        board=board, person=person, role=role, title=title, since=since, until=until, rank=rank
    )
    row.units.set(units)
    row.sections.set(sections)
    return row


def end_appointment(appointment: Appointment, *, on: date) -> Appointment:
    """End an office; `on` is its last day."""
    appointment.until = on
    appointment.save(update_fields=["until"])
    return appointment


def record_absence(person: Person, *, board: Board, since: datetime, until: datetime | None) -> Absence:
    """Record that a person is away in [since, until) (Điều 7 khoản 3)."""
    return Absence.objects.create(board=board, person=person, since=since, until=until)
