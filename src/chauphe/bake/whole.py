"""A whole site baked anew, beside the live one, in one pass and with flat memory.

Sections are gone through from their oldest item on: each item's page is written as it comes, and with every twentieth
a frozen list. What is to be sorted at the end (manifest, site map) waits on disk meanwhile.

Asked for by somebody, it refuses to leave out anything that should be there. Where it follows from new templates or
settings and nobody looks on, a few items that may not be shown are held back, each by itself: one of them must not keep
a board from publishing. More than a few are no accident of an item; then the site stays as it stands.
"""

import hashlib
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from chauphe.bake.change import Change
from chauphe.bake.edition import Edition
from chauphe.bake.periods import begun
from chauphe.bake.render import DOCUMENTS, RELATED, card_of
from chauphe.bake.sealed import Sealed
from chauphe.bake.sitemap import part_path
from chauphe.bake.spill import Spill
from chauphe.bake.standing import Standing
from chauphe.bake.touched import map_of
from chauphe.bake.trouble import NOT_KEPT, NotReleased, NotSealed, Refused
from chauphe.items import store
from chauphe.public.lists import PAGE, frozen_pages
from chauphe.public.pages import Card, Section
from chauphe.seal.layout import CHECKPOINT, KEY, MANIFEST, SHARDS
from chauphe.seal.manifest import note_digest, shard_bytes, shard_of
from chauphe.seal.proof import OpenedAct

if TYPE_CHECKING:
    from chauphe.items.models import Publication

CHUNK = 50
MOST_REFUSED = 20
"""A whole bake is given up, where it has come to, once more items than these are refused."""


