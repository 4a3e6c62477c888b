"""What was done in the chief's place and not yet acknowledged, the longest waiting first (Điều 7 khoản 3)."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Window

from chauphe.items.models import StandIn
from chauphe.people.models import Board


@dataclass(frozen=True, slots=True)
class Report:
    """One act in the chief's place: its id for acknowledging, the item as it is called now, and the act as recorded.

    `open` is how many there are in all, where not all were asked for.
    """

    id: int
    number: int
    title: str
    at: datetime
    record: dict[str, Any]
    open: int


def reports_of(board: Board, *, most: int | None = None) -> list[Report]:
    """Return the open reports of a board, at most so many (1 query)."""
    rows = StandIn.objects.filter(board=board, acknowledged=None).order_by("pk").select_related("item", "entry")
    rows = rows.annotate(open=Window(Count("pk")))
    return [
        Report(row.pk, row.item.number, row.item.title, row.entry.at, json.loads(row.entry.record), row.open)
        for row in (rows if most is None else rows[:most])
    ]


def count_of(board: Board) -> int:
    """Return how many reports of a board are open (1 query)."""
    return StandIn.objects.filter(board=board, acknowledged=None).count()
