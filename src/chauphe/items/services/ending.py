"""Taking down what is on the site: it leaves at once, is kept and sealed in the archive, and a notice says so.

By whoever may sign off, or in an emergency by the secretary, which the chief then ratifies.
"""

import json
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from chauphe.core.moves import STANDS, State
from chauphe.items.content import notice_of
from chauphe.items.ending import ended
from chauphe.items.models import Draft, Item, Publication, SignOff, Snapshot
from chauphe.items.services.chain import placed, undo
from chauphe.items.services.lock import locked, permitted, recorded
from chauphe.items.services.proven import demand_proven
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
    item = locked(item_id, board=board)
    said = notice_of(notice)
    permit = permitted(verb, item, board=board, by=by, at=at, seen=seen, reason=reason, notice=said)
    before = item.live
    if before is None:
        raise Publication.DoesNotExist
    item.current = revision = ended(before, item, notice=said, by=by, at=at)
    entry = recorded(permit, item, board=board, at=at, reason=reason, factor=factor)
    snapshot, _ = Snapshot.objects.get_or_create(
        digest=revision.digest, defaults={"board": board, "data": revision.content.encode()}
    )
    undo(item, kept=STANDS[State.TAKEN_DOWN])
    item.sign_off = SignOff.objects.create(item=item, revision=revision, snapshot=snapshot, entry=entry, at=at)
    demand_proven(item, item.sign_off, board=board, at=at)
    item.live = placed(item, item.sign_off, entry, at=at)
    item.state, item.waiting_since = permit.move.target, at
    item.save()
    _keep_nothing_to_link(item, before)
    return item.live


take_down_at_once = partial(take_down, verb="take_down_at_once")
"""The same in an emergency, by the secretary; the chief is asked to ratify it."""


def _keep_nothing_to_link(item: Item, before: Publication) -> None:
    """Let no notice of the working copy lead to a text that was taken down, or tell of one that was never put right."""
    published = json.loads(bytes(before.sign_off.snapshot.data)).get("notices", [])
    draft = Draft.objects.select_for_update().get(item=item)
    draft.content = draft.content | {"notices": [{**notice, "revision": 0} for notice in published]}
    draft.held_by, draft.held_since, draft.held_until, draft.held_pages = None, None, None, {}
    draft.version += 1
    draft.save()
