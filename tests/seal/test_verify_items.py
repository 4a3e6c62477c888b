"""Every item page that is not what was approved is found and named, whoever signed the release."""

import gzip
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from chauphe.seal.findings import Code
from chauphe.seal.reader import Directory
from chauphe.seal.verify import gunzip, verify_site
from tests.seal.site_writer import CHIEF, DEPUTY, IMAGE, SECRETARY, SIGNER, WAY, PlainPages, Site, snapshot_of
from tests.seal.tampering import FIRST, IMAGE_NAME, SECOND, THIRD, found, report


def test_without_a_key_the_sites_own_is_taken(site: Site) -> None:
    result = report(site, keys=())
    assert (result.ok, result.own_key, result.key) == (True, True, SIGNER.verifier.text())


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
    "data",
    [b"", b"xo so", gzip.compress(b"a")[:-1], gzip.compress(b"a") * 2, gzip.compress(b"ab")],
    ids=["nothing", "not packed", "cut off", "two streams", "other content"],
)
def test_only_one_whole_gzip_stream_is_unpacked(data: bytes) -> None:
    assert (gunzip(gzip.compress(b"a"), 1), gunzip(data, 1)) == (b"a", None)


def test_an_unlawful_publication_is_named(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.publish(snapshot_of(1), (WAY[0], WAY[1], ("publish", SECRETARY)))
    site.publish(snapshot_of(2), (WAY[0], ("sign_off", DEPUTY), ("publish", CHIEF)))
    site.release()
    assert [(each[0], each[1]) for each in found(site)] == [
        (Code.ACTS_NO_SIGN_OFF, f"{FIRST}/bang-chung.json"),
        (Code.ACTS_PUBLISH_ROLE, f"{SECOND}/bang-chung.json"),
        (Code.ACTS_SIGN_OFF_ROLE, f"{SECOND}/bang-chung.json"),
        (Code.ACTS_NOT_MODERATED, f"{SECOND}/bang-chung.json"),
    ]


def test_one_for_two_duties_is_named_where_apart(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.publish(snapshot_of(1), (WAY[0], ("moderate", CHIEF), *WAY[2:]))
    site.release()
    assert found(site) == []
    asked = Directory(site.root), [SIGNER.verifier], site.pages
    told = verify_site(asked[0], keys=asked[1], check_page=asked[2], both_duties=lambda regulation, at, rule: False)
    assert [(each.code, each.path) for each in told.findings] == [(Code.ACTS_SAME_PERSON, f"{FIRST}/bang-chung.json")]


def test_a_snapshot_that_cannot_be_shown_is_named(site: Site) -> None:
    class Overflowing(PlainPages):
        def fragment(self, snapshot: Mapping[str, Any], *, published: str | None, expired: bool = False) -> str:
            raise OverflowError

    site.pages = Overflowing()
    assert [each[:2] for each in found(site)] == [
        (Code.PAGE_DIFFERS, f"{folder}/index.html") for folder in (FIRST, SECOND, THIRD)
    ]
