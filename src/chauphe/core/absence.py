"""Who may record that somebody is away, or back: themselves, or whoever keeps the chief's office (Điều 7 khoản 3).

Nobody records the absence of somebody in whose place they could come to act by it, neither at once nor when others
are recorded as away before or after: so that nobody comes by a turn with their own hand. To record that somebody is
back gives nobody a turn but the one who is back.
"""

from collections.abc import Iterable
from datetime import datetime

from chauphe.core.authority import DEPUTIES, Appointment, Bench, Role
from chauphe.core.refusal import N_, Reasons, Refusal
from chauphe.regulation.book import Book

RULE = "absence.recorded_by"


def may_record_for_others(person: str, bench: Bench, book: Book, *, at: datetime) -> bool:
    """Say whether somebody records the absence of others as well."""
    roles = book.rule(RULE, on=at.date()).value
    return any(office.role in roles for office in bench.of(person, at.date()))


def comes_to_act(by: str, whose: str, bench: Bench, book: Book, *, at: datetime) -> bool:
    """Say whether, by their offices, one stands on a ladder that leads on from the other; people are ids."""
    on = at.date()
    return by != whose and any(
        _follows(mine, theirs, bench, book, at) for theirs in bench.of(whose, on) for mine in bench.of(by, on)
    )


def recorders(whose: str, bench: Bench, book: Book, *, at: datetime) -> Iterable[Appointment]:
    """Return the offices by which others may record a person's absence, in the order of the regulation."""
    for role in book.rule(RULE, on=at.date()).value:
        for office in bench.holding(Role(role), on=at.date()):
            if office.person != whose and not comes_to_act(office.person, whose, bench, book, at=at):
                yield office


def against_recording(
    by: str, whose: str, bench: Bench, book: Book, *, at: datetime, back: bool = False
) -> tuple[Refusal, ...]:
    """Say why somebody may not record that a person is away, or back; people are ids."""
    reasons = Reasons(book, at.date())
    if not bench.of(by, at.date()):
        return (reasons.no("office", N_("You hold no office on this board today."), RULE),)
    if by == whose:
        return ()
    if not may_record_for_others(by, bench, book, at=at):
        says = N_("Everybody records their own absence; the chief's office may for others.")
        return (reasons.no("not_theirs", says, RULE),)
    return () if back else against_beneficiary(by, whose, bench, book, at=at)


def against_beneficiary(by: str, whose: str, bench: Bench, book: Book, *, at: datetime) -> tuple[Refusal, ...]:
    """Say why somebody who would come to act in a person's place does not record that they are away."""
    if not comes_to_act(by, whose, bench, book, at=at):
        return ()
    name = next((each.name for each in bench.of(whose, at.date())), "")
    names = dict.fromkeys(f"{each.name} ({each.title})" for each in recorders(whose, bench, book, at=at))
    alone = N_("You would come to act in the place of %(name)s, so only they record that they are away.")
    others = N_("You would come to act in the place of %(name)s, so they record it themselves, or: %(names)s.")
    says = others if names else alone
    return (Reasons(book, at.date()).no("makes_way", says, RULE, name=name, names=", ".join(names)),)


def _follows(mine: Appointment, theirs: Appointment, bench: Bench, book: Book, at: datetime) -> bool:
    """Say whether one office takes a turn, sooner or later, while the holder of the other is away."""
    on = at.date()
    signing = book.rule("absence.ladder", on=on).value
    if theirs.role is Role.EDITOR_IN_CHIEF:
        return mine.role in signing
    if theirs.role in DEPUTIES:
        alone = book.rule("separation.moderator_and_signer", on=on).value == "chief_when_alone"
        above = (Role.EDITOR_IN_CHIEF,) if alone else ()
        return mine.role in (*signing, *book.rule("moderation.ladder", on=on).value, *above)
    if theirs.role is not Role.BOARD_MEMBER or mine.role not in DEPUTIES:
        return False
    of_organisation = mine.role is Role.STANDING_DEPUTY and bench.organisation_unit in theirs.units
    return of_organisation or bool(mine.units & theirs.units or mine.sections & theirs.sections)
