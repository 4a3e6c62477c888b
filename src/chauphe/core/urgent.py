"""Urgent sign-off, where the board's regulation allows it: by a named office, owing the chief's ratification.

It is for what cannot wait while those ahead on the ladder are on duty and cannot be reached. Nothing else is left out:
the item has been moderated, and whoever wrote, put forward or moderated it does not sign. Whoever may sign off
ratifies it within so many working hours, or undoes it; when the time is over nothing happens by itself but that it is
shown. The founding regulation does not know it: its ladder always has someone (Điều 7 khoản 3).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from chauphe.core.authority import DEPUTIES, Appointment, Bench, Capacity, Role
from chauphe.core.chain import Bar, Holder, Passage, Step, Turn, bar_of, turn
from chauphe.core.deadline import Calendar, due
from chauphe.core.refusal import N_, Reasons, Refusal
from chauphe.core.term import Term
from chauphe.regulation.book import Book

RULE = "sign_off.urgent"


@dataclass(frozen=True, slots=True)
class Terms:
    """Whom a board lets sign off urgently, how many words the reason has, in how many working hours it is ratified."""

    by: tuple[Role, ...]
    words: int
    hours: int


def terms_of(book: Book, *, on: date) -> Terms | None:
    """Return what a board's regulation says of it on a day; None where it allows none."""
    value = book.rule(RULE, on=on).value
    return Terms(tuple(Role(role) for role in value["by"]), value["words"], value["hours"]) if value else None


def chief_of(bench: Bench, *, on: date) -> Appointment | None:
    """Return the chief who has to ratify."""
    return next(bench.holding(Role.EDITOR_IN_CHIEF, on=on), None)


def candidates(terms: Terms, person: str, bench: Bench, *, on: date) -> list[Appointment]:
    """Return the offices of a person by which the board lets them sign off urgently."""
    return [office for role in terms.by for office in bench.of(person, on) if office.role is role]


def holder_of(person: str, item: Passage, bench: Bench, book: Book, *, at: datetime) -> Holder | Bar | None:
    """Return how this person may sign off urgently, or what bars them; None where it is not theirs at all."""
    on = at.date()
    terms, chief = terms_of(book, on=on), chief_of(bench, on=on)
    offices = candidates(terms, person, bench, on=on) if terms else []
    if not offices or chief is None:
        return None
    bar = bar_of(Step.SIGN_OFF, offices[0], item, bench, book, at)
    if bar is not None:
        return bar
    # A deputy signs in the chief's place, anybody else by order (Nghị định 30/2020/NĐ-CP Điều 13 khoản 1 and 4).
    capacity = Capacity.FOR if offices[0].role in DEPUTIES else Capacity.BY_ORDER
    return Holder(offices[0], capacity, RULE, chief)


def against(person: str, whose: Turn, bench: Bench, reasons: Reasons) -> tuple[Refusal, ...]:
    """Say why it is not this person's; `whose` is the ordinary turn of the sign-off."""
    terms = terms_of(reasons.book, on=reasons.on)
    if terms is None:
        says = N_("This board's regulation knows no urgent sign-off: an item waits for whoever signs off.")
        return (reasons.no("urgent_never", says, RULE),)
    if whose.holder(person) is not None:
        return (reasons.no("own_turn", N_("It is your turn: sign off in the ordinary way."), RULE),)
    if not candidates(terms, person, bench, on=reasons.on):
        titles = ", ".join(str(reasons.book.rule(f"role.{role}", on=reasons.on).value) for role in terms.by)
        says = N_("Only these offices sign off urgently: %(offices)s.")
        return (reasons.no("urgent_office", says, RULE, offices=titles),)
    return ()


def against_reason(reason: str, reasons: Reasons) -> tuple[Refusal, ...]:
    """Say that a reason is too short: everybody reads it beside the item."""
    terms = terms_of(reasons.book, on=reasons.on)
    if terms is None or _words_in(reason) >= terms.words:
        return ()
    says = N_("Say in at least %(words)s words why this cannot wait; everybody can read it beside the item.")
    return (reasons.no("reason", says, RULE, words=str(terms.words)),)


def _words_in(reason: str) -> int:
    """Count what says something: dots and figures alone are no words."""
    return sum(1 for token in reason.split() if any(each.isalpha() for each in token))


def who_ratifies(item: Passage, signer: str, bench: Bench, book: Book, *, at: datetime) -> Turn:
    """Say who may ratify now: the chief, or who lawfully signs off in the chief's place; never whoever signed."""
    return turn(Step.SIGN_OFF, replace(item, authors=item.authors | {signer}), bench, book, at=at)


def term_of(since: datetime, book: Book, calendar: Calendar) -> Term | None:
    """Return until when a sign-off of an instant (board's own time zone) is to be ratified."""
    terms = terms_of(book, on=since.date())
    if terms is None:
        return None
    return Term(since, due(since, {"hours": terms.hours}, calendar), book.rule(RULE, on=since.date()), calendar)
