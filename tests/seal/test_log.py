"""A published log against the root that was signed."""

import pytest

from chauphe.seal import log as module
from chauphe.seal import tiles
from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.findings import Code, Findings
from chauphe.seal.layout import CHECKPOINT, SEALS
from chauphe.seal.log import LogCheck, is_part_of
from chauphe.seal.merkle import leaf_hash
from chauphe.seal.proof import leaf_bytes
from chauphe.seal.tiles import Tile, TiledLog, decode_bundle, encode_bundle, tiles_of
from tests.seal.site_writer import ORIGIN, Log

SIZE = 600


@pytest.fixture(scope="module")
def log() -> Log:
    log = Log()
    for seq in range(SIZE):
        log.append(leaf_bytes(seq, bytes(32), {"act": seq}))
    return log


@pytest.fixture
def files(log: Log) -> dict[str, bytes]:
    return {tile.path: contents(log, tile) for tile in tiles_of(SIZE)}


def contents(log: Log, tile: Tile) -> bytes:
    entries = log.entries[tile.index * 256 : tile.index * 256 + tile.width]
    return encode_bundle(entries) if tile.level is None else tiles.tile_bytes(tile, log.node)


def check(files: dict[str, bytes], log: Log, size: int = SIZE) -> LogCheck:
    head = Checkpoint(ORIGIN, size, log.frontier.root())
    done = LogCheck(TiledLog(files.__getitem__, size), head, Findings())
    done.run()
    return done


def named(files: dict[str, bytes], log: Log, size: int = SIZE) -> list[tuple[Code, str, dict[str, str | int]]]:
    found = check(files, log, size).findings.by_path()
    return [(each.code, each.path.removeprefix(SEALS), dict(each.details)) for each in found]


def edited(files: dict[str, bytes], path: str, place: int, entry: bytes) -> dict[str, bytes]:
    entries = decode_bundle(files[path])
    entries[place] = entry
    return {**files, path: encode_bundle(entries)}


def test_a_log_that_leads_to_its_root_is_sound(files: dict[str, bytes], log: Log) -> None:
    done = check(files, log)
    assert (done.sound, done.entries, done.findings.by_path()) == (True, SIZE, ())


def test_an_empty_log_is_sound(files: dict[str, bytes]) -> None:
    assert check({}, Log(), 0).sound


def test_an_entry_in_the_middle_is_named(files: dict[str, bytes], log: Log) -> None:
    forged = edited(files, "tile/entries/001", 44, leaf_bytes(300, bytes(32), {"act": "forged"}))
    assert named(forged, log) == [(Code.LOG_ENTRY_CHANGED, "tile/entries/001", {"seq": 300})]


def test_an_entry_that_states_another_place_is_named(files: dict[str, bytes], log: Log) -> None:
    forged = edited(files, "tile/entries/001", 44, leaf_bytes(301, bytes(32), {}))
    assert named(forged, log) == [
        (Code.LOG_ENTRY_DELETED, "tile/entries/001", {"seq": 300}),
        (Code.LOG_ENTRY_ADDED, "tile/entries/001", {"seq": 301}),
    ]


def test_an_entry_that_is_none_is_named(files: dict[str, bytes], log: Log) -> None:
    forged = edited(files, "tile/entries/002.p/88", 0, b"{}")
    assert named(forged, log) == [(Code.LOG_ENTRY_MALFORMED, "tile/entries/002.p/88", {"seq": 512})]


def test_a_hash_changed_in_the_tree_alone_is_the_trees(files: dict[str, bytes], log: Log) -> None:
    forged = {**files, "tile/0/001": bytes(32) + files["tile/0/001"][32:]}
    assert (Code.LOG_TILE_CHANGED, "tile/0/001", {}) in named(forged, log)
    assert not check(forged, log).sound


def test_an_upper_tile_that_was_changed_is_named(files: dict[str, bytes], log: Log) -> None:
    forged = {**files, "tile/1/000.p/2": bytes(64)}
    assert named(forged, log) == [(Code.LOG_TILE_CHANGED, "tile/1/000.p/2", {})]


def test_entry_and_hash_changed_together_break_the_root(files: dict[str, bytes], log: Log) -> None:
    forged = edited(files, "tile/entries/001", 44, leaf_bytes(300, bytes(32), {"act": "forged"}))
    leaves = [leaf_hash(entry) for entry in decode_bundle(forged["tile/entries/001"])]
    forged["tile/0/001"] = b"".join(leaves)
    assert (Code.LOG_ROOT_DIFFERS, CHECKPOINT.removeprefix(SEALS), {"size": SIZE}) in named(forged, log)


def test_both_forged_differently_name_entry_and_root(files: dict[str, bytes], log: Log) -> None:
    forged = edited(files, "tile/entries/002.p/88", 1, leaf_bytes(513, bytes(32), {"act": "forged"}))
    forged["tile/0/002.p/88"] = bytes(32) + files["tile/0/002.p/88"][32:]
    codes = [code for code, _, _ in named(forged, log)]
    assert codes == [Code.LOG_ROOT_DIFFERS, Code.LOG_ENTRY_CHANGED, Code.LOG_ENTRY_CHANGED]


def test_a_log_that_is_gone_is_not_asked_for_without_end(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LOST", 3)
    done = check({}, log, 10**15)
    assert (len(done.findings.by_path()), done.sound) == (8, False)


def test_what_lies_beside_a_log_is_told_apart(files: dict[str, bytes]) -> None:
    log = TiledLog({**files, "tile/0/002.p/5": files["tile/0/002.p/88"][:160]}.__getitem__, SIZE)
    beside = [Tile(0, 1), Tile(0, 2, 88), Tile(0, 2, 5), Tile(0, 2, 6), Tile(0, 2, 7), Tile(0, 2), Tile(0, 3, 1)]
    assert [is_part_of(tile, log) for tile in beside] == [True, True, False, False, False, False, False]


def test_a_log_of_three_rows_of_tiles_is_read_through() -> None:
    log, size = Log(), 0
    for more in (65_536, 300):
        for seq in range(size, size + more):
            log.append(b'{"commit":"%s","seq":%d,"v":1}' % (b"0" * 64, seq))
        size += more
        files = {tile.path: contents(log, tile) for tile in tiles_of(size)}
        assert (check(files, log, size).sound, named(files, log, size)) == (True, [])
    forged = {**files, "tile/1/000": bytes(32) + files["tile/1/000"][32:], "tile/2/000.p/1": bytes(32)}
    assert named(forged, log, size) == [
        (Code.LOG_TILE_CHANGED, "tile/1/000", {}),
        (Code.LOG_TILE_CHANGED, "tile/2/000.p/1", {}),
    ]
