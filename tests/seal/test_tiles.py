"""Where the parts of a log lie, and reading it from them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chauphe.seal import merkle, tiles
from chauphe.seal.tiles import BadTile, Tile, TiledLog, changed, decode_bundle, encode_bundle, tiles_of
from tests.seal.given import vectors
from tests.seal.site_writer import Log

SPEC = vectors("tiles")
SIZE = 700

LOG = Log()
for number in range(SIZE):
    LOG.append(b"entry %d" % number)


def contents(tile: Tile) -> bytes:
    if tile.level is None:
        return encode_bundle(LOG.entries[tile.index * 256 : tile.index * 256 + tile.width])
    return tiles.tile_bytes(tile, LOG.node)


FILES = {tile.path: contents(tile) for tile in tiles_of(SIZE)}


@pytest.mark.parametrize("tile", SPEC["paths"], ids=lambda tile: tile["path"])
def test_the_paths_of_the_specification_come_out_exactly(tile: dict[str, Any]) -> None:
    made = Tile(tile["level"], tile["index"], tile["width"])
    assert (made.path, Tile.parse(tile["path"])) == (tile["path"], made)


@pytest.mark.parametrize("tree", SPEC["trees"], ids=lambda tree: str(tree["size"]))
def test_a_tree_has_the_tiles_that_the_specification_says(tree: dict[str, Any]) -> None:
    hashes = [tile for tile in tiles_of(tree["size"]) if tile.level is not None]
    full = {str(tile.level): 0 for tile in hashes if tile.width == 256}
    for tile in hashes:
        if tile.width == 256:
            full[str(tile.level)] += 1
    partial = {str(tile.level): tile.width for tile in hashes if tile.width < 256}
    assert (full, partial) == (tree["full"], tree["partial"])


def test_a_bundle_is_lengths_and_entries() -> None:
    entries = [bytes.fromhex(each) for each in SPEC["bundle"]["entries"]]
    assert encode_bundle(entries).hex() == SPEC["bundle"]["bytes"]


@given(some.lists(some.binary(max_size=40)))
def test_a_bundle_is_read_back_as_written(entries: list[bytes]) -> None:
    assert decode_bundle(encode_bundle(entries)) == entries


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x01", b"\x00\x02a", b"\x00\x00\x00"])
def test_a_bundle_cut_off_is_refused(data: bytes) -> None:
    with pytest.raises(BadTile):
        decode_bundle(data)


def test_an_entry_too_long_for_its_length_is_refused() -> None:
    assert len(encode_bundle([b"x" * 65_535])) == 65_537
    with pytest.raises(BadTile):
        encode_bundle([b"x" * 65_536])


@given(some.none() | some.integers(0, 63), some.integers(0, 10**15), some.integers(1, 256))
def test_a_path_leads_back_to_its_tile(level: int | None, index: int, width: int) -> None:
    assert Tile.parse(Tile(level, index, width).path) == Tile(level, index, width)


@pytest.mark.parametrize(
    "path",
    ["tile/0/0", "tile/00/000", "tile/0/x000/001", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/05",
     "tile/0/001/x234", "tile/entry/000", "tile/0/000/", "tile/0/../000", "checkpoint"],
)  # fmt: skip
def test_a_path_written_otherwise_is_none(path: str) -> None:
    assert Tile.parse(path) is None


@given(some.integers(0, SIZE), some.integers(0, SIZE))
def test_growing_rewrites_only_what_changes(one: int, other: int) -> None:
    old, new = sorted((one, other))
    before, after = {tile.path for tile in tiles_of(old)}, {tile.path for tile in tiles_of(new)}
    assert before | {tile.path for tile in changed(old, new)} >= after
    assert {tile.path for tile in changed(old, new)} <= after


def test_publishing_one_entry_rewrites_a_handful_of_tiles() -> None:
    assert [tile.path for tile in changed(70_000, 70_001)] == ["tile/entries/273.p/113", "tile/0/273.p/113"]


@given(some.integers(1, SIZE))
def test_a_log_on_disk_gives_the_roots_it_had(size: int) -> None:
    log = TiledLog(FILES.__getitem__, SIZE)
    assert log.root() == LOG.frontier.root()
    assert log.root(size) == merkle.root(size, LOG.node)


@given(some.integers(0, SIZE - 1))
def test_a_log_on_disk_proves_its_leaves(seq: int) -> None:
    log = TiledLog(FILES.__getitem__, SIZE)
    leaf = merkle.leaf_hash(LOG.entries[seq])
    path = merkle.inclusion_path(seq, SIZE, log.node)
    assert log.leaf(seq) == leaf
    assert merkle.is_included(leaf, seq, SIZE, path, LOG.frontier.root())


def test_reading_keeps_few_tiles_in_memory() -> None:
    asked = []
    log = TiledLog(lambda path: asked.append(path) or FILES[path], SIZE, keep=2)
    for seq in (0, 1, 300, 600, 0):
        log.leaf(seq)
    assert asked == ["tile/0/000", "tile/0/001", "tile/0/002.p/188", "tile/0/000"]


def test_a_partial_tile_is_cut_from_the_full_one() -> None:
    full_only = {path: data for path, data in FILES.items() if ".p/" not in path}
    log = TiledLog(full_only.__getitem__, 300)
    assert log.contents(Tile(0, 0, 44)) == FILES["tile/0/000"][: 44 * 32]
    assert decode_bundle(log.contents(Tile(None, 1, 44))) == LOG.entries[256:300]
    with pytest.raises(LookupError):
        log.contents(Tile(0, 2))


@pytest.mark.parametrize(("level", "index"), [(0, SIZE), (0, -1), (9, 1), (8, 2), (16, 0)])
def test_a_subtree_that_is_not_full_is_not_made_up(level: int, index: int) -> None:
    with pytest.raises(BadTile):
        TiledLog(FILES.__getitem__, SIZE).node(level, index)


def test_a_tile_of_the_wrong_length_is_refused() -> None:
    log = TiledLog(lambda path: FILES[path][:-1], SIZE)
    with pytest.raises(BadTile):
        log.root()


def test_a_bundle_holds_no_hashes() -> None:
    with pytest.raises(BadTile):
        tiles.tile_bytes(Tile(None, 0), LOG.node)
