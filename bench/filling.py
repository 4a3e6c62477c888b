"""Fill a database with a board that has published many items. FOR THE BENCH ONLY: it goes past the one door.

One item is taken through the chain by the services; the others are written into the tables in bulk after its pattern,
with snapshots, digests, act records, salts and a log of their own that lead to the true root. Nothing that bakes,
serves or verifies can tell the difference, and nothing outside this folder may write like this.
"""

import json
import secrets
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from bench import words
from chauphe.bake.log import entry_of
from chauphe.core.item import State
from chauphe.core.text import fold, slug
from chauphe.items.models import Item, Publication, Revision, SignOff, Snapshot
from chauphe.ledger.models import Entry, Log
from chauphe.people.models import Board, Section
from chauphe.seal.canonical import encode_parsed
from chauphe.seal.merkle import Frontier, leaf_hash
from tests import factories
from tests.factories import Office

BATCH = 500
SECTIONS = ("tin-tuc", "thong-bao", "cai-cach", "thi-dua", "lao-dong")
SPAN = timedelta(days=900)
"""How long the board has been publishing, whatever the number of items; its people hold office since before."""
READY = 60
"""Items that are signed off and wait for the secretary when publication is measured."""


@dataclass
class Pattern:
    """The item that the others follow: its snapshot, its row, its acts in order."""

    snapshot: dict[str, Any]
    item: Item
    acts: list[dict[str, Any]]


