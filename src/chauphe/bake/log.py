"""The published log: the ledger's new entries go in at the end, and what was published before is never written again.

Before it grows, what lies on the site must lead to the root that was signed; after it has grown, it must lead to the
root that the ledger itself keeps. Full tiles are handed out as they fill, so a log of any length takes little memory.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop as N_

from chauphe.bake.trouble import LedgerDamaged
from chauphe.seal import merkle, tiles
from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.proof import entry_of
from chauphe.seal.tiles import HEIGHT, WIDTH, BadTile, Tile, TiledLog

# seq, canonical act record, salt, leaf hash as the ledger keeps them
Row = tuple[int, str, bytes, bytes]


@dataclass(slots=True)
class GrowingLog:
    """A log of `size` entries read through `read` (LookupError where nothing is), its new files given to `write`."""

    read: Callable[[str], bytes]
    write: Callable[[str, bytes], None]
    size: int = 0
    began_at: int = 0
    _entries: list[bytes] = field(default_factory=list)
    _rows: list[list[bytes]] = field(default_factory=list)

    @classmethod
    def opened(
        cls, read: Callable[[str], bytes], write: Callable[[str, bytes], None], head: Checkpoint
    ) -> "GrowingLog":
        """Take up a published log; raises LedgerDamaged unless its tiles lead to the root that was signed."""
        published = TiledLog(read, head.size)
        try:
            if published.root() != head.root:
                raise LedgerDamaged(N_("the published log does not lead to the root that was signed"))
            rows = _open_rows(published)
            entries = _open_bundle(published, rows[0] if rows else [])
        except (LookupError, BadTile) as error:
            raise LedgerDamaged(N_("the published log cannot be read (%(error)s)"), error=error) from error
        return cls(read, write, head.size, head.size, entries, rows)

    def extend(self, rows: Iterable[Row]) -> None:
        """Append entries of the ledger in order; raises LedgerDamaged for a gap or a leaf that does not match."""
        for seq, record, salt, leaf in rows:
            if seq != self.size:
                raise LedgerDamaged(N_("the ledger has no entry %(seq)s"), seq=self.size)
            entry = entry_of(seq, record, salt)
            if merkle.leaf_hash(entry) != leaf:
                raise LedgerDamaged(N_("entry %(seq)s of the ledger is not what was recorded"), seq=seq)
            self._entries.append(entry)
            self.size += 1
            self._push(0, leaf)

    def finish(self, *, state: tuple[int, list[str]] | None = None) -> TiledLog:
        """Hand out the tiles that are not full, and return the log as it now stands.

        `state` is size and frontier as the ledger keeps them; raises LedgerDamaged if they lead to another root.
        """
        if self._entries and self.size > self.began_at:
            self._hand_out(Tile(None, self.size // WIDTH, len(self._entries)), tiles.encode_bundle(self._entries))
        for level, row in enumerate(self._rows):
            index = self.size >> (level + 1) * HEIGHT
            if row and len(row) > self._old_width(level, index):
                self._hand_out(Tile(level, index, len(row)), b"".join(row))
        log = TiledLog(self.read, self.size)
        if state is not None and _root_of(*state) != log.root():
            raise LedgerDamaged(N_("the ledger's rows do not lead to the root that it keeps"))
        return log

    def outgrown(self) -> Iterable[str]:
        """Return the paths of partial tiles that the grown log has no use for."""
        if self.size == self.began_at:
            return
        now = {tile.path for tile in _partial_tiles(self.size)}
        yield from (tile.path for tile in _partial_tiles(self.began_at) if tile.path not in now)

    def _push(self, level: int, node: bytes) -> None:
        while len(self._rows) <= level:
            self._rows.append([])
        row = self._rows[level]
        row.append(node)
        if len(row) < WIDTH:
            return
        index = (self.size >> (level + 1) * HEIGHT) - 1
        if level == 0:
            self._hand_out(Tile(None, index), tiles.encode_bundle(self._entries))
            self._entries.clear()
        self._hand_out(Tile(level, index), b"".join(row))
        whole = _folded(row)
        row.clear()
        self._push(level + 1, whole)

    def _old_width(self, level: int, index: int) -> int:
        """Return how many hashes of this tile are published already."""
        before = self.began_at >> level * HEIGHT
        return before % WIDTH if before // WIDTH == index else 0

    def _hand_out(self, tile: Tile, data: bytes) -> None:
        self.write(tile.path, data)


def _root_of(size: int, frontier: list[str]) -> bytes | None:
    """Return the root that the ledger keeps; None if what it keeps is no state of a log."""
    try:
        return merkle.Frontier.from_state(size, frontier).root()
    except ValueError:
        return None


def _partial_tiles(size: int) -> Iterator[Tile]:
    """Yield the tiles, and the bundle, of a tree of this size that are not full."""
    if size % WIDTH:
        yield Tile(None, size // WIDTH, size % WIDTH)
    level = 0
    while size:
        if size % WIDTH:
            yield Tile(level, size // WIDTH, size % WIDTH)
        level, size = level + 1, size // WIDTH


def _open_rows(log: TiledLog) -> list[list[bytes]]:
    """Read the tiles that are not full, the lowest first."""
    rows: list[list[bytes]] = []
    size = log.size
    while size:
        width = size % WIDTH
        tile = Tile(len(rows), size // WIDTH, width)
        rows.append(tiles.hashes_of(log.contents(tile), width) if width else [])
        size //= WIDTH
    return rows


def _open_bundle(log: TiledLog, leaves: list[bytes]) -> list[bytes]:
    if not leaves:
        return []
    entries = tiles.decode_bundle(log.contents(Tile(None, log.size // WIDTH, len(leaves))))
    if [merkle.leaf_hash(entry) for entry in entries] != leaves:
        raise LedgerDamaged(N_("the published entries are not those that the tree holds"))
    return entries


def _folded(row: list[bytes]) -> bytes:
    while len(row) > 1:
        row = [merkle.node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
    return row[0]
