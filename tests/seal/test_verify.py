"""Every tampering that we know of is found, and the file or entry is named."""

import gzip
import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from chauphe.seal import checkpoint, manifest, tiles
from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.findings import Code, Finding, Remembered, Report
from chauphe.seal.layout import CHECKPOINT, KEY, MANIFEST, SEALS, SHARDS
from chauphe.seal.merkle import leaf_hash
from chauphe.seal.note import Verifier
from chauphe.seal.reader import CannotRead, Directory
from chauphe.seal.verify import gunzip, verify_site
from tests.seal.site_writer import (
    BOARD,
    CHIEF,
    DEPUTY,
    IMAGE,
    ORIGIN,
    SECRETARY,
    SIGNER,
    STRANGER,
    WAY,
    PlainPages,
    Site,
    snapshot_of,
)

FIRST, SECOND, THIRD = "tin/tin-so-1", "tin/tin-so-2", "tin/tin-so-3"
BUNDLE, TILE = f"{SEALS}tile/entries/000.p/12", f"{SEALS}tile/0/000.p/12"
IMAGE_NAME = snapshot_of(1)["images"][0]["renditions"][0]["name"]

Tamper = Callable[[Site], None]


def make(root: Path, *, items: int = 3) -> Site:
    site = Site(root)
    for number in range(1, items + 1):
        site.publish(snapshot_of(number))
    return site.release()


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make(tmp_path_factory.mktemp("site"))


@pytest.fixture
def site(pristine: Site, tmp_path: Path) -> Site:
    """Give a copy to tamper with."""
    copy = Site(tmp_path / "site", log=deepcopy(pristine.log), published=list(pristine.published))
    shutil.copytree(pristine.root, copy.root)
    copy.number, copy.previous = pristine.number, pristine.previous
    return copy


def report(
    site: Site,
    *,
    keys: tuple[Verifier, ...] = (SIGNER.verifier,),
    remembered: Remembered | None = None,
    workers: int = 1,
) -> Report:
    return verify_site(Directory(site.root), keys=keys, check_page=site.pages, remembered=remembered, workers=workers)


def found(site: Site, **how: Any) -> list[tuple[Code, str, dict[str, Any]]]:
    return [(each.code, each.path, dict(each.details)) for each in report(site, **how).findings]


def flip(site: Site, path: str, place: int = -1) -> None:
    """Change one byte."""
    data = bytearray((site.root / path).read_bytes())
    data[place] ^= 1
    (site.root / path).write_bytes(data)


def entries_of(site: Site) -> list[bytes]:
    return tiles.decode_bundle((site.root / BUNDLE).read_bytes())


def write_entries(site: Site, entries: list[bytes]) -> None:
    site.write(BUNDLE, tiles.encode_bundle(entries))


def test_an_untouched_site_has_no_findings(site: Site) -> None:
    result = report(site)
    assert (result.findings, result.ok) == ((), True)
    assert (result.counts.pages, result.counts.files, result.counts.entries) == (3, 24, 12)
    assert (result.board, result.origin, result.key) == (BOARD, ORIGIN, SIGNER.verifier.text())
    assert (result.own_key, result.listed, result.moved) == (False, True, False)


def test_two_processes_find_what_one_does(site: Site) -> None:
    flip(site, f"{FIRST}/index.html")
    site.write("tin/xo-so/index.html", b"win!")
    one, two = report(site), report(site, workers=2)
    assert two == one
    assert [each.path for each in two.findings] == [f"{FIRST}/index.html", "tin/xo-so/index.html"]


def test_without_a_key_the_sites_own_is_taken(site: Site) -> None:
    result = report(site, keys=())
    assert (result.ok, result.own_key, result.key) == (True, True, SIGNER.verifier.text())


@pytest.mark.parametrize(
    "path",
    [
        f"{SECOND}/{IMAGE_NAME}",
        f"{SECOND}/index.html.br",
        "index.html",
        "_/site.css",
        "chuyen-muc/tin-tuc/trang-1/index.html",
    ],
)
def test_one_changed_byte_of_any_file_is_named(site: Site, path: str) -> None:
    flip(site, path, 3)
    assert [each[:2] for each in found(site)][:1] == [(Code.FILE_CHANGED, path)]


