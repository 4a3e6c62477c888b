"""One item: page, proof, pictures and attachments."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from chauphe.seal import item
from chauphe.seal.canonical import canonical, digest
from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.findings import Code, Findings
from chauphe.seal.item import ItemCheck
from chauphe.seal.layout import PAGE, PROOF
from chauphe.seal.note import sign
from chauphe.seal.tiles import TiledLog
from tests.seal.site_writer import BOARD, SIGNER, PlainPages, Site, snapshot_of

FOLDER = "tin/tin-so-1"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.publish(snapshot_of(1))
    return site.release(packed=False)


def checked(site: Site, *, log: TiledLog | None = None, board: str | None = BOARD, **contents: Any) -> list[Code]:
    findings = Findings()
    files = {name: (site.root / FOLDER / name).read_bytes() for name in (PAGE, PROOF)}
    files |= {f"{name}.json" if name == "bang-chung" else name: data for name, data in contents.items()}
    hashes = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (site.root / FOLDER).iterdir()}
    ItemCheck(board, (SIGNER.verifier,), log, site.pages, findings).check(FOLDER, hashes, files)
    return [finding.code for finding in findings.by_path()]


def proof_with(site: Site, **changes: Any) -> dict[str, bytes]:
    document = json.loads((site.root / FOLDER / PROOF).read_bytes())
    return {"bang-chung": canonical({**document, **changes})}


def test_an_item_as_sealed_has_no_findings(site: Site) -> None:
    assert checked(site) == []
    assert checked(site, log=TiledLog(lambda path: (site.root / ".well-known/chauphe" / path).read_bytes(), 4)) == []


def test_an_item_of_another_board_does_not_belong(site: Site) -> None:
    assert checked(site, board="ban-khac") == [Code.PROOF_ELSEWHERE]
    assert checked(site, board=None) == []


@pytest.mark.parametrize("text", ["", "nothing\n", sign("text\n", SIGNER).decode(), "\ud83d"])
def test_a_proof_that_ends_in_no_checkpoint_is_told(site: Site, text: str) -> None:
    changes = {"checkpoint": text} if text.isprintable() or "\n" in text else {"checkpoint": "x"}
    assert checked(site, **proof_with(site, **changes)) == [Code.PROOF_CHECKPOINT]


def test_a_checkpoint_of_another_log_ends_no_proof(site: Site) -> None:
    other = Checkpoint("chauphe.example/another", 4, site.log.frontier.root())
    changed = proof_with(site, checkpoint=sign(other.text(), SIGNER).decode())
    assert checked(site, **changed) == [Code.PROOF_CHECKPOINT]


def test_an_audit_path_that_leads_elsewhere_is_told(site: Site) -> None:
    acts = json.loads((site.root / FOLDER / PROOF).read_bytes())["acts"]
    acts[0]["path"] = acts[0]["path"][::-1]
    assert checked(site, **proof_with(site, acts=acts)) == [Code.PROOF_PATH]


@pytest.mark.parametrize("name", ["images", "files"])
def test_a_snapshot_of_other_shape_is_malformed(site: Site, name: str) -> None:
    snapshot = {**snapshot_of(1), name: None}
    changed = proof_with(site, snapshot={**snapshot, "body": None}, digest=digest(snapshot))
    assert Code.PROOF_MALFORMED in checked(site, **changed)


@pytest.mark.parametrize("authors", [None, ["Lê Thị Mai"], [{"name": 7}]])
def test_authors_of_other_shape_are_malformed(site: Site, authors: Any) -> None:
    snapshot = {**snapshot_of(1), "authors": authors}
    changed = proof_with(site, snapshot={**snapshot, "body": None}, digest=digest(snapshot))
    assert Code.PROOF_MALFORMED in checked(site, **changed)


def test_the_checkpoints_of_many_releases_are_not_all_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(item, "_KEPT", 1)
    check = ItemCheck(BOARD, (SIGNER.verifier,), TiledLog({}.__getitem__, 9), PlainPages(), Findings())
    assert check.checkpoint("none") is None
    heads = [Checkpoint(SIGNER.name, size, bytes(32)) for size in (1, 2, 3)]
    for head in (*heads, *heads):
        assert check.checkpoint(sign(head.text(), SIGNER).decode()) == head
    assert len(check.kept) == 1


def test_the_roots_of_many_releases_are_not_all_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(item, "_KEPT", 1)
    log = TiledLog(lambda path: (site.root / ".well-known/chauphe" / path).read_bytes(), 4)
    check = ItemCheck(BOARD, (SIGNER.verifier,), log, PlainPages(), Findings())
    for size in (1, 2, 3, 1):
        assert check.same_history(Checkpoint(SIGNER.name, size, log.root(size)), log)
        assert not check.same_history(Checkpoint(SIGNER.name, size, bytes(32)), log)
    assert len(check.roots) == 1


def test_attachments_are_compared_by_name_and_hash(site: Site) -> None:
    attached = {"sha256": "00" * 32, "name": "bang-luong.pdf", "title": "Bảng lương", "type": "application/pdf"}
    snapshot = snapshot_of(1, files=[{**attached, "bytes": 4}])
    changed = proof_with(site, snapshot={**snapshot, "body": None}, digest=digest(snapshot))
    assert Code.PAGE_ASSET_MISSING in checked(site, **changed)
    site.write(f"{FOLDER}/bang-luong.pdf", b"%PDF")
    assert Code.PAGE_ASSET_DIFFERS in checked(site, **changed)
