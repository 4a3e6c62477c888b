"""Who may record at the desk that an office or a unit changed (a convention; the paper itself comes from the office).

The change is decided outside, by a paper; whoever records it writes down what the paper says. Nobody records an office
for themselves, so that nobody comes by a power with their own hand.
"""

from datetime import date, datetime

from chauphe.core.authority import Bench
from chauphe.core.refusal import N_, Reasons, Refusal
from chauphe.regulation.book import Book

RULE, ON_SERVER, FILED = "people.recorded_by", "people.link_on_server", "people.paper_filed"

SHORTEST = 8
"""Characters of the shortest reference to a paper: a number, a symbol, a day."""


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


def is_cited(paper: str) -> bool:
    """Say whether a text can be the reference to a paper ("12/QĐ-SNV"), and not a letter or a row of dots."""
    said = paper.strip()
    return len(said) >= SHORTEST and sum(each.isalnum() for each in said) >= SHORTEST // 2


def against_recording(
    by: str,
    bench: Bench,
    book: Book,
    *,
    at: datetime,
    paper: str | None,
    gains: str | None = None,
    role: str = "",
    filed: bool = False,
) -> tuple[Refusal, ...]:
    """Say why somebody may not record a change; `gains` is whoever would hold more than before (people are ids).

    `paper` None is for what needs none: taking back what has not begun. `role` is the office that it is about, `filed`
    says that the paper itself was handed in.
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
    if paper is not None and not is_cited(paper):
        says = N_("Name the paper that decided it as it is cited: its number, symbol and day.")
        found.append(reasons.no("paper", says, RULE))
    if paper is not None and not filed and role in book.rule(FILED, on=max(at.date(), book.since)).value:
        title = str(book.rule(f"role.{role}", on=max(at.date(), book.since)).value)
        says = N_("The office of %(office)s decides or publishes: hand in the paper itself, as a file.")
        found.append(reasons.no("file", says, FILED, office=title))
    return tuple(found)