def test_a_changed_letter_of_a_page_is_named_twice(site: Site) -> None:
    page = site.root / SECOND / "index.html"
    page.write_bytes(page.read_bytes().replace("Nội dung".encode(), "Nội dunh".encode()))
    assert [each[:2] for each in found(site)] == [
        (Code.FILE_CHANGED, f"{SECOND}/index.html"),
        (Code.PAGE_DIGEST, f"{SECOND}/index.html"),
    ]


def test_a_changed_title_is_not_the_sealed_part(site: Site) -> None:
    page = site.root / SECOND / "index.html"
    page.write_bytes(page.read_bytes().replace(b"<h1>Tin", b"<h1>Tim"))
    assert (Code.PAGE_DIFFERS, f"{SECOND}/index.html", {}) in found(site)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<!--sealed-->", b""),
        (b"<!--/sealed-->", b""),
        (b"<!--body-->", b""),
        (b"<main>", b"<main><!--sealed--><!--/sealed-->"),
        (b"</main>", b"</main><!--/sealed-->"),
        (b"<!--body-->", b"<!--body--><!--sealed-->"),
        (b"<p>N", b"<p>\xff"),
    ],
)
def test_a_page_with_its_marks_changed_is_named(site: Site, old: bytes, new: bytes) -> None:
    page = site.root / SECOND / "index.html"
    page.write_bytes(page.read_bytes().replace(old, new))
    assert (Code.PAGE_DIFFERS, f"{SECOND}/index.html", {}) in found(site)


def test_an_emptied_file_is_named_so(site: Site) -> None:
    site.write("_/site.css", b"")
    assert found(site)[0] == (Code.FILE_EMPTIED, "_/site.css", {})


def test_a_deleted_page_is_named(site: Site) -> None:
    (site.root / SECOND / "index.html").unlink()
    assert found(site) == [(Code.FILE_MISSING, f"{SECOND}/index.html", {})]


def test_a_deleted_folder_is_named_file_by_file(site: Site) -> None:
    shutil.rmtree(site.root / SECOND)
    names = sorted([IMAGE_NAME, "bang-chung.json", "index.html", "index.html.br", "index.html.gz"])
    assert found(site) == [(Code.FILE_MISSING, f"{SECOND}/{name}", {}) for name in names]


def test_a_page_replaced_by_a_folder_is_missing(site: Site) -> None:
    page = site.root / SECOND / "index.html"
    page.unlink()
    page.mkdir()
    assert found(site) == [(Code.FILE_MISSING, f"{SECOND}/index.html", {})]


@pytest.mark.parametrize(
    "path",
    [
        "tin/xo-so/index.html",
        "xo-so.html",
        f"{SECOND}/.hidden",
        ".htaccess",
        "tin/moi-999/index.html",
        "chuyen-muc/tin-tuc/trang-99/index.html",
        f"{SEALS}checkpoint.gz",
        f"{SEALS}manifest.d/i-7",
        f"{SEALS}tile/0/000",
        f"{SEALS}tile/0/000.p/11",
        f"{SEALS}tile/entries/001",
        "tin-\udcff.html",
    ],
)
def test_an_added_file_is_named(site: Site, path: str) -> None:
    site.write(path, b"win a fortune")
    assert found(site) == [(Code.FILE_EXTRA, path, {})]


def test_an_added_file_is_found_beside_a_missing_one(site: Site) -> None:
    (site.root / "_/site.css").rename(site.root / "_/other.css")
    assert found(site) == [(Code.FILE_EXTRA, "_/other.css", {}), (Code.FILE_MISSING, "_/site.css", {})]


def test_what_an_earlier_release_left_of_the_log_is_no_addition(site: Site) -> None:
    site.write(f"{SEALS}tile/entries/000.p/5", tiles.encode_bundle(entries_of(site)[:5]))
    site.write(f"{SEALS}tile/0/000.p/5", (site.root / TILE).read_bytes()[: 5 * 32])
    assert found(site) == []


def test_a_link_to_outside_is_named_with_its_target(site: Site, tmp_path: Path) -> None:
    outside = tmp_path / "outside.html"
    shutil.move(site.root / "index.html", outside)
    (site.root / "index.html").symlink_to(outside)
    assert found(site) == [(Code.FILE_SYMLINK, "index.html", {"target": str(outside)})]


