"""When a site is baked without anybody asking: at once after a publication, else when it has waited long enough.

Every act of the board grows the log, and few change a page. A publication is baked as soon as it is seen, and so is the
ratification of an urgent sign-off; acts that only grow the log wait for the next one, a minute at the most. The look
itself is one small query for all boards.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from chauphe.bake.services import catch_up
from chauphe.bake.timer import Timer
from chauphe.bake.trouble import Busy, Refused, Trouble
from chauphe.core.moves import PUBLIC
from chauphe.ledger.selectors import entries
from chauphe.people.models import Board
from chauphe.seal.urgent import RATIFY

LOOK_EVERY = 0.05
"""Seconds between two looks at the ledger."""
LOG_WAITS = 60.0
"""Seconds that acts which change no page may wait for a checkpoint."""
AFTER_TROUBLE = 5.0
"""Seconds until a site that could not be baked is tried again."""
AFTER_FAILURE = 60.0
"""Seconds until a site is tried again at which something failed that nobody has foreseen."""
AFTER_REFUSAL = 600.0
"""Seconds until a whole bake is tried again that was given up for what was refused; it costs minutes each time."""

_log = logging.getLogger("chauphe.bake")


@dataclass(slots=True)
class Watchman:
    """Keeps all boards' sites up to the ledger; `clock` is monotonic, in seconds.

    It also carries out what is due on its own (`timer`): a publication at the hour that was set for it.
    """

    clock: Callable[[], float] = time.monotonic
    timer: Timer = field(default_factory=Timer)
    _seen: dict[int, int] = field(default_factory=dict)
    _waiting: dict[int, float] = field(default_factory=dict)
    _again: dict[int, float] = field(default_factory=dict)
    _told: dict[int, str] = field(default_factory=dict)

    def run(self, stop: Callable[[], bool]) -> None:
        """Go round until told to stop; a database that is away for a while is waited for."""
        while not stop():
            try:
                self.round()
            except DatabaseError as error:
                self._tell(0, f"the database does not answer: {error}")
                close_old_connections()
                time.sleep(1)
            time.sleep(LOOK_EVERY)

    def round(self) -> None:
        """Look once: carry out what is due, then bake."""
        self.timer.look()
        for board, size in _sizes().items():
            if self._due(board, size):
                self._bake(Board.objects.get(pk=board), size)

    def _due(self, board: int, size: int) -> bool:
        now = self.clock()
        if now < self._again.get(board, 0.0):
            return False
        seen = self._seen.get(board)
        if seen is None or board in self._again:
            return True
        if size == seen:
            return False
        if entries(Board(pk=board), since=seen).filter(act__in=(*PUBLIC, RATIFY)).exists():
            return True
        return now >= self._waiting.setdefault(board, now + LOG_WAITS)

    def _bake(self, board: Board, size: int) -> None:
        self._again.pop(board.pk, None)
        self._waiting.pop(board.pk, None)
        try:
            baked = catch_up(board, at=timezone.now())
        except (Trouble, OSError) as trouble:
            wait = AFTER_REFUSAL if isinstance(trouble, Refused) else AFTER_TROUBLE
            self._again[board.pk] = self.clock() + wait
            if not isinstance(trouble, Busy):
                self._tell(board.pk, f"{board.slug}: {trouble}")
            return
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001  the last resort, told with its traceback
            # Whatever nobody has foreseen at one board, the other boards go on publishing.
            self._again[board.pk] = self.clock() + AFTER_FAILURE
            self._tell(board.pk, f"{board.slug}: {type(error).__name__}: {error}", why=error)
            return
        self._seen[board.pk] = min(size, baked.entries) if baked else size
        if baked is None:
            return
        if baked.files:
            _log.info("%s: release %s, %s items, %s files", board.slug, baked.release, baked.items, baked.files)
        if baked.refused:
            self._again[board.pk] = self.clock() + AFTER_TROUBLE
            self._tell(board.pk, "; ".join(f"{board.slug}: {each}" for each in baked.refused))
        elif baked.stale:
            self._seen.pop(board.pk)

    def _tell(self, about: int, what: str, *, why: Exception | None = None) -> None:
        """Say what is wrong once, not every round; with its traceback where nobody has foreseen it."""
        if self._told.get(about) != what:
            _log.error(what, exc_info=why)
            self._told[about] = what


def _sizes() -> dict[int, int]:
    """Return the size of every board's log (1 query)."""
    return dict(Board.objects.filter(log__isnull=False).values_list("pk", "log__size"))
