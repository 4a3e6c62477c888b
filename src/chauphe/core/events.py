"""Facts that happened: the act record that the ledger keeps, written out in full.

A record names person, office, capacity, clause, regulation version and the digest of what was on the screen, so
that it outlives the user, the item and the old revision (format "chauphe-act/1").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from chauphe.core.authority import Appointment, Capacity
from chauphe.core.chain import Holder
from chauphe.core.item import Permit
from chauphe.regulation.book import Book

ACT_FORMAT = "chauphe-act/1"


@dataclass(frozen=True, slots=True)
class Subject:
    """What was acted on: item uuid (hex), its number on the board, revision number and content digest."""

    item: str
    number: int
    revision: int
    digest: str


@dataclass(frozen=True, slots=True)
class Act:
    """One act, lawful and done; the ledger adds its place in the log.

    `paper` names the written delegation that it rests on, `ground` the code of the ground on which an item was refused
    and `ground_says` what it means, `device` holds what the person's own device signed (see `seal.device`), `details`
    is what else the act brought; a record without them does not mention them.
    """

    board: str
    verb: str
    subject: Subject
    appointment: Appointment
    capacity: Capacity
    rule: str
    clause: str
    basis: str
    regulation: str
    at: datetime
    reason: str = ""
    factor: str = "password"
    in_place_of: Appointment | None = None
    paper: str = ""
    ground: str = ""
    ground_says: str = ""
    device: Mapping[str, str] | None = None
    details: Mapping[str, str] = field(default_factory=dict)

    def record(self, seq: int) -> dict[str, object]:
        """Write the act out as the mapping that is sealed; times in UTC to the second."""
        replaced = self.in_place_of
        return {
            "format": ACT_FORMAT,
            "board": self.board,
            "seq": seq,
            "act": self.verb,
            "item": self.subject.item,
            "number": self.subject.number,
            "revision": self.subject.revision,
            "digest": self.subject.digest,
            "person": {"id": self.appointment.person, "name": self.appointment.name},
            "appointment": {
                "id": self.appointment.id,
                "role": str(self.appointment.role),
                "title": self.appointment.title,
            },
            "capacity": str(self.capacity),
            "in_place_of": {"name": replaced.name, "title": replaced.title} if replaced else None,
            "clause": self.clause,
            "rule": self.rule,
            "basis": self.basis,
            "regulation": self.regulation,
            "reason": self.reason,
            "factor": self.factor,
            "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            **({"paper": self.paper} if self.paper else {}),
            **({"ground": {"code": self.ground, "says": self.ground_says}} if self.ground else {}),
            **({"device": dict(self.device)} if self.device else {}),
            **({"details": dict(self.details)} if self.details else {}),
        }


def act_of(
    permit: Permit,
    subject: Subject,
    book: Book,
    *,
    board: str,
    at: datetime,
    reason: str = "",
    ground: str = "",
    factor: str = "password",
    device: Mapping[str, str] | None = None,
    details: Mapping[str, str] | None = None,
) -> Act:
    """Turn a permit into the act to be recorded, citing the regulation in force that day."""
    rule = book.rule(permit.rule, on=at.date())
    return Act(
        board=board,
        verb=permit.move.verb,
        subject=subject,
        appointment=permit.appointment,
        capacity=permit.capacity,
        rule=rule.id,
        clause=rule.clause,
        basis=str(rule.basis),
        regulation=book.version,
        at=at,
        reason=reason,
        factor=factor,
        in_place_of=permit.in_place_of,
        paper=permit.paper,
        ground=ground,
        ground_says=rule.value[ground] if ground else "",
        device=device,
        details=details or {},
    )


def deed_of(
    verb: str,
    holder: Holder,
    subject: Subject,
    book: Book,
    *,
    rule: str,
    board: str,
    at: datetime,
    reason: str = "",
    factor: str = "password",
    details: Mapping[str, str] | None = None,
) -> Act:
    """Turn what somebody did for the board, beside its items, into the act to be recorded under this rule.

    `subject` is a paper of the board (see `ledger.papers`). Raises UnknownRule or NotInForce.
    """
    cited = book.rule(rule, on=at.date())
    return Act(
        board=board,
        verb=verb,
        subject=subject,
        appointment=holder.appointment,
        capacity=holder.capacity,
        rule=cited.id,
        clause=cited.clause,
        basis=str(cited.basis),
        regulation=book.version,
        at=at,
        reason=reason,
        factor=factor,
        in_place_of=holder.in_place_of if holder.capacity is not Capacity.OWN else None,
        paper=holder.paper,
        details=dict(details or {}),
    )
