"""Where the parts of one board's site lie on disk, and that one baker at a time works on them.

`SITES/<board>` is the web root: a link to `SITES/.releases/<board>/<n>/site`, a whole release; beside its `site` lies
what the baker remembers of it, so that one rename changes both. The redo plan and the lock lie under
`SITES/.bake/<board>/`. No server hands these out.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop as N_

from chauphe.bake.trouble import Busy


@dataclass(frozen=True, slots=True)
class Folder:
    """The places of one board's site below `sites`."""

    sites: Path
    board: str

    @property
    def root(self) -> Path:
        """The web root (a link)."""
        return self.sites / self.board

    @property
    def releases(self) -> Path:
        """Whole bakes; the web root links to one of them."""
        return self.sites / ".releases" / self.board

    @property
    def private(self) -> Path:
        """What the baker keeps for itself."""
        return self.sites / ".bake" / self.board

    @property
    def plan(self) -> Path:
        """The redo plan of a release that is being swapped in."""
        return self.private / "plan"

    @property
    def last(self) -> Path:
        """Which release was the last of all."""
        return self.private / "last.json"

    @property
    def state(self) -> Path:
        """What the baker remembers of the live release."""
        return self.root.resolve().parent / "state.json"

    def fresh(self, number: int) -> Path:
        """Return where a whole release of this number is made."""
        return self.releases / str(number)

    def prepare(self) -> None:
        """Make the folders that are not served."""
        self.releases.mkdir(parents=True, exist_ok=True)
        self.private.mkdir(parents=True, exist_ok=True, mode=0o700)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other bakers away; raises Busy. The lock goes with the process, however that ends."""
        self.prepare()
        handle = os.open(self.private / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Busy(N_("another baker is at work on the site of %(board)s"), board=self.board) from error
            yield
        finally:
            os.close(handle)
