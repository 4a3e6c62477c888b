"""Reads of items for the desk: what a person may see, their drafts, what is found by words, hosts and titles.

A contributor sees what their unit or they themselves wrote; whoever holds an office on the board sees the board's.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from chauphe.core.authority import Bench, Role
from chauphe.core.moves import State
from chauphe.core.text import fold
from chauphe.items.hosts import host_of, hosts_in
from chauphe.items.models import Asset, Item, KnownHost, Revision
from chauphe.people.models import Board, Person
from chauphe.people.selectors import bench_of, book_of, local
from chauphe.regulation.book import Book

LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
"""Before anything was written here."""


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


def drafts_of(board: Board, person: Person) -> QuerySet[Item]:
    """Return a person's drafts on a board, those begun or returned last first."""
    # Whoever begins an item is one of its writers for good; and one's own drafts are always one's to see.
    mine = at_state(Item.objects.filter(board=board), State.DRAFT).filter(writers=person)
    # In the order in which the index at_state leads to holds them: by number every item of the board would be read.
    return mine.select_related("unit", "section").order_by("-waiting_since")


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


def contents_of(revisions: Mapping[UUID, int]) -> dict[UUID, str]:
    """Return what one revision of each of these items says, as canonical JSON (1 query at most)."""
    if not revisions:
        return {}
    rows = Revision.objects.filter(item__in=list(revisions), number__in=set(revisions.values()))
    return {
        item: content
        for item, number, content in rows.values_list("item", "number", "content")
        if revisions[item] == number
    }


def hidden_uploads(uploads: Iterable[Asset], board: Board, person: Person, bench: Bench, *, at: datetime) -> set[str]:
    """Return the hashes of those uploads of a board that a person may not see (2 queries at most for each).

    The board sees all of them; a contributor what they brought along, and what drafts show that they may see.
    """
    others = {upload.pk: upload.sha256 for upload in uploads if upload.uploaded_by_id != person.pk}
    offices = bench.of(str(person.pk), local(at).date())
    if not others or any(office.role is not Role.CONTRIBUTOR for office in offices):
        return set()
    brought = Asset.brought_by.through.objects.filter(asset__in=list(others), person=person)
    for pk in brought.values_list("asset", flat=True):
        del others[pk]
    drafts = visible(board, person, bench, at=at).filter(state=State.DRAFT)
    words = drafts.annotate(words=Cast("draft__content", TextField()))
    return {sha256 for sha256 in others.values() if not words.filter(words__contains=sha256).exists()}


def titles_of(items: Iterable[UUID], *, board: Board) -> dict[UUID, str]:
    """Return the titles of these items of a board (1 query)."""
    # The board is compared here, or SQLite walks all items of the board instead of these.
    rows = Item.objects.filter(pk__in=list(items)).values_list("pk", "title", "board")
    return {pk: title for pk, title, of in rows if of == board.pk}


def people_and_rules(board: Board, *, at: datetime) -> tuple[Bench, Book]:
    """Return what every screen needs to say whose turn it is."""
    return bench_of(board, at=at), book_of(board)


def due_by(at: datetime, *, besides: Collection[UUID], most: int) -> list[Item]:
    """Return what is to go out by its hour, on any board, what is due longest first (1 query)."""
    rows = Item.objects.filter(due__lte=at).exclude(pk__in=besides)
    return list(rows.select_related("board").order_by("due")[:most])


def over_by(at: datetime, *, besides: Collection[UUID], most: int) -> list[Item]:
    """Return what is live, on any board, and over by its last day, but not yet marked so (1 query)."""
    rows = Item.objects.filter(ends__lte=at).exclude(pk__in=besides)
    return list(rows.select_related("board").order_by("ends")[:most])
