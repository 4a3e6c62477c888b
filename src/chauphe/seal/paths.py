"""Whether the audit paths of many acts lead from one log to a signed root, told tile by tile.

The 256 leaves below one tile share everything above it. Once the path of one of them was worked out hash by hash, and
the tile's own hashes were part of it, the path of any other is right exactly when it consists of the tile's hashes and
the same rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.merkle import root_by_inclusion
from chauphe.seal.tiles import HEIGHT, WIDTH, BadTile, TiledLog

Path: TypeAlias = tuple[bytes, ...]

_KEPT = 128


@dataclass(slots=True)
class Paths:
    """Tells paths of one log; keeps what it worked out for a number of tiles."""

    log: TiledLog
    _known: dict[tuple[int, int, bytes], tuple[Sequence[Sequence[bytes]], Path]] = field(default_factory=dict)

    def shown(self, leaf: bytes, seq: int, head: Checkpoint, path: Path) -> bool:
        """Say whether the log holds this leaf at `seq` and the path leads from there to the head's root.

        False where that is not so, and where it cannot be told because a tile is missing or not full at that size.
        """
        tile, offset = divmod(seq, WIDTH)
        key = (tile, head.size, head.root)
        known = self._known.get(key)
        if known is None:
            known = self._worked_out(leaf, seq, head, path)
            if known is None:
                return False
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = known
        rows, above = known
        return rows[0][offset] == leaf and path[HEIGHT:] == above and path[:HEIGHT] == _within(rows, offset)

    def _worked_out(
        self, leaf: bytes, seq: int, head: Checkpoint, path: Path
    ) -> tuple[Sequence[Sequence[bytes]], Path] | None:
        """Follow a path hash by hash, and return its tile's rows and the rest of the path if it is right."""
        tile, offset = divmod(seq, WIDTH)
        if (tile + 1) * WIDTH > min(head.size, self.log.size):
            return None
        try:
            rows = self.log.rows(tile)
        except (LookupError, BadTile):
            return None
        if rows[0][offset] != leaf or path[:HEIGHT] != _within(rows, offset):
            return None
        return (rows, path[HEIGHT:]) if root_by_inclusion(leaf, seq, head.size, path) == head.root else None


def _within(rows: Sequence[Sequence[bytes]], offset: int) -> Path:
    """Return the part of a leaf's path that lies within its tile."""
    return tuple([row[(offset >> level) ^ 1] for level, row in enumerate(rows)])
