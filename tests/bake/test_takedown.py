import json
from typing import Any

import pytest

from chauphe.items import services as items
from chauphe.items.models import Item
from chauphe.people.models import Person
from chauphe.seal.acts import unlawful
from chauphe.seal.canonical import digest
from chauphe.seal.findings import Code
from chauphe.seal.proof import OpenedAct
from tests import factories
from tests.bake.site import Baker

NOTICE = "Gỡ để bảo vệ thông tin cá nhân."


def down(baker: Baker, item: Item, verb: str = "take_down", by: Person | None = None) -> None:
    live = factories.fresh(item).live
    assert live is not None
    given: dict[str, Any] = {"board": baker.office.board, "by": by or baker.office.chief, "at": baker.later()}
    getattr(items, verb)(item.pk, seen=live.sign_off.snapshot_id, reason="Lộ thông tin", notice=NOTICE, **given)


@pytest.mark.parametrize("verb", ["take_down", "take_down_at_once"])
def test_a_notice_takes_the_place_of_what_was_live(baker: Baker, verb: str) -> None:
    of = baker.office
    asset = factories.picture(of, by=of.contributor)
    picture = {"sha256": asset.sha256, "alt": "Lớp học", "caption": "", "credit": "Ảnh: Phòng", "lead": True}
    gone, stays = baker.publish("Danh sách có số điện thoại", images=[picture]), baker.publish("Tin khác")
    baker.catch_up()
    down(baker, gone, verb, of.secretary if verb == "take_down_at_once" else of.chief)
    baker.catch_up()
    folder = baker.page_of(gone).parent
    page = baker.page_of(gone).read_text("utf-8")
    assert "Nội dung này đã được gỡ khỏi trang" in page
    assert NOTICE in page
    assert "Danh sách có số điện thoại" not in page
    assert 'content="noindex"' in page
    assert sorted({file.name.removesuffix(".br").removesuffix(".gz") for file in folder.iterdir()}) == [
        "bang-chung.json",
        "index.html",
    ]
    others = [file for file in baker.root.rglob("*.*") if file.is_file() and file.parent != folder]
    said = b"".join(file.read_bytes() for file in others if file.suffix in (".html", ".atom", ".json", ".xml"))
    assert "Danh sách có số điện thoại".encode() not in said
    assert f"-{gone.number}/".encode() not in said
    assert f"-{stays.number}/".encode() in said
    assert (baker.verified(), baker.check().ok) == ([], True)


def test_a_site_with_notices_baked_whole_is_the_same(baker: Baker) -> None:
    made = [baker.publish(f"Tin số {number}", kind="news") for number in range(43)]
    baker.catch_up()
    for number in (0, 7, 21, 42):
        down(baker, made[number])
        baker.catch_up()
    grown = baker.files(timeless=True)
    baker.bake_all()
    assert baker.files(timeless=True) == grown
    assert baker.verified() == []


def test_what_is_taken_down_and_published_again_is_listed_again(baker: Baker) -> None:
    item = baker.publish("Tin gỡ rồi đăng lại")
    baker.publish("Tin khác")
    baker.catch_up()
    down(baker, item)
    baker.catch_up()
    baker.revise(item, title="Tin đã sửa")
    baker.catch_up()
    grown = baker.files(timeless=True)
    assert "Tin đã sửa" in (baker.root / "index.html").read_text("utf-8")
    baker.bake_all()
    assert baker.files(timeless=True) == grown
    assert (baker.verified(), baker.check().ok) == ([], True)


def test_the_only_item_of_a_site_may_be_taken_down(baker: Baker) -> None:
    item = baker.publish("Tin duy nhất")
    baker.catch_up()
    down(baker, item)
    baker.catch_up()
    grown = baker.files(timeless=True)
    baker.bake_all()
    assert baker.files(timeless=True) == grown
    assert baker.verified() == []


def test_a_takedown_is_live_without_waiting_for_others(baker: Baker) -> None:
    item = baker.publish("Tin sai")
    down(baker, item)
    assert baker.catch_up() is not None
    assert "Nội dung này đã được gỡ khỏi trang" in baker.page_of(item).read_text("utf-8")


def proof_of(baker: Baker) -> dict[str, Any]:
    item = baker.publish("Tin sai")
    down(baker, item)
    baker.catch_up()
    proof: dict[str, Any] = json.loads((baker.page_of(item).parent / "bang-chung.json").read_text("utf-8"))
    return proof


@pytest.mark.parametrize(
    "more",
    [
        {"title": "Đánh bài trúng lớn"},
        {"summary": "x" * 501},
        {"body": "<p>Nội dung không ai duyệt.</p>"},
        {"authors": [{"name": "Ai đó", "share": 100}]},
        {"files": [{"name": "a.pdf"}]},
        {"notices": [{"kind": "correct", "day": "2026-11-20", "text": "Chữ không ai duyệt.", "revision": 1}]},
        {"ends": "something"},
    ],
)
def test_a_notice_that_holds_more_than_it_may_is_found_by_a_stranger(baker: Baker, more: dict[str, Any]) -> None:
    proof = proof_of(baker)
    snapshot = {**proof["snapshot"], "body": ""} | more
    forged = digest(snapshot)
    acts = [
        OpenedAct(act["seq"], bytes.fromhex(act["salt"]), act["record"] | {"digest": forged}, ())
        for act in proof["acts"]
    ]
    seen = {**snapshot, "body": None}
    assert [code for code, _ in unlawful(seen, forged, acts)] == [Code.ACTS_ENDING]


def test_a_notice_by_somebody_without_the_right_is_found(baker: Baker) -> None:
    proof = proof_of(baker)
    [act] = proof["acts"]
    for role, verb, code in (
        ("deputy_editor", "take_down", Code.ACTS_SIGN_OFF_ROLE),
        ("board_member", "take_down_at_once", Code.ACTS_PUBLISH_ROLE),
    ):
        record = act["record"] | {"act": verb, "appointment": act["record"]["appointment"] | {"role": role}}
        opened = [OpenedAct(act["seq"], bytes.fromhex(act["salt"]), record, ())]
        assert [found for found, _ in unlawful(proof["snapshot"], proof["digest"], opened)] == [code]
    assert [code for code, _ in unlawful(proof["snapshot"], proof["digest"], [])] == [Code.ACTS_NOT_PUBLISHED]
