import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chauphe.bake.log import GrowingLog, Row
from chauphe.bake.trouble import LedgerDamaged
from chauphe.seal import merkle, tiles
from chauphe.seal.canonical import canonical
from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.proof import entry_of, leaf_bytes

ORIGIN = "chauphe.example/so-thu"
STEPS = st.lists(st.integers(0, 400), min_size=1, max_size=5)


def row(seq: int, **record: Any) -> Row:
    salt = hashlib.sha256(b"%d" % seq).digest()
    text = canonical({"seq": seq, "act": "submit"} | record).decode()
    return seq, text, salt, merkle.leaf_hash(entry_of(seq, text, salt))


def rows(first: int, stop: int) -> list[Row]:
    return [row(seq) for seq in range(first, stop)]


def whole(size: int) -> dict[str, bytes]:
    """Write the tiles of a log of this size by seal's own means."""
    frontier, nodes, entries = merkle.Frontier(), {}, []
    for seq, text, salt, leaf in rows(0, size):
        entries.append(entry_of(seq, text, salt))
        nodes |= {(done.level, done.index): done.hash for done in frontier.append(leaf)}
    found = {}
    for tile in tiles.tiles_of(size):
        start = tile.index * tiles.WIDTH
        data = (
            tiles.encode_bundle(entries[start : start + tile.width])
            if tile.level is None
            else tiles.tile_bytes(tile, lambda level, index: nodes[level, index])
        )
        found[tile.path] = data
    return found


def grown(files: dict[str, bytes], head: Checkpoint, size: int) -> Checkpoint:
    log = GrowingLog.opened(_reader(files), files.__setitem__, head)
    log.extend(rows(head.size, size))
    done = log.finish()
    for path in log.outgrown():
        del files[path]
    return Checkpoint(ORIGIN, size, done.root())


def _reader(files: dict[str, bytes]) -> Any:
    def read(path: str) -> bytes:
        if path not in files:
            raise LookupError(path)
        return files[path]

    return read


EMPTY = Checkpoint(ORIGIN, 0, merkle.EMPTY_ROOT)


@settings(max_examples=25)
@given(STEPS)
def test_a_log_grown_in_steps_is_the_log_written_at_once(steps: list[int]) -> None:
    files: dict[str, bytes] = {}
    head = EMPTY
    for step in steps:
        head = grown(files, head, head.size + step)
    assert files == whole(sum(steps))


def test_a_log_beyond_two_levels_of_tiles_is_written_right() -> None:
    files: dict[str, bytes] = {}
    head = grown(files, EMPTY, 65_530)
    head = grown(files, head, 65_800)
    assert files == whole(65_800)


@given(
    st.integers(0, 10**6),
    st.binary(min_size=32, max_size=32),
    st.dictionaries(st.text(max_size=5), st.text(max_size=9)),
)
def test_an_entry_is_written_as_the_seal_writes_it(seq: int, salt: bytes, record: dict[str, str]) -> None:
    assert entry_of(seq, canonical(record).decode(), salt) == leaf_bytes(seq, salt, record)


def test_a_gap_in_the_ledger_is_refused() -> None:
    log = GrowingLog(_reader({}), {}.__setitem__)
    with pytest.raises(LedgerDamaged) as raised:
        log.extend([row(0), row(2)])
    assert str(raised.value) == "the ledger has no entry 1"


def test_two_entries_that_changed_places_are_refused() -> None:
    log = GrowingLog(_reader({}), {}.__setitem__)
    with pytest.raises(LedgerDamaged):
        log.extend([row(1), row(0)])


def test_an_entry_with_another_record_is_refused() -> None:
    seq, text, salt, leaf = row(0)
    log = GrowingLog(_reader({}), {}.__setitem__)
    with pytest.raises(LedgerDamaged):
        log.extend([(seq, json.dumps(json.loads(text) | {"act": "sign_off"}), salt, leaf)])


@pytest.mark.parametrize("level", ["0", "entries"])
def test_a_tile_changed_on_disk_is_refused(level: str) -> None:
    files: dict[str, bytes] = {}
    head = grown(files, EMPTY, 300)
    path = f"tile/{level}/001.p/44"
    files[path] = files[path][:-1] + bytes([files[path][-1] ^ 1])
    with pytest.raises(LedgerDamaged):
        GrowingLog.opened(_reader(files), files.__setitem__, head)


def test_a_missing_tile_is_refused() -> None:
    files: dict[str, bytes] = {}
    head = grown(files, EMPTY, 300)
    del files["tile/1/000.p/1"]
    with pytest.raises(LedgerDamaged):
        GrowingLog.opened(_reader(files), files.__setitem__, head)


def test_the_ledgers_own_root_has_to_be_the_same() -> None:
    files: dict[str, bytes] = {}
    log = GrowingLog(_reader(files), files.__setitem__)
    log.extend(rows(0, 3))
    other = merkle.Frontier()
    for each in rows(5, 8):
        other.append(each[3])
    with pytest.raises(LedgerDamaged):
        log.finish(state=(3, other.state()))
