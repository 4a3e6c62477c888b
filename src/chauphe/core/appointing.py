"""Who may record at the desk that an office or a unit changed (a convention; the paper itself comes from the office).

The change is decided outside, by a paper; whoever records it writes down what the paper says. Nobody records an office
for themselves, so that nobody comes by a power with their own hand.
"""

from datetime import date, datetime

from chauphe.core.authority import Bench
from chauphe.core.refusal import N_, Reasons, Refusal
from chauphe.regulation.book import Book

RULE, ON_SERVER = "people.recorded_by", "people.link_on_server"


def may_record(person: str, bench: Bench, book: Book, *, at: datetime) -> bool:
    """Say whether somebody records what becomes of offices and units."""
    roles = book.rule(RULE, on=at.date()).value
    return any(office.role in roles for office in bench.of(person, at.date()))


def link_on_server(role: str, book: Book, *, on: date) -> bool:
    """Say whether whoever comes to an office gets the first link on the server: it decides, or records offices itself.

    Else a recorder could make another recorder of their own, and by that one whomever they like.
    """
    on = max(on, book.since)
    return role in {*book.rule(ON_SERVER, on=on).value, *book.rule(RULE, on=on).value}


def against_recording(
    by: str, bench: Bench, book: Book, *, at: datetime, paper: str | None, gains: str | None = None
) -> tuple[Refusal, ...]:
    """Say why somebody may not record a change; `gains` is whoever would hold more than before (people are ids).

    `paper` None is for what needs none: taking back what has not begun.
    """
    reasons = Reasons(book, at.date())
    found = []
    if not may_record(by, bench, book, at=at):
        titles = " / ".join(
            str(book.rule(f"role.{role}", on=at.date()).value) for role in book.rule(RULE, on=at.date()).value
        )
        says = N_("Offices and units are recorded by: %(offices)s.")
        found.append(reasons.no("recorder", says, RULE, offices=titles))
    if gains is not None and gains == by:
        says = N_("Nobody records an office for themselves; let another of those who may record it.")
        found.append(reasons.no("own_office", says, RULE))
    if paper is not None and not paper.strip():
        says = N_("Name the paper that decided it, with its number and day.")
        found.append(reasons.no("paper", says, RULE))
    return tuple(found)
