"""From rows to the values that the core judges."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from chauphe.core.authority import Bench
from chauphe.core.chain import Passage
from chauphe.core.checklist import put_up, short_of
from chauphe.core.item import Attempt, ItemFacts, Verdict, judge
from chauphe.core.moves import ENDS, State
from chauphe.items.content import hashes
from chauphe.items.models import Asset, Draft, Item
from chauphe.items.selectors import new_hosts
from chauphe.items.snapshot import snapshot_of
from chauphe.ledger.selectors import trail_of
from chauphe.people.models import Board, Person
from chauphe.people.selectors import bench_of, book_of, local
from chauphe.regulation.book import Book
from chauphe.seal.canonical import digest


def facts_of(item: Item, content: dict[str, Any] | None = None) -> ItemFacts:
    """Gather what the core needs of an item (1 query, for the writers, the first time)."""
    prefetch_related_objects([item], "writers")
    current = item.current
    if content is None:
        content = json.loads(current.content) if current else {}
    return ItemFacts(
        board=item.board.slug,
        unit=item.unit.code,
        section=item.section.slug,
        state=State(item.state),
        authors=frozenset(str(writer.pk) for writer in item.writers.all()),
        digest=current.digest if current else "",
        content=content,
        created_by=str(item.created_by_id),
        forwarded_by=id_of(item.forwarded_by_id),
        moderated_by=id_of(item.moderated_by_id),
        edited_by=frozenset(item.editors),
        last_editor=id_of(item.last_editor_id),
        signed_by=id_of(item.signed_by_id),
        signed_digest=item.sign_off.snapshot_id if item.sign_off else None,
    )


def with_live(facts: ItemFacts, item: Item) -> ItemFacts:
    """Say as well which content of the item is on the site (`live__sign_off__snapshot` should be read with it)."""
    live = item.live
    if live is None or live.entry.act in ENDS:
        return facts
    shown = json.loads(bytes(live.sign_off.snapshot.data))
    # Nobody is barred from taking down or withdrawing what they wrote or decided themselves.
    passage = Passage(shown["unit"]["code"], shown["section"]["slug"], frozenset(), kind=shown["kind"])
    withdrawn = live.entry.act == "withdraw"
    return replace(facts, live_digest=live.sign_off.snapshot_id, live_passage=passage, withdrawn=withdrawn)


def with_chain(facts: ItemFacts, item: Item, book: Book, *, at: datetime) -> ItemFacts:
    """Say as well whether an item has lain before the chief and which new hosts it leads to (2 queries at most).

    Where the board has no short chain nobody looks.
    """
    if short_of(book, on=local(at).date()) is None:
        return facts
    links: Any = facts.content.get("links", ())
    acts = (str(record["act"]) for record in trail_of(item.pk, board=item.board))
    return replace(facts, fresh_hosts=tuple(new_hosts(links, board=item.board)), put_up=put_up(acts))


def weigh(
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
    unfrozen: bool = False,
    bench: Bench | None = None,
) -> Verdict:
    """Ask the core about an attempt, with the people (read now, unless given) and the regulation of that instant."""
    attempt = Attempt(verb, str(by.pk), board.slug, local(at), seen, reason, ground, notice, due)
    book = book_of(board)
    facts = with_live(replace(facts_of(item), unfrozen=unfrozen), item)
    if verb == "sign_off":
        facts = with_chain(facts, item, book, at=at)
    return judge(attempt, facts, bench or bench_of(board, at=at), book)


def unfrozen(item: Item) -> bool:
    """Say whether the working copy, or where the item stands, differs from its current revision.

    Routing and lists read the item's row, approval its revision: nothing moves while the two differ.
    """
    current, draft = item.current, Draft.objects.get(item=item)
    if current is None or draft.saved_at <= current.made_at:
        return False
    assets = Asset.objects.filter(board=item.board, sha256__in=hashes(draft.content))
    return digest(snapshot_of(item, draft.content, assets, revision=current.number)) != current.digest


def id_of(value: UUID | None) -> str | None:
    """Return a row's key as the core and the ledger write it."""
    return None if value is None else str(value)
