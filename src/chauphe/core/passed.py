"""How long past steps waited and whether they were late, from the acts on record (Điều 5 khoản 3).

A step is passed when whoever held its turn did something about it, sent on or back; what writers took back themselves
was nobody's delay. It counts for the person who acted, also in somebody's place, by the limit and the calendar of then.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import NamedTuple, TypeVar

from chauphe.core.chain import Step
from chauphe.core.deadline import Calendar
from chauphe.core.moves import MOVES, MOVING, STEP_OF, Duty, State
from chauphe.core.term import Term, term_of, working_day
from chauphe.regulation.book import Book

Key = TypeVar("Key", bound=Hashable)

TARGETS = {move.verb: move.target for move in MOVES if move.verb != "edit"}
"""Where each act leaves an item; the same from wherever it is done."""
_TAKES = frozenset((move.verb, move.source) for move in MOVES if move.duty is Duty.HOLDER and move.verb != "edit")
_NOTHING = timedelta()


class Done(NamedTuple):
    """An act on an item: what was done and when (board's own time zone)."""

    verb: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: since when it had waited, by which act, how long in working time, and its limit.

    `day` is how long a working day was then.
    """

    step: Step
    place: int
    since: datetime
    at: datetime
    waited: timedelta
    day: timedelta
    term: Term | None

    @property
    def late_by(self) -> timedelta:
        """Return by how much working time it was late; nothing where it was not, or had no limit."""
        return self.term.late_by(self.at) if self.term and self.term.late(self.at) else _NOTHING

    @property
    def late(self) -> bool:
        return self.term is not None and self.term.late(self.at)


@dataclass(frozen=True, slots=True)
class Summed:
    """Several steps: how many, how many of them late, and the middle one of their waits in working time."""

    count: int
    late: int
    middle: timedelta


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year: its first day, and the day after its last."""

    year: int
    number: int

    @property
    def code(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def first(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def after(self) -> date:
        return date(self.year + self.number // 4, self.number * 3 % 12 + 1, 1)


def last_quarters(today: date, count: int = 4) -> list[Quarter]:
    """Return the quarter of a day and those before it, the newest first."""
    last = today.year * 4 + (today.month - 1) // 3
    return [Quarter((last - back) // 4, (last - back) % 4 + 1) for back in range(count)]


def taken(
    acts: Iterable[Done], book: Book, calendar_at: Callable[[datetime], Calendar], *, after: datetime | None = None
) -> Iterator[Taken]:
    """Yield the steps that an item passed, from all its acts in order; `place` is that of the act among them.

    `calendar_at` gives when the office works as it was known at an instant. Steps taken before `after` are left out.
    """
    state, since = State.DRAFT, None
    for place, act in enumerate(acts):
        target = TARGETS.get(act.verb)
        if target is None:
            continue
        step = STEP_OF[state] if state in MOVING else None
        wanted = after is None or act.at >= after
        if step is not None and since is not None and wanted and (act.verb, state) in _TAKES:
            calendar = calendar_at(act.at)
            waited = calendar.worked_between(since, act.at)
            term = term_of(step, since, book, calendar)
            yield Taken(step, place, since, act.at, waited, working_day(calendar), term)
        state, since = target, act.at


def summed(steps: Iterable[tuple[Key, Taken]]) -> dict[Key, Summed]:
    """Sum steps up by any key."""
    found: dict[Key, list[Taken]] = {}
    for key, step in steps:
        found.setdefault(key, []).append(step)
    return {key: Summed(len(each), sum(step.late for step in each), _middle(each)) for key, each in found.items()}


def _middle(steps: list[Taken]) -> timedelta:
    return timedelta(seconds=median(step.waited.total_seconds() for step in steps))
