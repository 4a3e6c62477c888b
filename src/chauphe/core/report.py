"""What was done in the chief's place is reported back, and the chief acknowledges it (Điều 7 khoản 3)."""

from datetime import datetime

from chauphe.core import urgent
from chauphe.core.authority import Bench, Capacity, Role
from chauphe.core.chain import Passage
from chauphe.core.item import Permit
from chauphe.core.moves import URGENT, Duty, Move, State
from chauphe.core.refusal import N_, Reasons, Refused
from chauphe.regulation.book import Book

RULE = "absence.report_back"
RATIFIED = {"take_down_at_once": "move.take_down_at_once", URGENT: urgent.RULE}
"""The acts that the chief has to ratify, each with the rule that says so."""


def is_reported(permit: Permit, book: Book, *, at: datetime) -> bool:
    """Say whether an act has to be put before the chief.

    One in the chief's place, on a board whose regulation asks for it; and what was decided at once or urgently, by
    somebody whose turn it was not.
    """
    place = permit.in_place_of
    in_the_chiefs = place is not None and place.role is Role.EDITOR_IN_CHIEF
    return permit.move.verb in RATIFIED or (in_the_chiefs and bool(book.rule(RULE, on=at.date()).value))


def permit_to_acknowledge(
    person: str, state: State, bench: Bench, book: Book, *, at: datetime, about: str = ""
) -> Permit:
    """Let the chief acknowledge a report, or ratify an act that needs it; nobody does that in the chief's place.

    `about` is the verb of that act. Raises Refused.
    """
    offices = bench.of(person, at.date())
    chief = next((office for office in offices if office.role is Role.EDITOR_IN_CHIEF), None)
    if chief is None:
        says = N_("What was done in the chief's place is acknowledged by the chief alone.")
        raise Refused((Reasons(book, at.date()).no("chief", says, RULE),))
    verb, rule = ("ratify", RATIFIED[about]) if about in RATIFIED else ("acknowledge", RULE)
    return Permit(Move(verb, state, state, Duty.HOLDER, rule), chief, Capacity.OWN, rule)


def permit_to_ratify(
    person: str, state: State, item: Passage, signer: str, bench: Bench, book: Book, *, at: datetime
) -> Permit:
    """Let whoever may sign off now ratify an urgent sign-off: the chief, or who lawfully stands in, never its signer.

    `item` is the way by which the item came to be signed off. Raises Refused.
    """
    whose = urgent.who_ratifies(item, signer, bench, book, at=at)
    held = whose.holder(person)
    if held is None:
        names = ", ".join(f"{each.appointment.name} ({each.appointment.title})" for each in whose.holders)
        says = N_("An urgent sign-off is ratified by whoever signs off: %(names)s.")
        none = N_("Nobody on the board can ratify this now: it needs the chief, or who stands in and did not sign it.")
        raise Refused((Reasons(book, at.date()).no("turn", says if names else none, urgent.RULE, names=names),))
    move = Move("ratify", state, state, Duty.HOLDER, urgent.RULE)
    return Permit(move, held.appointment, held.capacity, urgent.RULE, held.in_place_of, held.paper)
