"""Reads of the ledger."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from chauphe.ledger.models import Entry
from chauphe.people.models import Board


def trail_of(item_id: UUID, *, board: Board) -> list[dict[str, Any]]:
    """Return the act records of an item, oldest first; another board's item has none here."""
    # The board is compared here and not in the query, or SQLite walks the whole log instead of the item's few entries.
    rows = Entry.objects.filter(item=item_id).order_by("seq").values_list("record", flat=True)
    records = (json.loads(row) for row in rows)
    return [record for record in records if record["board"] == board.slug]


def entries(board: Board, *, since: int = 0) -> QuerySet[Entry]:
    """Return a board's entries from index `since` on, in order."""
    return Entry.objects.filter(log__board=board, seq__gte=since).order_by("seq")


def acts_on(items: Iterable[UUID | str], *, board: Board) -> list[Entry]:
    """Return the entries about some items, in the order of the board's log."""
    # As in trail_of, the board is compared here: the items' entries are few, the log's are not.
    rows = Entry.objects.filter(item__in=list(items)).annotate(board=F("log__board_id")).order_by("seq")
    return [entry for entry in rows if entry.board == board.pk]