def test_a_folder_that_is_a_link_is_named(site: Site, tmp_path: Path) -> None:
    shutil.move(site.root / SECOND, tmp_path / "moved")
    (site.root / SECOND).symlink_to(tmp_path / "moved")
    assert found(site) == [(Code.FILE_SYMLINK, SECOND, {"target": str(tmp_path / "moved")})]


def test_a_seal_that_is_a_link_is_named(site: Site, tmp_path: Path) -> None:
    shutil.move(site.root / KEY, tmp_path / "key")
    (site.root / KEY).symlink_to(tmp_path / "key")
    assert found(site) == [
        (Code.KEY_MISSING, KEY, {}),
        (Code.FILE_SYMLINK, KEY, {"target": str(tmp_path / "key")}),
    ]


def test_a_site_served_through_a_link_is_no_finding(site: Site, tmp_path: Path) -> None:
    (tmp_path / "served").symlink_to(site.root)
    assert verify_site(Directory(tmp_path / "served"), keys=[SIGNER.verifier], check_page=site.pages).ok


def test_a_manifest_edited_and_left_unsigned_is_named(site: Site) -> None:
    text = (site.root / MANIFEST).read_text().partition("\n\n")[0]
    site.write(MANIFEST, text.encode() + b"\n")
    assert found(site) == [(Code.NOTE_UNSIGNED, MANIFEST, {})]


def test_a_manifest_edited_under_its_signature_is_named(site: Site) -> None:
    data = (site.root / MANIFEST).read_bytes()
    site.write(MANIFEST, data.replace(b"T09:00", b"T10:00"))
    assert found(site) == [(Code.NOTE_BAD_SIGNATURE, MANIFEST, {"keys": SIGNER.verifier.label})]


def test_a_release_signed_by_an_unknown_key_is_named(site: Site) -> None:
    site.write("index.html", b"<!doctype html><title>Xo so</title>", packed=True)
    site.seal(signer=STRANGER)
    assert found(site) == [(Code.NOTE_UNKNOWN_KEY, MANIFEST, {"keys": STRANGER.verifier.label})]


def test_a_site_resigned_whole_shows_its_other_key(site: Site) -> None:
    site.signer = STRANGER
    site.release()
    codes = {(each[0], each[1]) for each in found(site)}
    heads = {(Code.NOTE_UNKNOWN_KEY, MANIFEST), (Code.NOTE_UNKNOWN_KEY, CHECKPOINT), (Code.KEY_DIFFERS, KEY)}
    proofs = {(Code.PROOF_CHECKPOINT, f"{folder}/bang-chung.json") for folder in (FIRST, SECOND, THIRD)}
    assert codes == heads | proofs


@pytest.mark.parametrize("path", [MANIFEST, CHECKPOINT])
def test_a_missing_note_is_named(site: Site, path: str) -> None:
    (site.root / path).unlink()
    assert found(site) == [(Code.NOTE_MISSING, path, {})]


@pytest.mark.parametrize("path", [MANIFEST, CHECKPOINT])
def test_a_note_of_other_text_is_named(site: Site, path: str) -> None:
    site.write(path, b"nothing\n")
    assert [each[:2] for each in found(site)] == [(Code.NOTE_UNSIGNED, path), (Code.NOTE_MALFORMED, path)]


def test_a_missing_key_file_is_named(site: Site) -> None:
    (site.root / KEY).unlink()
    assert found(site) == [(Code.KEY_MISSING, KEY, {})]
    assert {each[0] for each in found(site, keys=())} == {
        Code.KEY_MISSING,
        Code.NOTE_UNKNOWN_KEY,
        Code.PROOF_CHECKPOINT,
    }


def test_a_log_under_another_name_is_named(site: Site) -> None:
    other = Checkpoint("chauphe.example/another", 12, site.log.frontier.root())
    site.write(CHECKPOINT, checkpoint.note.sign(other.text(), SIGNER))
    details = {"origin": other.origin, "key": SIGNER.verifier.label}
    assert found(site) == [(Code.LOG_ORIGIN, CHECKPOINT, details)]


def test_a_changed_shard_is_named(site: Site) -> None:
    flip(site, f"{SHARDS}static", 0)
    assert {each[:2] for each in found(site)} >= {(Code.SHARD_CHANGED, f"{SHARDS}static")}


