"""What is due is carried out: looked for once a second for all boards, by two small queries on what is still to come.

Several workers may look; each carries out what it finds under lock, so that it is done once. What may not be carried
out after all stays as it is, is told once, and is tried again later.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import DatabaseError, connection
from django.utils import timezone

from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.selectors import due_by, over_by
from chauphe.items.services.lock import Tampered

if TYPE_CHECKING:
    from chauphe.items.models import Item, Publication

LOOK_EVERY = 1.0
"""Seconds between two looks at what is due."""
AFTER_TROUBLE = 60.0
"""Seconds until what could not be carried out is tried again."""
APART = timedelta(minutes=1)
"""By how much two clocks may differ before it is told."""
AT_ONCE = 50
"""The most that one look carries out, so that the sites are baked in between."""

_log = logging.getLogger("chauphe.bake")


@dataclass(slots=True)
class Clocks:
    """The time of day by this machine's clock or the database's, whichever is behind.

    Nothing goes out before its hour because one machine's clock runs ahead; on SQLite there is but one clock.
    """

    _told: bool = False

    def __call__(self) -> datetime:
        """Return it, and say once that the two are apart."""
        here = timezone.now()
        if connection.vendor == "sqlite":
            return here
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            there: datetime = cursor.fetchone()[0]
        apart = abs(here - there) > APART
        if apart and not self._told:
            _log.warning("this machine's clock says %s, the database's %s: the earlier one counts", here, there)
        self._told = apart
        return min(here, there)


@dataclass(slots=True)
class Timer:
    """Carries out what is due; `clock` is monotonic, in seconds, `now` the time of day."""

    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = field(default_factory=Clocks)
    _next: float = 0.0
    _again: dict[UUID, float] = field(default_factory=dict)
    _told: dict[UUID, str] = field(default_factory=dict)

    def look(self) -> int:
        """Carry out what is due, if it is time to look, and return how much it was."""
        if self.clock() < self._next:
            return 0
        self._next = self.clock() + LOOK_EVERY
        self._again = {item: until for item, until in self._again.items() if until > self.clock()}
        at = self.now()
        found = 0
        for find, carry_out in ((due_by, services.send_out_due), (over_by, services.mark_over)):
            for item in find(at, besides=self._again, most=AT_ONCE):
                found += self._carried_out(carry_out, item, at)
        return found

    def _carried_out(self, service: Callable[..., "Publication | None"], item: "Item", at: datetime) -> bool:
        try:
            done = service(item.pk, board=item.board, at=at)
        except (Refused, Tampered) as no:
            self._later(item, str(no) or type(no).__name__)
            return False
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001  the last resort, told with its traceback
            self._later(item, f"{type(error).__name__}: {error}", why=error)
            return False
        if done is not None:
            _log.info("%s: item %s: %s by the clock", item.board.slug, item.number, done.entry.act)
        return done is not None

    def _later(self, item: "Item", what: str, *, why: Exception | None = None) -> None:
        """Let it wait, and say why once."""
        self._again[item.pk] = self.clock() + AFTER_TROUBLE
        if self._told.get(item.pk) != what:
            _log.error("%s: item %s is due, and stays: %s", item.board.slug, item.number, what, exc_info=why)
            self._told[item.pk] = what
