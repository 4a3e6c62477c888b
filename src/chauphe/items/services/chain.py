"""The chain: submit, forward, moderate, sign off, publish; going back, refusing and beginning anew (Điều 2 to 6)."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from chauphe.core.item import Permit
from chauphe.core.moves import BACK, SIGNS, STANDS, URGENT
from chauphe.core.timing import over_at
from chauphe.items.models import Draft, Item, Publication, SignOff, Snapshot
from chauphe.items.selectors import new_hosts
from chauphe.items.services.answers import ask_anew
from chauphe.items.services.drafting import freeze
from chauphe.items.services.known import against_unseen, know, links_of
from chauphe.items.services.lock import Tampered, locked, permitted, recorded
from chauphe.items.services.proven import demand_proven, demand_stored
from chauphe.items.services.ratifying import close_if_undone
from chauphe.ledger.models import Entry
from chauphe.people.models import Board, Person, Section
from chauphe.people.selectors import local
from chauphe.people.services import take_answer
from chauphe.seal.device import FACTOR


def submit(item_id: UUID, *, board: Board, by: Person, at: datetime, seen: str, factor: str = "password") -> Item:
    """Hand a draft in to the unit's board member (Điều 2)."""
    return moved("submit", item_id, board=board, by=by, at=at, seen=seen, factor=factor)


def forward(
    item_id: UUID, *, board: Board, by: Person, at: datetime, seen: str, reason: str = "", factor: str = "password"
) -> Item:
    """Put an edited item forward to the deputy in charge (Điều 5 khoản 2)."""
    return moved("forward", item_id, board=board, by=by, at=at, seen=seen, reason=reason, factor=factor)


def moderate(
    item_id: UUID, *, board: Board, by: Person, at: datetime, seen: str, reason: str = "", factor: str = "password"
) -> Item:
    """Moderate an item and pass it on for sign-off (Điều 4 khoản 1 and 5)."""
    return moved("moderate", item_id, board=board, by=by, at=at, seen=seen, reason=reason, factor=factor)


def _sent_back(
    verb: str,
    item_id: UUID,
    *,
    board: Board,
    by: Person,
    at: datetime,
    seen: str,
    reason: str,
    factor: str = "password",
) -> Item:
    """Send what was on the screen back to an earlier desk, with the reason."""
    return moved(verb, item_id, board=board, by=by, at=at, seen=seen, reason=reason, factor=factor)


return_ = partial(_sent_back, "return_")
"""Return an item to its writers."""

return_to_editing = partial(_sent_back, "return_to_editing")
"""Return an item to the unit's board member."""

return_to_moderation = partial(_sent_back, "return_to_moderation")
"""Return an item to the deputy in charge."""

return_to_sign_off = partial(_sent_back, "return_to_sign_off")
"""Give what was signed off back to whoever signs off, instead of publishing it; the approval is void."""

recall = partial(_sent_back, "recall")
"""Take an approval back before publication; it is void, and the item awaits a decision again."""


def refuse(
    item_id: UUID,
    *,
    board: Board,
    by: Person,
    at: datetime,
    seen: str,
    ground: str,
    reason: str,
    factor: str = "password",
) -> Item:
    """Refuse an item on one of the board's grounds, given by its code; what is live of it stays."""
    return moved("refuse", item_id, board=board, by=by, at=at, seen=seen, reason=reason, ground=ground, factor=factor)


def retract(
    item_id: UUID, *, board: Board, by: Person, at: datetime, reason: str = "", factor: str = "password"
) -> Item:
    """Take back what one has handed in; once it is put forward, with the reason."""
    return moved("retract", item_id, board=board, by=by, at=at, reason=reason, factor=factor)


@transaction.atomic
def revise(item_id: UUID, *, board: Board, by: Person, at: datetime, reason: str, factor: str = "password") -> Item:
    """Begin a new revision of what was signed off, published, refused, withdrawn or taken down; the site stays so."""
    item = moved("revise", item_id, board=board, by=by, at=at, reason=reason, factor=factor)
    anew, held = ask_anew(item), item.current
    if anew or (held is not None and not {"ends", "withdrawn"}.isdisjoint(json.loads(held.content))):
        # A newest revision that is a notice, or bears one, gives way to the working copy, as it was before.
        freeze(item_id, board=board, by=by, at=at)
        item.refresh_from_db()
    return item


@transaction.atomic
def sign_off(
    item_id: UUID,
    *,
    board: Board,
    by: Person,
    at: datetime,
    seen: str,
    reason: str = "",
    factor: str = "password",
    ticked: Collection[str] = (),
    answer: Mapping[str, str] | None = None,
    verb: str = "sign_off",
) -> SignOff:
    """Approve and seal the revision that was on the screen (Điều 3; in the chief's place Điều 7 khoản 3).

    From moderation it is the short chain's, where the board has one and nothing in the item is sensitive: one act that
    is the moderation as well.

    `ticked` are the hosts, new to the board, that the signer said to have looked at; `answer` is what their own device
    said to the content (`take_answer`), in place of the weaker `factor`.
    """
    item = locked(item_id, board=board)
    fresh = new_hosts(links_of(item), board=board)
    unseen = against_unseen([host for host in fresh if host not in ticked], board=board, at=at)
    permit = permitted(verb, item, board=board, by=by, at=at, seen=seen, reason=reason, besides=unseen)
    revision = item.current
    if revision is None or sha256(revision.content.encode()).hexdigest() != revision.digest:
        raise Tampered(item_id)
    device = take_answer(answer, person=by, board=board, item=item.pk, digest=seen, at=at) if answer else None
    factor = FACTOR if device else factor
    entry = recorded(permit, item, board=board, at=at, reason=reason, factor=factor, device=device)
    snapshot, _ = Snapshot.objects.get_or_create(
        digest=revision.digest, defaults={"board": board, "data": revision.content.encode()}
    )
    signed = SignOff.objects.create(item=item, revision=revision, snapshot=snapshot, entry=entry, at=at)
    know(fresh, signed, board=board)
    item.sign_off, item.signed_by, item.state, item.waiting_since = signed, by, permit.move.target, at
    if permit.move.short:
        item.moderated_by = by
    item.save(update_fields=["sign_off", "signed_by", "state", "waiting_since", "moderated_by"])
    return signed


