import json
from typing import Any

import pytest

from chauphe.bake.trouble import LedgerDamaged, Refused
from chauphe.items.models import Item, Publication
from chauphe.ledger.models import Entry
from chauphe.people.models import Person
from chauphe.seal.acts import unlawful
from chauphe.seal.canonical import digest
from chauphe.seal.findings import Code
from chauphe.seal.proof import OpenedAct
from tests import factories
from tests.bake.site import Baker, unguarded

NOTICE = "Gỡ để bảo vệ thông tin cá nhân."


def down(baker: Baker, item: Item, verb: str = "take_down", by: Person | None = None) -> None:
    baker.on_live(verb, item, by=by, reason="Lộ thông tin", notice=NOTICE)


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
    assert baker.otherwise_anew() == []
    assert baker.verified() == []


def test_what_is_taken_down_and_published_again_is_listed_again(baker: Baker) -> None:
    item = baker.publish("Tin gỡ rồi đăng lại")
    baker.publish("Tin khác")
    baker.catch_up()
    down(baker, item)
    baker.catch_up()
    baker.revise(item, title="Tin đã sửa")
    baker.catch_up()
    assert "Tin đã sửa" in (baker.root / "index.html").read_text("utf-8")
    assert baker.otherwise_anew() == []
    assert (baker.verified(), baker.check().ok) == ([], True)


def test_the_only_item_of_a_site_may_be_taken_down(baker: Baker) -> None:
    item = baker.publish("Tin duy nhất")
    baker.catch_up()
    down(baker, item)
    baker.catch_up()
    assert baker.otherwise_anew() == []
    assert baker.verified() == []


def words_of(baker: Baker) -> bytes:
    """Read every text of the site, unpacked."""
    files = [file for file in baker.root.resolve().rglob("*") if file.suffix in (".html", ".atom", ".json", ".xml")]
    return b"".join(file.read_bytes() for file in files)


def test_no_page_names_what_is_taken_down_however_often_others_changed(baker: Baker) -> None:
    gone = baker.publish("Danh sách lộ số điện thoại")
    others = [baker.publish(f"Tin số {number}") for number in range(3)]
    baker.catch_up()
    for turn in range(3):
        for item in others:
            baker.revise(item, title=f"Tin sửa lần {turn}")
            baker.catch_up()
    assert words_of(baker).count("Danh sách lộ số điện thoại".encode()) > 3
    down(baker, gone)
    baker.catch_up()
    assert words_of(baker).count("Danh sách lộ số điện thoại".encode()) == 0
    assert baker.otherwise_anew() == []


def test_many_notices_hide_none_of_the_rest(baker: Baker) -> None:
    stays = baker.publish("Tin còn lại")
    made = [baker.publish(f"Tin số {number}") for number in range(24)]
    baker.catch_up()
    for item in made:
        down(baker, item)
    baker.catch_up()
    for path in ("index.html", "feed.json", "chuyen-muc/tin-tuc/index.html"):
        assert f"-{stays.number}/" in (baker.root / path).read_text("utf-8"), path
    assert baker.otherwise_anew() == []


@pytest.mark.parametrize("published", [True, False])
def test_what_is_taken_down_never_comes_back_as_an_earlier_text(baker: Baker, published: bool) -> None:
    item = baker.publish("Danh sách", body="<p>Gọi 0912 345 678.</p>")
    baker.on_live("correct", item, by=baker.office.contributor, notice="Sửa lại số.")
    if published:
        baker.send_out(baker.approve(item))
    baker.catch_up()
    down(baker, item)
    baker.revise(item, body="<p>Danh sách không còn số điện thoại.</p>")
    baker.catch_up()
    assert b"0912 345 678" not in words_of(baker)
    assert ("Sửa lại số." in baker.page_of(item).read_text("utf-8")) == published
    assert (baker.verified(), baker.check().ok) == ([], True)


def test_a_standing_page_taken_down_leaves_the_menu(baker: Baker) -> None:
    item = baker.publish("Giới thiệu chung", kind="standing_page")
    baker.publish("Tin khác")
    baker.catch_up()
    baker.catch_up()
    assert "Giới thiệu chung".encode() in (baker.root / "index.html").read_bytes()
    down(baker, item)
    baker.catch_up()
    baker.catch_up()
    assert "Giới thiệu chung".encode() not in words_of(baker)
    assert "Nội dung này đã được gỡ" not in (baker.root / "index.html").read_text("utf-8")


@pytest.mark.parametrize("trick", ["delete", "place"])
def test_who_holds_the_database_does_not_bring_it_back(baker: Baker, trick: str) -> None:
    item = baker.publish("Danh sách lộ số điện thoại")
    first = factories.fresh(item).live
    baker.publish("Tin khác")
    baker.catch_up()
    down(baker, item)
    baker.catch_up()
    notice = factories.fresh(item).live
    assert first is not None
    assert notice is not None
    with unguarded("items_publication"), unguarded("ledger_entry"):
        Item.objects.filter(pk=item.pk).update(live=first)
        if trick == "delete":
            Publication.objects.filter(pk=notice.pk).delete()
            Entry.objects.filter(pk=notice.entry_id).update(act="edit")
        else:
            Publication.objects.filter(pk=notice.pk).update(place=77, section_place=77)
    with pytest.raises((Refused, LedgerDamaged)):
        baker.bake_all()
    assert "Danh sách lộ số điện thoại".encode() not in words_of(baker)


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
        {"summary": 3},
        {"extra": "Đánh bài trúng lớn"},
        {"unit": {"code": "x", "name": "Đánh bài trúng lớn " * 99}},
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
