"""`Tin, bài`: every item a person may see, found by words without accents, by number, state, unit, section or kind.

Pages follow the numbers from the newest down ("before number 1204"), so that the thousandth page costs what the first
does, and nothing is counted.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chauphe.core.chain import Turn
from chauphe.core.item import whose_turn
from chauphe.core.moves import State
from chauphe.core.term import Term
from chauphe.core.text import clean_line
from chauphe.desk import words
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.items.facts import facts_of
from chauphe.items.selectors import at_state, find

if TYPE_CHECKING:
    from chauphe.items.models import Item

PAGE = 50
LONGEST_QUERY = 200

_NUMBER = re.compile(r"\s*(?:số|so|#)?\s*(\d{1,9})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """An item in the list, and whose turn it is and until when if it waits for somebody."""

    item: "Item"
    turn: Turn | None
    term: Term | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list was asked for; whatever is not understood is left out."""

    text: str = ""
    state: str = ""
    unit: str = ""
    section: str = ""
    kind: str = ""
    before: int | None = None

    @classmethod
    def read(cls, query: QueryDict) -> "Wanted":
        before = query.get("truoc", "")
        return cls(
            text=clean_line(query.get("tim", ""))[:LONGEST_QUERY],
            state=_known(query.get("buoc", ""), State),
            unit=clean_line(query.get("don-vi", ""))[:40],
            section=clean_line(query.get("muc", ""))[:60],
            kind=_known(query.get("loai", ""), words.KINDS),
            before=int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None,
        )

    @property
    def narrows(self) -> bool:
        """Whether anything but the place in the list was asked for."""
        return bool(self.text or self.state or self.unit or self.section or self.kind)

    def address(self, before: int) -> str:
        """Give the query of the page that goes on below this number."""
        asked = {"tim": self.text, "buoc": self.state, "don-vi": self.unit, "muc": self.section, "loai": self.kind}
        return "?" + urlencode({**{name: value for name, value in asked.items() if value}, "truoc": before})


@require_GET
def items(request: DeskRequest) -> HttpResponse:
    """Show one page of the list."""
    seat, wanted = request.seat, Wanted.read(request.GET)
    found = list(_found(seat.items, wanted)[: PAGE + 1])
    rows = [_row(item, seat) for item in found]
    context = {
        "rows": rows[:PAGE],
        "wanted": wanted,
        "older": wanted.address(rows[PAGE - 1].item.number) if len(rows) > PAGE else "",
        "states": words.STATES.items(),
        "kinds": words.KINDS.items(),
        "units": list(seat.board.units.all()),
        "sections": list(seat.board.sections.all()),
    }
    return render(request, "desk/items.html", context)


def _row(item: "Item", seat: Seat) -> Row:
    turn = whose_turn(facts_of(item, content={}), seat.bench, seat.book, at=seat.local)
    return Row(item, turn, seat.term(turn.step, item.waiting_since) if turn else None)


def _found(items: QuerySet["Item"], wanted: Wanted) -> QuerySet["Item"]:
    number = _NUMBER.fullmatch(wanted.text)
    items = items.filter(number=int(number[1])) if number else find(items, wanted.text)
    if wanted.state:
        items = at_state(items, State(wanted.state))
    exact = {"unit__code": wanted.unit, "section__slug": wanted.section, "kind": wanted.kind}
    items = items.filter(**{name: value for name, value in exact.items() if value})
    if wanted.before is not None:
        items = items.filter(number__lt=wanted.before)
    return (
        items.select_related("board", "unit", "section", "current", "sign_off", "live")
        .defer("current__content")
        .prefetch_related("writers")
        .order_by("-number")
    )


def _known(code: str, codes: Iterable[str]) -> str:
    return code if code in set(codes) else ""
