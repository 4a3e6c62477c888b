"""Deciding on what is on the site: it is taken down, or withdrawn and left to be read under a notice.

A takedown leaves the site at once, is kept and sealed in the archive, and a notice says so; by whoever may sign off, or
in an emergency by the secretary, which the chief then ratifies. A withdrawal is by whoever may sign off.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from chauphe.core.moves import STANDS
from chauphe.items.content import notice_of
from chauphe.items.ending import Making, content_of, ended, notices_on, revision_with, withdrawn
from chauphe.items.models import Draft, Item, Publication, SignOff, Snapshot
from chauphe.items.services.chain import placed, undo
from chauphe.items.services.lock import locked, permitted, recorded
from chauphe.items.services.proven import demand_proven, demand_stored
from chauphe.items.services.ratifying import close_if_undone
from chauphe.people.models import Board, Person


@transaction.atomic
def take_down(
    item_id: UUID,
    *,
    board: Board,
    by: Person,
    at: datetime,
    seen: str,
    reason: str,
    notice: str,
    factor: str = "password",
    verb: str = "take_down",
) -> Publication:
    """Take an item off the site; `seen` is the digest of what is live, `notice` what the public reads instead."""
    told = {"seen": seen, "reason": reason, "notice": notice, "factor": factor}
    item, before, live = _decided(verb, item_id, ended, board=board, by=by, at=at, **told)
    # No notice of the working copy leads to a text that was taken down, or tells of one that was never put right.
    _say(item, ({**notice, "revision": 0} for notice in notices_on(content_of(before))))
    return live


take_down_at_once = partial(take_down, verb="take_down_at_once")
"""The same in an emergency, by the secretary; the chief is asked to ratify it."""


@transaction.atomic
def withdraw(
    item_id: UUID,
    *,
    board: Board,
    by: Person,
    at: datetime,
    seen: str,
    reason: str,
    notice: str,
    factor: str = "password",
) -> Publication:
    """Withdraw what is live; it stays at its address, and `notice` is the reason that stands above it."""
    told = {"seen": seen, "reason": reason, "notice": notice, "factor": factor}
    item, _before, live = _decided("withdraw", item_id, withdrawn, board=board, by=by, at=at, **told)
    demand_stored(live.sign_off, board=board, at=at)
    # Should it ever be published anew, its page goes on saying that it was withdrawn once.
    _say(item, [*Draft.objects.get(item=item).content.get("notices", ()), notices_on(content_of(live))[-1]])
    return live


def _decided(
    verb: str,
    item_id: UUID,
    made: Making,
    *,
    board: Board,
    by: Person,
    at: datetime,
    seen: str,
    reason: str,
    notice: str,
    factor: str,
) -> tuple[Item, Publication, Publication]:
    """Put a notice in force by one act that decides, seals and publishes; return what was live and what is now."""
    item = locked(item_id, board=board)
    said = notice_of(notice)
    permit = permitted(verb, item, board=board, by=by, at=at, seen=seen, reason=reason, notice=said)
    before = item.live
    if before is None:
        raise Publication.DoesNotExist
    item.current = revision = revision_with(made(content_of(before), said, at), item, by=by, at=at)
    entry = recorded(permit, item, board=board, at=at, reason=reason, factor=factor)
    snapshot, _ = Snapshot.objects.get_or_create(
        digest=revision.digest, defaults={"board": board, "data": revision.content.encode()}
    )
    undo(item, kept=STANDS[permit.move.target])
    item.sign_off = SignOff.objects.create(item=item, revision=revision, snapshot=snapshot, entry=entry, at=at)
    demand_proven(item, item.sign_off, board=board, at=at)
    item.live = placed(item, item.sign_off, entry, at=at)
    item.state, item.waiting_since = permit.move.target, at
    item.save()
    close_if_undone(before.sign_off, item, entry, board=board, by=by, at=at)
    return item, before, item.live


def _say(item: Item, notices: Iterable[dict[str, Any]]) -> None:
    """Let the working copy say this of its earlier texts from now on, and take the pen from whoever has it."""
    draft = Draft.objects.select_for_update().get(item=item)
    draft.content = draft.content | {"notices": list(notices)}
    draft.held_by, draft.held_since, draft.held_until, draft.held_pages = None, None, None, {}
    draft.version += 1
    draft.save()
