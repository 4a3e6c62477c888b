"""What was done in the chief's place and not yet acknowledged (Điều 7 khoản 3), urgent sign-offs first.

One that stands is not acknowledged but ratified or undone, in the time that the board's regulation gives.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, Min, OuterRef, Value, When, Window

from chauphe.core.authority import Bench
from chauphe.core.moves import URGENT
from chauphe.core.urgent import terms_of, who_ratifies
from chauphe.items.models import Publication, StandIn
from chauphe.items.urgent import came_by, stands
from chauphe.ledger.selectors import trail_of
from chauphe.people.models import Board, Person
from chauphe.people.selectors import local
from chauphe.regulation.book import Book

_LIVE = ("item__live__sign_off", "item__live__entry")
_BESIDE: dict[str, Any] = {
    "open": Window(Count("pk")),
    "published": Exists(Publication.objects.filter(sign_off__entry=OuterRef("entry"))),
}


@dataclass(frozen=True, slots=True)
class Report:
    """One act in the chief's place: its id for acknowledging, the item as it is called now, and the act as recorded.

    `urgent` says that it is a sign-off to be ratified; `open` is how many reports there are in all, where not all were
    asked for.
    """

    id: int
    number: int
    title: str
    at: datetime
    record: dict[str, Any]
    open: int
    urgent: bool = False


def reports_of(board: Board, *, most: int | None = None) -> list[Report]:
    """Return the open reports of a board, at most so many (1 query)."""
    first = Case(When(entry__act=URGENT, then=Value(True)), default=Value(False), output_field=BooleanField())
    rows = StandIn.objects.filter(board=board, acknowledged=None).annotate(first=first, **_BESIDE)
    rows = rows.order_by("-first", "pk").select_related("item__sign_off", *_LIVE, "entry")
    return [_report(row) for row in (rows if most is None else rows[:most])]


def to_ratify(board: Board, person: Person, bench: Bench, book: Book, *, at: datetime, most: int) -> list[Report]:
    """Return the urgent sign-offs that somebody other than the chief may ratify now (1 query, and 2 for each).

    None on a board whose regulation knows no such sign-off.
    """
    if terms_of(book, on=local(at).date()) is None or not bench.of(str(person.pk), local(at).date()):
        return []
    rows = StandIn.objects.filter(board=board, acknowledged=None, entry__act=URGENT).order_by("pk")
    beside = ("board", "unit", "section", "current", "sign_off")
    rows = rows.select_related("entry", *(f"item__{name}" for name in beside), *_LIVE).annotate(**_BESIDE)
    found = []
    for row in rows[:most]:
        way = came_by(row.entry.seq, row.item, trail_of(row.item_id, board=board))
        if who_ratifies(*way, bench, book, at=local(at)).holder(str(person.pk)) is not None:
            found.append(_report(row))
    return [each for each in found if each.urgent]


def count_of(board: Board) -> int:
    """Return how many reports of a board are open (1 query)."""
    return StandIn.objects.filter(board=board, acknowledged=None).count()


def owed_since(board: Board) -> tuple[int, datetime | None]:
    """Return how many reports of a board are open, and when the oldest was made (1 query)."""
    found = StandIn.objects.filter(board=board, acknowledged=None).aggregate(count=Count("pk"), since=Min("entry__at"))
    return found["count"], found["since"]


def to_acknowledge(reports: Iterable[Report]) -> list[Report]:
    """Of these, return those that need no more than to be acknowledged."""
    return [each for each in reports if not each.urgent]


def _report(row: StandIn) -> Report:
    published: bool = row.published  # type: ignore[attr-defined]  # annotated
    opened: int = row.open  # type: ignore[attr-defined]  # annotated
    urgent = row.entry.act == URGENT and stands(row.entry, row.item, published=published)
    said = json.loads(row.entry.record)
    return Report(row.pk, row.item.number, row.item.title, row.entry.at, said, opened, urgent)
