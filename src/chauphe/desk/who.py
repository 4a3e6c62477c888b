"""`Ai quyết định được`: who could take an item's next step, and why each of the others cannot (Điều 3 to 7)."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chauphe.core.authority import DEPUTIES, Role
from chauphe.core.chain import Bar, Step
from chauphe.core.item import ItemFacts, Standing, next_move, who_could
from chauphe.core.moves import STEP_OF, URGENT
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
        "rows": [_row(each, seat, STEP_OF.get(facts.state)) for each in found],
        "urgent": [_row(each, seat, None) for each in _urgently(facts, seat) if each.permit],
    }
    return render(request, "desk/who.html", context)


def _urgently(facts: ItemFacts, seat: Seat) -> tuple[Standing, ...]:
    """Say who could sign off urgently as well; nobody on a board that does not know it."""
    if terms_of(seat.book, on=seat.local.date()) is None:
        return ()
    return who_could(facts, seat.bench, seat.book, at=seat.local, verb=URGENT)


def _row(standing: Standing, seat: Seat, step: Step | None) -> Row:
    permit = standing.permit
    clause = seat.book.rule(permit.rule, on=seat.local.date()).clause if permit else ""
    capacity = words.in_place_of(permit) if permit else ""
    return Row(standing.office.name, standing.office.title, capacity, clause, _why(standing, seat, step))


def _why(standing: Standing, seat: Seat, step: Step | None) -> list[tuple[str, str]]:
    """Say of a person, to whoever reads, what bars them, with the clause; else why the step is not their office's."""
    barred = [(str(words.BARS[Bar(no.code)]), no.clause) for no in standing.against if no.code in set(Bar)]
    if barred or not standing.against:
        return barred
    first, role = standing.against[0], standing.office.role
    if any(no.code == "own_edit" for no in standing.against):
        return [(_("changed the words last"), next(no.clause for no in standing.against if no.code == "own_edit"))]
    if step is Step.SIGN_OFF and role in _ladder("absence.ladder", seat):
        return [(_("only in the chief's place, while the chief is away"), _clause("absence.ladder", seat))]
    if step is Step.MODERATE and role in DEPUTIES:
        says = _("answers for other units; acts where the deputy in charge cannot, in the order of the ladder")
        return [(says, _clause("moderation.ladder", seat))]
    if step is Step.EDIT and role is Role.BOARD_MEMBER:
        return [(_("answers for other units"), first.clause)]
    return [(_("their office does not take this step"), first.clause)]


def _ladder(rule: str, seat: Seat) -> list[str]:
    return list(seat.book.rule(rule, on=seat.local.date()).value)


def _clause(rule: str, seat: Seat) -> str:
    return seat.book.rule(rule, on=seat.local.date()).clause
