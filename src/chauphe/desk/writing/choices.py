"""What can be chosen for an item on its board: unit and section; once it is handed in, what its people answer for."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Value

from chauphe.core.item import against_rerouting
from chauphe.core.moves import State
from chauphe.desk.seat import Seat
from chauphe.items.facts import facts_of
from chauphe.people.models import Board, Section, Unit
from chauphe.people.selectors import local, open_units

if TYPE_CHECKING:
    from chauphe.items.models import Item


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit or a section that a form offers; `code` is what the board's rules know it by."""

    pk: int
    name: str
    code: str


def units_and_sections(board: Board, *, on: date, keep: int = 0) -> dict[str, list[Choice]]:
    """Return what the form offers as "units" and "sections", each in the board's order (1 query).

    The units are those that exist on a day, and the one of this key: an item keeps the unit that it was written for.
    """
    units = open_units(board, on=on) | Unit.objects.filter(board=board, pk=keep)
    rows = [
        found.order_by().values_list(Value(name), "order", "pk", "name", code)
        for name, found, code in (
            ("units", units, "code"),
            ("sections", Section.objects.filter(board=board), "slug"),
        )
    ]
    found: dict[str, list[Choice]] = {"units": [], "sections": []}
    for kind, _order, pk, name, code in sorted(rows[0].union(rows[1], all=True)):
        found[kind].append(Choice(pk, name, code))
    return found


def open_to(item: "Item", seat: Seat) -> dict[str, list[Choice]]:
    """Return the units and sections that an item may still be given, its own among them."""
    offered = units_and_sections(seat.board, on=seat.local.date(), keep=item.unit_id)
    if item.state == State.DRAFT:
        return offered
    facts, unit, section = facts_of(item), item.unit.code, item.section.slug

    def stays(unit: str, section: str) -> bool:
        return not against_rerouting(facts, seat.bench, seat.book, unit=unit, section=section, at=local(seat.at))

    return {
        "units": [each for each in offered["units"] if stays(each.code, section)],
        "sections": [each for each in offered["sections"] if stays(unit, each.code)],
    }