@dataclass(slots=True)
class Whole:
    """Writes one edition into `folder` (its `site` and its state); `done` is told how many items are written.

    Where `holding_back`, what may not be shown is left out, but for pages of the live site that prove themselves.
    """

    edition: Edition
    folder: Path
    done: Callable[[int], None]
    holding_back: bool = False
    standing: Standing | None = None
    pages: int = 0
    files: int = 0
    _folders: set[str] = field(default_factory=set)
    _shards: Spill = field(init=False)
    _maps: Spill = field(init=False)
    _root: str = field(init=False)

    def __post_init__(self) -> None:
        self._shards = Spill(self.folder / "shards")
        self._maps = Spill(self.folder / "maps")
        self._root = f"{self.folder / 'site'}/"

    def write(self) -> str:
        """Write everything and return what the last release will be known by; raises Refused or OSError."""
        edition = self.edition
        tolerated = MOST_REFUSED if self.holding_back else 0
        for section in edition.site.sections:
            self._section(section)
        self._stop_if_refused(tolerated)
        edition.state.documents = sorted(edition.state.documents, reverse=True)[: 4 * DOCUMENTS]
        for section in edition.site.sections:
            self._put(edition.tops.newest(section))
        self._put(edition.tops.front())
        self._put(edition.tops.trees())
        self._put(edition.render.furniture())
        self._put(self._sitemaps())
        self._stop_if_refused(tolerated)
        return self._seals()

    def _section(self, section: Section) -> None:
        key = self.edition.tops.sections[section.slug]
        total = self.edition.published.total_of(key)
        related: deque[Card] = deque(maxlen=RELATED)
        page: list[Card] = []
        number = 1
        for chunk in self.edition.published.every(key, chunk=CHUNK):
            for row, each, acts in self._read(chunk):
                changes = self.edition.item(each, acts, tuple(reversed(related))) if each else []
                if each is None or not changes:
                    self._hold_back(row, tuple(reversed(related)))
                    continue
                self._put(changes)
                card = card_of(each)
                self._note(section, each, card)
                number = self._frozen(section, page, range(number, each.section_place // PAGE + 1), total)
                if each.listed:
                    related.append(card)
                    page.append(card)
            self._stop_if_refused(MOST_REFUSED, more=True)
            self.done(self.pages)
        self._frozen(section, page, range(number, frozen_pages(total) + 1), total)

    def _read(
        self, chunk: "list[Publication]"
    ) -> "Iterator[tuple[Publication, Sealed | None, list[OpenedAct] | NotSealed]]":
        """Yield each publication with its item, verified, and its acts; None for what was refused."""
        archive = self.edition.archive
        read: dict[int, Sealed] = {}
        for row in chunk:
            try:
                read[row.pk] = archive.read(row)
            except NotSealed as error:
                self.edition.refused.append(error)
        opened = {each.publication: acts for each, acts in archive.opened(read.values())}
        for row in chunk:
            yield row, read.get(row.pk), opened.get(row.pk, [])

    def _hold_back(self, row: "Publication", related: Sequence[Card]) -> None:
        """Let no list show an item that was refused; what stands of it stays if it proves itself."""
        self.edition.shelf.withheld.add(row.pk)
        # With all that it overtook: for the lists there was never anything at this place.
        self.edition.state.held += self.edition.published.of_place(row.place)
        if self.standing is not None:
            self._put(self.standing.page(row, self.edition.render, related))

    def _frozen(self, section: Section, page: list[Card], numbers: range, total: int) -> int:
        """Write these frozen pages, as far as there are so many; what is gathered in `page` stands on the first.

        Returns the number of the page that is gathered next.
        """
        for number in numbers[: max(0, frozen_pages(total) + 1 - numbers.start)]:
            self._put(self.edition.tops.frozen_of(section, number, reversed(page), total=total))
            page.clear()
        return max(numbers.start, numbers.stop)

    def _note(self, section: Section, sealed: Sealed, card: Card) -> None:
        """Remember an item for the lists that are made at the end."""
        state = self.edition.state
        self.pages += 1
        months = state.months.get(section.slug, [])
        state.months[section.slug] = begun(months, sealed.first, sealed.section_place)
        self._maps.add(
            f"{map_of(sealed.place):08d}", f"{sealed.place:010d} {card.path if sealed.listed else ''} {card.day}"
        )
        if not sealed.listed:
            return
        state.counts[section.slug] = state.counts.get(section.slug, 0) + 1
        if card.kind == "legal_document":
            state.documents.append(sealed.place)
            if len(state.documents) > 8 * DOCUMENTS:
                state.documents = sorted(state.documents, reverse=True)[: 4 * DOCUMENTS]

    def _sitemaps(self) -> Iterator[Change]:
        days = self.edition.state.maps
        for name, lines in self._maps.parts():
            rows = [(path, day) for _, path, day in (line.split(" ") for line in sorted(lines))]
            days.append(max(day for _, day in rows))
            listed = ((path, day) for path, day in rows if path)
            yield from self.edition.render.sitemap(part_path(int(name), len(self._maps)), listed)
        yield from self.edition.render.sitemap_index(days)

    def _seals(self) -> str:
        issue = self.edition.issue
        shards = {}
        for name, lines in self._shards.parts():
            data = shard_bytes(dict(line.split("  ", 1)[::-1] for line in lines))
            shards[name] = hashlib.sha256(data).hexdigest()
            self._write(SHARDS + name, data)
        self._write(KEY, f"{issue.signer.verifier.text()}\n".encode())
        self._write(CHECKPOINT, self.edition.note)
        signed = issue.manifest(shards)
        self._write(MANIFEST, signed)
        state = self.edition.remember(note_digest(signed))
        (self.folder / "state.json").write_text(state, "utf-8")
        for spill in ("shards", "maps"):
            shutil.rmtree(self.folder / spill, ignore_errors=True)
        return issue.last(signed)

    def _put(self, changes: Iterable[Change]) -> None:
        for change in changes:
            self._write(change.path, change.data if change.data is not None else _kept(change))
            self._shards.add(shard_of(change.path), f"{change.sha256}  {change.path}")

    def _write(self, path: str, data: bytes) -> None:
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            os.makedirs(self._root + folder, exist_ok=True)  # noqa: PTH103  paths as text: half the time of a page
            self._folders = {folder}
        handle = os.open(self._root + path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
        finally:
            os.close(handle)
        self.files += 1

    def _stop_if_refused(self, most: int, *, more: bool = False) -> None:
        if len(self.edition.refused) > most:
            raise Refused(self.edition.refused, more=more)


def _kept(change: Change) -> bytes:
    """Return bytes that were there a moment ago, when their item was looked at; raises NotReleased, OSError."""
    try:
        return store.get(change.sha256)
    except (FileNotFoundError, store.Damaged) as error:
        raise NotReleased(NOT_KEPT, path=change.path, sha=change.sha256) from error
