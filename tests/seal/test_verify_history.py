"""An old release put back, or another past, is found by whoever remembers."""

import shutil
from pathlib import Path

from chauphe.seal.findings import Code
from chauphe.seal.layout import CHECKPOINT, MANIFEST
from chauphe.seal.reader import Directory
from chauphe.seal.verify import verify_site
from tests.seal.site_writer import SIGNER, Site, snapshot_of
from tests.seal.tampering import BUNDLE, SECOND, TILE, found, report


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
