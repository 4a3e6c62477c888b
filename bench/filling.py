"""Fill a database with a board that has published many items. FOR THE BENCH ONLY: it goes past the one door.

One item of each unit is taken through the chain by the services; the others are written into the tables in bulk after
its pattern, with snapshots, digests, act records, salts and a log of their own that lead to the true root. Nothing that
bakes, serves, verifies or lists them can tell the difference, and nothing outside this folder may write like this.
"""

import json
import secrets
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from bench import words
from chauphe.core.moves import State
from chauphe.core.text import fold, slug
from chauphe.items.content import empty
from chauphe.items.html import clean, links
from chauphe.items.models import Draft, Item, Publication, Revision, SignOff, Snapshot
from chauphe.ledger.models import Entry, Log
from chauphe.people.models import Board, Person, Section, Unit
from chauphe.seal.canonical import encode_parsed
from chauphe.seal.merkle import Frontier, leaf_hash
from chauphe.seal.proof import entry_of
from tests import factories
from tests.factories import Office

BATCH = 500
SECTIONS = ("tin-tuc", "thong-bao", "cai-cach", "thi-dua", "lao-dong")
SPAN = timedelta(days=900)
"""How long the board has been publishing, whatever the number of items; its people hold office since before."""
STATES = list(State)
Writers = Item.writers.through
TABLES = (Item, Writers, Revision, Snapshot, Entry, SignOff, Publication, Draft)
KNOWN = '<p>Xem <a href="https://dichvucong.example/">Cổng Dịch vụ công</a>.</p>'
"""A link to a site that the board's first items lead to; those under way lead to one more, new to the board."""
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
    """Writes items in bulk, after each pattern in turn; `frontier` is the log that grows with them."""

    office: Office
    patterns: Sequence[Pattern]
    sections: list[Section]
    log: Log
    frontier: Frontier
    place: int
    section_places: dict[int, int]
    at: datetime
    step: timedelta
    rows: dict[type, list[Any]] = field(default_factory=dict)
    ids: dict[type, int] = field(default_factory=dict)

    def batch(self, numbers: range, state: State = State.PUBLISHED) -> None:
        """Write items with these numbers, brought to a state one after the other."""
        self.rows = {model: [] for model in TABLES}
        for number in numbers:
            self._item(number, state, self.patterns[number % len(self.patterns)])
        with transaction.atomic():
            for model, rows in self.rows.items():
                model.objects.bulk_create(rows)  # type: ignore[attr-defined]  # every model has its manager
            self.log.size, self.log.frontier = self.frontier.size, self.frontier.state()
            self.log.save()

    def _item(self, number: int, state: State, pattern: Pattern) -> None:
        section = self.sections[number % len(self.sections)]
        key, title = uuid.UUID(int=number, version=4), words.title(number)
        body, led = words.body(number), ()
        if state is not State.PUBLISHED:
            body += clean(f'{KNOWN}<p><a href="https://moi-{number}.example/">Xem thêm</a>.</p>')
            led = links(body)
        snapshot = pattern.snapshot | {
            "item": key.hex,
            "number": number,
            "title": title,
            "summary": words.summary(number),
            "slug": slug(title),
            "body": body,
            "links": list(led),
            "section": {"slug": section.slug, "name": section.name},
        }
        data = encode_parsed(snapshot)
        digest = sha256(data).hexdigest()
        entries = {}
        for act in pattern.acts[: STATES.index(state)]:
            self.at += self.step / len(pattern.acts)
            entries[act["act"]] = self._entry(act, snapshot, digest)
        revision = self._written(pattern.item, snapshot, data, digest, state)
        if "sign_off" in entries:
            self._sealed(revision, data, entries)

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

    def _written(self, like: Item, snapshot: dict[str, Any], data: bytes, digest: str, state: State) -> Revision:
        """Write the item with its writer, its revision and, while it is under way, its working copy."""
        past = STATES.index(state)
        item = Item(
            id=uuid.UUID(snapshot["item"]), board=self.office.board, number=snapshot["number"], kind="news",
            state=state, unit=like.unit, section=self._section(snapshot), title=snapshot["title"],
            folded=fold(snapshot["title"])[:600], slug=snapshot["slug"], created_by=like.created_by,
            forwarded_by=like.forwarded_by if past >= STATES.index(State.IN_MODERATION) else None,
            moderated_by=like.moderated_by if past >= STATES.index(State.AWAITING_SIGN_OFF) else None,
            signed_by=like.signed_by if past >= STATES.index(State.SIGNED_OFF) else None,
            created_at=self.at, waiting_since=self.at,
        )  # fmt: skip
        revision = Revision(
            id=self._next(Revision), item=item, number=1, content=data.decode(), digest=digest,
            made_by=like.created_by, made_at=self.at,
        )  # fmt: skip
        item.current_id = revision.pk
        self._add(item, Writers(item=item, person=like.created_by), revision)
        if state is not State.PUBLISHED:
            author = {"person": str(like.created_by.pk), "name": like.created_by.full_name, "share": 100}
            content = empty(authors=[author], **{name: snapshot[name] for name in ("title", "summary", "body")})
            saved = {"hands": [str(like.created_by.pk)], "saved_at": self.at, "saved_by": like.created_by}
            self._add(Draft(item=item, content=content, **saved))
        return revision

    def _sealed(self, revision: Revision, data: bytes, entries: Mapping[str, Entry]) -> None:
        """Write the sign-off, and the publication if there is one."""
        item, board = revision.item, self.office.board
        sealed = Snapshot(digest=revision.digest, board=board, data=data)
        signed = SignOff(
            id=self._next(SignOff), item=item, revision=revision, snapshot=sealed, entry=entries["sign_off"], at=self.at
        )
        item.sign_off_id = signed.pk
        self._add(sealed, signed)
        if "publish" not in entries:
            return
        section = item.section_id
        shown = Publication(
            id=self._next(Publication), item=item, sign_off=signed, entry=entries["publish"], board=board,
            section=item.section, place=self.place, section_place=self.section_places.get(section, 0),
            first_at=self.at, at=self.at,
        )  # fmt: skip
        self.place += 1
        self.section_places[section] = self.section_places.get(section, 0) + 1
        item.live_id = shown.pk
        self._add(shown)

    def _section(self, snapshot: Mapping[str, Any]) -> Section:
        return next(section for section in self.sections if section.slug == snapshot["section"]["slug"])

    def _add(self, *rows: Any) -> None:
        # The item is written before what it points at: the keys are looked at when the transaction ends.
        for row in rows:
            self.rows[type(row)].append(row)

    def _next(self, model: type) -> int:
        if model not in self.ids:
            self.ids[model] = model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0  # type: ignore[attr-defined]  # every model has its manager
        self.ids[model] += 1
        return self.ids[model]