def test_a_page_changed_with_its_shard_is_named_still(site: Site) -> None:
    page = site.root / SECOND / "index.html"
    page.write_bytes(page.read_bytes().replace("Nội dung".encode(), b"xo so"))
    site.write(f"{SHARDS}i-0", b"")
    before = (site.root / MANIFEST).read_bytes()
    site.seal()
    site.write(MANIFEST, before)
    assert found(site) == [
        (Code.SHARD_CHANGED, f"{SHARDS}i-0", {}),
        (Code.PAGE_DIGEST, f"{SECOND}/index.html", {}),
        (Code.FILE_PACKED_DIFFERS, f"{SECOND}/index.html.gz", {}),
    ]


def test_a_missing_shard_is_named_and_its_files_left_in_doubt(site: Site) -> None:
    (site.root / SHARDS / "i-0").unlink()
    site.write("_/more.css", b"")
    assert found(site) == [(Code.SHARD_MISSING, f"{SHARDS}i-0", {}), (Code.FILE_EXTRA, "_/more.css", {})]


def test_an_unreadable_shard_is_named(site: Site) -> None:
    site.write(f"{SHARDS}static", b"no list of files\n")
    assert [each[0] for each in found(site)] == [Code.SHARD_CHANGED, Code.SHARD_MALFORMED]


def test_one_changed_byte_of_an_entry_is_named(site: Site) -> None:
    entries = entries_of(site)
    entries[5] = entries[5].replace(b'"commit":"', b'"commit":"0', 1)[:20] + entries[5][20:]
    write_entries(site, entries)
    assert found(site)[0][:1] + found(site)[0][2:] in [
        (Code.LOG_ENTRY_CHANGED, {"seq": 5}),
        (Code.LOG_ENTRY_MALFORMED, {"seq": 5}),
    ]


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
    assert found(site) == [(Code.LOG_TILE_MISSING, path, {})]


@pytest.mark.parametrize("path", [BUNDLE, TILE])
def test_a_part_of_the_log_cut_short_is_named(site: Site, path: str) -> None:
    site.write(path, (site.root / path).read_bytes()[:-1])
    assert found(site) == [(Code.LOG_TILE_CHANGED, path, {})]


def test_a_log_gone_altogether_is_named(site: Site) -> None:
    shutil.rmtree(site.root / SEALS / "tile")
    assert found(site) == [(Code.LOG_TILE_MISSING, TILE, {}), (Code.LOG_TILE_MISSING, BUNDLE, {})]


def test_a_proof_copied_to_another_page_is_named(site: Site) -> None:
    shutil.copy(site.root / FIRST / "bang-chung.json", site.root / SECOND)
    site.seal()
    assert [each[:2] for each in found(site)] == [
        (Code.PROOF_ELSEWHERE, f"{SECOND}/bang-chung.json"),
        (Code.PAGE_DIGEST, f"{SECOND}/index.html"),
        (Code.PAGE_DIFFERS, f"{SECOND}/index.html"),
    ]


def test_a_page_copied_whole_to_another_address_is_named(site: Site) -> None:
    shutil.copytree(site.root / FIRST, site.root / "van-ban/tin-so-1")
    site.seal()
    title = snapshot_of(1)["title"]
    assert found(site) == [(Code.PROOF_ELSEWHERE, "van-ban/tin-so-1/bang-chung.json", {"title": title})]


def test_a_sign_off_replayed_on_another_item_is_named(site: Site) -> None:
    forged = snapshot_of(4, body="<p>Never signed off.</p>")
    acts = site.published[0][1]
    site.published.append((forged, acts))
    site.release()
    codes = {each[0] for each in found(site) if each[1] == "tin/tin-so-4/bang-chung.json"}
    assert codes == {Code.ACTS_FOREIGN, Code.ACTS_OTHER_DIGEST}


def test_a_page_without_a_proof_is_named(site: Site) -> None:
    (site.root / SECOND / "bang-chung.json").unlink()
    site.seal()
    assert found(site) == [(Code.PROOF_MISSING, f"{SECOND}/bang-chung.json", {})]


def test_a_proof_without_a_page_is_named(site: Site) -> None:
    for name in ("index.html", "index.html.br", "index.html.gz"):
        (site.root / SECOND / name).unlink()
    site.seal()
    assert found(site) == [(Code.FILE_MISSING, f"{SECOND}/index.html", {})]


