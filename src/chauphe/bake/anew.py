"""Bake a whole site beside the live one and switch to it; what was published before must be a part of it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from django.utils.translation import gettext_noop as N_

from chauphe.bake import furniture, ledger
from chauphe.bake.disk import Disk
from chauphe.bake.edition import Edition, fresh_state
from chauphe.bake.folder import Folder
from chauphe.bake.issue import Issue
from chauphe.bake.listing import tile_reader
from chauphe.bake.live import Last, Live
from chauphe.bake.log import GrowingLog
from chauphe.bake.publications import Published
from chauphe.bake.sealed import Archive, sound
from chauphe.bake.standing import Standing
from chauphe.bake.trouble import LedgerDamaged, NotSealed
from chauphe.bake.whole import Whole
from chauphe.items import soundness
from chauphe.people.models import Board
from chauphe.public.pages import Link
from chauphe.seal import checkpoint, manifest
from chauphe.seal.checkpoint import BadCheckpoint, Checkpoint
from chauphe.seal.layout import CHECKPOINT, MANIFEST, SEALS
from chauphe.seal.manifest import BadManifest, note_digest
from chauphe.seal.note import NoteError, Signer
from chauphe.seal.tiles import TiledLog

IN_MENU = 6
"""The most standing pages that stand in menu and footer, the oldest of them."""


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of the site that is replaced: number and manifest of its last release, and its log's head."""

    last: Last
    log: Checkpoint | None

    @classmethod
    def read(cls, folder: Folder, signer: Signer) -> Self:
        """Read it as far as it can be read and bears this key's signature; a damaged site may be replaced."""
        last = Last.read(folder)
        log = None
        try:
            data = (folder.root / MANIFEST).read_bytes()
            listed, _ = manifest.opened(data, [signer.verifier])
            if listed.release > last.release:
                last = Last(listed.release, note_digest(data))
            log, _ = checkpoint.opened((folder.root / CHECKPOINT).read_bytes(), [signer.verifier])
        except (OSError, NoteError, BadManifest, BadCheckpoint):
            pass  # nothing that was signed is left to be continued; the number of the last release is
        return cls(last, log)


@dataclass(slots=True)
class Anew:
    """A whole release in the making."""

    whole: Whole
    release: Path
    total: int
    last: str = ""

    def hold_back(self, live: Live | None) -> None:
        """Let what may not be shown be left out, but for pages of the live site that prove themselves."""
        self.whole.holding_back = True
        if live is not None:
            self.whole.standing = Standing(live, self.whole.edition.archive)

    @classmethod
    def begun(
        cls, board: Board, folder: Folder, signer: Signer, *, at: datetime, done: Callable[[int, int], None]
    ) -> Self:
        """Publish the log and gather what the pages need; raises LedgerDamaged."""
        for lost in soundness.lost(board):
            raise LedgerDamaged(
                N_("item %(number)s was published by an act on record, and its row is gone"), number=lost
            )
        before = Before.read(folder, signer)
        number = before.last.release + 1
        release = folder.fresh(number)
        shutil.rmtree(release, ignore_errors=True)
        (release / "site").mkdir(parents=True)
        log = _log(board, release / "site", before.log)
        issue = Issue(board, signer, number, before.last.manifest, at, Checkpoint(board.origin, log.size, log.root()))
        published = Published.of(board, entries=log.size)
        site = furniture.site_of(board, at=at, pages=_menu(Archive(board, log, issue.log), published))
        edition = Edition(issue, log, site, fresh_state(site))
        total = published.total()
        return cls(Whole(edition, release, lambda items: done(items, total)), release, total)


def _log(board: Board, site: Path, before: Checkpoint | None) -> TiledLog:
    """Publish a board's whole log; raises LedgerDamaged unless it continues the one that is live."""
    disk, tiles = Disk(), tile_reader(site)

    def write(path: str, data: bytes) -> None:
        file = site / SEALS / path
        file.parent.mkdir(parents=True, exist_ok=True)
        disk.write(file, data)

    size, frontier = ledger.head(board)
    growing = GrowingLog(tiles, write)
    growing.extend(ledger.rows(board, since=0, until=size))
    log = growing.finish(state=(size, frontier))
    if before is not None and (before.size > size or log.root(before.size) != before.root):
        raise LedgerDamaged(N_("the ledger does not continue the published log of %(size)s entries"), size=before.size)
    return log


def _menu(archive: Archive, published: Published) -> Iterator[Link]:
    """Yield links to the standing pages; what is unsound is refused when its own page is made."""
    found = furniture.standing(published.sealed())
    ids = published.at(sorted({row.place for row in published.load(found)}))

    def elsewhere(_: NotSealed) -> None:
        return None

    shown = [each for each in sound(published.load(ids), archive, elsewhere) if each.listed]
    for sealed in shown[:IN_MENU]:
        if sealed.snapshot["kind"] == "standing_page":
            yield furniture.link_to(sealed.snapshot)
