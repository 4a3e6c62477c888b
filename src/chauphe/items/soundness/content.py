"""Whether frozen texts are the bytes of their digests, and what stands beside them says the same as they do.

That is where an item belongs and what it is called, the uploads that it shows, and the hosts that its approval made
known. One pass over the revisions: each is read, hashed and parsed once.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.db.models import Max, OuterRef, QuerySet, Subquery

from chauphe.core.moves import SIGNS, State
from chauphe.items.hosts import hosts_in
from chauphe.items.models import Asset, KnownHost, Revision, SignOff, Snapshot
from chauphe.people.models import Board

CHUNK = 200
"""Revisions of about 30 kB that are held at a time."""
SETTLED = frozenset({State.SIGNED_OFF, State.SCHEDULED, State.PUBLISHED, State.EXPIRED})
"""States in which an item's row is that of its current revision, whatever was saved since."""
NOTICES = frozenset({"ends", "withdrawn"})
"""What takes the place of what was live is like that, while the item's row goes on with its working copy."""


class _Frozen(NamedTuple):
    """A revision beside its item; `signed` is the first sign-off of it."""

    pk: int
    content: str
    digest: str
    made_at: datetime
    signed: int | None
    item: UUID
    number: int
    title: str
    kind: str
    state: str
    unit: str
    section: str
    current: int | None
    saved_at: datetime | None


_COLUMNS = (
    "pk",
    "content",
    "digest",
    "made_at",
    "signed",
    "item",
    "item__number",
    "item__title",
    "item__kind",
    "item__state",
    "item__unit__code",
    "item__section__slug",
    "item__current",
    "item__draft__saved_at",
)


@dataclass(slots=True)
class _Hosts:
    """The hosts that sign-offs up to `last` made known: by host, the first sign-off with its item's number.

    What is signed off while rows are compared is the next check's business.
    """

    last: int
    first: dict[str, tuple[int, int]] = field(default_factory=dict)

    def hear(self, row: _Frozen, content: dict[str, Any]) -> None:
        """Take the links of what was approved in."""
        if row.signed is None or row.signed > self.last:
            return
        for host in hosts_in(content["links"]):
            self.first[host] = min(self.first.get(host, (row.signed, row.number)), (row.signed, row.number))

    def astray(self, board: Board) -> Iterator[tuple[int, str]]:
        """Yield the rows that say otherwise, are missing, or that nobody's approval made."""
        rows = KnownHost.objects.filter(board=board).values_list("host", "sign_off", "sign_off__item__number")
        kept = {host: (signed, number) for host, signed, number in rows if signed <= self.last}
        for host in sorted(kept.keys() | self.first.keys()):
            if kept.get(host) != self.first.get(host):
                yield (self.first.get(host) or kept[host])[1], "known_host"


def astray_of_content(board: Board) -> Iterator[tuple[int, str]]:
    """Yield items by number with the table whose row is not what the frozen text says, or whose bytes were changed."""
    hosts = _Hosts(SignOff.objects.aggregate(last=Max("pk"))["last"] or 0)
    rows = _revisions(board).iterator(chunk_size=CHUNK)
    while chunk := [_Frozen._make(row) for row in islice(rows, CHUNK)]:
        read = {row.pk: _read(row) for row in chunk}
        yield from ((row.number, "revision") for row in chunk if read[row.pk] is None)
        sound = [(row, content) for row in chunk if (content := read[row.pk]) is not None]
        yield from ((row.number, "item") for row, content in sound if not _belongs(row, content))
        yield from _astray_uploads(sound, board)
        for row, content in sound:
            hosts.hear(row, content)
    yield from hosts.astray(board)
    yield from _changed_snapshots(board)


def _revisions(board: Board) -> QuerySet[Revision, tuple[Any, ...]]:
    signed = SignOff.objects.filter(revision=OuterRef("pk"), entry__act__in=SIGNS).order_by("pk").values("pk")[:1]
    frozen = Revision.objects.filter(item__board=board).annotate(signed=Subquery(signed)).order_by("pk")
    return frozen.values_list(*_COLUMNS)


def _read(row: _Frozen) -> dict[str, Any] | None:
    """Return what a revision says; None where its bytes are not those of its digest."""
    data = row.content.encode()
    return dict(json.loads(data)) if sha256(data).hexdigest() == row.digest else None


def _belongs(row: _Frozen, content: dict[str, Any]) -> bool:
    """Say whether an item is what its text says: its number always, the rest where nothing was saved since."""
    if (content["item"], content["number"]) != (row.item.hex, row.number):
        return False
    newer = row.saved_at is not None and row.saved_at > row.made_at and row.state not in SETTLED
    if row.pk != row.current or newer or content.keys() & NOTICES:
        return True
    said = content["title"], content["kind"], content["unit"]["code"], content["section"]["slug"]
    return said == (row.title, row.kind, row.unit, row.section)


def _astray_uploads(frozen: list[tuple[_Frozen, dict[str, Any]]], board: Board) -> Iterator[tuple[int, str]]:
    """Yield the items that name an upload whose row is gone or says something else (1 query)."""
    named = {each["sha256"] for _row, content in frozen for each in (*content["images"], *content["files"])}
    kept = {each.sha256: each for each in Asset.objects.filter(board=board, sha256__in=named)}
    for row, content in frozen:
        pictures = all(_is_picture(kept.get(each["sha256"]), each) for each in content["images"])
        if not pictures or not all(_is_file(kept.get(each["sha256"]), each) for each in content["files"]):
            yield row.number, "asset"


def _is_picture(kept: Asset | None, said: dict[str, Any]) -> bool:
    return kept is not None and (kept.kind, kept.width, kept.height, kept.renditions) == (
        Asset.Kind.PICTURE,
        said["width"],
        said["height"],
        said["renditions"],
    )


def _is_file(kept: Asset | None, said: dict[str, Any]) -> bool:
    return kept is not None and (kept.name, kept.type, kept.bytes) == (said["name"], said["type"], said["bytes"])


def _changed_snapshots(board: Board) -> Iterator[tuple[int, str]]:
    """Yield approvals that wait for the secretary, whose bytes are not those of their digest."""
    for signed in SignOff.objects.filter(item__board=board, publication=None).select_related("item").order_by("pk"):
        data: object = Snapshot.objects.values_list("data", flat=True).get(pk=signed.snapshot_id)
        raw = data.encode() if isinstance(data, str) else bytes(cast("bytes", data))
        if sha256(raw).hexdigest() != signed.snapshot_id:
            yield signed.item.number, "snapshot"
