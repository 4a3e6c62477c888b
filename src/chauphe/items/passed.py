"""The steps that a board's items passed in a time, how long each waited and with whom: for the whole board at once.

Only items that moved since the time began are read, by the index of where they stand, so that it costs what the time
held and not what the board ever did.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet

from chauphe.core.moves import State
from chauphe.core.passed import Done, Taken, taken
from chauphe.items.models import Item
from chauphe.ledger.models import Entry
from chauphe.people.calendar import Calendars
from chauphe.people.models import Board
from chauphe.people.selectors import local
from chauphe.regulation.book import Book


class Passed(NamedTuple):
    """A step that an item (its number, title and unit as lists show them) passed by a person's act."""

    number: int
    title: str
    unit: str
    person: str
    name: str
    office: str
    taken: Taken


def passed(
    items: QuerySet[Item], book: Book, calendars: Calendars, *, board: Board, since: datetime, until: datetime
) -> list[Passed]:
    """Return the steps that these items of a board passed in [since, until), in order (2 queries)."""
    moved = items.filter(board=board, state__in=list(State), waiting_since__gte=since)
    known = {pk: row for pk, *row in moved.values_list("pk", "number", "title", "unit__name")}
    acts: dict[UUID, list[tuple[Done, str]]] = {}
    rows = Entry.objects.filter(item__in=moved.values("pk")).annotate(board=F("log__board_id")).order_by("seq")
    told = rows.values_list("item", "board", "act", "at", "record")
    for item, of, act, at, record in told.iterator(chunk_size=2_000):
        if of == board.pk and item in known:
            acts.setdefault(item, []).append((Done(act, local(at)), record))
    found: list[Passed] = []
    for item, done in acts.items():
        steps = taken((act for act, _record in done), book, calendars.at, after=since)
        found += [_passed(known[item], done[each.place][1], each) for each in steps if each.at < until]
    return sorted(found, key=lambda each: each.taken.at)


def passed_in(trail: Iterable[Mapping[str, Any]], book: Book, calendars: Calendars) -> dict[int, Taken]:
    """Return the steps that one item passed, by the place of the act among those on record."""
    acts = map(itemgetter("act", "at"), trail)
    done = (Done(verb, local(datetime.fromisoformat(at))) for verb, at in acts)
    return {each.place: each for each in taken(done, book, calendars.at)}


def _passed(item: Sequence[Any], record: str, step: Taken) -> Passed:
    """Return a step with whoever took it and their office's title; a stand-in acts in their own name."""
    said = json.loads(record)
    number, title, unit = item
    person = said["person"]
    return Passed(number, title, unit, person["id"], person["name"], said["appointment"]["title"], step)