@dataclass
class Filler:
    """Writes items in bulk; `frontier` is the log that grows with them."""

    office: Office
    pattern: Pattern
    sections: list[Section]
    log: Log
    frontier: Frontier
    place: int
    section_places: dict[int, int]
    at: datetime
    step: timedelta
    rows: dict[type, list[Any]] = field(default_factory=dict)
    ids: dict[type, int] = field(default_factory=dict)

    def batch(self, numbers: range) -> None:
        """Write items with these numbers, published one after the other."""
        self.rows = {model: [] for model in (Item, Revision, Snapshot, Entry, SignOff, Publication)}
        for number in numbers:
            self._item(number)
        with transaction.atomic():
            for model, rows in self.rows.items():
                model.objects.bulk_create(rows)  # type: ignore[attr-defined]  # every model has its manager
            self.log.size, self.log.frontier = self.frontier.size, self.frontier.state()
            self.log.save()

    def _item(self, number: int) -> None:
        section = self.sections[number % len(self.sections)]
        key, title = uuid.UUID(int=number, version=4), words.title(number)
        snapshot = self.pattern.snapshot | {
            "item": key.hex,
            "number": number,
            "title": title,
            "summary": words.summary(number),
            "slug": slug(title),
            "body": words.body(number),
            "section": {"slug": section.slug, "name": section.name},
        }
        data = encode_parsed(snapshot)
        digest = sha256(data).hexdigest()
        entries = {}
        for act in self.pattern.acts:
            self.at += self.step / len(self.pattern.acts)
            entries[act["act"]] = self._entry(act, snapshot, digest)
        self._rows(key, snapshot, data, digest, section, entries)

    def _entry(self, act: dict[str, Any], snapshot: dict[str, Any], digest: str) -> Entry:
        record = act | {
            "seq": self.frontier.size,
            "item": snapshot["item"],
            "number": snapshot["number"],
            "digest": digest,
            "at": self.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        salt, written = secrets.token_bytes(32), encode_parsed(record).decode()
        leaf = leaf_hash(entry_of(self.frontier.size, written, salt))
        entry = Entry(
            id=self._next(Entry), log=self.log, seq=self.frontier.size, at=self.at, act=act["act"],
            item=uuid.UUID(snapshot["item"]), revision=1, record=written, salt=salt, leaf=leaf,
        )  # fmt: skip
        self.frontier.append(leaf)
        self.rows[Entry].append(entry)
        return entry

    def _rows(
        self, key: uuid.UUID, snapshot: dict[str, Any], data: bytes, digest: str, section: Section, entries: Any
    ) -> None:
        like = self.pattern.item
        item = Item(
            id=key, board=self.office.board, number=snapshot["number"], kind="news", state=State.PUBLISHED,
            unit=like.unit, section=section, title=snapshot["title"], folded=fold(snapshot["title"])[:600],
            slug=snapshot["slug"], created_by=like.created_by, forwarded_by=like.forwarded_by,
            moderated_by=like.moderated_by, created_at=self.at, waiting_since=self.at,
        )  # fmt: skip
        revision = Revision(
            id=self._next(Revision), item=item, number=1, content=data.decode(), digest=digest,
            made_by=like.created_by, made_at=self.at,
        )  # fmt: skip
        sealed = Snapshot(digest=digest, board=self.office.board, data=data)
        signed = SignOff(
            id=self._next(SignOff), item=item, revision=revision, snapshot=sealed, entry=entries["sign_off"], at=self.at
        )
        shown = Publication(
            id=self._next(Publication), item=item, sign_off=signed, entry=entries["publish"], board=self.office.board,
            section=section, place=self.place, section_place=self.section_places.get(section.pk, 0),
            first_at=self.at, at=self.at,
        )  # fmt: skip
        self.place += 1
        self.section_places[section.pk] = self.section_places.get(section.pk, 0) + 1
        item.current_id, item.sign_off_id, item.live_id = revision.pk, signed.pk, shown.pk
        # The item is written before what it points at: the keys are looked at when the transaction ends.
        for row in (item, revision, sealed, signed, shown):
            self.rows[type(row)].append(row)

    def _next(self, model: type) -> int:
        if model not in self.ids:
            self.ids[model] = model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0  # type: ignore[attr-defined]  # every model has its manager
        self.ids[model] += 1
        return self.ids[model]


def fill(count: int, *, say: Callable[[str], None]) -> Office:
    """Found a board and publish `count` items."""
    began = time.monotonic()
    office = factories.office("bench")
    sections = [
        Section.objects.get_or_create(board=office.board, slug=each, defaults={"name": each.capitalize()})[0]
        for each in SECTIONS
    ]
    filler = _begun(office, sections, count)
    for numbers in _batches(2, count + 1):
        filler.batch(numbers)
        say(f"filling {numbers.stop - 1:,} of {count:,} items, {time.monotonic() - began:.0f} s")
    office.board.next_number = count + 1
    office.board.save()
    return office


def ready(office: Office, seed: int) -> None:
    """Write one item as far as the chief's signature."""
    at = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(minutes=seed)
    factories.item(
        office, State.SIGNED_OFF, title=words.title(-seed), summary=words.summary(-seed), body=words.body(-seed), at=at
    )


def reopened(board: Board) -> Office:
    """Return the office of a board that was filled before."""
    people = {each.role: each.person for each in board.appointments.select_related("person").order_by("-pk")}
    units = {unit.code: unit for unit in board.units.all()}
    sections = {section.slug: section for section in board.sections.all()}
    return Office(
        board=board,
        organisation=units["to-chuc"],
        division=units["cong-chuc"],
        centre=units["luu-tru"],
        news=sections["tin-tuc"],
        notices=sections["thong-bao"],
        chief=people["editor_in_chief"],
        standing=people["standing_deputy"],
        deputy=people["deputy_editor"],
        other_deputy=people["deputy_editor"],
        member=people["board_member"],
        other_member=people["board_member"],
        secretary=people["secretary"],
        contributor=people["contributor"],
        other_contributor=people["contributor"],
    )


def _begun(office: Office, sections: list[Section], count: int) -> Filler:
    start = datetime(2026, 11, 20, tzinfo=UTC) - SPAN
    first = factories.item(office, State.PUBLISHED, title=words.title(1), body=words.body(1), at=start)
    live = first.live
    if live is None:
        raise RuntimeError("the first item was not published")
    records = Entry.objects.filter(item=first.pk).order_by("seq").values_list("record", flat=True)
    log = Log.objects.get(board=office.board)
    pattern = Pattern(json.loads(bytes(live.sign_off.snapshot.data)), first, [json.loads(record) for record in records])
    return Filler(
        office=office,
        pattern=pattern,
        sections=sections,
        log=log,
        frontier=Frontier.from_state(log.size, log.frontier),
        place=1,
        section_places={live.section_id: 1},
        at=start,
        step=SPAN / (count + 1),
    )


def _batches(first: int, stop: int) -> Iterator[range]:
    for start in range(first, stop, BATCH):
        yield range(start, min(start + BATCH, stop))
