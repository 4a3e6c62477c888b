"""What is under way on a board, whose turn each item is and until when: worked out for all of it at once.

A thousand items may be under way after a campaign or an import, so a row is read as it is, and a turn is worked out
once for all items that came the same way (the same unit, section, step, authors and earlier hands).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from chauphe.core.authority import Bench
from chauphe.core.chain import Passage, Step, Turn, turn
from chauphe.core.deadline import Calendar
from chauphe.core.moves import MOVING, STEP_OF, State
from chauphe.core.term import Term, term_of
from chauphe.items.facts import id_of
from chauphe.items.models import Item
from chauphe.people.models import Person
from chauphe.people.selectors import local
from chauphe.regulation.book import Book

_SHOWN = ("number", "title", "kind", "state", "unit__name", "waiting_since")
_HANDS = ("editors", "last_editor", "signed_by")
_PASSAGE = ("state", "unit__code", "section__slug", "created_by", "forwarded_by", "moderated_by", "kind", *_HANDS)


class Waiting(NamedTuple):
    """An item under way as lists show it (`unit` is the unit's name), since when it waits, and whose turn it is.

    `term` says until when, None where the board gives the step no limit.
    """

    number: int
    title: str
    kind: str
    state: str
    unit: str
    since: datetime
    turn: Turn
    term: Term | None

    def names(self) -> list[str]:
        return [holder.appointment.name for holder in self.turn.holders]

    def late(self, at: datetime) -> bool:
        """Say whether its time is over."""
        return self.term is not None and self.term.late(at)


class Hour(NamedTuple):
    """An item that goes out at the hour that was set for it."""

    number: int
    title: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """How much waits, and how much of it is late."""

    waiting: int
    late: int


def under_way(items: QuerySet[Item], bench: Bench, book: Book, calendar: Calendar, *, at: datetime) -> list[Waiting]:
    """Return everything that waits for somebody: what is due first, then what has no limit by its waiting (1 query)."""
    return with_hours(items, bench, book, calendar, at=at)[0]


def with_hours(
    items: QuerySet[Item], bench: Bench, book: Book, calendar: Calendar, *, at: datetime
) -> tuple[list[Waiting], list[Hour]]:
    """Return the same, and beside it what waits for its hour, the next one first (1 query for both)."""
    asked = items.filter(state__in=MOVING | {State.SCHEDULED}).order_by("waiting_since")
    authors: dict[UUID, set[str]] = {}
    found: dict[UUID, tuple[Any, ...]] = {}
    hours: dict[UUID, Hour] = {}
    for pk, writer, due, *row in asked.values_list("pk", "writers", "due", *_PASSAGE, *_SHOWN):
        if due is not None:
            number, title = row[len(_PASSAGE) :][:2]
            hours[pk] = Hour(number, title, due)
            continue
        authors.setdefault(pk, set()).add(str(writer))
        found[pk] = tuple(row)
    seated = frozenset(each.person for each in bench.appointments)
    turns: dict[tuple[State, Passage], Turn] = {}
    terms: dict[tuple[Step, datetime], Term | None] = {}
    waiting = []
    for pk, row in found.items():
        way = _way(row, authors[pk], seated)
        if way not in turns:
            state, passage = way
            turns[way] = turn(STEP_OF[state], passage, bench, book, at=local(at))
        key = (STEP_OF[way[0]], row[-1])
        if key not in terms:
            terms[key] = term_of(key[0], local(key[1]), book, calendar)
        waiting.append(Waiting._make((*row[len(_PASSAGE) :], turns[way], terms[key])))
    return sorted(waiting, key=_due), sorted(hours.values(), key=lambda each: each.due)


def waiting_for(person: Person, waiting: list[Waiting]) -> list[Waiting]:
    """Of what is under way, return what waits for this person."""
    return [each for each in waiting if each.turn.holder(str(person.pk))]


def count_by_step(waiting: Iterable[Waiting], *, at: datetime) -> dict[Step, Counted]:
    """Count what waits at each step, and what of it is late."""
    all_of, late = Counter[Step](), Counter[Step]()
    for each in waiting:
        all_of[each.turn.step] += 1
        late[each.turn.step] += each.late(at)
    return {step: Counted(all_of[step], late[step]) for step in Step}


def count_by_person(waiting: Iterable[Waiting], *, at: datetime) -> dict[str, Counted]:
    """Count the same by each who could take the step now (ids of persons); one item may wait for several."""
    all_of, late = Counter[str](), Counter[str]()
    for each in waiting:
        for person in {holder.appointment.person for holder in each.turn.holders}:
            all_of[person] += 1
            late[person] += each.late(at)
    return {person: Counted(count, late[person]) for person, count in all_of.items()}


def _due(each: Waiting) -> tuple[bool, datetime, datetime, int]:
    """Order by what is due first, and of that the longest waiting; what has no limit comes after."""
    return (each.term is None, each.since if each.term is None else each.term.until, each.since, each.number)


def _way(row: tuple[Any, ...], writers: set[str], seated: frozenset[str]) -> tuple[State, Passage]:
    """Return what of a row decides whose turn it is; authors who hold no office bar nobody, and are left out."""
    state, unit, section, created_by, forwarded_by, moderated_by, kind, *hands = row[: len(_PASSAGE)]
    edited_by, editor, signer = hands
    # Whoever made the draft counts as one of its writers, as for the core.
    authors = seated & (writers | {str(created_by)})
    # Whoever changed or approved the words bars nobody before the step at which it counts: the fewer ways there are.
    editor = id_of(editor) if state == State.AWAITING_SIGN_OFF else None
    passage = Passage(unit, section, authors, id_of(forwarded_by), id_of(moderated_by), kind, seated & {*edited_by})
    return State(state), replace(passage, last_editor=editor, signed_by=id_of(signer))
