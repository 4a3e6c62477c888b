"""A whole site baked anew, beside the live one, in one pass and with flat memory.

Sections are gone through from their oldest item on: each item's page is written as it comes, and with every twentieth
a frozen list. What is to be sorted at the end (manifest, site map) waits on disk meanwhile.
"""

import hashlib
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from chauphe.bake.change import Change
from chauphe.bake.edition import Edition
from chauphe.bake.periods import begun
from chauphe.bake.render import DOCUMENTS, RELATED, card_of
from chauphe.bake.sealed import Sealed, sound
from chauphe.bake.sitemap import latest
from chauphe.bake.spill import Spill
from chauphe.bake.touched import map_of, page_of
from chauphe.bake.trouble import NotSealed, Refused
from chauphe.items import store
from chauphe.public.lists import PAGE
from chauphe.public.pages import Card, Section
from chauphe.seal.layout import CHECKPOINT, KEY, MANIFEST, SHARDS
from chauphe.seal.manifest import note_digest, shard_bytes, shard_of

CHUNK = 50
MOST_REFUSED = 20


@dataclass(slots=True)
class Whole:
    """Writes one edition into `folder` (its `site` and its state); `done` is told how many items are written."""

    edition: Edition
    folder: Path
    done: Callable[[int], None]
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
        for section in edition.site.sections:
            self._section(section)
        self._stop_if_refused()
        edition.state.documents = sorted(edition.state.documents, reverse=True)[: 4 * DOCUMENTS]
        for section in edition.site.sections:
            self._put(edition.tops.newest(section))
        self._put(edition.tops.front())
        self._put(edition.render.furniture())
        self._put(self._sitemaps())
        self._stop_if_refused()
        return self._seals()

    def _section(self, section: Section) -> None:
        key = self.edition.tops.sections[section.slug]
        total = self.edition.published.total_of(key)
        related: deque[Card] = deque(maxlen=RELATED)
        page: list[tuple[int, Card]] = []
        for chunk in self.edition.published.every(key, chunk=CHUNK):
            sealed = list(sound(chunk, self.edition.archive, self._refuse))
            for each, acts in self.edition.archive.opened(sealed):
                self._put(self.edition.item(each, acts, tuple(reversed(related))))
                card = card_of(each)
                related.append(card)
                self._note(section, each, card)
                if page and page[0][0] // PAGE != each.section_place // PAGE:
                    self._frozen(section, page, total)
                    page.clear()
                page.append((each.section_place, card))
            self._stop_if_refused(MOST_REFUSED)
            self.done(self.pages)
        if page:
            self._frozen(section, page, total)

    def _frozen(self, section: Section, page: list[tuple[int, Card]], total: int) -> None:
        number = page_of(page[0][0], total)
        if number is not None:
            cards = [card for _, card in reversed(page)]
            self._put(self.edition.tops.frozen_of(section, number, cards, total=total))

    def _note(self, section: Section, sealed: Sealed, card: Card) -> None:
        """Remember an item for the lists that are made at the end."""
        state = self.edition.state
        self.pages += 1
        state.counts[section.slug] = state.counts.get(section.slug, 0) + 1
        months = state.months.get(section.slug, [])
        state.months[section.slug] = begun(months, card.day[:7], sealed.section_place)
        if card.kind == "legal_document":
            state.documents.append(sealed.place)
            if len(state.documents) > 8 * DOCUMENTS:
                state.documents = sorted(state.documents, reverse=True)[: 4 * DOCUMENTS]
        self._maps.add(f"{map_of(sealed.place):08d}", f"{sealed.place:010d} {card.path} {card.day}")

    def _sitemaps(self) -> Iterator[Change]:
        days = self.edition.state.maps
        for name, lines in self._maps.parts():
            rows = [(path, day) for _, path, day in (line.split(" ") for line in sorted(lines))]
            days.append(latest(rows))
            yield from self.edition.render.sitemap(int(name), rows)
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
            data = change.data if change.data is not None else store.get(change.sha256)
            self._write(change.path, data)
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

    def _refuse(self, error: NotSealed) -> None:
        self.edition.refused.append(error)

    def _stop_if_refused(self, most: int = 0) -> None:
        if len(self.edition.refused) > most:
            raise Refused(self.edition.refused)
