"""Another unit's opinion on a frozen copy: who may ask for it, who gives it, once (a convention of the board).

Whoever holds the turn of an item asks; the digest asked about stays that of the answer, whatever becomes of the item
meanwhile. Who answers for a unit is worked out at the instant of the answer, as for its items (Điều 5 khoản 2). A
question that is left open holds the item up only where the board's rules say so.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from chauphe.core.authority import Bench
from chauphe.core.chain import Holder, Passage, Step, turn
from chauphe.core.item import ItemFacts, Permit, whose_turn
from chauphe.core.moves import SIGNS, Duty, Move, State
from chauphe.core.refusal import N_, Reasons, Refusal, Refused
from chauphe.regulation.book import Book

ASK, ANSWER = "consult", "answer"
INTERNAL = frozenset({ASK, ANSWER})
"""Acts that are the board's own business: no part of an item's way, and never opened to the public."""

RULE_ASK, RULE_ANSWER, RULE_BLOCKS = "consultation.ask", "consultation.answer", "consultation.blocks"
ASKABLE = frozenset({State.IN_EDITING, State.IN_MODERATION, State.AWAITING_SIGN_OFF})
"""The states in which somebody on the board decides on the words."""

GOING_ON = frozenset({"forward", "moderate", *SIGNS})
"""The steps that an open question may hold up; an item can always be returned."""


class Opinion(StrEnum):
    """The answers that a unit gives; all but the first say why."""

    AGREES = "agrees"
    REMARKS = "remarks"
    DISAGREES = "disagrees"


class Blocks(StrEnum):
    """Until when an open question holds an item up, as the board has it."""

    NEVER = "never"
    UNTIL_DEADLINE = "until_deadline"
    UNTIL_ANSWERED = "until_answered"


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody asks units about what was on their screen; `until` is the last day for an answer.

    `units` are the names of those asked, by code, and `open` the codes of those asked before that have not answered.
    """

    person: str
    board: str
    units: Mapping[str, str]
    open: frozenset[str]
    text: str
    until: date
    seen: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked of a unit; `barred` are the people who may not answer it: who asked, and the item's writers."""

    board: str
    unit: str
    name: str
    barred: frozenset[str]
    until: date
    answered: bool = False

    def late(self, on: date) -> bool:
        """Say whether an answer on this day comes after the last one for it."""
        return on > self.until


def answerers(unit: str, barred: frozenset[str], bench: Bench, book: Book, *, at: datetime) -> tuple[Holder, ...]:
    """Return who answers for a unit at an instant: its board members, or failing them the deputy in charge."""
    others = replace(bench, appointments=tuple(each for each in bench.appointments if each.person not in barred))
    return turn(Step.EDIT, Passage(unit, "", frozenset()), others, book, at=at).holders


def permit_to_ask(asking: Asking, item: ItemFacts, bench: Bench, book: Book) -> Permit:
    """Return under what a question is recorded, or raise Refused with every reason against it."""
    reasons = Reasons(book, asking.at.date())
    if asking.board != item.board or bench.board != item.board:
        raise Refused((reasons.no("board", N_("This item belongs to another board."), RULE_ASK),))
    if not book.rule(RULE_ASK, on=asking.at.date()).value:
        raise Refused((reasons.no("rule", N_("This board does not ask other units."), RULE_ASK),))
    holder = holder_of(item, asking.person, bench, book, at=asking.at)
    against = (*_item(asking, item, reasons), *_brought(asking, reasons), *_asked(asking, item, bench, reasons))
    if holder is None:
        against = (*_not_yours(item, bench, reasons, asking.at), *against)
    if holder is None or against:
        raise Refused(against)
    return _permit(ASK, item.state, holder, RULE_ASK)


def holder_of(item: ItemFacts, person: str, bench: Bench, book: Book, *, at: datetime) -> Holder | None:
    """Return how this person holds the turn of an item on which others may be asked; None where they do not."""
    if item.state not in ASKABLE or not book.rule(RULE_ASK, on=at.date()).value:
        return None
    whose = whose_turn(item, bench, book, at=at)
    return whose.holder(person) if whose else None