def test_a_proof_that_cannot_be_read_is_named(site: Site) -> None:
    site.write(f"{SECOND}/bang-chung.json", b"{}")
    site.seal()
    assert found(site) == [(Code.PROOF_MALFORMED, f"{SECOND}/bang-chung.json", {})]


def test_a_page_signed_but_never_sealed_is_named(site: Site) -> None:
    site.write("tin/xo-so/index.html", b"<!doctype html>")
    site.seal()
    assert found(site) == [(Code.PAGE_UNSEALED, "tin/xo-so/index.html", {})]


def test_a_picture_replaced_and_signed_is_named(site: Site) -> None:
    site.write(f"{SECOND}/{IMAGE_NAME}", IMAGE[::-1])
    site.seal()
    assert found(site) == [(Code.PAGE_ASSET_DIFFERS, f"{SECOND}/{IMAGE_NAME}", {})]


def test_a_picture_taken_away_and_signed_is_named(site: Site) -> None:
    (site.root / SECOND / IMAGE_NAME).unlink()
    site.seal()
    assert found(site) == [(Code.PAGE_ASSET_MISSING, f"{SECOND}/{IMAGE_NAME}", {})]


def test_a_file_added_to_an_item_and_signed_is_named(site: Site) -> None:
    site.write(f"{SECOND}/vé-số.pdf", b"%PDF")
    site.seal()
    assert found(site) == [(Code.PAGE_ASSET_UNSEALED, f"{SECOND}/vé-số.pdf", {})]


def test_a_compressed_page_of_other_content_is_named(site: Site) -> None:
    site.write(f"{SECOND}/index.html.gz", gzip.compress(b"xo so"))
    site.seal()
    assert found(site) == [(Code.FILE_PACKED_DIFFERS, f"{SECOND}/index.html.gz", {})]


@pytest.mark.parametrize(
    "data", [b"", b"xo so", gzip.compress(b"a")[:-1], gzip.compress(b"a") * 2, gzip.compress(b"ab")]
)
def test_only_one_whole_gzip_stream_is_unpacked(data: bytes) -> None:
    assert (gunzip(gzip.compress(b"a"), 1), gunzip(data, 1)) == (b"a", None)


def test_a_file_listed_in_the_wrong_shard_is_named(site: Site) -> None:
    for name, path in (("static", "index.html"), ("top", f"{FIRST}/index.html")):
        files = dict(manifest.parse_shard((site.root / SHARDS / name).read_bytes()))
        (site.root / SHARDS / name).write_bytes(manifest.shard_bytes({**files, path: "00" * 32}))
    misfiled = [each for each in found(site) if each[0] is Code.FILE_MISFILED]
    assert misfiled == [
        (Code.FILE_MISFILED, "index.html", {"shard": "static"}),
        (Code.FILE_MISFILED, f"{FIRST}/index.html", {"shard": "top"}),
    ]


def test_an_old_release_put_back_is_named(site: Site, tmp_path: Path) -> None:
    shutil.copytree(site.root, tmp_path / "backup")
    site.publish(snapshot_of(4))
    site.release()
    newest = report(site).seen
    shutil.rmtree(site.root)
    shutil.copytree(tmp_path / "backup", site.root)
    assert found(site) == []
    assert found(site, remembered=newest) == [
        (Code.HISTORY_LOG_OLDER, CHECKPOINT, {"size": 12, "remembered": 16}),
        (Code.HISTORY_RELEASE_OLDER, MANIFEST, {"release": 1, "remembered": 2}),
    ]
    assert newest is not None
    assert newest.release == 2


def test_a_newer_release_continues_the_one_remembered(site: Site) -> None:
    before = report(site).seen
    site.publish(snapshot_of(4))
    assert found(site.release(), remembered=before) == []


def test_another_release_of_the_same_number_is_named(site: Site) -> None:
    before = report(site).seen
    site.number, site.previous = 0, None
    site.write("index.html", b"<!doctype html><title>other</title>", packed=True)
    site.seal()
    assert found(site, remembered=before) == [(Code.HISTORY_RELEASE_REPLACED, MANIFEST, {"release": 1})]


