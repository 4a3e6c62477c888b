"""What the ledger tells of each item, held against the item's row and the rows that its acts left behind."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from chauphe.core.moves import (
    BACK,
    EXPIRE,
    FORWARD,
    PUBLIC,
    SIGNED_SHORT,
    SIGNS,
    STANDS,
    UNLISTS,
    State,
    act_name,
    editors,
)
from chauphe.core.passed import TARGETS
from chauphe.core.report import RATIFIED
from chauphe.core.timing import over_at
from chauphe.items.facts import id_of
from chauphe.items.models import Item, Publication, Revision, SignOff, StandIn
from chauphe.ledger.models import Entry
from chauphe.ledger.selectors import acts_on
from chauphe.people.models import Appointment, Board
from chauphe.people.selectors import local

CHUNK = 200
"""Items that are read at a time, with their acts."""
KEPT = {verb: STANDS[TARGETS[verb]] for verb in BACK}
"""Which steps still stand after an act that goes back."""
SIGNED = frozenset(SIGNS)


@dataclass(slots=True)
class _Told:
    """What the ledger tells of one item, act by act."""

    state: State = State.DRAFT
    forwarded_by: str | None = None
    moderated_by: str | None = None
    signed_by: str | None = None
    editors: frozenset[str] = frozenset()
    approval: int | None = None
    scheduled: int | None = None
    due: datetime | None = None
    ends: datetime | None = None
    digests: dict[int, str] = field(default_factory=dict)
    sign_offs: set[int] = field(default_factory=set)
    stand_ins: set[int] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    offices: dict[tuple[str, str, str, str], None] = field(default_factory=dict)

    def hear(self, entry: Entry) -> None:
        """Take the next act in."""
        record = json.loads(entry.record)
        act, person = record["act"], record["person"]["id"]
        # On the short chain the sign-off is the moderation as well.
        also = "moderate" if act_name(record) == SIGNED_SHORT else act
        self.state = TARGETS.get(act, self.state)
        self._time(entry, record)
        self.forwarded_by, self.moderated_by = (
            person if verb in (act, also) else held if verb in KEPT.get(act, FORWARD) else None
            for verb, held in (("forward", self.forwarded_by), ("moderate", self.moderated_by))
        )
        if act in SIGNS:
            self.signed_by = person
        elif not KEPT.get(act, SIGNED).intersection(SIGNS):
            self.signed_by = None
        if act == "publish" or act == "edit":
            self.editors = editors([record]) | (self.editors if act == "edit" else frozenset())
        self.digests[record["revision"]] = record["digest"]
        self.numbers.add(record["number"])
        office = record["appointment"]
        self.offices[office["id"], office["role"], office["title"], person] = None
        if act in (*SIGNS, *UNLISTS):
            self.sign_offs.add(entry.pk)
        self.approval = entry.pk if act in SIGNS else self.approval
        if (record["capacity"] != "own" and act != "acknowledge") or act in RATIFIED:
            self.stand_ins.add(entry.pk)

    def _time(self, entry: Entry, record: dict[str, Any]) -> None:
        """Note which hour is set by which act, and when what is live is over by its own last day."""
        act, details = record["act"], record.get("details", {})
        if act == "schedule":
            self.scheduled, self.due = entry.pk, datetime.fromisoformat(details["due"])
        elif self.state is not State.SCHEDULED:
            self.scheduled = self.due = None
        if act == EXPIRE and self.state is State.PUBLISHED:
            self.state = State.EXPIRED
        if act in PUBLIC:
            self.ends = over_at(details, local(entry.at)) if act == "publish" else None


def astray_of_items(board: Board) -> Iterator[tuple[int, str]]:
    """Yield items by number with the name of the table whose row no longer says what their acts came to.

    Linear in the acts: each is read and parsed once.
    """
    offices: dict[tuple[str, str, str, str], int] = {}
    ids = Item.objects.filter(board=board).order_by("pk").values_list("pk", flat=True).iterator(chunk_size=CHUNK)
    while chunk := list(islice(ids, CHUNK)):
        for pk, faults in _compared(chunk, board, offices).items():
            # Looked at once more by itself, for the board may have been at work in between.
            if faults:
                yield from _compared([pk], board, offices)[pk]
    yield from _unseated(offices, board)


def _unseated(offices: dict[tuple[str, str, str, str], int], board: Board) -> Iterator[tuple[int, str]]:
    """Yield an item for each office in which an act was done and that no row says was that person's."""
    held = Appointment.objects.filter(board=board).values_list("pk", "role", "title", "person")
    known = {(str(pk), role, title, str(person)) for pk, role, title, person in held}
    yield from ((number, "appointment") for office, number in offices.items() if office not in known)


