"""Whether authority may be given: in writing, for a time and a matter, by whoever holds it, and never handed on.

This is asked once, when a delegation is made (Điều 4 khoản 3; Nghị định 30/2020/NĐ-CP Điều 13 khoản 3). Whether it
holds is worked out at the instant of each act, by `core.chain`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from chauphe.core.authority import DEPUTIES, Appointment, Bench, Capacity, Delegation, Role
from chauphe.core.refusal import N_, Reasons, Refusal
from chauphe.regulation.book import Book

RULE = "delegation.by_chief"
POWERS = {Role.EDITOR_IN_CHIEF: frozenset({"sign_off", "recall", "withdraw", "take_down"})}
"""Whose power the regulation lets them give, and what it is: to moderate, put forward or publish is other offices'.

Each is given only where it is named. Whoever is given the signing off decides on what awaits it: signs, changes,
returns or refuses it, and asks other units first.
"""
GIVERS = frozenset(POWERS)

GRACE = timedelta(minutes=1)
"""How far "from now on" may lie back: as long as a form is on its way."""


def capacity_of(office: Appointment) -> Capacity:
    """Return how a delegate signs: a deputy in the head's place (KT.), anybody else by delegation (TUQ.)."""
    return Capacity.FOR if office.role in DEPUTIES else Capacity.BY_DELEGATION


def as_named(delegation: Delegation, bench: Bench) -> Delegation:
    """Return a delegation with its units as they are called now.

    A paper means the unit that it names. Of one that was merged it reaches nothing any more: what came of it is
    another unit, about which the paper says nothing; and what another unit brought along is not in the paper either.
    """
    if not delegation.units or not bench.renamed:
        return delegation
    return replace(delegation, units=frozenset(bench.renamed.get(unit, unit) for unit in delegation.units))


def office_of(delegation: Delegation, bench: Bench, book: Book, *, at: datetime) -> Appointment | None:
    """Return the office by which the delegate acts at an instant; None where the delegation does not hold then."""
    if not delegation.covers(at):
        return None
    allowed = book.rule(RULE, on=at.date()).value
    offices = bench.of(delegation.delegate, at.date())
    return next((office for office in offices if office.role in allowed), None)


def against(
    new: Delegation, others: Iterable[Delegation], bench: Bench, book: Book, *, by: str, at: datetime
) -> tuple[Refusal, ...]:
    """Say every reason why a delegation may not be given.

    `others` are those of the board; `bench` has everybody who will be in office while it lasts, and every unit that
    changes its name.
    """
    reasons = Reasons(book, at.date())
    live = [as_named(other, bench) for other in others if other.id != new.id and other.ends > at]
    return (
        *_form(new, reasons, at),
        *_giver(new, bench, reasons, by=by, at=at),
        *_delegate(new, bench, reasons),
        *_clashes(as_named(new, bench), live, bench, reasons),
    )


def _form(new: Delegation, reasons: Reasons, at: datetime) -> Iterator[Refusal]:
    if not new.moves:
        yield reasons.no("moves", N_("Say what is delegated."), RULE)
    if not new.moves <= POWERS.get(new.giver.role, new.moves):
        says = N_(
            "Nobody gives what belongs to another office: "
            "the chief delegates signing off, taking an approval back, withdrawing and taking down."
        )
        yield reasons.no("power", says, RULE)
    if not new.kinds <= frozenset(reasons.book.rule("item.kinds", on=reasons.on).value):
        # To leave out a limit that is not known would make no limit of it.
        yield reasons.no("kind", N_("The board has no such kind of item. Choose again."), RULE)
    if not new.paper.strip():
        yield reasons.no(
            "paper", N_("A delegation is given in writing: name the paper, with its number and day."), RULE
        )
    if new.until <= new.since:
        yield reasons.no("span", N_("A delegation ends after it begins."), RULE)
    if new.since < at - GRACE:
        yield reasons.no(
            "past", N_("A delegation holds from now on or from a later day, never for what is past."), RULE
        )


def _giver(new: Delegation, bench: Bench, reasons: Reasons, *, by: str, at: datetime) -> Iterator[Refusal]:
    office = new.giver
    if office.person != by or office.role not in GIVERS:
        says = N_("Only whoever holds a power by their own office delegates it; what was delegated is not handed on.")
        yield reasons.no("giver", says, RULE)
    elif not any(each.id == office.id for each in bench.of(office.person, at.date())):
        yield reasons.no("giver_office", N_("You do not hold this office today."), RULE)
    if office.until is not None and _last_day(new) > office.until:
        yield reasons.no("giver_leaves", N_("Your own office ends before this delegation would."), RULE)


def _last_day(new: Delegation) -> date:
    """Return the last day on which it holds: one that ends at midnight ends with the day before."""
    return (new.until - timedelta(microseconds=1)).date()


def _delegate(new: Delegation, bench: Bench, reasons: Reasons) -> Iterator[Refusal]:
    if new.delegate == new.giver.person:
        yield reasons.no("self", N_("Nobody delegates to themselves."), RULE)
        return
    allowed = reasons.book.rule(RULE, on=reasons.on).value
    offices = [each for each in bench.appointments if each.person == new.delegate and each.role in allowed]
    if not any(each.holds(new.since.date()) and each.holds(_last_day(new)) for each in offices):
        titles = " / ".join(str(reasons.book.rule(f"role.{role}", on=reasons.on).value) for role in allowed)
        says = N_("For all of this time the delegate must hold one of these offices: %(offices)s.")
        yield reasons.no("delegate", says, RULE, offices=titles)


def _clashes(new: Delegation, live: list[Delegation], bench: Bench, reasons: Reasons) -> Iterator[Refusal]:
    names = {each.person: each.name for each in bench.appointments}
    meeting = [other for other in live if other.meets(new)]
    for other in meeting:
        if other.giver.person == new.giver.person:
            says = N_("The same matter is delegated to %(name)s at that time already. Revoke that delegation first.")
            yield reasons.no("overlap", says, RULE, name=names.get(other.delegate, ""))
    if new.giver.person in _reached(new.delegate, meeting):
        says = N_("%(name)s has delegated the same matter at that time: it would come back to you in a circle.")
        yield reasons.no("circle", says, RULE, name=names.get(new.delegate, ""))


def _reached(person: str, delegations: list[Delegation]) -> set[str]:
    """Return everybody to whom a person's powers lead over any number of delegations."""
    found: set[str] = set()
    edge = {person}
    while edge:
        edge = {each.delegate for each in delegations if each.giver.person in edge} - found
        found |= edge
    return found
