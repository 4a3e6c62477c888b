"""Reads of the ledger."""

import json
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

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
