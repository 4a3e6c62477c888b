"""Whose turn it is: unit and remit lead to a deputy, then the chief, then the secretary (Điều 3 to 7).

For each step there is a ladder of people. Whoever wrote the item, took the step before, or is away is passed over
with the reason, and the next takes the turn. Where nobody is left, the answer says who is missing instead of
guessing. Nobody signs off in the place of a chief whom the board does not have: Điều 7 khoản 3 speaks of one who is
away, and a vacant post is filled by a decision (Điều 3), not by a ladder.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chauphe.core.authority import DEPUTIES, Appointment, Bench, Capacity, Role
from chauphe.core.delegation import POWERS, RULE, as_named, capacity_of, office_of
from chauphe.regulation.book import Book


class Step(StrEnum):
    """The work that an item waits for."""

    EDIT = "edit"
    MODERATE = "moderate"
    SIGN_OFF = "sign_off"
    PUBLISH = "publish"


class Bar(StrEnum):
    """Why somebody on the ladder is passed over."""

    AUTHOR = "author"
    FORWARDED = "forwarded"
    EDITED = "edited"
    MODERATED = "moderated"
    OWN_EDIT = "own_edit"
    SIGNED = "signed"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Passage:
    """What of an item decides whose turn it is; people are ids.

    `edited_by` are all who kept a change of the words while it was edited, `last_editor` kept its newest words, and
    `signed_by` approved them.
    """

    unit: str
    section: str
    authors: frozenset[str]
    forwarded_by: str | None = None
    moderated_by: str | None = None
    kind: str = ""
    edited_by: frozenset[str] = frozenset()
    last_editor: str | None = None
    signed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """Somebody who was passed over, and why."""

    appointment: Appointment
    bar: Bar


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may take the step now: office, capacity, whose place they take, and the rule that says so.

    `paper` names the written delegation, where it is one that says so.
    """

    appointment: Appointment
    capacity: Capacity
    rule: str
    in_place_of: Appointment | None = None
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn a step is. No holders means that somebody is missing; `passed` says who was passed over."""

    step: Step
    holders: tuple[Holder, ...]
    passed: tuple[Passed, ...]
    missing: Role
    rule: str

    @property
    def vacant(self) -> bool:
        """Whether nobody holds the office that the step needs, so that nobody could be passed over either."""
        return not self.holders and not self.passed

    def holder(self, person: str) -> Holder | None:
        """Return how this person may act, or None."""
        return next((each for each in self.holders if each.appointment.person == person), None)


@dataclass(frozen=True, slots=True)
class _Rung:
    """People of equal standing on a ladder; `stands_in` marks a rung below the first."""

    people: tuple[Appointment, ...]
    stands_in: bool


def turn(step: Step, item: Passage, bench: Bench, book: Book, *, at: datetime, power: str = "") -> Turn:
    """Say who may take a step at an instant (`at` in the board's own time zone).

    An item of a unit that is no more is its successor's. `power` is what a delegation must have named for its bearer
    to have the turn: the step's own decision, unless it is a matter of its own (to recall, to withdraw, to take down).
    """
    named, item = bench.named(item.unit), replace(item, unit=bench.placed(item.unit))
    rule = _rule_of(step, item, bench)
    passed: list[Passed] = []
    for rung in _ladder(step, item, bench, book, at):
        free: list[Appointment] = []
        for appointment in rung.people:
            bar = bar_of(step, appointment, item, bench, book, at)
            if bar is None:
                free.append(appointment)
            else:
                passed.append(Passed(appointment, bar))
        holders = tuple(_holder(step, each, rung, passed, rule) for each in free)
        if not rung.stands_in:
            # Whoever was given the matter in writing acts beside its proper holder, and before the ladder does.
            holders += tuple(_delegates(step, power or step, named, item, bench, book, at, passed))
        if holders:
            return Turn(step, holders, tuple(passed), _office(step, item, bench), rule)
    return Turn(step, (), tuple(passed), _office(step, item, bench), rule)


def _delegates(
    step: Step,
    power: str,
    unit: str | None,
    item: Passage,
    bench: Bench,
    book: Book,
    at: datetime,
    passed: list[Passed],
) -> Iterator[Holder]:
    """Yield who may take the step by a delegation that holds now; those who are barred are noted in `passed`."""
    for each in bench.delegations:
        office = office_of(each, bench, book, at=at) if power in POWERS.get(each.giver.role, ()) else None
        given = as_named(each, bench)
        if office is None or not given.reaches(power, unit=unit, section=item.section, kind=item.kind):
            continue
        bar = bar_of(step, office, item, bench, book, at)
        if bar is None:
            yield Holder(office, capacity_of(office), RULE, each.giver, each.paper)
        else:
            passed.append(Passed(office, bar))


def _rule_of(step: Step, item: Passage, bench: Bench) -> str:
    if step is Step.MODERATE and item.unit == bench.organisation_unit:
        return "chain.moderate.organisation_unit"
    return {
        Step.EDIT: "chain.forward",
        Step.MODERATE: "chain.moderate",
        Step.SIGN_OFF: "chain.sign_off",
        Step.PUBLISH: "chain.publish",
    }[step]


def _office(step: Step, item: Passage, bench: Bench) -> Role:
    if step is Step.MODERATE:
        return Role.STANDING_DEPUTY if item.unit == bench.organisation_unit else Role.DEPUTY_EDITOR
    return {Step.EDIT: Role.BOARD_MEMBER, Step.SIGN_OFF: Role.EDITOR_IN_CHIEF, Step.PUBLISH: Role.SECRETARY}[step]


def _ladder(step: Step, item: Passage, bench: Bench, book: Book, at: datetime) -> Iterator[_Rung]:
    """Yield the rungs for a step, the proper holder first."""
    on = at.date()
    if step is Step.PUBLISH:
        yield _Rung(tuple(bench.holding(Role.SECRETARY, on=on)), stands_in=False)
    elif step is Step.EDIT:
        members = bench.holding(Role.BOARD_MEMBER, on=on)
        yield _Rung(tuple(each for each in members if each.answers_for(item.unit, item.section)), stands_in=False)
        yield _Rung(_in_charge(item, bench, at), stands_in=True)
    elif step is Step.MODERATE:
        proper = _in_charge(item, bench, at)
        yield _Rung(proper, stands_in=False)
        yield from _substitutes(book.rule("moderation.ladder", on=on).value, bench, at, besides=proper)
        if book.rule("separation.moderator_and_signer", on=on).value == "chief_when_alone":
            yield _Rung(tuple(bench.holding(Role.EDITOR_IN_CHIEF, on=on)), stands_in=True)
    elif chiefs := tuple(bench.holding(Role.EDITOR_IN_CHIEF, on=on)):
        yield _Rung(chiefs, stands_in=False)
        yield from _substitutes(book.rule("absence.ladder", on=on).value, bench, at, besides=())


def answering(item: Passage, bench: Bench, at: datetime) -> tuple[Appointment, ...]:
    """Return whose work an item of this unit and section is: the board members who edit it, and the deputies."""
    item = replace(item, unit=bench.placed(item.unit))
    members = bench.holding(Role.BOARD_MEMBER, on=at.date())
    return *(each for each in members if each.answers_for(item.unit, item.section)), *_in_charge(item, bench, at)


def _in_charge(item: Passage, bench: Bench, at: datetime) -> tuple[Appointment, ...]:
    """Return the deputies whose remit holds the item: by the organisation unit, by unit, then by section."""
    on = at.date()
    if item.unit == bench.organisation_unit:
        return tuple(bench.holding(Role.STANDING_DEPUTY, on=on))
    deputies = tuple(bench.holding(*DEPUTIES, on=on))
    by_unit = tuple(each for each in deputies if item.unit in each.units)
    return by_unit or tuple(each for each in deputies if item.section in each.sections)


def _substitutes(roles: list[str], bench: Bench, at: datetime, *, besides: tuple[Appointment, ...]) -> Iterator[_Rung]:
    """Yield one rung a person, in the order of the regulation and, within a role, of rank."""
    for role in roles:
        for appointment in bench.holding(Role(role), on=at.date()):
            if appointment not in besides:
                yield _Rung((appointment,), stands_in=True)


def bar_of(step: Step, appointment: Appointment, item: Passage, bench: Bench, book: Book, at: datetime) -> Bar | None:
    """Say why this person may not take this step of this item, or None."""
    person = appointment.person
    if bench.away(person, at):
        return Bar.AWAY
    if step is Step.PUBLISH:
        return _bar_of_signer(person, item, book, at)
    if step not in (Step.MODERATE, Step.SIGN_OFF):
        return None
    if person in item.authors:
        return Bar.AUTHOR
    if person == item.forwarded_by:
        return Bar.FORWARDED
    if person in item.edited_by:
        return Bar.EDITED
    if step is not Step.SIGN_OFF:
        return None
    if person == item.moderated_by and not _may_do_both(appointment, book, at):
        return Bar.MODERATED
    own = person == item.last_editor and not _may_sign_own_words(appointment, book, at)
    return Bar.OWN_EDIT if own else None


def _bar_of_signer(person: str, item: Passage, book: Book, at: datetime) -> Bar | None:
    """Keep whoever approved an item from sending it out, unless the board has it otherwise."""
    apart = book.rule("separation.signer_and_publisher", on=at.date()).value == "distinct"
    return Bar.SIGNED if apart and person == item.signed_by else None


def _may_sign_own_words(appointment: Appointment, book: Book, at: datetime) -> bool:
    """Whether the chief, who answers for everything, signs off words changed last; in the chief's place nobody does."""
    return appointment.role is Role.EDITOR_IN_CHIEF and bool(book.rule("sign_off.own_edit", on=at.date()).value)


def _may_do_both(appointment: Appointment, book: Book, at: datetime) -> bool:
    """Whether a chief who had to moderate for want of a deputy may also sign off: a rule of the board."""
    both = book.rule("separation.moderator_and_signer", on=at.date()).value
    return both == "chief_when_alone" and appointment.role is Role.EDITOR_IN_CHIEF


_STANDS_IN = {
    Bar.AUTHOR: "separation.author",
    Bar.FORWARDED: "separation.author",
    Bar.EDITED: "separation.author",
    Bar.MODERATED: "separation.moderator_and_signer",
    Bar.OWN_EDIT: "sign_off.own_edit",
    Bar.AWAY: "absence.ladder",
}


def _holder(step: Step, appointment: Appointment, rung: _Rung, passed: list[Passed], rule: str) -> Holder:
    if not rung.stands_in:
        return Holder(appointment, Capacity.OWN, rule)
    replaced = passed[0].appointment if passed else None
    if step is Step.SIGN_OFF:
        # Whoever stands in comes after a chief who was passed over: the bar says by which rule.
        return Holder(appointment, Capacity.FOR, _STANDS_IN[passed[0].bar], replaced)
    if step is Step.EDIT:
        return Holder(appointment, Capacity.OWN, "chain.moderate", replaced)
    return Holder(appointment, Capacity.OWN, "moderation.ladder", replaced)
