"""Who is missing on a board, so that nothing anybody writes comes to a stop for want of somebody who may act.

Each question is put to the core as an item would put it: an item of every unit is sent down the chain, written by
somebody outside the board and then by each person on it. What the answer lacks is said with its clause (Điều 3 to 7).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chauphe.core.authority import Appointment, Bench, Role
from chauphe.core.chain import Passage, Step, Turn, turn
from chauphe.core.refusal import N_, Reasons, Refusal
from chauphe.regulation.book import Book

DECIDES = frozenset({Role.EDITOR_IN_CHIEF, Role.STANDING_DEPUTY, Role.DEPUTY_EDITOR})
"""Who owes no items: where their own come to a stop, the board still works, and is told."""

_OF_UNITS = {
    Step.EDIT: N_("Nobody could put forward the items of %(units)s. Missing: %(office)s."),
    Step.MODERATE: N_("Nobody could moderate the items of %(units)s. Missing: %(office)s."),
    Step.SIGN_OFF: N_("Nobody could sign off the items of %(units)s. Missing: %(office)s."),
    Step.PUBLISH: N_("Nobody could publish the items of %(units)s. Missing: %(office)s."),
}
_OF_AUTHOR = {
    Step.EDIT: N_("Nobody could put forward what %(author)s writes (%(units)s). Missing: another %(office)s."),
    Step.MODERATE: N_("Nobody could moderate what %(author)s writes (%(units)s). Missing: another %(office)s."),
    Step.SIGN_OFF: N_("Nobody could sign off what %(author)s writes (%(units)s). Missing: another %(office)s."),
    Step.PUBLISH: N_("Nobody could publish what %(author)s writes (%(units)s). Missing: another %(office)s."),
}
_NO_MEMBER = N_(
    "No board member answers for %(units)s, so the deputy puts their items forward, and nobody else may moderate them."
)


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing: without `lacking` the board cannot work; `cautions` stop some items only."""

    lacking: tuple[Refusal, ...]
    cautions: tuple[Refusal, ...]


def gaps(bench: Bench, units: Mapping[str, str], book: Book, *, at: datetime, apart: bool = False) -> Gaps:
    """Say who is missing at an instant (board's own time zone); `units` are names by code.

    An item comes to a stop at the first step that nobody can take. With `apart` the later steps are asked for too, as
    for items that have come that far already.
    """
    reasons = Reasons(book, max(at.date(), book.since))
    offices = tuple(_offices(bench, units, reasons, at))
    stopped = tuple(_stops(None, bench, tuple(units), book, at))
    later = tuple(_apart(stopped, bench, tuple(units), book, at)) if apart else ()
    lacking = [*offices, *_told(None, (*stopped, *later), bench, units, reasons)]
    cautions: list[Refusal] = []
    dead = {unit for unit, _turn in stopped}
    for author in _authors(bench, at):
        own = [unit for unit in units if unit not in dead and (not author.units or unit in author.units)]
        told = list(_told(author, tuple(_stops(author, bench, tuple(own), book, at)), bench, units, reasons))
        held = {each.role for each in bench.of(author.person, at.date())}
        (cautions if held & DECIDES else lacking).extend(told)
    return Gaps(_once(lacking), _once(cautions))


def _once(told: Iterable[Refusal]) -> tuple[Refusal, ...]:
    """Leave out what is said already."""
    return tuple({each.says % each.params: each for each in told}.values())


def _offices(bench: Bench, units: Mapping[str, str], reasons: Reasons, at: datetime) -> Iterator[Refusal]:
    """Yield what is wrong with the offices that there is one of."""
    on = at.date()
    chiefs, standing = (
        [each.name for each in bench.holding(role, on=on)] for role in (Role.EDITOR_IN_CHIEF, Role.STANDING_DEPUTY)
    )
    if not chiefs:
        yield reasons.no("chief", N_("The board has no editor-in-chief."), "role.editor_in_chief")
    if len(chiefs) > 1:
        says = N_("There is one editor-in-chief, not several: %(names)s.")
        yield reasons.no("chiefs", says, "role.editor_in_chief", names=", ".join(chiefs))
    if len(standing) > 1:
        says = N_("There is one standing deputy, not several: %(names)s.")
        yield reasons.no("standing", says, "role.standing_deputy", names=", ".join(standing))
    if next(bench.holding(Role.SECRETARY, on=on), None) is None:
        yield reasons.no("secretary", N_("The board has no secretary."), "role.secretary")
    if not units:
        yield reasons.no("units", N_("The board has no unit that could send in items."), "chain.submit")
    elif bench.organisation_unit is None:
        says = N_("No unit is marked as the organisation unit, whose items the standing deputy moderates.")
        yield reasons.no("organisation", says, "chain.moderate.organisation_unit")


