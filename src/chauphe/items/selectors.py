"""Reads of items for the desk: what waits for me, what is under way, one item, my drafts.

A contributor sees what their unit or they themselves wrote; whoever holds an office on the board sees the board's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from chauphe.core.authority import Bench, Role
from chauphe.core.chain import Turn
from chauphe.core.item import MOVING, State, whose_turn
from chauphe.core.text import fold
from chauphe.items.facts import facts_of
from chauphe.items.hosts import host_of, hosts_in
from chauphe.items.models import Item, KnownHost
from chauphe.people.models import Board, Person
from chauphe.people.selectors import bench_of, book_of, local
from chauphe.regulation.book import Book

LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item under way, whose turn it is, and since when."""

    item: Item
    turn: Turn
    since: datetime

    def names(self) -> list[str]:
        return [holder.appointment.name for holder in self.turn.holders]


def visible(board: Board, person: Person, bench: Bench, *, at: datetime) -> QuerySet[Item]:
    """Return the items of a board that a person may see at the desk (none without an office)."""
    offices = bench.of(str(person.pk), local(at).date())
    items = Item.objects.filter(board=board)
    if not offices:
        return items.none()
    if any(office.role is not Role.CONTRIBUTOR for office in offices):
        return items
    units = set().union(*(office.units for office in offices))
    return items.filter(Q(unit__code__in=units) | _by(person))


def under_way(items: QuerySet[Item], bench: Bench, book: Book, *, at: datetime) -> list[Waiting]:
    """Return everything that waits for somebody, the longest waiting first (2 queries)."""
    rows = (
        items.filter(state__in=MOVING)
        .select_related("board", "unit", "section", "current", "sign_off")
        .defer("current__content")
        .prefetch_related("writers")
        .order_by("waiting_since")
    )
    found = []
    for row in rows:
        turn = whose_turn(facts_of(row, content={}), bench, book, at=local(at))
        if turn is not None:
            found.append(Waiting(row, turn, row.waiting_since))
    return found


def waiting_for(person: Person, waiting: list[Waiting]) -> list[Waiting]:
    """Of what is under way, return what waits for this person."""
    return [each for each in waiting if each.turn.holder(str(person.pk))]


def drafts_of(items: QuerySet[Item], person: Person) -> QuerySet[Item]:
    """Return a person's drafts, the newest first."""
    return at_state(items, State.DRAFT).filter(_by(person)).select_related("unit", "section").order_by("-number")


def _by(person: Person) -> Q:
    """Match what a person wrote or began; asked row by row, for joined rows would have to be told apart again."""
    wrote = Item.writers.through.objects.filter(item=OuterRef("pk"), person=person)
    return Q(Exists(wrote)) | Q(created_by=person)


def at_state(items: QuerySet[Item], state: State) -> QuerySet[Item]:
    """Return the items at a state; where these are few, they alone are read."""
    if state is State.PUBLISHED:
        return items.filter(state=state)
    # The range holds for every row: without it SQLite walks all items of the board by number instead of the few at
    # this state, since it keeps no statistics and takes the one for as narrow as the other.
    return items.filter(state=state, waiting_since__gte=LONG_AGO)


def find(items: QuerySet[Item], text: str) -> QuerySet[Item]:
    """Return items whose title holds these words, with or without accents, the newest first."""
    for word in fold(text).split()[:8]:
        items = items.filter(folded__contains=word)
    return items.select_related("unit", "section").order_by("-number")


def new_hosts(links: Iterable[str], *, board: Board) -> list[str]:
    """Return the hosts among these links that no approved item of the board leads to, sorted (1 query at most).

    The board's own site is never new to it.
    """
    hosts = [host for host in hosts_in(links) if host != host_of(board.base_url)]
    if not hosts:
        return []
    known = set(KnownHost.objects.filter(board=board, host__in=hosts).values_list("host", flat=True))
    return [host for host in hosts if host not in known]


def titles_of(items: Iterable[UUID], *, board: Board) -> dict[UUID, str]:
    """Return the titles of these items of a board (1 query)."""
    # The board is compared here, or SQLite walks all items of the board instead of these.
    rows = Item.objects.filter(pk__in=list(items)).values_list("pk", "title", "board")
    return {pk: title for pk, title, of in rows if of == board.pk}


def item_of(item_id: UUID, items: QuerySet[Item]) -> Item:
    """Return one of these items with what its page shows; Item.DoesNotExist otherwise."""
    return (
        items.select_related("board", "unit", "section", "current", "sign_off__snapshot", "live", "created_by")
        .prefetch_related("writers")
        .get(pk=item_id)
    )


def people_and_rules(board: Board, *, at: datetime) -> tuple[Bench, Book]:
    """Return what every screen needs to say whose turn it is."""
    return bench_of(board, at=at), book_of(board)
