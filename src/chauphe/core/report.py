"""What was done in the chief's place is reported back, and the chief acknowledges it (Điều 7 khoản 3)."""

from datetime import datetime

from chauphe.core.authority import Bench, Capacity, Role
from chauphe.core.item import Permit
from chauphe.core.moves import Duty, Move, State
from chauphe.core.refusal import N_, Reasons, Refused
from chauphe.regulation.book import Book

RULE = "absence.report_back"
RATIFIED = {"take_down_at_once": "move.take_down_at_once"}
"""The acts that the chief has to ratify, each with the rule that says so."""


def is_reported(permit: Permit, book: Book, *, at: datetime) -> bool:
    """Say whether an act has to be put before the chief.

    One in the chief's place, on a board whose regulation asks for it; and what the secretary took down at once.
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
