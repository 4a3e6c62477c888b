"""`Sổ`: the board's acts as the ledger keeps them, newest first; nothing here can be changed (invariant 4)."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chauphe.desk import words
from chauphe.desk.seat import DeskRequest
from chauphe.items.selectors import titles_of
from chauphe.ledger.selectors import entries

PAGE = 50


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
    rows = entries(seat.board)
    if seat.only_contributes:
        # Walks the book from its end and looks each item up; the other way round every item would be gathered first.
        rows = rows.filter(Exists(seat.items.filter(pk=OuterRef("item"))))
    if before.isascii() and before.isdigit() and len(before) < 16:
        rows = rows.filter(seq__lt=int(before))
    found = list(rows.order_by("-seq")[: PAGE + 1])
    # Which of the acts they may see, and so which titles, was settled with the acts.
    titles = titles_of({row.item for row in found}, board=seat.board)
    lines = [Line(row.seq, row.at, json.loads(row.record), titles.get(row.item, "")) for row in found[:PAGE]]
    older = lines[-1].seq if len(found) > PAGE else None
    return render(request, "desk/ledger.html", {"lines": lines, "older": older})
