"""Which of several dated values holds on a day.

One convention for the whole product: `since` is the first day and `until` the last day on which a value holds, both
inclusive. A value without `until` holds until the day before the next one begins. Between an `until` and the next
`since` nothing holds, and the answer says so instead of guessing.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Protocol, TypeVar


class Spell(Protocol):
    """Anything that holds between two days, both inclusive."""

    @property
    def since(self) -> date: ...

    @property
    def until(self) -> date | None: ...


S = TypeVar("S", bound=Spell)


def in_force(spells: Sequence[S], on: date) -> S | None:
    """Return the last spell with `since` <= day, or None when it has ended or none has begun.

    `spells` ascend by `since` and do not clash (see `clashes`).
    """
    place = bisect_right(spells, on, key=lambda spell: spell.since)
    if place == 0:
        return None
    found = spells[place - 1]
    return found if found.until is None or on <= found.until else None


def last_day(spells: Sequence[S], spell: S) -> date | None:
    """Return the last day on which a spell holds, or None where no end is known."""
    if spell.until is not None:
        return spell.until
    later = [each.since for each in spells if each.since > spell.since]
    return min(later) - timedelta(days=1) if later else None


def clashes(spells: Sequence[Spell]) -> Iterator[int]:
    """Yield the place of each spell that does not begin after the one above it has begun and, if it ends, ended."""
    for place, (earlier, later) in enumerate(pairwise(spells), start=1):
        if later.since <= max(earlier.since, earlier.until or earlier.since):
            yield place