def fill(count: int, *, say: Callable[[str], None], under_way: Mapping[State, int] | None = None) -> Office:
    """Found a board and publish `count` items, one in three of each unit; then leave so many at each earlier state."""
    began, ways = time.monotonic(), {State.PUBLISHED: count, **(under_way or {})}
    office = factories.office("bench")
    sections = [
        Section.objects.get_or_create(board=office.board, slug=each, defaults={"name": each.capitalize()})[0]
        for each in SECTIONS
    ]
    units = (office.division, office.organisation, office.centre) if under_way else (office.division,)
    whole = sum(ways.values())
    filler = _begun(office, sections, units, whole)
    number = len(units) + 1
    ways[State.PUBLISHED] -= len(units)
    for state, many in ways.items():
        for numbers in _batches(number, number + many):
            filler.batch(numbers, state)
            say(f"filling {numbers.stop - 1:,} of {whole:,} items, {time.monotonic() - began:.0f} s")
        number += many
    office.board.next_number = number
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
    people: dict[str, list[Person]] = {}
    for each in board.appointments.select_related("person").order_by("pk"):
        people.setdefault(each.role, []).append(each.person)
    units = {unit.code: unit for unit in board.units.all()}
    sections = {section.slug: section for section in board.sections.all()}
    (deputy, other_deputy), (member, other_member) = people["deputy_editor"], people["board_member"]
    contributor, other_contributor = people["contributor"][:2]
    return Office(
        board=board,
        organisation=units["to-chuc"],
        division=units["cong-chuc"],
        centre=units["luu-tru"],
        news=sections["tin-tuc"],
        notices=sections["thong-bao"],
        chief=people["editor_in_chief"][0],
        standing=people["standing_deputy"][0],
        deputy=deputy,
        other_deputy=other_deputy,
        member=member,
        other_member=other_member,
        secretary=people["secretary"][0],
        contributor=contributor,
        other_contributor=other_contributor,
    )


def _begun(office: Office, sections: list[Section], units: Sequence[Unit], count: int) -> Filler:
    start = datetime(2026, 11, 20, tzinfo=UTC) - SPAN
    patterns = [_pattern(office, unit, number, start) for number, unit in enumerate(units, start=1)]
    log = Log.objects.get(board=office.board)
    first = {pattern.item.section_id for pattern in patterns}
    return Filler(
        office=office,
        patterns=patterns,
        sections=sections,
        log=log,
        frontier=Frontier.from_state(log.size, log.frontier),
        place=len(patterns),
        section_places=dict.fromkeys(first, len(patterns)),
        at=start,
        step=SPAN / (count + 1),
    )


def _pattern(office: Office, unit: Unit, number: int, at: datetime) -> Pattern:
    """Take an item of a unit through the whole chain; those of the centre are its own contributor's."""
    by = office.other_contributor if unit == office.centre else office.contributor
    body = words.body(number) + KNOWN
    made = factories.item(office, State.PUBLISHED, title=words.title(number), body=body, by=by, unit=unit, at=at)
    live = made.live
    if live is None:
        raise RuntimeError("the first items were not published")
    records = Entry.objects.filter(item=made.pk).order_by("seq").values_list("record", flat=True)
    snapshot = json.loads(bytes(live.sign_off.snapshot.data))
    return Pattern(snapshot, made, [json.loads(record) for record in records])


def _batches(first: int, stop: int) -> Iterator[range]:
    for start in range(first, stop, BATCH):
        yield range(start, min(start + BATCH, stop))
