"""`Sổ`: the board's acts as the ledger keeps them, newest first; nothing here can be changed (invariant 4)."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chauphe.desk import paper_words, words
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.items.selectors import titles_of
from chauphe.ledger.selectors import acts_on, entries

if TYPE_CHECKING:
    from chauphe.ledger.models import Entry

PAGE = 50
FEW = 300
"""Items whose acts are gathered; of more than these, acts are found on a walk from the end of the book."""

NEAR = 2_000
"""Acts that are looked through at once, from the end: of three units' that is many pages of one's own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One act: on an item, which `title` names, or on a paper of the board."""

    seq: int
    at: datetime
    record: dict[str, Any]
    title: str

    @property
    def capacity(self) -> str:
        return words.capacity(self.record)

    @property
    def deed(self) -> str:
        return paper_words.deed(self.record) if self.paper else words.deed(self.record)

    @property
    def paper(self) -> str:
        return paper_words.paper(self.record) if paper_words.is_on_paper(self.record) else ""


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
    rows = entries(seat.board).order_by("-seq")
    if before is not None:
        rows = rows.filter(seq__lt=before)
    if not seat.only_contributes:
        return list(rows[: PAGE + 1])
    few = list(seat.items.order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        mine = [entry for entry in acts_on(few, board=seat.board) if before is None or entry.seq < before]
        return mine[: -PAGE - 2 : -1]
    end = seat.board.log.size if before is None else before
    rows = rows.filter(Exists(seat.items.filter(pk=OuterRef("item"))))
    # The end first: a database that takes the whole book for the quicker way would look at every act ever done.
    near = list(rows.filter(seq__gte=end - NEAR)[: PAGE + 1])
    return near if len(near) > PAGE else list(rows[: PAGE + 1])