sign_off_urgently = partial(sign_off, verb=URGENT)
"""The same by a named office, where the board's regulation allows it; it has to be ratified."""


@transaction.atomic
def publish(
    sign_off_id: int, *, board: Board, by: Person, at: datetime, seen: str, factor: str = "password"
) -> Publication:
    """Send out one sign-off, exactly as it was sealed (Điều 6 khoản 1 and 2)."""
    signed = SignOff.objects.select_related("snapshot").get(pk=sign_off_id, item__board=board)
    item = locked(signed.item_id, board=board)
    permit = permitted("publish", item, board=board, by=by, at=at, seen=_of(signed, item, seen))
    return sent_out(item, signed, permit, board=board, at=at, factor=factor)


def sent_out(
    item: Item,
    signed: SignOff,
    permit: Permit,
    *,
    board: Board,
    at: datetime,
    factor: str = "password",
    details: Mapping[str, str] | None = None,
) -> Publication:
    """Record a publication that is permitted, and carry it out; raises Refused where it would not stand."""
    if sha256(bytes(signed.snapshot.data)).hexdigest() != signed.snapshot_id:
        raise Tampered(item.pk)
    last = {"expires": day} if (day := json.loads(bytes(signed.snapshot.data)).get("expires")) else {}
    entry = recorded(permit, item, board=board, at=at, factor=factor, details={**(details or {}), **last})
    demand_proven(item, signed, board=board, at=at)
    demand_stored(signed, board=board, at=at)
    item.live = placed(item, signed, entry, at=at)
    item.state, item.waiting_since, item.due, item.scheduled = permit.move.target, at, None, None
    item.editors = []
    item.save(update_fields=["live", "ends", "state", "waiting_since", "due", "scheduled", "editors"])
    return item.live


def _of(signed: SignOff, item: Item, seen: str) -> str:
    """Let an overtaken sign-off fail as a stale screen does."""
    return seen if item.sign_off_id == signed.pk else ""


def placed(item: Item, signed: SignOff, entry: Entry, *, at: datetime) -> Publication:
    """Place a publication: the next place of all for a new item, its old one for a revised item; note its end."""
    before = item.live
    rows, shown = Publication.objects.filter(board=item.board), json.loads(bytes(signed.snapshot.data))
    section = Section.objects.get(board=item.board, slug=shown["section"]["slug"])
    item.ends = over_at(shown, local(at)) if entry.act == "publish" else None
    kept = before.section_place if before and before.section_id == section.pk else None
    return Publication.objects.create(
        item=item,
        sign_off=signed,
        entry=entry,
        board=item.board,
        section=section,
        place=before.place if before else _next(rows.aggregate(top=Max("place"))["top"]),
        section_place=_next(rows.filter(section=section).aggregate(top=Max("section_place"))["top"])
        if kept is None
        else kept,
        first_at=before.first_at if before else at,
        at=at,
    )


def undo(item: Item, *, kept: frozenset[str]) -> None:
    """Forget who took the steps that no longer stand, and the approval and the hour of publication with them."""
    item.forwarded_by = item.forwarded_by if "forward" in kept else None
    item.moderated_by = item.moderated_by if "moderate" in kept else None
    item.sign_off, item.signed_by = (item.sign_off, item.signed_by) if kept.intersection(SIGNS) else (None, None)
    item.due, item.scheduled = (item.due, item.scheduled) if "schedule" in kept else (None, None)


def _next(top: int | None) -> int:
    return 0 if top is None else top + 1


@transaction.atomic
def moved(
    verb: str,
    item_id: UUID,
    *,
    board: Board,
    by: Person,
    at: datetime,
    seen: str | None = None,
    reason: str = "",
    ground: str = "",
    notice: str = "",
    factor: str = "password",
) -> Item:
    """Make a move that changes nothing but where the item stands, and who took which step."""
    item = locked(item_id, board=board)
    permit = permitted(verb, item, board=board, by=by, at=at, seen=seen, reason=reason, ground=ground, notice=notice)
    entry = recorded(permit, item, board=board, at=at, reason=reason, ground=ground, factor=factor)
    if verb == "recall":
        close_if_undone(item.sign_off, item, entry, board=board, by=by, at=at)
    if verb in BACK:
        undo(item, kept=STANDS[permit.move.target])
    elif verb == "forward":
        item.forwarded_by = by
    elif verb == "moderate":
        item.moderated_by = by
    item.state, item.waiting_since = permit.move.target, at
    hands = ["forwarded_by", "moderated_by", "sign_off", "signed_by", "due", "scheduled"]
    item.save(update_fields=["state", "waiting_since", *hands])
    Draft.objects.filter(item=item).update(held_by=None, held_since=None, held_until=None, held_pages={})
    return item
