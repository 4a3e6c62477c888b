"""Where each part of a published log lies and what is in it: the C2SP tlog-tiles layout.

A tile is up to 256 hashes of one level of the tree (eight levels of the tree make one level of tiles); an entry bundle
is the up to 256 leaves below a tile of level 0. Paths are relative to the log's own folder. Source:
c2sp.org/tlog-tiles.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from chauphe.seal import merkle

WIDTH = 256
HEIGHT = 8
HASH_BYTES = 32


_PATH = re.compile(r"tile/(entries|[1-5]?[0-9]|6[0-3])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


class BadTile(ValueError):
    """A tile or bundle does not hold what its path says."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile; `level` None means the bundle of the entries themselves."""

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Return the path, e.g. `tile/0/x001/234.p/5`."""
        kind = "entries" if self.level is None else str(self.level)
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{kind}/{_numbered(self.index)}{partial}"

    @classmethod
    def parse(cls, path: str) -> "Tile | None":
        """Return the tile that lies at a path, or None where none can lie."""
        found = _PATH.fullmatch(path)
        if not found:
            return None
        level = None if found[1] == "entries" else int(found[1])
        tile = cls(level, int(found[2].replace("x", "").replace("/", "")), int(found[3] or WIDTH))
        return tile if tile.path == path else None

    @property
    def full(self) -> "Tile":
        """Return the tile that this one becomes once it is full."""
        return Tile(self.level, self.index)


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield every bundle and tile of a tree of `size` leaves, the partial ones included."""
    return changed(0, size)


def changed(old: int, new: int) -> Iterator[Tile]:
    """Yield the bundles and tiles to write when the tree grows from `old` to `new` leaves."""
    if new > old:
        yield from _row(None, old, new)
    level = 0
    while new > old:
        yield from _row(level, old, new)
        level, old, new = level + 1, old // WIDTH, new // WIDTH


def _row(level: int | None, old: int, new: int) -> Iterator[Tile]:
    for index in range(old // WIDTH, -(-new // WIDTH)):
        yield Tile(level, index, min(WIDTH, new - index * WIDTH))


def tile_bytes(tile: Tile, node: merkle.Node) -> bytes:
    """Return the contents of a tile of hashes, taken from the tree's nodes."""
    if tile.level is None:
        raise BadTile("a bundle holds entries, not hashes")
    first = tile.index * WIDTH
    return b"".join(node(tile.level * HEIGHT, first + offset) for offset in range(tile.width))


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Return an entry bundle: each entry behind its length as a big-endian uint16."""
    try:
        return b"".join(len(entry).to_bytes(2) + entry for entry in entries)
    except OverflowError as error:
        raise BadTile("an entry of the log is longer than 65,535 bytes") from error


def decode_bundle(data: bytes) -> list[bytes]:
    """Return the entries of a bundle; raises BadTile if its lengths do not add up."""
    entries, at = [], 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start])
        entries.append(data[start:at])
        if start > len(data) or at > len(data):
            raise BadTile("an entry bundle ends in the middle of an entry")
    return entries


@dataclass(slots=True)
class TiledLog:
    """A published log of `size` leaves, read through `read(path)`, which raises LookupError where nothing is.

    Keeps the tiles read last in memory, at most `keep` of them, so that its size does not grow with the log.
    """

    read: Callable[[str], bytes]
    size: int
    keep: int = 128
    _tiles: dict[tuple[int, int], list[list[bytes]]] = field(default_factory=dict)

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a full subtree, as `merkle` asks for it."""
        row, height = divmod(level, HEIGHT)
        first = index << height
        rows = self._levels(row, first // WIDTH, height)
        found = rows[height]
        offset = (first % WIDTH) >> height
        if offset >= len(found):
            raise BadTile(f"no full subtree {index} of level {level} in a tree of {self.size}")
        return found[offset]

    def leaf(self, seq: int) -> bytes:
        """Return the leaf hash at an index."""
        return self.node(0, seq)

    def rows(self, index: int) -> Sequence[Sequence[bytes]]:
        """Return a tile of leaf hashes and, above it, the rows of nodes below the one hash that stands for it."""
        return self._levels(0, index, HEIGHT - 1)[:HEIGHT]

    def root(self, size: int | None = None) -> bytes:
        """Return the root the tree has, or had when it held `size` leaves."""
        return merkle.root(self.size if size is None else size, self.node)

    def contents(self, tile: Tile) -> bytes:
        """Return a tile's or a bundle's bytes: a partial one from the full one if that alone is left."""
        try:
            return self.read(tile.path)
        except LookupError:
            if tile.width == WIDTH:
                raise
            return _beginning(self.read(tile.full.path), tile)

    def _levels(self, row: int, index: int, height: int) -> list[list[bytes]]:
        """Return a tile's hashes and the rows of nodes above them, worked out as high as asked for."""
        key = (row, index)
        rows = self._tiles.pop(key, None) or [self._load(row, index)]
        while len(rows) <= height:
            below = rows[-1]
            rows.append([merkle.node_hash(left, right) for left, right in zip(below[::2], below[1::2], strict=False)])
        self._tiles[key] = rows
        if len(self._tiles) > self.keep:
            del self._tiles[next(iter(self._tiles))]
        return rows

    def _load(self, row: int, index: int) -> list[bytes]:
        width = min(WIDTH, (self.size >> row * HEIGHT) - index * WIDTH)
        if width <= 0 or index < 0:
            raise BadTile(f"no tile {index} of level {row} in a tree of {self.size}")
        return hashes_of(self.contents(Tile(row, index, width)), width)


def hashes_of(data: bytes, width: int) -> list[bytes]:
    """Cut a tile into its `width` hashes."""
    if len(data) != width * HASH_BYTES:
        raise BadTile(f"a tile of {width} hashes has {len(data)} bytes")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def _beginning(data: bytes, tile: Tile) -> bytes:
    if tile.level is None:
        return encode_bundle(decode_bundle(data)[: tile.width])
    return data[: tile.width * HASH_BYTES]


def _numbered(index: int) -> str:
    """Write an index in groups of three digits, all but the last marked with an x."""
    *upper, last = (group.zfill(3) for group in f"{index:,d}".split(","))
    return "/".join([*(f"x{group}" for group in upper), last])
