"""Every tampering with files and seals is found, and the file is named."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from chauphe.seal import manifest, note, tiles
from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.findings import Code, Finding
from chauphe.seal.layout import CHECKPOINT, KEY, MANIFEST, SEALS, SHARDS
from chauphe.seal.reader import CannotRead, Directory
from chauphe.seal.verify import verify_site
from tests.seal.site_writer import BOARD, ORIGIN, SIGNER, STRANGER, PlainPages, Site
from tests.seal.tampering import FIRST, IMAGE_NAME, SECOND, TILE, entries_of, flip, found, report


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


def test_a_menu_changed_without_approval_is_named(site: Site) -> None:
    page = site.root / SECOND / "index.html"
    page.write_bytes(page.read_bytes().replace(b"<main>", b"<nav>Xo so</nav><main>"))
    assert found(site) == [(Code.FILE_CHANGED, f"{SECOND}/index.html", {})]


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
    assert found(site) == [
        (Code.FILE_MISSING, f"{SECOND}/index.html", {}),
        (Code.FILE_EMPTY_FOLDER, f"{SECOND}/index.html/", {}),
    ]


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


def test_a_tile_put_back_that_the_log_outgrew_is_named(site: Site) -> None:
    site.write(f"{SEALS}tile/entries/000.p/5", tiles.encode_bundle(entries_of(site)[:5]))
    site.write(f"{SEALS}tile/0/000.p/5", (site.root / TILE).read_bytes()[: 5 * 32])
    assert found(site) == [
        (Code.FILE_EXTRA, f"{SEALS}tile/0/000.p/5", {}),
        (Code.FILE_EXTRA, f"{SEALS}tile/entries/000.p/5", {}),
    ]


@pytest.mark.parametrize("path", ["xo-so/", f"{SECOND}/xo-so/", f"{SEALS}tile/8/"])
def test_a_folder_with_nothing_in_it_is_named(site: Site, path: str) -> None:
    (site.root / path).mkdir()
    assert found(site) == [(Code.FILE_EMPTY_FOLDER, path, {})]


@pytest.mark.parametrize("path", [CHECKPOINT, MANIFEST])
def test_a_signature_added_by_another_key_is_named(site: Site, path: str) -> None:
    file = site.root / path
    text = file.read_text().partition("\n\n")[0] + "\n"
    file.write_bytes(file.read_bytes() + note.sign(text, STRANGER).split(b"\n\n")[1])
    assert found(site) == [(Code.NOTE_EXTRA_SIGNATURE, path, {"key": STRANGER.verifier.label})]


@pytest.mark.parametrize("path", [CHECKPOINT, MANIFEST])
def test_a_signature_given_twice_is_named(site: Site, path: str) -> None:
    file = site.root / path
    file.write_bytes(file.read_bytes() + file.read_bytes().split(b"\n\n")[1])
    assert found(site) == [(Code.NOTE_EXTRA_SIGNATURE, path, {"key": SIGNER.verifier.label})]


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
    assert codes == {(Code.NOTE_UNKNOWN_KEY, MANIFEST), (Code.NOTE_UNKNOWN_KEY, CHECKPOINT), (Code.KEY_DIFFERS, KEY)}


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
    }


@pytest.mark.parametrize("more", [b"\x0b", b"\n", b"  ", b"\r\n"])
def test_a_key_with_something_added_is_named(site: Site, more: bytes) -> None:
    (site.root / KEY).write_bytes((site.root / KEY).read_bytes() + more)
    assert found(site) == [(Code.KEY_MALFORMED, KEY, {})]


def test_a_log_under_another_name_is_named(site: Site) -> None:
    other = Checkpoint("chauphe.example/another", 12, site.log.frontier.root())
    site.write(CHECKPOINT, note.sign(other.text(), SIGNER))
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


def test_a_file_listed_in_the_wrong_shard_is_named(site: Site) -> None:
    for name, path in (("static", "index.html"), ("top", f"{FIRST}/index.html")):
        files = dict(manifest.parse_shard((site.root / SHARDS / name).read_bytes()))
        (site.root / SHARDS / name).write_bytes(manifest.shard_bytes({**files, path: "00" * 32}))
    misfiled = [each for each in found(site) if each[0] is Code.FILE_MISFILED]
    assert misfiled == [
        (Code.FILE_MISFILED, "index.html", {"shard": "static"}),
        (Code.FILE_MISFILED, f"{FIRST}/index.html", {"shard": "top"}),
    ]


def test_a_folder_that_holds_no_sealed_site_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(CannotRead):
        verify_site(Directory(tmp_path), keys=[], check_page=PlainPages())


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
