"""Every tampering with the log is found, and the entry is named."""

import shutil
from pathlib import Path

import pytest

from chauphe.seal.findings import Code
from chauphe.seal.layout import CHECKPOINT, SEALS
from chauphe.seal.merkle import leaf_hash
from chauphe.seal.verify import TILE_LIMIT
from tests.seal.site_writer import Site
from tests.seal.tampering import (
    BUNDLE,
    FIRST,
    SECOND,
    THIRD,
    TILE,
    entries_of,
    flip,
    found,
    make,
    report,
    write_entries,
)


def test_one_changed_byte_of_an_entry_is_named(site: Site) -> None:
    entries = entries_of(site)
    entries[5] = entries[5].replace(b'"v":1', b'"v":0')
    write_entries(site, entries)
    assert found(site) == [(Code.LOG_ENTRY_MALFORMED, BUNDLE, {"seq": 5})]


def test_an_entry_recommitted_is_named(site: Site) -> None:
    entries = entries_of(site)
    entries[5] = b'{"commit":"%s","seq":5,"v":1}' % (b"0" * 64)
    write_entries(site, entries)
    assert found(site) == [(Code.LOG_ENTRY_CHANGED, BUNDLE, {"seq": 5})]


def test_a_deleted_entry_is_named(site: Site) -> None:
    entries = entries_of(site)
    write_entries(site, entries[:4] + entries[5:])
    assert found(site) == [(Code.LOG_ENTRY_DELETED, BUNDLE, {"seq": 4})]


def test_an_inserted_entry_is_named(site: Site) -> None:
    entries = entries_of(site)
    write_entries(site, [*entries, entries[-1].replace(b'"seq":11', b'"seq":12')])
    assert found(site) == [(Code.LOG_ENTRY_ADDED, BUNDLE, {"seq": 12})]


def test_two_swapped_entries_are_named(site: Site) -> None:
    entries = entries_of(site)
    entries[3], entries[8] = entries[8], entries[3]
    write_entries(site, entries)
    assert found(site) == [(Code.LOG_ENTRIES_SWAPPED, BUNDLE, {"seqs": "3, 8"})]


def test_entries_swapped_in_the_tree_too_are_named(site: Site) -> None:
    entries = entries_of(site)
    entries[3], entries[8] = entries[8], entries[3]
    write_entries(site, entries)
    site.write(TILE, b"".join(leaf_hash(entry) for entry in entries))
    assert found(site) == [
        (Code.LOG_ROOT_DIFFERS, CHECKPOINT, {"size": 12}),
        (Code.LOG_ENTRIES_SWAPPED, BUNDLE, {"seqs": "3, 8"}),
        (Code.PROOF_NOT_IN_LOG, f"{FIRST}/bang-chung.json", {"seq": 3}),
        (Code.PROOF_NOT_IN_LOG, f"{THIRD}/bang-chung.json", {"seq": 8}),
    ]


def test_an_entry_changed_with_its_hash_is_named_by_the_proof(site: Site) -> None:
    entries = entries_of(site)
    entries[5] = b'{"commit":"%s","seq":5,"v":1}' % (b"0" * 64)
    write_entries(site, entries)
    site.write(TILE, b"".join(leaf_hash(entry) for entry in entries))
    assert found(site) == [
        (Code.LOG_ROOT_DIFFERS, CHECKPOINT, {"size": 12}),
        (Code.PROOF_NOT_IN_LOG, f"{SECOND}/bang-chung.json", {"seq": 5}),
    ]


def test_a_changed_tile_is_named_and_not_the_entry(site: Site) -> None:
    flip(site, TILE, 5 * 32)
    assert (Code.LOG_TILE_CHANGED, TILE, {}) in found(site)
    assert [each for each in found(site) if each[0] is Code.LOG_ENTRY_CHANGED] == []


@pytest.mark.parametrize("path", [BUNDLE, TILE])
def test_a_missing_part_of_the_log_is_named(site: Site, path: str) -> None:
    (site.root / path).unlink()
    folder = path.rpartition("/")[0] + "/"
    assert found(site) == [(Code.FILE_EMPTY_FOLDER, folder, {}), (Code.LOG_TILE_MISSING, path, {})]


@pytest.mark.parametrize("path", [BUNDLE, TILE])
def test_a_part_of_the_log_cut_short_is_named(site: Site, path: str) -> None:
    site.write(path, (site.root / path).read_bytes()[:-1])
    assert found(site) == [(Code.LOG_TILE_CHANGED, path, {})]


def test_a_log_gone_altogether_is_named(site: Site) -> None:
    shutil.rmtree(site.root / SEALS / "tile")
    assert found(site) == [(Code.LOG_TILE_MISSING, TILE, {}), (Code.LOG_TILE_MISSING, BUNDLE, {})]


def test_a_log_of_several_tiles_is_read_through(tmp_path: Path) -> None:
    site = make(tmp_path / "site", items=70)
    assert (found(site), report(site).counts.entries) == ([], 280)
    flip(site, f"{SEALS}tile/1/000.p/1", 0)
    assert (Code.LOG_TILE_CHANGED, f"{SEALS}tile/1/000.p/1", {}) in found(site)


@pytest.mark.parametrize("path", [BUNDLE, TILE, f"{SEALS}tile/0/000.p/5"])
def test_a_part_of_the_log_blown_up_is_named(site: Site, path: str) -> None:
    with (site.root / path).open("ab") as file:
        file.truncate(TILE_LIMIT + 1)
    assert [each[1:] for each in found(site)] == [(path, {})]