def _authors(bench: Bench, at: datetime) -> Iterator[Appointment]:
    """Yield each person once, as holding all of their units; whoever has an office without units has every unit."""
    offices: dict[str, list[Appointment]] = {}
    for each in bench.appointments:
        if each.holds(at.date()):
            offices.setdefault(each.person, []).append(each)
    for held in offices.values():
        units = frozenset() if any(not each.units for each in held) else frozenset().union(*(e.units for e in held))
        yield replace(held[0], units=units)


def _stops(
    author: Appointment | None, bench: Bench, units: tuple[str, ...], book: Book, at: datetime
) -> Iterator[tuple[str, Turn]]:
    """Yield the units whose items come to a stop, each with the turn that nobody could take."""
    for unit in units:
        end = _walk(unit, frozenset({author.person}) if author else frozenset(), bench, book, at)
        if end is not None:
            yield unit, end


def _apart(
    stopped: tuple[tuple[str, Turn], ...], bench: Bench, units: tuple[str, ...], book: Book, at: datetime
) -> Iterator[tuple[str, Turn]]:
    """Yield the units with the steps that nobody could take, but for those at which their items stop anyway."""
    known = {(unit, end.step) for unit, end in stopped}
    for unit in units:
        for step in Step:
            end = turn(step, Passage(unit, "", frozenset()), bench, book, at=at)
            if not end.holders and (unit, step) not in known:
                yield unit, end


def _walk(unit: str, authors: frozenset[str], bench: Bench, book: Book, at: datetime) -> Turn | None:
    """Send an item down the chain by every hand that could take it; None if one way leads to the end."""
    edit = turn(Step.EDIT, Passage(unit, "", authors), bench, book, at=at)
    stop: Turn = edit
    for first in edit.holders:
        forwarded = Passage(unit, "", authors, first.appointment.person)
        moderate = turn(Step.MODERATE, forwarded, bench, book, at=at)
        stop = _later(stop, moderate)
        for second in moderate.holders:
            done = Passage(unit, "", authors, first.appointment.person, second.appointment.person)
            sign_off, publish = (turn(step, done, bench, book, at=at) for step in (Step.SIGN_OFF, Step.PUBLISH))
            if sign_off.holders and publish.holders:
                return None
            stop = _later(stop, publish if sign_off.holders else sign_off)
    return stop


def _later(one: Turn, other: Turn) -> Turn:
    order = list(Step)
    return one if order.index(one.step) > order.index(other.step) else other


def _told(
    author: Appointment | None, stops: tuple[tuple[str, Turn], ...], bench: Bench, units: Mapping[str, str],
    reasons: Reasons,
) -> Iterator[Refusal]:  # fmt: skip
    """Yield one sentence for each step that items stop at, with all units that it concerns."""
    for step in Step:
        at_step: dict[tuple[str, str, str], list[str]] = {}
        for unit, end in stops:
            if end.step is step:
                says = _sentence(step, author, unit, bench, reasons)
                at_step.setdefault((says, end.rule, _wanted(end, author, reasons)), []).append(units[unit])
        for (says, rule, office), names in at_step.items():
            name = author.name if author else ""
            yield reasons.no(f"{step}_stops", says, rule, author=name, units=", ".join(names), office=office)


def _sentence(step: Step, author: Appointment | None, unit: str, bench: Bench, reasons: Reasons) -> str:
    members = bench.holding(Role.BOARD_MEMBER, on=reasons.on)
    if step is Step.MODERATE and not any(each.answers_for(unit, "") for each in members):
        return _NO_MEMBER
    return _OF_AUTHOR[step] if author else _OF_UNITS[step]


def _wanted(end: Turn, author: Appointment | None, reasons: Reasons) -> str:
    """Name the offices of which one more would help: the proper one, or those that stand in for it."""
    ladder = {Step.MODERATE: "moderation.ladder", Step.SIGN_OFF: "absence.ladder"}.get(end.step)
    book, on = reasons.book, reasons.on
    roles = book.rule(ladder, on=on).value if author and ladder else [end.missing]
    return " / ".join(str(book.rule(f"role.{role}", on=on).value) for role in roles)
