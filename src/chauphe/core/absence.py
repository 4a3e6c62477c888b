"""Who may record that somebody is away, or back: themselves, or whoever keeps the chief's office (Điều 7 khoản 3)."""

from datetime import datetime

from chauphe.core.authority import Bench
from chauphe.core.refusal import N_, Reasons, Refusal
from chauphe.regulation.book import Book

RULE = "absence.recorded_by"


def may_record_for_others(person: str, bench: Bench, book: Book, *, at: datetime) -> bool:
    """Say whether somebody records the absence of others as well."""
    roles = book.rule(RULE, on=at.date()).value
    return any(office.role in roles for office in bench.of(person, at.date()))


def against_recording(by: str, whose: str, bench: Bench, book: Book, *, at: datetime) -> tuple[Refusal, ...]:
    """Say why somebody may not record that a person is away or back; people are ids."""
    reasons = Reasons(book, at.date())
    if not bench.of(by, at.date()):
        return (reasons.no("office", N_("You hold no office on this board today."), RULE),)
    if by == whose or may_record_for_others(by, bench, book, at=at):
        return ()
    return (
        reasons.no("not_theirs", N_("Everybody records their own absence; the chief's office may for others."), RULE),
    )
