"""Which item a request writes in, and at which board's desk.

A person who sits on two boards may have switched in another tab since this one was opened; the tab goes on with the
board of its own item, for as long as the person holds an office there.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404

from chauphe.core.item import Attempt, judge
from chauphe.core.refusal import Refusal
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.items.facts import facts_of

if TYPE_CHECKING:
    from chauphe.items.models import Item


def item_at(request: DeskRequest, item_id: UUID) -> "Item":
    """Return the item and seat the request at its board; Http404 for what the person may not see anywhere."""
    for seat in _seats(request):
        rows = seat.items.select_related("board", "unit", "section", "current", "draft__held_by", "draft__saved_by")
        found = rows.select_related("sign_off").filter(pk=item_id).first()
        if found is not None:
            request.board, request.seat = seat.board, seat
            return found
    raise Http404


def against_editing(item: "Item", seat: Seat) -> tuple[Refusal, ...]:
    """Say why this person may not edit the item now; empty means they may."""
    attempt = Attempt("edit", str(seat.person.pk), seat.board.slug, seat.local)
    return judge(attempt, facts_of(item, content={}), seat.bench, seat.book).refusals


def _seats(request: DeskRequest) -> list[Seat]:
    mine = request.seat
    others = [board for board in mine.boards if board.pk != mine.board.pk]
    return [mine, *(Seat(mine.person, board, mine.boards, at=mine.at) for board in others)]
