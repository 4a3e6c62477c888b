"""What stands on the site now: its signed manifest and checkpoint, and what the baker remembers of them.

Both must carry this board's own signature. What does not fit together was not left so by the baker, and nothing is
added to it.
"""

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from django.utils.translation import gettext_noop as N_

from chauphe.bake.folder import Folder
from chauphe.bake.state import State
from chauphe.bake.trouble import SiteDamaged
from chauphe.seal import checkpoint, manifest
from chauphe.seal.checkpoint import BadCheckpoint, Checkpoint
from chauphe.seal.layout import CHECKPOINT, MANIFEST
from chauphe.seal.manifest import BadManifest, Manifest, note_digest
from chauphe.seal.note import NoteError, Verifier


@dataclass(frozen=True, slots=True)
class Live:
    """A live site; `root` is the folder itself, the link to it resolved."""

    root: Path
    manifest: Manifest
    digest: str
    checkpoint: Checkpoint
    note: str
    state: State

    @classmethod
    def opened(cls, folder: Folder, key: Verifier) -> Self | None:
        """Read what is live; None where nothing was baked yet. Raises SiteDamaged."""
        if not folder.root.exists():
            return None
        try:
            data = (folder.root / MANIFEST).read_bytes()
            head = (folder.root / CHECKPOINT).read_bytes()
            listed, _ = manifest.opened(data, [key])
            log, _ = checkpoint.opened(head, [key])
            state = State.parse(folder.state.read_text("utf-8"))
        except (OSError, NoteError, BadManifest, BadCheckpoint, ValueError) as error:
            raise SiteDamaged(N_("the live site cannot be read (%(error)s)"), error=error) from error
        if (listed.log_size, listed.log_root) != (log.size, log.root) or log.origin != key.name:
            raise SiteDamaged(N_("manifest and checkpoint of the live site are of different logs"))
        digest = note_digest(data)
        if digest != state.manifest or not Last.read(folder).allows(listed.release, digest):
            raise SiteDamaged(N_("release %(number)s is live and is not the one baked last"), number=listed.release)
        return cls(folder.root.resolve(), listed, digest, log, head.decode(), state)


@dataclass(frozen=True, slots=True)
class Last:
    """The number and manifest of the last release of all, kept apart from the site, which can be put back."""

    release: int = 0
    manifest: str | None = None

    @classmethod
    def read(cls, folder: Folder) -> Self:
        """Read it; nothing where there was no release yet."""
        with contextlib.suppress(FileNotFoundError):
            return cls(**json.loads(folder.last.read_text("ascii")))
        return cls()

    def allows(self, release: int, manifest: str) -> bool:
        """Say whether a release may be live: the last one, or one that was switched to just before a crash."""
        return release > self.release or (release, manifest) == (self.release, self.manifest)

    def text(self) -> str:
        """Write it."""
        return json.dumps({"release": self.release, "manifest": self.manifest})
