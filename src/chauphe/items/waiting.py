"""What is under way on a board, and whose turn each item is: read and worked out for all of it at once.

A thousand items may be under way after a campaign or an import, so a row is read as it is, and a turn is worked out
once for all items that came the same way (the same unit, section, step, authors and earlier hands).
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from chauphe.core.authority import Bench
from chauphe.core.chain import Passage, Turn, turn
from chauphe.core.moves import MOVING, STEP_OF, State
from chauphe.items.models import Item
from chauphe.people.models import Person
from chauphe.people.selectors import local
from chauphe.regulation.book import Book

_SHOWN = ("number", "title", "kind", "state", "unit__name", "waiting_since")
_PASSAGE = ("state", "unit__code", "section__slug", "created_by", "forwarded_by", "moderated_by", "kind")


class Waiting(NamedTuple):
    """An item under way as lists show it (`unit` is the unit's name), since when it waits, and whose turn it is."""

    number: int
    title: str
    kind: str
    state: str
    unit: str
    since: datetime
    turn: Turn

    def names(self) -> list[str]:
        return [holder.appointment.name for holder in self.turn.holders]


def under_way(items: QuerySet[Item], bench: Bench, book: Book, *, at: datetime) -> list[Waiting]:
    """Return everything that waits for somebody, the longest waiting first (1 query)."""
    rows = items.filter(state__in=MOVING).order_by("waiting_since").values_list("pk", "writers", *_PASSAGE, *_SHOWN)
    authors: dict[UUID, set[str]] = {}
    found: dict[UUID, tuple[Any, ...]] = {}
    for pk, writer, *row in rows:
        authors.setdefault(pk, set()).add(str(writer))
        found[pk] = tuple(row)
    seated = frozenset(each.person for each in bench.appointments)
    turns: dict[tuple[State, Passage], Turn] = {}
    waiting = []
    for pk, row in found.items():
        way = _way(row, authors[pk], seated)
        if way not in turns:
            state, passage = way
            turns[way] = turn(STEP_OF[state], passage, bench, book, at=local(at))
        waiting.append(Waiting._make((*row[len(_PASSAGE) :], turns[way])))
    return waiting


def waiting_for(person: Person, waiting: list[Waiting]) -> list[Waiting]:
    """Of what is under way, return what waits for this person."""
    return [each for each in waiting if each.turn.holder(str(person.pk))]


def _way(row: tuple[Any, ...], writers: set[str], seated: frozenset[str]) -> tuple[State, Passage]:
    """Return what of a row decides whose turn it is; authors who hold no office bar nobody, and are left out."""
    state, unit, section, created_by, forwarded_by, moderated_by, kind = row[: len(_PASSAGE)]
    # Whoever made the draft counts as one of its writers, as for the core.
    authors = seated & (writers | {str(created_by)})
    return State(state), Passage(unit, section, authors, _id(forwarded_by), _id(moderated_by), kind)


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)
