"""What stands on the site is looked at again when its section's time is over: by whom, and when (Điều 5 khoản 3).

A section's period and its owner are set by the board; without an owner it is whoever answers for the item's unit and
section. That it is still right is an act on the revision that is live; what is not becomes a new revision.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from chauphe.core.authority import Appointment, Bench, Capacity, Role
from chauphe.core.chain import Passage, answering
from chauphe.core.item import ItemFacts, Permit
from chauphe.core.moves import Duty, Move, State
from chauphe.core.refusal import N_, Reasons, Refusal, Refused
from chauphe.regulation.book import Book

VERB = "review"
RULE, SET_BY, MONTHS = "review.still_right", "review.set_by", "review.months"
MOST_MONTHS = 60
"""The longest period that a section may have."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How often what a section shows is looked at again, and who owns it: a person (id), an office, or neither."""

    section: str
    months: int
    person: str = ""
    role: str = ""


def owners(plan: Plan, unit: str, bench: Bench, *, at: datetime) -> tuple[Appointment, ...]:
    """Return who looks again at what a section shows of a unit at an instant, in ladder order.

    A person who holds no office any more, and an office that nobody holds, leave it to those who answer for the item.
    """
    on = at.date()
    if plan.person and (own := bench.of(plan.person, on)):
        return own[:1]
    if plan.role and (held := tuple(bench.holding(Role(plan.role), on=on))):
        nearer = tuple(each for each in held if each.answers_for(unit, plan.section))
        return nearer or held
    return answering(Passage(unit, plan.section, frozenset()), bench, at)


@dataclass(frozen=True, slots=True)
class Owned:
    """Of which units a person looks again at what a section shows: of these, or of all but these."""

    section: str
    units: frozenset[str]
    all_but: bool


def owned_by(person: str, plans: Iterable[Plan], bench: Bench, *, at: datetime) -> list[Owned]:
    """Return of which sections and units somebody looks at things again; all others are others' work.

    Units that no remit names are one case: who answers for them goes by the section alone.
    """
    named = {unit for each in bench.appointments for unit in each.units} | set(bench.former)
    named |= {bench.organisation_unit} if bench.organisation_unit else set()
    found = []
    for plan in plans:
        mine = {unit for unit in named if _is_among(person, owners(plan, unit, bench, at=at))}
        if _is_among(person, owners(plan, "", bench, at=at)):
            found.append(Owned(plan.section, frozenset(named - mine), all_but=True))
        elif mine:
            found.append(Owned(plan.section, frozenset(mine), all_but=False))
    return found


def _is_among(person: str, offices: Iterable[Appointment]) -> bool:
    return any(each.person == person for each in offices)


@dataclass(frozen=True, slots=True)
class Live:
    """What is on the site of an item: its digest, and the day on which it was published or last found right."""

    digest: str
    last: date


def permit_to_review(
    person: str,
    seen: str,
    live: Live | None,
    plan: Plan | None,
    item: ItemFacts,
    bench: Bench,
    book: Book,
    *,
    at: datetime,
) -> Permit:
    """Return under what it is recorded that what is live is still right, or raise Refused."""
    reasons = Reasons(book, at.date())
    found: list[Refusal] = []
    own = owners(plan, item.unit, bench, at=at) if plan and bench.board == item.board else ()
    mine = next((each for each in own if each.person == person), None)
    if item.state is not State.PUBLISHED:
        says = N_("Only what is published, and not being revised, is looked at again.")
        found.append(reasons.no("state", says, RULE))
    if plan is None:
        found.append(reasons.no("plan", N_("This section has no period of review."), RULE))
    elif mine is None:
        names = ", ".join(f"{each.name} ({each.title})" for each in own) or "…"
        says = N_("What this section shows is looked at again by: %(names)s.")
        found.append(reasons.no("turn", says, RULE, names=names))
    if live is not None and seen != live.digest:
        says = N_("Another copy has been published since you opened it. Read that one, then decide.")
        found.append(reasons.no("digest", says, RULE))
    elif plan and live and at.date() < due_on(live.last, plan.months):
        says = N_("Its time is not over yet: it is read again from %(day)s on.")
        found.append(reasons.no("early", says, RULE, day=f"{due_on(live.last, plan.months):%d/%m/%Y}"))
    if mine is None or found:
        raise Refused(tuple(found))
    return Permit(Move(VERB, item.state, item.state, Duty.HOLDER, RULE), mine, Capacity.OWN, RULE)


def may_plan(person: str, bench: Bench, book: Book, *, at: datetime) -> bool:
    """Say whether somebody sets the periods of review and their owners."""
    roles = book.rule(SET_BY, on=at.date()).value
    return any(office.role in roles for office in bench.of(person, at.date()))


def against_planning(person: str, bench: Bench, book: Book, *, at: datetime) -> tuple[Refusal, ...]:
    """Say why somebody may not."""
    if may_plan(person, bench, book, at=at):
        return ()
    says = N_("How often a section is looked at again is set by the chief or the secretary.")
    return (Reasons(book, at.date()).no("not_theirs", says, SET_BY),)


def due_on(last: date, months: int) -> date:
    """Return the day on which so many months have passed; where the month has no such day, the next one's first."""
    year, month = divmod(last.year * 12 + last.month - 1 + months, 12)
    try:
        return date(year, month + 1, last.day)
    except ValueError:
        return date(year, month + 2, 1)


def last_due(today: date, months: int) -> date:
    """Return the latest day of publication whose review is due today: the other way round."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    for day in range(today.day, 0, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise ValueError(today)
