"""Whether approvals and publications still are what the ledger recorded, and stand where they were put."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from chauphe.core.moves import PUBLIC, SIGNS, UNLISTS
from chauphe.items.models import Item, Publication, SignOff
from chauphe.ledger.models import Entry
from chauphe.people.models import Board


def lost(board: Board) -> Iterator[int]:
    """Yield items by number that an act on record published, and whose row for it is gone."""
    kept = Publication.objects.filter(entry=OuterRef("pk"))
    gone = Entry.objects.filter(log__board=board, act__in=PUBLIC).exclude(Exists(kept)).order_by("seq")
    numbers = Item.objects.filter(pk=OuterRef("item")).values("number")[:1]
    yield from (number or 0 for number in gone.values_list(Subquery(numbers), flat=True))


def astray_of_publications(board: Board) -> Iterator[tuple[int, str]]:
    """Yield approvals and publications, by the item's number, that are not what was recorded, or are gone."""
    for name, rows in (("sign_off", _sign_offs(board)), ("publication", _publications(board))):
        for number in rows.values_list("item__number", flat=True).order_by("item__number").distinct():
            yield number, name
    yield from ((number, "publication") for number in lost(board))
    yield from _misplaced(board)


def _misplaced(board: Board) -> Iterator[tuple[int, str]]:
    """Yield publications that do not stand where the order of publishing puts them."""
    places: dict[UUID, tuple[int, int, int]] = {}
    taken: defaultdict[int, int] = defaultdict(int)
    rows = Publication.objects.filter(board=board).order_by("entry__seq")
    columns = ("item", "item__number", "section", "place", "section_place")
    for item, number, section, *shown in rows.values_list(*columns).iterator(chunk_size=2_000):
        place, before, kept = places.get(item, (len(places), -1, -1))
        if before != section:
            kept = taken[section]
            taken[section] += 1
        places[item] = place, section, kept
        if shown != [place, kept]:
            yield number, "publication"


def _sign_offs(board: Board) -> QuerySet[SignOff]:
    """Return the approvals that differ from their entry of the ledger or from the revision that they approve."""
    differs = (
        ~Q(at=F("entry__at"))
        | ~Q(item__id=F("entry__item"))
        | ~Q(item=F("revision__item"))
        | ~Q(revision__number=F("entry__revision"))
        | ~Q(snapshot=F("revision__digest"))
        | ~Q(entry__act__in=(*SIGNS, *UNLISTS))
    )
    return SignOff.objects.filter(differs, item__board=board)


def _publications(board: Board) -> QuerySet[Publication]:
    """Return the publications that differ from their entry of the ledger, their approval, or the item's first one."""
    same = Publication.objects.filter(item=OuterRef("item")).order_by().values("item")
    differs = (
        ~Q(at=F("entry__at"))
        | ~Q(item__id=F("entry__item"))
        | ~Q(item=F("sign_off__item"))
        | ~Q(board=F("item__board"))
        | ~Q(first_at=F("began"))
        | ~Q(entry__act__in=PUBLIC)
    )
    rows = Publication.objects.annotate(began=Subquery(same.annotate(first=Min("at")).values("first")))
    return rows.filter(differs, item__board=board)