def test_a_release_that_follows_another_one_is_named(site: Site) -> None:
    before = report(site).seen
    site.previous = "00" * 32
    site.seal()
    assert found(site, remembered=before) == [(Code.HISTORY_CHAIN_BROKEN, MANIFEST, {"release": 2})]


def test_a_log_rewritten_and_signed_anew_is_named(site: Site, tmp_path: Path) -> None:
    before = report(site).seen
    other = Site(tmp_path / "other", number=1, previous=site.previous)
    for number in range(1, 5):
        other.publish(snapshot_of(number, title="Lịch sử khác"))
    assert found(other.release(), remembered=before) == [(Code.HISTORY_LOG_REWRITTEN, CHECKPOINT, {"size": 12})]


def test_an_old_log_under_a_new_release_is_named(site: Site) -> None:
    head, bundle, tile = ((site.root / path).read_bytes() for path in (CHECKPOINT, BUNDLE, TILE))
    site.publish(snapshot_of(4))
    site.release()
    for path, data in ((CHECKPOINT, head), (BUNDLE, bundle), (TILE, tile)):
        site.write(path, data)
    assert {each[0] for each in found(site)} == {
        Code.HISTORY_LOG_OLDER,
        Code.PROOF_OTHER_HISTORY,
        Code.FILE_EXTRA,
    }


def test_a_proof_of_another_history_is_named(site: Site, tmp_path: Path) -> None:
    other = Site(tmp_path / "other")
    other.publish(snapshot_of(2), at={"at": "2020-01-01T00:00:00Z"})
    for number in (1, 3):
        other.publish(snapshot_of(number))
    other.release()
    shutil.copy(other.root / SECOND / "bang-chung.json", site.root / SECOND)
    site.seal()
    proof = f"{SECOND}/bang-chung.json"
    codes = [each[0] for each in found(site) if each[1] == proof]
    assert codes == [*[Code.PROOF_NOT_IN_LOG] * 4, Code.PROOF_OTHER_HISTORY]


def test_a_log_of_several_tiles_is_read_through(tmp_path: Path) -> None:
    site = make(tmp_path / "site", items=70)
    assert (found(site), report(site).counts.entries) == ([], 280)
    flip(site, f"{SEALS}tile/1/000.p/1", 0)
    assert (Code.LOG_TILE_CHANGED, f"{SEALS}tile/1/000.p/1", {}) in found(site)


def test_a_release_during_the_check_is_told(site: Site) -> None:
    class Moving(Directory):
        reads = 0

        def read(self, path: str, limit: int) -> bytes:
            if path == MANIFEST:
                self.reads += 1
                if self.reads == 2:
                    return b"another release"
            return super().read(path, limit)

    result = verify_site(Moving(site.root), keys=[SIGNER.verifier], check_page=site.pages)
    assert (result.moved, result.ok) == (True, True)


def test_a_folder_that_holds_no_sealed_site_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(CannotRead):
        verify_site(Directory(tmp_path), keys=[], check_page=PlainPages())


def test_an_unlawful_publication_is_named(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.publish(snapshot_of(1), (WAY[0], WAY[1], ("publish", SECRETARY)))
    site.publish(snapshot_of(2), (WAY[0], ("sign_off", DEPUTY), ("publish", CHIEF)))
    site.release()
    assert [(each[0], each[1]) for each in found(site)] == [
        (Code.ACTS_NO_SIGN_OFF, f"{FIRST}/bang-chung.json"),
        (Code.ACTS_PUBLISH_ROLE, f"{SECOND}/bang-chung.json"),
        (Code.ACTS_SIGN_OFF_ROLE, f"{SECOND}/bang-chung.json"),
    ]


def test_a_finding_knows_the_key_of_its_message() -> None:
    assert Finding(Code.FILE_CHANGED, "a").message == "verify.file.changed"


@given(data=some.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_no_byte_of_a_site_can_change_unseen(pristine: Site, data: some.DataObject) -> None:
    files = sorted(str(file.relative_to(pristine.root)) for file in pristine.root.rglob("*") if file.is_file())
    path = data.draw(some.sampled_from(files))
    before = (pristine.root / path).read_bytes()
    flip(pristine, path, data.draw(some.integers(0, len(before) - 1)))
    try:
        named = {each.path for each in report(pristine).findings}
    finally:
        (pristine.root / path).write_bytes(before)
    assert path in named or path.startswith(SEALS)
    assert named != set()
