"""The audit paths of many acts from one log to a root: told, or given, tile by tile.

The 256 leaves below one tile share everything above it. Once the path of one of them was worked out hash by hash, and
the tile's own hashes were part of it, the path of any other is right exactly when it consists of the tile's hashes and
the same rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.merkle import inclusion_path, root_by_inclusion
from chauphe.seal.tiles import HEIGHT, WIDTH, BadTile, TiledLog

Path: TypeAlias = tuple[bytes, ...]
Rows: TypeAlias = Sequence[Sequence[bytes]]

_KEPT = 128


@dataclass(slots=True)
class Paths:
    """Tells and gives paths of one log; keeps what it worked out for a number of tiles."""

    log: TiledLog
    _known: dict[tuple[int, int, bytes], tuple[Rows, Path]] = field(default_factory=dict)

    def shown(self, leaf: bytes, seq: int, head: Checkpoint, path: Path) -> bool:
        """Say whether the log holds this leaf at `seq` and the path leads from there to the head's root.

        False where that is not so, and where it cannot be told because a tile is missing or not full at that size.
        """
        try:
            known = self._at(leaf, seq, head, path)
        except (LookupError, BadTile):
            return False
        if known is None:
            return False
        offset = seq % WIDTH
        rows, above = known
        return rows[0][offset] == leaf and path[HEIGHT:] == above and path[:HEIGHT] == _within(rows, offset)

    def of(self, leaf: bytes, seq: int, head: Checkpoint) -> Path | None:
        """Return the path from this leaf at `seq` to the head's root; None if the log does not hold it there.

        Raises LookupError or BadTile where a part of the log that it needs cannot be read.
        """
        known = self._at(leaf, seq, head)
        if known is None:
            path = self._whole(seq, head)
            return path if root_by_inclusion(leaf, seq, head.size, path) == head.root else None
        rows, above = known
        offset = seq % WIDTH
        return (*_within(rows, offset), *above) if rows[0][offset] == leaf else None

    def _at(self, leaf: bytes, seq: int, head: Checkpoint, path: Path | None = None) -> tuple[Rows, Path] | None:
        """Return the rows of the leaf's tile and what stands above it; None where that is not known to be right."""
        key = (seq // WIDTH, head.size, head.root)
        known = self._known.get(key) or self._worked_out(leaf, seq, head, path)
        if known and key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = known
        return known

    def _worked_out(self, leaf: bytes, seq: int, head: Checkpoint, path: Path | None) -> tuple[Rows, Path] | None:
        """Follow a path, the given one or the log's own, hash by hash, and return its parts if it is right."""
        tile, offset = divmod(seq, WIDTH)
        if (tile + 1) * WIDTH > min(head.size, self.log.size):
            return None
        rows = self.log.rows(tile)
        path = self._whole(seq, head) if path is None else path
        if rows[0][offset] != leaf or path[:HEIGHT] != _within(rows, offset):
            return None
        return (rows, path[HEIGHT:]) if root_by_inclusion(leaf, seq, head.size, path) == head.root else None

    def _whole(self, seq: int, head: Checkpoint) -> Path:
        return tuple(inclusion_path(seq, head.size, self.log.node))


def _within(rows: Sequence[Sequence[bytes]], offset: int) -> Path:
    """Return the part of a leaf's path that lies within its tile."""
    return tuple([row[(offset >> level) ^ 1] for level, row in enumerate(rows)])
