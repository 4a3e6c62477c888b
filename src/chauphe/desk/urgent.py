"""`Phê duyệt khẩn`: what the item's page offers to a named office, and what an urgent sign-off still owes.

Nothing here decides: `decide` does, and asks again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chauphe.core.item import Attempt, ItemFacts, Permit, judge
from chauphe.core.moves import URGENT, State
from chauphe.core.refusal import Refusal
from chauphe.core.term import Term
from chauphe.core.urgent import Terms, terms_of, who_ratifies
from chauphe.desk import words
from chauphe.desk.seat import Seat
from chauphe.desk.thread import Record
from chauphe.items.urgent import came_by, ratified_by, report_of, stands, was_published
from chauphe.seal.urgent import RATIFY, ratifies

if TYPE_CHECKING:
    from chauphe.items.models import Item


@dataclass(frozen=True, slots=True)
class Offer:
    """An urgent sign-off that this person may make now, with its clause; `lacks` is what the item still lacks."""

    permit: Permit | None
    clause: str
    terms: Terms
    lacks: tuple[Refusal, ...] = ()

    @property
    def capacity(self) -> str:
        """Say as what this person acts."""
        return words.acting_as(self.permit) if self.permit else ""


@dataclass(frozen=True, slots=True)
class Mark:
    """An urgent sign-off on record: the act, the ratification once there is one, and else who owes it until when.

    `report` is the open report that this person may end by ratifying; None where that is not theirs.
    """

    record: Record
    ratified: Record | None
    term: Term | None
    whose: str
    report: int | None
    digest: str

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.record["at"])

    @property
    def ratified_at(self) -> datetime | None:
        return datetime.fromisoformat(self.ratified["at"]) if self.ratified else None


def offer_of(facts: ItemFacts, digest: str, waits: tuple[Refusal, ...], seat: Seat) -> Offer | None:
    """Say whether this person is offered to sign off urgently; `waits` are the questions that are still out."""
    terms = terms_of(seat.book, on=seat.local.date())
    if facts.state is not State.AWAITING_SIGN_OFF or terms is None:
        return None
    reason = " ".join("x" * terms.words)
    attempt = Attempt(URGENT, str(seat.person.pk), seat.board.slug, seat.local, digest, reason)
    verdict = judge(attempt, facts, seat.bench, seat.book)
    if verdict.permit is None:
        return None
    clause = seat.book.rule(verdict.permit.rule, on=seat.local.date()).clause
    return Offer(verdict.permit, clause, terms, waits)


def mark_of(item: "Item", trail: Sequence[Record], *, seat: Seat) -> Mark | None:
    """Say what the last urgent sign-off that stands still owes (1 query, only where there is one)."""
    signed = [record for record in trail if record["act"] == URGENT]
    if not signed:
        return None
    last = signed[-1]
    ratified = [record for record in trail if record["act"] == RATIFY and ratifies(record, last)]
    row = report_of(item, last["seq"])
    if row is None or not stands(row.entry, item, published=was_published(row.entry)):
        return None
    if ratified:
        return Mark(last, ratified[-1], None, "", None, last["digest"])
    whose = who_ratifies(*came_by(last["seq"], item, trail), seat.bench, seat.book, at=seat.local)
    mine = row.acknowledged_id is None and whose.holder(str(seat.person.pk)) is not None
    names = words.names(f"{each.appointment.name} ({each.appointment.title})" for each in whose.holders)
    term = ratified_by(row.entry.at, seat.book, seat.calendar)
    return Mark(last, None, term, names, row.pk if mine else None, last["digest"])
