"""`Ai quyết định được`: who could take an item's next step, and why each of the others cannot (Điều 3 to 7)."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chauphe.core.chain import Bar
from chauphe.core.item import ItemFacts, Standing, next_move, who_could
from chauphe.core.moves import URGENT
from chauphe.core.urgent import terms_of
from chauphe.desk import words
from chauphe.desk.course import course_of
from chauphe.desk.letter import BEFORE_SIGN_OFF
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.items.facts import facts_of, with_chain


@dataclass(frozen=True, slots=True)
class Row:
    """One person: by which office and in which capacity they could act, or what is against it."""

    name: str
    title: str
    capacity: str
    clause: str
    why: list[tuple[str, str]]


@require_GET
def who(request: DeskRequest, number: int) -> HttpResponse:
    """Show who could take the step that the item waits for."""
    seat = request.seat
    rows = seat.items.select_related("board", "unit", "section", "current", "sign_off")
    item = rows.filter(number=number).first()
    if item is None:
        raise Http404
    facts = with_chain(facts_of(item), item, seat.book, at=seat.at)
    found = who_could(facts, seat.bench, seat.book, at=seat.local)
    move = next_move(facts, seat.book, at=seat.local)
    context = {
        "item": item,
        "act": (words.SIGNED_SHORT if move.short else words.ACTS[move.verb]) if move else "",
        "course": course_of(facts, seat) if facts.state in BEFORE_SIGN_OFF else None,
        "rows": [_row(each, seat) for each in found],
        "urgent": [_row(each, seat) for each in _urgently(facts, seat) if each.permit],
    }
    return render(request, "desk/who.html", context)


def _urgently(facts: ItemFacts, seat: Seat) -> tuple[Standing, ...]:
    """Say who could sign off urgently as well; nobody on a board that does not know it."""
    if terms_of(seat.book, on=seat.local.date()) is None:
        return ()
    return who_could(facts, seat.bench, seat.book, at=seat.local, verb=URGENT)


def _row(standing: Standing, seat: Seat) -> Row:
    permit = standing.permit
    clause = seat.book.rule(permit.rule, on=seat.local.date()).clause if permit else ""
    capacity = words.in_place_of(permit) if permit else ""
    return Row(standing.office.name, standing.office.title, capacity, clause, _why(standing))


def _why(standing: Standing) -> list[tuple[str, str]]:
    """Say of a person, to whoever reads, what bars them, with the clause; else that the step is not theirs."""
    barred = [(str(words.BARS[Bar(no.code)]), no.clause) for no in standing.against if no.code in set(Bar)]
    return barred or ([(_("this step is not theirs"), "")] if standing.against else [])
