"""One release: what it is called, where its log ends, and the notes that are signed for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from chauphe.bake.live import Last
from chauphe.people.models import Board
from chauphe.seal import checkpoint, manifest
from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.manifest import Manifest, note_digest
from chauphe.seal.note import Signer


@dataclass(frozen=True, slots=True)
class Issue:
    """A release in the making; `previous` is the digest of the manifest before it."""

    board: Board
    signer: Signer
    release: int
    previous: str | None
    at: datetime
    log: Checkpoint

    def checkpoint(self) -> bytes:
        """Return the signed checkpoint."""
        return checkpoint.sign(self.log, self.signer)

    def manifest(self, shards: Mapping[str, str]) -> bytes:
        """Return the signed manifest over these shards (name → SHA-256)."""
        at = self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        head = Manifest(
            self.board.slug, self.release, self.previous, self.log.size, self.log.root, at, dict(sorted(shards.items()))
        )
        return manifest.sign(head, self.signer)

    def last(self, signed: bytes) -> str:
        """Return what tells this release as the last one, given its signed manifest."""
        return Last(self.release, note_digest(signed)).text()
