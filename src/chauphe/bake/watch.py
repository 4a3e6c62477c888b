"""Watch over a live site: does it still hold what was sealed, and does the ledger still say so?

A reader can check the site against its own signatures (`chauphe verify`). The office can check more: the ledger and the
sealed store against the published log. What is damaged is made again from the sealed copies, never copied back.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import brotli
from django.utils.translation import gettext_noop as N_

from chauphe.bake import ledger
from chauphe.bake.change import Change, UnsafePath
from chauphe.bake.keys import signer_of
from chauphe.bake.listing import tile_reader
from chauphe.bake.live import Live
from chauphe.bake.publications import Published
from chauphe.bake.render import files_of
from chauphe.bake.sealed import Archive, Sealed, name_of, sound
from chauphe.bake.services import Baked, bake_again, bake_all, folder_of
from chauphe.bake.sitemap import NEWEST
from chauphe.bake.trouble import LedgerDamaged, NotSealed, SiteDamaged, Trouble
from chauphe.bake.update import Again
from chauphe.items import soundness, store
from chauphe.ledger import papers, selectors
from chauphe.people import soundness as people_soundness
from chauphe.people.models import Board
from chauphe.public import fragment
from chauphe.seal.findings import Code, Report
from chauphe.seal.layout import SEALS, item_of, plain_name
from chauphe.seal.merkle import leaf_hash
from chauphe.seal.proof import entry_of
from chauphe.seal.reader import CannotRead, Directory
from chauphe.seal.tiles import BadTile, TiledLog
from chauphe.seal.verify import GZIP, verify_site

_LIST = re.compile(r"chuyen-muc/([a-z0-9-]+)/(?:trang-(\d+)/)?[^/]+")
_MAP = re.compile(r"sitemap-(\d+)\.xml")
_FRONT = re.compile(r"index\.html|feed\.(?:atom|json)|(?:so-do|tim)/index\.html")
CHUNK = 50


@dataclass(frozen=True, slots=True)
class Health:
    """What a check came to: the findings on the site itself, and what the ledger or the store no longer bears out."""

    report: Report
    ledger: tuple[Trouble, ...]

    @property
    def ok(self) -> bool:
        """Say whether nothing at all was found."""
        return self.report.ok and not self.ledger


def check(board: Board) -> Health:
    """Compare the live site with its manifest, and ledger and store with its log; raises SiteDamaged if unreadable."""
    root = folder_of(board).root
    key = signer_of(board).verifier
    try:
        report = verify_site(Directory(root), keys=[key], check_page=fragment, unpack={**GZIP, ".br": unpacked})
    except CannotRead as error:
        raise SiteDamaged(N_("the live site cannot be read (%(error)s)"), error=error) from error
    return Health(report, tuple(_behind(board)))


def repair(board: Board, health: Health, *, at: datetime) -> Baked | None:
    """Make again what a check found damaged, and nothing else where that is enough; None if nothing was.

    Raises as `bake_all` does; what is wrong in the ledger or the store cannot be repaired from anywhere.
    """
    if health.report.ok:
        return None
    again = wanted(health.report)
    if again is not None:
        try:
            return bake_again(board, again, at=at)
        except SiteDamaged:
            pass  # more is damaged than was found: everything is made again
    return bake_all(board, at=at)


def wanted(report: Report) -> Again | None:
    """Return what to make again for these findings; None where only a whole bake will do."""
    again = Again()
    for finding in report.findings:
        if finding.path.startswith(SEALS) or finding.code in (Code.FILE_SYMLINK, Code.FILE_SPECIAL):
            return None
        if finding.code is Code.FILE_EXTRA:
            again.gone.add(finding.path)
        elif not _placed(plain_name(finding.path), again):
            again.furniture = True
    try:
        return again if all(Change.gone(path) for path in again.gone) else None
    except UnsafePath:
        return None  # no name that we could have written; a whole bake leaves it behind


def _placed(path: str, again: Again) -> bool:
    """Note a damaged file under what it is part of; False if it is none of what publications change."""
    item, listed, part = item_of(path), _LIST.fullmatch(path), _MAP.fullmatch(path)
    if item is not None:
        again.items.add(item[1])
    elif listed is not None and listed[2]:
        again.lists.frozen.add((listed[1], int(listed[2])))
    elif listed is not None:
        again.lists.newest.add(listed[1])
    elif part is not None:
        again.lists.maps.add(int(part[1]))
    elif path in ("sitemap.xml", NEWEST):
        again.newest_map = True
    elif _FRONT.fullmatch(path):
        again.front = True
    else:
        return False
    return True


def _behind(board: Board) -> Iterator[Trouble]:
    """Yield what ledger and store no longer bear out of what is published, and rows that no longer say the same."""
    yield from _published(board)
    for seq, column in selectors.astray(board):
        yield LedgerDamaged(
            N_("entry %(seq)s of the ledger: “%(column)s” is not what was recorded"), seq=seq, column=column
        )
    for number, table in soundness.astray(board):
        yield LedgerDamaged(
            N_("item %(number)s: a row of “%(table)s” is not what was recorded"), number=number, table=table
        )
    for name, what in papers.astray(board):
        yield LedgerDamaged(
            N_("paper “%(name)s” of the board: %(what)s is not what was recorded"), name=name, what=what
        )
    for name, table in people_soundness.astray(board):
        yield LedgerDamaged(
            N_("people (%(name)s): a row of “%(table)s” is not what was recorded"), name=name, table=table
        )


def _published(board: Board) -> Iterator[Trouble]:
    """Compare ledger and store with what was published of them."""
    try:
        live = Live.opened(folder_of(board), signer_of(board).verifier)
    except SiteDamaged as error:
        yield error
        return
    if live is not None:
        log = TiledLog(tile_reader(live.root), live.checkpoint.size)
        # Where a part of the published log is gone, that is a finding on the site already.
        with suppress(SiteDamaged, LookupError, BadTile):
            yield from _entries(board, log)
            yield from _items(board, Archive(board, log, live.checkpoint))


def _entries(board: Board, log: TiledLog) -> Iterator[Trouble]:
    """Compare the ledger, entry by entry, with the log that was published of it."""
    expected = 0
    try:
        for seq, record, salt, _ in ledger.rows(board, since=0, until=log.size):
            for missing in range(expected, seq):
                yield LedgerDamaged(N_("the ledger has no entry %(seq)s"), seq=missing)
            expected = seq + 1
            if leaf_hash(entry_of(seq, record, salt)) != log.leaf(seq):
                yield LedgerDamaged(N_("entry %(seq)s of the ledger is not what was recorded"), seq=seq)
    except LedgerDamaged:
        for missing in range(expected, log.size):
            yield LedgerDamaged(N_("the ledger has no entry %(seq)s"), seq=missing)


def _items(board: Board, archive: Archive) -> Iterator[Trouble]:
    """Read every published item as the baker would."""
    refused: list[NotSealed] = []
    published = Published.of(board, entries=archive.log.size)
    for section in board.sections.all():
        for chunk in published.every(section.pk, chunk=CHUNK):
            for sealed, acts in archive.opened(list(sound(chunk, archive, refused.append))):
                if isinstance(acts, NotSealed):
                    refused.append(acts)
                refused += _unstored(sealed)
            yield from refused
            refused.clear()


def _unstored(sealed: Sealed) -> Iterator[NotSealed]:
    """Yield the pictures and files of a published item that the store no longer has."""
    for _, sha256 in files_of(sealed.snapshot):
        if not store.path_of(sha256).exists():
            yield NotSealed(name_of(sealed.snapshot), N_("its file %(sha)s is missing or was changed"), sha=sha256)


def unpacked(packed: bytes, limit: int) -> bytes | None:
    """Return the plain bytes of a brotli file, at most one more than `limit`; None if it is none."""
    stream = brotli.Decompressor()
    try:
        plain: bytes = stream.process(packed, output_buffer_limit=limit + 1)
    except brotli.error:
        return None
    return plain if stream.is_finished() else None