def permit_to_answer(
    question: Question, person: str, opinion: str, text: str, state: State, bench: Bench, book: Book, *, at: datetime
) -> Permit:
    """Return under what an answer is recorded, or raise Refused with every reason against it."""
    reasons = Reasons(book, at.date())
    holders = answerers(question.unit, question.barred, bench, book, at=at) if bench.board == question.board else ()
    mine = next((each for each in holders if each.appointment.person == person), None)
    against: list[Refusal] = []
    if question.answered:
        says = N_("%(unit)s has answered already; an answer is given once and stays as it is.")
        against.append(reasons.no("answered", says, RULE_ANSWER, unit=question.name))
    if mine is None:
        against.append(_not_your_answer(question, holders, reasons))
    if opinion not in set(Opinion):
        against.append(reasons.no("opinion", N_("Choose one of the answers."), RULE_ANSWER))
    elif opinion != Opinion.AGREES and not text.strip():
        against.append(reasons.no("text", N_("Write what is to be changed, or why not."), RULE_ANSWER))
    if mine is None or against:
        raise Refused(tuple(against))
    return _permit(ANSWER, state, mine, RULE_ANSWER)


def against_going_on(verb: str, still_open: Iterable[Question], book: Book, *, on: date) -> tuple[Refusal, ...]:
    """Say why an item may not take this step while units have not answered, where the board waits for them."""
    blocks = Blocks(book.rule(RULE_BLOCKS, on=on).value)
    if verb not in GOING_ON or blocks is Blocks.NEVER:
        return ()
    waited = [each for each in still_open if blocks is Blocks.UNTIL_ANSWERED or not each.late(on)]
    if not waited:
        return ()
    says = N_("An answer is still waited for: %(units)s.")
    told = ", ".join(f"{each.name} ({each.until:%d/%m/%Y})" for each in waited)
    return (Reasons(book, on).no("consulting", says, RULE_BLOCKS, units=told),)


def _permit(verb: str, state: State, holder: Holder, rule: str) -> Permit:
    move = Move(verb, state, state, Duty.HOLDER, rule)
    return Permit(move, holder.appointment, holder.capacity, rule, holder.in_place_of, holder.paper)


def _item(asking: Asking, item: ItemFacts, reasons: Reasons) -> Iterator[Refusal]:
    if item.state not in ASKABLE:
        says = N_("Other units are asked while the item is being decided on; it is now at “%(state)s”.")
        yield reasons.no("state", says, RULE_ASK, state=f"state:{item.state}")
    if not item.digest or asking.seen != item.digest:
        says = N_("The text has changed since you opened it. Read the new text, then ask.")
        yield reasons.no("digest", says, RULE_ASK)
    elif item.unfrozen:
        says = N_("The text was changed and not yet kept. Open it, keep or undo the change, then ask.")
        yield reasons.no("unfrozen", says, RULE_ASK)


def _brought(asking: Asking, reasons: Reasons) -> Iterator[Refusal]:
    if not asking.units:
        yield reasons.no("units", N_("Choose the unit that is asked."), RULE_ASK)
    if not asking.text.strip():
        yield reasons.no("text", N_("Write what you ask."), RULE_ASK)
    if asking.until < asking.at.date():
        yield reasons.no("until", N_("The last day for an answer is over already."), RULE_ASK)


def _asked(asking: Asking, item: ItemFacts, bench: Bench, reasons: Reasons) -> Iterator[Refusal]:
    barred = item.passage.authors | {asking.person}
    waited = {bench.placed(unit) for unit in asking.open}
    for unit, name in asking.units.items():
        if unit in bench.former:
            says = N_("%(unit)s does not exist on this day. Choose the unit that does its work now.")
            yield reasons.no("unit_closed", says, RULE_ASK, unit=name)
        elif bench.placed(unit) == bench.placed(item.unit):
            yield reasons.no("own_unit", N_("The item is of %(unit)s itself. Ask another unit."), RULE_ASK, unit=name)
        elif bench.placed(unit) in waited:
            says = N_("%(unit)s has been asked about this item and has not answered yet.")
            yield reasons.no("asked", says, RULE_ASK, unit=name)
        elif not answerers(unit, barred, bench, reasons.book, at=asking.at):
            says = N_("Nobody could answer for %(unit)s: nobody but you and the item's writers answers for it now.")
            yield reasons.no("nobody", says, RULE_ASK, unit=name)


def _not_yours(item: ItemFacts, bench: Bench, reasons: Reasons, at: datetime) -> Iterator[Refusal]:
    whose = whose_turn(item, bench, reasons.book, at=at) if item.state in ASKABLE else None
    if whose is not None:
        names = ", ".join(f"{each.appointment.name} ({each.appointment.title})" for each in whose.holders)
        says = N_("Whoever decides on the item now asks other units: %(names)s.")
        yield reasons.no("turn", says, RULE_ASK, names=names or "…")


def _not_your_answer(question: Question, holders: tuple[Holder, ...], reasons: Reasons) -> Refusal:
    names = ", ".join(f"{each.appointment.name} ({each.appointment.title})" for each in holders)
    says = N_("The answer of %(unit)s is given by: %(names)s.")
    return reasons.no("turn", says, RULE_ANSWER, unit=question.name, names=names or "…")