def _compared(
    chunk: list[UUID], board: Board, offices: dict[tuple[str, str, str, str], int]
) -> dict[UUID, list[tuple[int, str]]]:
    """Hold items against the acts on them, and give what differs, each with the item's number (7 queries).

    The offices in which these acts were done are put among the others, each with one of the items.
    """
    told: defaultdict[UUID, _Told] = defaultdict(_Told)
    for entry in acts_on(chunk, board=board):
        told[entry.item].hear(entry)
    kept = {name: _kept(rows, chunk) for name, rows in _ROWS.items()}
    digests: defaultdict[UUID, dict[int, str]] = defaultdict(dict)
    newest: dict[UUID, int] = {}
    revisions = Revision.objects.filter(item__in=chunk).order_by("item", "number")
    for pk, number, digest, revision in revisions.values_list("item", "number", "digest", "pk"):
        digests[pk][number] = digest
        newest[pk] = revision
    live = _newest_publications(chunk)
    found: dict[UUID, list[tuple[int, str]]] = {}
    rows = Item.objects.filter(pk__in=chunk).select_related("sign_off")
    for item in rows.only(*_ONLY):
        said = told[item.pk]
        hands = said.forwarded_by, said.moderated_by, said.signed_by, said.editors
        for office in said.offices:
            offices.setdefault(office, item.number)
        wrong = {
            "item": (item.state, *_hands(item)) != (said.state, *hands)
            or bool(said.numbers - {item.number})
            or (item.current_id, item.live_id) != (newest.get(item.pk), live.get(item.pk))
            or (item.scheduled_id, item.due, item.ends) != (said.scheduled, said.due, said.ends)
            or not _bears_its_approval(item, said),
            "revision": any(digests[item.pk].get(number) != digest for number, digest in said.digests.items()),
            "sign_off": kept["sign_off"][item.pk] != said.sign_offs,
            "stand_in": kept["stand_in"][item.pk] != said.stand_ins,
        }
        found[item.pk] = [(item.number, name) for name, is_wrong in wrong.items() if is_wrong]
    return found


def _hands(item: Item) -> tuple[str | None, str | None, str | None, frozenset[str]]:
    hands = item.forwarded_by_id, item.moderated_by_id, item.signed_by_id
    forwarded, moderated, signed = (id_of(each) for each in hands)
    return forwarded, moderated, signed, frozenset(item.editors)


_ONLY = (
    "number",
    "state",
    "forwarded_by",
    "moderated_by",
    "signed_by",
    "editors",
    "live",
    "current",
    "sign_off__entry",
    "scheduled",
    "due",
    "ends",
)


def _bears_its_approval(item: Item, said: _Told) -> bool:
    """Say whether an item that waits for the secretary, or for its hour, goes by its last approval."""
    waits = item.state in (State.SIGNED_OFF, State.SCHEDULED)
    return not waits or bool(item.sign_off and item.sign_off.entry_id == said.approval)


def _newest_publications(chunk: list[UUID]) -> dict[UUID, int]:
    rows = Publication.objects.filter(item__in=chunk).order_by("pk").values_list("item", "pk")
    return dict(rows)


_ROWS: dict[str, type[SignOff] | type[StandIn]] = {"sign_off": SignOff, "stand_in": StandIn}


def _kept(model: type[SignOff] | type[StandIn], chunk: list[UUID]) -> defaultdict[UUID, set[int]]:
    """Return the entries of which there is a row, by item."""
    found: defaultdict[UUID, set[int]] = defaultdict(set)
    for item, entry in model.objects.filter(item__in=chunk).values_list("item", "entry"):
        found[item].add(entry)
    return found
