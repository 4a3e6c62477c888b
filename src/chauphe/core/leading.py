"""Who leads what the board does beside its items: meetings, tasks, the close of a period (Điều 3, Điều 7 khoản 3).

It is the chief, and while the chief is away whoever the ladder of the regulation names; nothing needs to be recorded
for that but the absence itself.
"""

from datetime import datetime

from chauphe.core.authority import Bench, Capacity, Role
from chauphe.core.chain import Holder, Passage, Step, Turn, turn
from chauphe.core.refusal import N_, Reasons, Refusal
from chauphe.regulation.book import Book

_NOTHING = Passage(unit="", section="", authors=frozenset())


def leading(bench: Bench, book: Book, *, at: datetime) -> Turn:
    """Say who leads the board at an instant (`at` in the board's own time zone), and who was passed over."""
    return turn(Step.SIGN_OFF, _NOTHING, bench, book, at=at)


def leader(person: str, bench: Bench, book: Book, *, at: datetime, rule: str) -> Holder | Refusal:
    """Return how a person (id) leads the board at an instant, or why they do not; the refusal cites `rule`."""
    held = leading(bench, book, at=at)
    found = held.holder(person)
    if found is not None:
        return found
    names = ", ".join(f"{each.appointment.name} ({each.appointment.title})" for each in held.holders)
    reasons = Reasons(book, at.date())
    if not names:
        return reasons.no("nobody_leads", N_("Nobody is there today who leads the board."), rule)
    return reasons.no("not_leading", N_("Today this is decided by %(names)s."), rule, names=names)


def officer(person: str, *roles: Role, bench: Bench, book: Book, at: datetime, rule: str) -> Holder | Refusal:
    """Return how a person (id) acts in one of these offices that they hold themselves, or why they cannot."""
    on = at.date()
    for office in bench.of(person, on):
        if office.role in roles:
            return Holder(office, Capacity.OWN, rule)
    holders = bench.holding(*roles, on=on)
    names = ", ".join(f"{each.name} ({each.title})" for each in holders) or "…"
    return Reasons(book, on).no("not_in_office", N_("This is for %(names)s."), rule, names=names)
