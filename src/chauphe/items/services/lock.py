"""How every move begins and ends: lock the row, ask the core, record the act in the same transaction."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chauphe.core.authority import Bench
from chauphe.core.events import Subject, act_of
from chauphe.core.item import Permit
from chauphe.core.moves import DIGEST, MOVES, SENDS
from chauphe.core.refusal import N_, Reasons, Refusal, Refused
from chauphe.core.report import is_reported
from chauphe.items.consultations import against_unanswered
from chauphe.items.facts import unfrozen, weigh
from chauphe.items.models import Item, StandIn
from chauphe.items.signals import tell
from chauphe.ledger.models import Entry
from chauphe.ledger.selectors import acts_on
from chauphe.ledger.services import append
from chauphe.people.models import Board, Person
from chauphe.people.selectors import bench_of, book_of, local

DECIDED_ON_A_REVISION = frozenset(move.verb for move in MOVES if DIGEST in move.needs and move.verb not in SENDS)


_LIVE = ("live__sign_off__snapshot", "live__entry")


class Tampered(Exception):
    """Raised when stored content no longer has the digest it was recorded under: nothing may be decided on it."""


def locked(item_id: UUID, *, board: Board) -> Item:
    """Lock an item of this board for the rest of the transaction; Item.DoesNotExist for any other board's."""
    return (
        Item.objects.select_for_update(of=("self",))
        .select_related("board", "unit", "section", "current", "sign_off__snapshot", "scheduled", *_LIVE)
        .get(pk=item_id, board=board)
    )


def may_write(board: Board, *, by: Person, at: datetime) -> None:
    """Raise Refused unless the person holds an office on the board today: anyone who does may write for it."""
    on = local(at).date()
    if not bench_of(board, at=at).of(str(by.pk), on):
        no = Reasons(book_of(board), on).no("office", N_("You hold no office on this board today."), "chain.submit")
        raise Refused((no,))


def permitted(
    verb: str,
    item: Item,
    *,
    board: Board,
    by: Person,
    at: datetime,
    seen: str | None = None,
    reason: str = "",
    ground: str = "",
    notice: str = "",
    due: datetime | None = None,
    besides: tuple[Refusal, ...] = (),
    bench: Bench | None = None,
) -> Permit:
    """Return the permit for a move, or raise Refused with every reason; `besides` are those found outside the core."""
    changed = False
    if verb in DECIDED_ON_A_REVISION:
        demand_as_recorded(item, board)
        changed = unfrozen(item)
    brought: dict[str, Any] = {"reason": reason, "ground": ground, "notice": notice, "due": due}
    besides += against_unanswered(verb, item, board=board, at=at)
    verdict = weigh(verb, item, board=board, by=by, at=at, seen=seen, **brought, unfrozen=changed, bench=bench)
    if verdict.permit is None or besides:
        raise Refused((*verdict.refusals, *besides))
    return verdict.permit


def demand_as_recorded(item: Item, board: Board) -> None:
    """Raise Tampered where earlier acts on this revision were about other words than those that stand there now."""
    current = item.current
    if current is None:
        return
    records = (json.loads(entry.record) for entry in acts_on([item.pk], board=board))
    if any(record["digest"] != current.digest for record in records if record["revision"] == current.number):
        raise Tampered(item.pk)


def recorded(
    permit: Permit,
    item: Item,
    *,
    board: Board,
    at: datetime,
    factor: str,
    reason: str = "",
    ground: str = "",
    device: Mapping[str, str] | None = None,
    about: Entry | None = None,
    details: Mapping[str, str] | None = None,
) -> Entry:
    """Append the act to the ledger, and tell others after commit.

    It is on the item's current revision, or where it is `about` an earlier act, on what that one was on; `details` are
    what it brought beside the reason; `factor` is by what its person was known, or what carried it out.
    """
    subject = _current(item) if about is None else _of(about, item)
    said = {"reason": reason, "ground": ground, "factor": factor}
    act = act_of(
        permit, subject, book_of(board), board=board.slug, at=local(at), device=device, details=details, **said
    )
    entry = append(act, board=board)
    if is_reported(permit, book_of(board), at=local(at)):
        StandIn.objects.create(board=board, item=item, entry=entry)
    tell(entry, board=board)
    return entry


def _current(item: Item) -> Subject:
    current = item.current
    number, digest = (current.number, current.digest) if current else (0, "")
    return Subject(item=item.pk.hex, number=item.number, revision=number, digest=digest)


def _of(entry: Entry, item: Item) -> Subject:
    record = json.loads(entry.record)
    return Subject(item=item.pk.hex, number=item.number, revision=record["revision"], digest=record["digest"])
