"""The hour of publication, and the end of its time: what is due is carried out once, however many look (Điều 6)."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from chauphe.core.moves import State
from chauphe.core.timer import FACTOR, Scheduled, permit_to_expire, permit_to_send_out
from chauphe.items.facts import facts_of
from chauphe.items.models import Item, Publication, SignOff
from chauphe.items.services.chain import moved, placed, sent_out
from chauphe.items.services.lock import Tampered, locked, permitted, recorded
from chauphe.items.services.proven import demand_proven
from chauphe.people.models import Board, Person
from chauphe.people.selectors import book_of, local


@transaction.atomic
def schedule(
    item_id: UUID, *, board: Board, by: Person, at: datetime, seen: str, due: datetime | None, factor: str = "password"
) -> Item:
    """Set the hour at which what was signed off, and was on the screen, is sent out; until then it can be stopped."""
    item = locked(item_id, board=board)
    due = due and local(due).replace(second=0, microsecond=0)
    permit = permitted("schedule", item, board=board, by=by, at=at, seen=seen, due=due)
    if due is None:
        raise Item.DoesNotExist
    details = {"due": due.isoformat(timespec="minutes")}
    item.scheduled = recorded(permit, item, board=board, at=at, factor=factor, details=details)
    item.due, item.state, item.waiting_since = datetime.fromisoformat(details["due"]), permit.move.target, at
    item.save(update_fields=["scheduled", "due", "state", "waiting_since"])
    return item


def unschedule(item_id: UUID, *, board: Board, by: Person, at: datetime, seen: str, factor: str = "password") -> Item:
    """Call the hour off; the approval stands, and the item waits for the secretary again."""
    return moved("unschedule", item_id, board=board, by=by, at=at, seen=seen, factor=factor)


@transaction.atomic
def send_out_due(item_id: UUID, *, board: Board, at: datetime) -> Publication | None:
    """Send out what is due, in the name of whoever set the hour; None where it is not due (any more).

    Raises Refused where it may not go out after all: then it stays as it is, and the secretary sees why.
    """
    item = locked(item_id, board=board)
    if item.scheduled is None or item.sign_off is None or item.due is None or at < item.due:
        return None
    scheduled = Scheduled.of(json.loads(item.scheduled.record))
    permit = permit_to_send_out(scheduled, facts_of(item), book_of(board), at=local(at))
    details = {"carries_out": str(scheduled.seq), "due": scheduled.due.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    return sent_out(item, item.sign_off, permit, board=board, at=at, factor=FACTOR, details=details)


@transaction.atomic
def mark_over(item_id: UUID, *, board: Board, at: datetime) -> Publication | None:
    """Mark what is live as over, once the last day that was approved with it is; None where there is nothing to mark.

    The page stays, and no list shows it. Nobody decides anew, and a clock that goes back undoes nothing.
    """
    item = locked(item_id, board=board)
    live = item.live
    if live is None or live.entry.act != "publish":
        return None
    data, published = bytes(live.sign_off.snapshot.data), json.loads(live.entry.record)
    if sha256(data).hexdigest() != live.sign_off.snapshot_id:
        raise Tampered(item_id)
    content = json.loads(data)
    permit = permit_to_expire(published, content, State(item.state), at=local(at))
    if permit is None:
        return None
    details = {"carries_out": str(live.entry.seq), "expires": content["expires"]}
    entry = recorded(permit, item, board=board, at=at, factor=FACTOR, about=live.entry, details=details)
    signed = SignOff.objects.create(
        item=item, revision=live.sign_off.revision, snapshot=live.sign_off.snapshot, entry=entry, at=at
    )
    demand_proven(item, signed, board=board, at=at)
    item.live = placed(item, signed, entry, at=at)
    if item.state != permit.move.target:
        item.state, item.waiting_since = permit.move.target, at
    item.save(update_fields=["live", "ends", "state", "waiting_since"])
    return item.live
