"""Whether a published log is the one its checkpoint signs: entries against tiles, tiles against the root.

Reads the log once from the beginning, bundle by bundle, and names the entry that was changed, deleted or swapped:
every entry states its own index, and every tile holds the hash its entry had.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.findings import Code, Detail, Findings
from chauphe.seal.layout import CHECKPOINT, SEALS
from chauphe.seal.merkle import Frontier, leaf_hash
from chauphe.seal.proof import BadProof, read_leaf
from chauphe.seal.tiles import HEIGHT, WIDTH, BadTile, Tile, TiledLog, decode_bundle, hashes_of

T = TypeVar("T")

MOST_DOUBTS = 1_000
# Of a log that is not there it is enough to say so some times.
MOST_LOST = 100


@dataclass(slots=True)
class LogCheck:
    """Checks one log; `sound` tells afterwards whether the log as published leads to the signed root."""

    log: TiledLog
    checkpoint: Checkpoint
    findings: Findings
    sound: bool = False
    entries: int = 0
    _by_tiles: Frontier = field(default_factory=Frontier)
    _by_entries: Frontier | None = None
    _doubts: list[tuple[Tile, int]] = field(default_factory=list)
    _rows: dict[int, list[bytes]] = field(default_factory=dict)

    def run(self) -> None:
        """Read the whole log and note what is wrong with it."""
        lost = 0
        for index in range(-(-self.log.size // WIDTH)):
            lost += not self._bundle(Tile(None, index, min(WIDTH, self.log.size - index * WIDTH)))
            if lost > MOST_LOST:
                break
        if not lost:
            self._upper_rows_end()
            self._judge()

    def _bundle(self, tile: Tile) -> bool:
        """Check one bundle against its tile and grow the tree by it; False if neither can be read."""
        listed = self._read(Tile(0, tile.index, tile.width), lambda data: hashes_of(data, tile.width))
        entries = self._read(tile, decode_bundle)
        found = None
        if entries is not None:
            self.entries += len(entries)
            if self._indices_right(entries, tile):
                found = [leaf_hash(entry) for entry in entries]
        if listed is None and found is None:
            return False
        self._grow(tile, listed or found or [], found or listed or [])
        return True

    def _grow(self, tile: Tile, listed: Sequence[bytes], found: Sequence[bytes]) -> None:
        if self._by_entries is None and listed != found:
            self._by_entries = Frontier(self._by_tiles.size, list(self._by_tiles.hashes))
        if self._by_entries is not None:
            for leaf in found:
                self._by_entries.append(leaf)
        first = tile.index * WIDTH
        if listed != found:
            differing = [first + at for at, (old, new) in enumerate(zip(listed, found, strict=True)) if old != new]
            self._doubts += [(tile, seq) for seq in differing[: MOST_DOUBTS - len(self._doubts)]]
        for leaf in listed:
            for subtree in self._by_tiles.append(leaf)[HEIGHT::HEIGHT]:
                self._upper(subtree.level // HEIGHT, subtree.hash)

    def _upper(self, level: int, subtree: bytes) -> None:
        """Collect the hashes of a tile above level 0 and compare it once it is full."""
        row = self._rows.setdefault(level, [])
        row.append(subtree)
        if len(row) % WIDTH == 0:
            self._compare(Tile(level, self._by_tiles.size // WIDTH ** (level + 1) - 1), row)
            row.clear()

    def _upper_rows_end(self) -> None:
        for level, row in self._rows.items():
            if row:
                self._compare(Tile(level, self.log.size // WIDTH ** (level + 1), len(row)), row)

    def _compare(self, tile: Tile, row: list[bytes]) -> None:
        listed = self._read(tile, bytes)
        if listed is not None and listed != b"".join(row):
            self.findings.add(Code.LOG_TILE_CHANGED, SEALS + tile.path)

    def _judge(self) -> None:
        """Say which side of each difference is the forged one: the signed root agrees with the other."""
        by_tiles = self._by_tiles.root() == self.checkpoint.root
        by_entries = by_tiles if self._by_entries is None else self._by_entries.root() == self.checkpoint.root
        self.sound = by_tiles
        for tile, seq in self._doubts:
            if by_entries and not by_tiles:
                self.findings.add(Code.LOG_TILE_CHANGED, SEALS + Tile(0, tile.index, tile.width).path)
            else:
                self.findings.add(Code.LOG_ENTRY_CHANGED, SEALS + tile.path, seq=seq)
        if not (by_tiles or by_entries):
            self.findings.add(Code.LOG_ROOT_DIFFERS, CHECKPOINT, size=self.log.size)

    def _indices_right(self, entries: Sequence[bytes], tile: Tile) -> bool:
        """Compare the index that each entry states with its place, and name what was moved, taken or put in."""
        first = tile.index * WIDTH
        expected = range(first, first + tile.width)
        stated = [_index(entry) for entry in entries]
        if stated == list(expected):
            return True
        for code, details in _disorder(stated, expected):
            self.findings.add(code, SEALS + tile.path, **details)
        return False

    def _read(self, tile: Tile, cut: Callable[[bytes], T]) -> T | None:
        try:
            return cut(self.log.contents(tile))
        except LookupError:
            self.findings.add(Code.LOG_TILE_MISSING, SEALS + tile.path)
        except BadTile:
            self.findings.add(Code.LOG_TILE_CHANGED, SEALS + tile.path)
        return None


def is_part_of(tile: Tile, log: TiledLog) -> bool:
    """Say whether a tile may lie beside this log: only one that its size has, none that it has outgrown."""
    now = min(WIDTH, (log.size >> (tile.level or 0) * HEIGHT) - tile.index * WIDTH)
    return tile.width == now


def _disorder(stated: Sequence[int | None], expected: range) -> Iterator[tuple[Code, dict[str, Detail]]]:
    """Name what happened to a bundle whose entries do not state the indices of their places."""
    unreadable = {seq for seq, index in zip(expected, stated, strict=False) if index is None}
    found = Counter(index for index in stated if index is not None)
    absent = [seq for seq in expected if not found[seq] and seq not in unreadable]
    surplus = sorted((found - Counter(expected)).elements())
    for seq in sorted(unreadable):
        yield Code.LOG_ENTRY_MALFORMED, {"seq": seq}
    for seq in absent:
        yield Code.LOG_ENTRY_DELETED, {"seq": seq}
    for index in surplus:
        yield Code.LOG_ENTRY_ADDED, {"seq": index}
    if not absent and not surplus:
        moved = [seq for seq, index in zip(expected, stated, strict=False) if index not in (seq, None)]
        if moved:
            yield Code.LOG_ENTRIES_SWAPPED, {"seqs": ", ".join(map(str, moved))}


def _index(entry: bytes) -> int | None:
    try:
        return read_leaf(entry)[0]
    except BadProof:
        return None
