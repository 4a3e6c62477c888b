"""What is carried out when its time has come, by an act of somebody's that was done before (Điều 6 khoản 1).

Nobody decides anew. The hour that the secretary set is an act done and recorded, and it is carried out as it was
decided, whether its author still holds the office then or not, as a signed paper stands when its signer moves on;
whoever could stop the publication can stop it until then. Nothing needs a timer to be right: before its time nothing is
carried out, and after it at the instant at which somebody looks, once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chauphe.core.authority import Appointment, Capacity, Role
from chauphe.core.item import ItemFacts, Permit
from chauphe.core.moves import EXPIRE, Duty, Move, State, move_from
from chauphe.core.refusal import N_, Reasons, Refused
from chauphe.core.timing import EXPIRY, SCHEDULE, against_publishing, over_at
from chauphe.regulation.book import Book

FACTOR = "schedule"
"""How an act says that nobody pressed a button for it: its `details` name the act that it carries out."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What the secretary set, as the ledger has it: by which entry, whose act, on which content, when it is due."""

    seq: int
    appointment: Appointment
    digest: str
    due: datetime

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Scheduled":
        """Read it from the record of the act."""
        due = datetime.fromisoformat(record["details"]["due"])
        return cls(record["seq"], named_in(record), record["digest"], due)


def named_in(record: Mapping[str, Any]) -> Appointment:
    """Return who did an act, in the office of that day, as the record writes them out."""
    office, day = record["appointment"], datetime.fromisoformat(record["at"]).date()
    role = Role(office["role"])
    return Appointment(office["id"], record["person"]["id"], record["person"]["name"], role, office["title"], day)


def permit_to_send_out(scheduled: Scheduled, item: ItemFacts, book: Book, *, at: datetime) -> Permit:
    """Return under what the publication that was set is recorded, or raise Refused: it is not due, or not that copy.

    Publishing is delegated to nobody (core.delegation), so whoever set the hour did so in their own office.
    """
    reasons = Reasons(book, at.date())
    move = move_from("publish", State.SCHEDULED)
    if item.state is not State.SCHEDULED or move is None or at < scheduled.due:
        raise Refused((reasons.no("due", N_("Nothing is due for publication now."), SCHEDULE),))
    found = list(against_publishing(item.content, reasons, at))
    if not scheduled.digest == item.signed_digest == item.digest:
        says = N_("What was signed off is not the copy for which the hour was set.")
        found.append(reasons.no("digest", says, "chain.publish.as_signed_off"))
    if found:
        raise Refused(tuple(found))
    return Permit(move, scheduled.appointment, Capacity.OWN, move.rule)


def permit_to_expire(
    published: Mapping[str, Any], content: Mapping[str, Any], state: State, *, at: datetime
) -> Permit | None:
    """Return under what it is recorded that what is live is over; None while it holds, or has no last day.

    The last day is that of the `content` that was approved; the act is done for whoever published it, as `published`
    records. What is under revision meanwhile stays where it is.
    """
    over = over_at(content, at)
    if over is None or at < over:
        return None
    target = State.EXPIRED if state is State.PUBLISHED else state
    move = Move(EXPIRE, state, target, Duty.HOLDER, EXPIRY)
    return Permit(move, named_in(published), Capacity.OWN, EXPIRY)
