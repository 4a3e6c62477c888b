"""Reads of the ledger."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from chauphe.ledger.models import Entry, Log
from chauphe.people.models import Board
from chauphe.seal.merkle import Frontier, leaf_hash
from chauphe.seal.proof import entry_of

CHUNK = 2_000
"""Entries read at a time."""


def trail_of(item_id: UUID, *, board: Board) -> list[dict[str, Any]]:
    """Return the act records of an item, oldest first; another board's item has none here."""
    # The board is compared here and not in the query, or SQLite walks the whole log instead of the item's few entries.
    rows = Entry.objects.filter(item=item_id).order_by("seq").values_list("record", flat=True)
    records = (json.loads(row) for row in rows)
    return [record for record in records if record["board"] == board.slug]


def entries(board: Board, *, since: int = 0) -> QuerySet[Entry]:
    """Return a board's entries from index `since` on, in order."""
    # The log is named by a subquery and not joined: PostgreSQL would sort the whole of it to find its last entries.
    log = Log.objects.filter(board=board).values("pk")[:1]
    return Entry.objects.filter(log=log, seq__gte=since).order_by("seq")


def acts_on(items: Iterable[UUID | str], *, board: Board) -> list[Entry]:
    """Return the entries about some items, in the order of the board's log."""
    # As in trail_of, the board is compared here: the items' entries are few, the log's are not.
    rows = Entry.objects.filter(item__in=list(items)).annotate(board=F("log__board_id")).order_by("seq")
    return [entry for entry in rows if entry.board == board.pk]


def astray(board: Board) -> Iterator[tuple[int, str]]:
    """Yield the entries of which a column says something else than the record, by index, with the column's name.

    Screens and queries go by the columns, the public log commits to the record; nobody may part the two. Last comes
    the head: its size, where what it goes on from ("frontier") is not what the entries come to.
    """
    log = Log.objects.filter(board=board).first()
    if log is None:
        return
    frontier = Frontier.from_state(0, [])
    for entry in entries(board).filter(seq__lt=log.size).iterator(chunk_size=CHUNK):
        leaf = leaf_hash(entry_of(entry.seq, entry.record, bytes(entry.salt)))
        frontier.append(leaf)
        columns = _columns(entry, board) | {"leaf": bytes(entry.leaf).hex()}
        recorded = _recorded(entry) | {"leaf": leaf.hex()}
        yield from ((entry.seq, name) for name, value in columns.items() if recorded.get(name) != value)
    if frontier.state() != log.frontier:
        yield log.size, "frontier"


def _columns(entry: Entry, board: Board) -> dict[str, object]:
    return {
        "board": board.slug,
        "seq": entry.seq,
        "act": entry.act,
        "item": entry.item.hex,
        "revision": entry.revision,
        "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _recorded(entry: Entry) -> dict[str, object]:
    """Return what a record says; nothing where it can no longer be read."""
    try:
        return dict(json.loads(entry.record))
    except (TypeError, ValueError):
        return {}
