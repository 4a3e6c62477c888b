"""Whether the rows beside the ledger still say what it recorded: approvals, publications, and the frozen revisions.

The public site is baked from what is sealed alone; but the board's own screens read these rows, and an inspector asks
for them, so that a change made behind the software's back is named here too.
"""

from collections.abc import Iterator
from hashlib import sha256

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from chauphe.items.models import Item, Publication, Revision, SignOff
from chauphe.ledger.models import Entry
from chauphe.people.models import Board

CHUNK = 200
"""Revisions read at a time, about 30 kB each."""


def lost(board: Board) -> Iterator[int]:
    """Yield items by number that an act on record published, and whose row for it is gone."""
    kept = Publication.objects.filter(entry=OuterRef("pk"))
    gone = Entry.objects.filter(log__board=board, act="publish").exclude(Exists(kept)).order_by("seq")
    numbers = Item.objects.filter(pk=OuterRef("item")).values("number")[:1]
    yield from (number or 0 for number in gone.values_list(Subquery(numbers), flat=True))


def astray(board: Board) -> Iterator[tuple[int, str]]:
    """Yield items by number with the name of the table whose row no longer says what was recorded."""
    for name, rows in (("sign_off", _sign_offs(board)), ("publication", _publications(board))):
        for number in rows.values_list("item__number", flat=True).order_by("item__number").distinct():
            yield number, name
    yield from ((number, "publication") for number in lost(board))
    frozen = Revision.objects.filter(item__board=board).order_by("pk")
    for number, content, digest in frozen.values_list("item__number", "content", "digest").iterator(chunk_size=CHUNK):
        if sha256(content.encode()).hexdigest() != digest:
            yield number, "revision"


def _sign_offs(board: Board) -> QuerySet[SignOff]:
    """Return the approvals that differ from their entry of the ledger or from the revision that they approve."""
    differs = (
        ~Q(at=F("entry__at"))
        | ~Q(item__id=F("entry__item"))
        | ~Q(item=F("revision__item"))
        | ~Q(revision__number=F("entry__revision"))
        | ~Q(snapshot=F("revision__digest"))
        | ~Q(entry__act="sign_off")
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
        | ~Q(entry__act="publish")
    )
    rows = Publication.objects.annotate(began=Subquery(same.annotate(first=Min("at")).values("first")))
    return rows.filter(differs, item__board=board)
