"""Whether the rows beside the ledger still say what it recorded: items, frozen revisions, approvals, publications.

The public site is baked from what is sealed alone; but the board's own screens read these rows, people decide on what
they show, and an inspector asks for them: a change made behind the software's back is named here too.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import cast
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from chauphe.core.moves import BACK, FORWARD, MOVES, PUBLIC, STANDS, UNLISTS, State
from chauphe.core.report import RATIFIED
from chauphe.items.models import Item, Publication, Revision, SignOff, Snapshot, StandIn
from chauphe.ledger.models import Entry
from chauphe.ledger.selectors import acts_on
from chauphe.people.models import Board

CHUNK = 200
"""Items, or revisions of about 30 kB, that are read at a time."""
TARGETS = {move.verb: move.target for move in MOVES if move.verb != "edit"}
"""Where each act leaves an item; the same from wherever it is done."""
KEPT = {verb: STANDS[TARGETS[verb]] for verb in BACK}
"""Which steps still stand after an act that goes back."""


@dataclass(slots=True)
class _Told:
    """What the ledger tells of one item, act by act."""

    state: State = State.DRAFT
    forwarded_by: str | None = None
    moderated_by: str | None = None
    digests: dict[int, str] = field(default_factory=dict)
    sign_offs: set[int] = field(default_factory=set)
    stand_ins: set[int] = field(default_factory=set)

    def hear(self, entry: Entry) -> None:
        """Take the next act in."""
        record = json.loads(entry.record)
        act, person = record["act"], record["person"]["id"]
        self.state = TARGETS.get(act, self.state)
        self.forwarded_by, self.moderated_by = (
            person if act == verb else held if verb in KEPT.get(act, FORWARD) else None
            for verb, held in (("forward", self.forwarded_by), ("moderate", self.moderated_by))
        )
        self.digests[record["revision"]] = record["digest"]
        if act in ("sign_off", *UNLISTS):
            self.sign_offs.add(entry.pk)
        if record["capacity"] != "own" or act in RATIFIED:
            self.stand_ins.add(entry.pk)


def lost(board: Board) -> Iterator[int]:
    """Yield items by number that an act on record published, and whose row for it is gone."""
    kept = Publication.objects.filter(entry=OuterRef("pk"))
    gone = Entry.objects.filter(log__board=board, act__in=PUBLIC).exclude(Exists(kept)).order_by("seq")
    numbers = Item.objects.filter(pk=OuterRef("item")).values("number")[:1]
    yield from (number or 0 for number in gone.values_list(Subquery(numbers), flat=True))


def astray(board: Board) -> Iterator[tuple[int, str]]:
    """Yield items by number with the name of the table whose row no longer says what was recorded."""
    for name, rows in (("sign_off", _sign_offs(board)), ("publication", _publications(board))):
        for number in rows.values_list("item__number", flat=True).order_by("item__number").distinct():
            yield number, name
    yield from ((number, "publication") for number in lost(board))
    yield from _misplaced(board)
    ids = Item.objects.filter(board=board).order_by("pk").values_list("pk", flat=True).iterator(chunk_size=CHUNK)
    while chunk := list(islice(ids, CHUNK)):
        for pk, faults in _compared(chunk, board).items():
            # Looked at once more by itself, for the board may have been at work in between.
            for number, name in faults and _compared([pk], board)[pk]:
                yield number, name
    yield from _changed_bytes(board)


def _compared(chunk: list[UUID], board: Board) -> dict[UUID, list[tuple[int, str]]]:
    """Hold items against the acts on them, and give what differs, each with the item's number (6 queries)."""
    told: defaultdict[UUID, _Told] = defaultdict(_Told)
    for entry in acts_on(chunk, board=board):
        told[entry.item].hear(entry)
    kept = {name: _kept(rows, chunk) for name, rows in _ROWS.items()}
    digests: defaultdict[UUID, dict[int, str]] = defaultdict(dict)
    for pk, number, digest in Revision.objects.filter(item__in=chunk).values_list("item", "number", "digest"):
        digests[pk][number] = digest
    found: dict[UUID, list[tuple[int, str]]] = {}
    for item in Item.objects.filter(pk__in=chunk).only("number", "state", "forwarded_by", "moderated_by"):
        said = told[item.pk]
        hands = said.forwarded_by, said.moderated_by
        wrong = {
            "item": (item.state, _id(item.forwarded_by_id), _id(item.moderated_by_id)) != (said.state, *hands),
            "revision": any(digests[item.pk].get(number) != digest for number, digest in said.digests.items()),
            "sign_off": kept["sign_off"][item.pk] != said.sign_offs,
            "stand_in": kept["stand_in"][item.pk] != said.stand_ins,
        }
        found[item.pk] = [(item.number, name) for name, is_wrong in wrong.items() if is_wrong]
    return found


_ROWS: dict[str, type[SignOff] | type[StandIn]] = {"sign_off": SignOff, "stand_in": StandIn}


def _kept(model: type[SignOff] | type[StandIn], chunk: list[UUID]) -> defaultdict[UUID, set[int]]:
    """Return the entries of which there is a row, by item."""
    found: defaultdict[UUID, set[int]] = defaultdict(set)
    for item, entry in model.objects.filter(item__in=chunk).values_list("item", "entry"):
        found[item].add(entry)
    return found


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


def _changed_bytes(board: Board) -> Iterator[tuple[int, str]]:
    """Yield revisions, and approvals that wait for the secretary, whose bytes are not those of their digest."""
    frozen = Revision.objects.filter(item__board=board).order_by("pk")
    for number, content, digest in frozen.values_list("item__number", "content", "digest").iterator(chunk_size=CHUNK):
        if sha256(content.encode()).hexdigest() != digest:
            yield number, "revision"
    for signed in SignOff.objects.filter(item__board=board, publication=None).select_related("item").order_by("pk"):
        data: object = Snapshot.objects.values_list("data", flat=True).get(pk=signed.snapshot_id)
        raw = data.encode() if isinstance(data, str) else bytes(cast("bytes", data))
        if sha256(raw).hexdigest() != signed.snapshot_id:
            yield signed.item.number, "snapshot"


def _sign_offs(board: Board) -> QuerySet[SignOff]:
    """Return the approvals that differ from their entry of the ledger or from the revision that they approve."""
    differs = (
        ~Q(at=F("entry__at"))
        | ~Q(item__id=F("entry__item"))
        | ~Q(item=F("revision__item"))
        | ~Q(revision__number=F("entry__revision"))
        | ~Q(snapshot=F("revision__digest"))
        | ~Q(entry__act__in=("sign_off", *UNLISTS))
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


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)
