"""`Sổ`: the board's acts as the ledger keeps them, newest first; nothing here can be changed (invariant 4)."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chauphe.desk import words
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.items.selectors import titles_of
from chauphe.ledger.selectors import acts_on, entries

if TYPE_CHECKING:
    from chauphe.ledger.models import Entry

PAGE = 50
FEW = 300
"""Items whose acts are gathered; of more than these, acts are found on a walk from the end of the book."""


@dataclass(frozen=True, slots=True)
class Line:
    """One act; `number` and `title` lead to its item."""

    seq: int
    at: datetime
    record: dict[str, Any]
    title: str

    @property
    def capacity(self) -> str:
        return words.capacity(self.record)


@require_GET
def ledger(request: DeskRequest) -> HttpResponse:
    """Show one page of the book; contributors see the acts on the items they may see."""
    seat = request.seat
    before = request.GET.get("truoc", "")
    known = before.isascii() and before.isdigit() and len(before) < 16
    found = _found(seat, int(before) if known else None)
    # Which of the acts they may see, and so which titles, was settled with the acts.
    titles = titles_of({row.item for row in found}, board=seat.board)
    lines = [Line(row.seq, row.at, json.loads(row.record), titles.get(row.item, "")) for row in found[:PAGE]]
    older = lines[-1].seq if len(found) > PAGE else None
    return render(request, "desk/ledger.html", {"lines": lines, "older": older})


def _found(seat: Seat, before: int | None) -> list["Entry"]:
    """Return a page of acts below a number, newest first, and one more if there is any."""
    rows = entries(seat.board)
    if seat.only_contributes:
        few = list(seat.items.order_by().values_list("pk", flat=True)[: FEW + 1])
        if len(few) <= FEW:
            mine = [entry for entry in acts_on(few, board=seat.board) if before is None or entry.seq < before]
            return mine[: -PAGE - 2 : -1]
        rows = rows.filter(Exists(seat.items.filter(pk=OuterRef("item"))))
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return list(rows.order_by("-seq")[: PAGE + 1])
