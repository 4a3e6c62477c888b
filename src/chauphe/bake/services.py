"""Bake: bring a board's site up to the ledger, or make it whole anew; the only doors to the site on disk.

One baker works on a site at a time. Whatever fails, the site that stood goes on standing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from chauphe.bake import furniture
from chauphe.bake.anew import Anew
from chauphe.bake.folder import Folder
from chauphe.bake.keys import signer_of
from chauphe.bake.live import Live
from chauphe.bake.release import Press, not_released
from chauphe.bake.trouble import NotSealed, SiteDamaged, Spoilt
from chauphe.bake.update import Again, Update
from chauphe.items import store
from chauphe.people.models import Board
from chauphe.seal.note import Signer

_log = logging.getLogger("chauphe.bake")


@dataclass(frozen=True, slots=True)
class Baked:
    """A release: its number, the entries of its log, what was written, and what was refused and why.

    `stale` says that every page's menu has changed, so that a whole bake should follow. A release that changes no
    file did not take place: its items were refused as they had been before.
    """

    release: int
    entries: int
    items: int
    files: int
    removed: int
    syncs: int
    whole: bool
    stale: bool = False
    refused: tuple[NotSealed, ...] = ()


def folder_of(board: Board) -> Folder:
    """Return where a board's site lies."""
    return Folder(Path(settings.SITES), board.slug)


def catch_up(board: Board, *, at: datetime) -> Baked | None:
    """Bring the site up to the ledger; None if it is.

    A site that is not there yet, or whose templates or settings have changed, is baked whole. Raises Busy,
    LedgerDamaged, SiteDamaged, NoKey, NotReleased or Unfinished; an item that may not be shown is refused alone, be it
    in a whole bake, as long as those are few (else Refused).
    """
    folder = folder_of(board)
    with folder.locked():
        press, signer = Press(folder, store.get), signer_of(board)
        whole = _recovered(press)
        live = _live(folder, signer, torn=not whole)
        if not whole or live is None or not _as_furnished(board, live):
            return _anew(board, press, signer, at=at, hold_back=True, live=live)
        update = Update.begun(board, live, signer, at=at)
        if live.state.stale and not update.grown:
            return _anew(board, press, signer, at=at, hold_back=True, live=live)
        return None if update.idle else _released(press, update, None)


def bake_all(board: Board, *, at: datetime, done: Callable[[int, int], None] | None = None) -> Baked:
    """Bake the whole site and switch to it; `done` is told how many items of how many are written.

    Raises Busy, LedgerDamaged, NoKey, NotReleased, and Refused with every item that may not be shown, be they few.
    """
    folder = folder_of(board)
    with folder.locked():
        press, signer = Press(folder, store.get), signer_of(board)
        _recovered(press)
        return _anew(board, press, signer, at=at, done=done or _quietly)


def bake_again(board: Board, again: Again, *, at: datetime) -> Baked:
    """Make some files of a sound site once more, in a release of their own; raises as `catch_up` does."""
    folder = folder_of(board)
    with folder.locked():
        press, signer = Press(folder, store.get), signer_of(board)
        press.recover()
        live = Live.opened(folder, signer.verifier)
        if live is None:
            return _anew(board, press, signer, at=at)
        return _released(press, Update.begun(board, live, signer, at=at), again)


def _released(press: Press, update: Update, again: Again | None) -> Baked:
    plan, edition = update.plan(again), update.edition
    if plan is not None:
        press.release(plan)
    changes = plan.changes if plan else ()
    removed = sum(change.removed for change in changes)
    return Baked(
        release=edition.issue.release,
        entries=edition.log.size,
        items=update.items,
        files=len(changes) - removed,
        removed=removed,
        syncs=press.disk.syncs,
        whole=False,
        stale=edition.state.stale,
        refused=tuple(edition.refused),
    )


def _recovered(press: Press) -> bool:
    """Carry on what was broken off; False where that cannot be, so that the site has to be made anew as a whole."""
    try:
        press.recover()
    except Spoilt as error:
        _log.error("%s: %s", press.folder.board, error)
        return False
    return True


def _live(folder: Folder, signer: Signer, *, torn: bool) -> Live | None:
    """Read what is live; of a site that a release left half changed, nothing where it cannot be read."""
    try:
        return Live.opened(folder, signer.verifier)
    except SiteDamaged:
        if not torn:
            raise
        return None


def _quietly(_items: int, _total: int) -> None:
    return None


def _anew(
    board: Board,
    press: Press,
    signer: Signer,
    *,
    at: datetime,
    done: Callable[[int, int], None] = _quietly,
    hold_back: bool = False,
    live: Live | None = None,
) -> Baked:
    """Bake everything; `hold_back` leaves out what may not be shown, but for pages of `live` that prove themselves."""
    try:
        anew = Anew.begun(board, press.folder, signer, at=at, done=done)
        if hold_back:
            anew.hold_back(live)
        last = anew.whole.write()
        press.switch(anew.release, last)
    except OSError as error:
        raise not_released(error) from error
    finally:
        press.sweep()
    edition = anew.whole.edition
    return Baked(
        release=edition.issue.release,
        entries=edition.log.size,
        items=anew.whole.pages,
        files=anew.whole.files,
        removed=0,
        syncs=press.disk.syncs,
        whole=True,
        refused=tuple(edition.refused),
    )


def _as_furnished(board: Board, live: Live) -> bool:
    """Say whether all pages would still get the same surroundings."""
    # Where the board has not acted yet, its site is as old as the first bake of it.
    now = furniture.site_of(board, at=datetime.fromisoformat(live.manifest.at))
    return live.state.furniture == furniture.version() and furniture.same(furniture.read(live.state.site), now)
