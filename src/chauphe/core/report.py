"""What was done in the chief's place is reported back, and the chief acknowledges it (Điều 7 khoản 3)."""

from datetime import datetime

from chauphe.core import urgent
from chauphe.core.authority import Appointment, Bench, Capacity, Role
from chauphe.core.chain import Passage
from chauphe.core.item import Permit
from chauphe.core.moves import URGENT, Duty, Move, State
from chauphe.core.refusal import N_, Reasons, Refusal, Refused
from chauphe.regulation.book import Book

RULE = "absence.report_back"
RATIFIED = {"take_down_at_once": "move.take_down_at_once", URGENT: urgent.RULE}
"""The acts that the chief has to ratify, each with the rule that says so."""


def is_reported(permit: Permit, book: Book, *, at: datetime) -> bool:
    """Say whether an act has to be put before the chief.

    One in the chief's place, on a board whose regulation asks for it; and what was decided at once or urgently, by
    somebody whose turn it was not. That a report was read is no decision.
    """
    place = permit.in_place_of
    in_the_chiefs = place is not None and place.role is Role.EDITOR_IN_CHIEF
    if permit.move.verb == "acknowledge":
        return False
    return permit.move.verb in RATIFIED or (in_the_chiefs and bool(book.rule(RULE, on=at.date()).value))


def reader_of(actor: str, bench: Bench, book: Book, *, at: datetime) -> Appointment | None:
    """Return who reads what somebody did: the chief, or who is next on the ladder where the chief did it themselves.

    It waits for a chief who is away; None where the board has no chief, or nobody else is there.
    """
    chief = urgent.chief_of(bench, on=at.date())
    if chief is None or chief.person != actor:
        return chief
    for role in book.rule("absence.ladder", on=at.date()).value:
        for office in bench.holding(Role(role), on=at.date()):
            if office.person != actor and not bench.away(office.person, at):
                return office
    return None


def permit_to_acknowledge(
    person: str, state: State, bench: Bench, book: Book, *, at: datetime, about: str = "", actor: str = ""
) -> Permit:
    """Let the chief acknowledge a report, or ratify an act that needs it; nobody does so with an act of their own.

    `about` is the verb of that act, `actor` who did it. A chief who is away may read, and not ratify. Raises Refused.
    """
    reasons = Reasons(book, at.date())
    verb, rule = ("ratify", RATIFIED[about]) if about in RATIFIED else ("acknowledge", RULE)
    reader = reader_of(actor, bench, book, at=at)
    if reader is None or reader.person != person:
        raise Refused((_not_read(person, actor, reader, rule, bench, reasons),))
    if verb == "ratify" and bench.away(person, at):
        raise Refused((reasons.no("away", N_("You are recorded as away. End the absence first, then ratify."), rule),))
    move = Move(verb, state, state, Duty.HOLDER, rule)
    if reader.role is Role.EDITOR_IN_CHIEF:
        return Permit(move, reader, Capacity.OWN, rule)
    return Permit(move, reader, Capacity.FOR, rule, urgent.chief_of(bench, on=at.date()))


def _not_read(
    person: str, actor: str, reader: Appointment | None, rule: str, bench: Bench, reasons: Reasons
) -> Refusal:
    chief = urgent.chief_of(bench, on=reasons.on)
    if chief is None or not chief.person == actor == person:
        says = N_("What was done in the chief's place is acknowledged by the chief alone.")
        return reasons.no("chief", says, RULE)
    if reader is None:
        alone = N_("You did this yourself, so somebody else acknowledges it, and nobody else can now.")
        return reasons.no("own_report", alone, rule)
    says = N_("You did this yourself, so somebody else acknowledges it: %(names)s.")
    return reasons.no("own_report", says, rule, names=f"{reader.name} ({reader.title})")


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
