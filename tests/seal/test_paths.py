"""Paths told tile by tile are told as hash by hash."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chauphe.seal import tiles
from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.merkle import inclusion_path, leaf_hash, root, root_by_inclusion
from chauphe.seal.paths import Path, Paths
from chauphe.seal.tiles import TiledLog, tiles_of
from tests.seal.site_writer import Log

SIZE = 600

LOG = Log()
for number in range(SIZE):
    LOG.append(b"entry %d" % number)
FILES = {tile.path: tiles.tile_bytes(tile, LOG.node) for tile in tiles_of(SIZE) if tile.level is not None}
BROKEN = {**FILES, "tile/0/000": bytes(32) + FILES["tile/0/000"][32:]}


def head(size: int) -> Checkpoint:
    return Checkpoint("origin", size, root(size, LOG.node))


def path(seq: int, size: int) -> Path:
    return tuple(inclusion_path(seq, size, LOG.node))


def leaf(seq: int) -> bytes:
    return leaf_hash(LOG.entries[seq])


def told(paths: Paths, seq: int, size: int = SIZE) -> bool:
    return paths.shown(leaf(seq), seq, head(size), path(seq, size))


def test_every_act_below_a_full_tile_is_shown() -> None:
    paths = Paths(TiledLog(FILES.__getitem__, SIZE))
    assert [seq for seq in range(SIZE) if not told(paths, seq)] == list(range(512, SIZE))


def test_what_is_known_of_one_state_says_nothing_of_another() -> None:
    paths = Paths(TiledLog(FILES.__getitem__, SIZE))
    assert [told(paths, 7, size) for size in (SIZE, 513, 512, 257, 256, 255)] == [True] * 5 + [False]
    assert not paths.shown(leaf(7), 7, head(513), path(7, SIZE))
    assert not paths.shown(leaf(7), 7, Checkpoint("origin", SIZE, bytes(32)), path(7, SIZE))


def test_a_tile_that_is_missing_or_forged_shows_nothing() -> None:
    assert not told(Paths(TiledLog({}.__getitem__, SIZE)), 7)
    forged = Paths(TiledLog(BROKEN.__getitem__, SIZE))
    assert [told(forged, seq) for seq in (0, 1, 7, 300)] == [False, False, False, True]


def test_the_path_of_any_leaf_is_given_as_the_log_has_it() -> None:
    for size in (SIZE, 512, 300):
        paths = Paths(TiledLog(FILES.__getitem__, SIZE))
        assert [paths.of(leaf(seq), seq, head(size)) for seq in range(size)] == [path(seq, size) for seq in range(size)]


def test_no_path_is_given_for_another_leaf_or_to_another_root() -> None:
    paths = Paths(TiledLog(FILES.__getitem__, SIZE))
    for before in (False, True):  # nothing known of the tile, and all of it
        assert (paths.of(leaf(8), 7, head(SIZE)), paths.of(leaf(0), 599, head(SIZE))) == (None, None), before
        assert paths.of(leaf(7), 7, Checkpoint("origin", SIZE, bytes(32))) is None, before
        assert paths.of(leaf(7), 7, head(SIZE)) == path(7, SIZE)
    with pytest.raises(LookupError):
        Paths(TiledLog({}.__getitem__, SIZE)).of(leaf(7), 7, head(SIZE))


def test_what_is_kept_does_not_grow_without_end() -> None:
    paths = Paths(TiledLog(FILES.__getitem__, SIZE))
    assert all(told(paths, 7, size) for size in range(256, 256 + 200))
    assert len(paths._known) <= 128


@given(some.integers(0, 255), some.integers(0, 511), some.integers(256, SIZE), some.data())
def test_a_wrong_path_is_never_shown(first: int, seq: int, size: int, data: some.DataObject) -> None:
    paths = Paths(TiledLog(FILES.__getitem__, SIZE))
    told(paths, first, size)
    steps = list(path(seq, SIZE)[: len(path(first, size))]) if seq < size else []
    if steps and data.draw(some.booleans()):
        steps[data.draw(some.integers(0, len(steps) - 1))] = data.draw(some.sampled_from([bytes(32), leaf(seq ^ 1)]))
    exact = seq < size and root_by_inclusion(leaf(seq), seq, size, steps) == head(size).root
    shown = paths.shown(leaf(seq), seq, head(size), tuple(steps))
    assert shown <= exact
    assert not paths.shown(leaf(first), seq, head(size), tuple(steps)) or first == seq
