import json
from datetime import timedelta
from typing import Any

import pytest

from chauphe.bake.trouble import LedgerDamaged, Refused
from chauphe.items import services as items
from chauphe.items.models import Item, Publication
from chauphe.ledger.models import Entry
from chauphe.seal.acts import unlawful
from chauphe.seal.canonical import digest
from chauphe.seal.findings import Code
from chauphe.seal.proof import OpenedAct
from tests import factories
from tests.bake.site import Baker, unguarded
from tests.bake.test_short_chain import out, signed_short, small
from tests.bake.test_short_chain import verified as found_by_a_stranger

__all__ = ["small"]  # the fixture of the short chain

WHY = "Chương trình đã kết thúc trước hạn"
SAYS = f'<b>Bài này đã được rút ngày <time datetime="2026-11-20">20/11/2026</time>.</b> Lý do: {WHY}.'


def withdraw(baker: Baker, item: Item, verb: str = "withdraw") -> None:
    baker.on_live(verb, item, reason="Đã hết hạn", notice=WHY)


def text_of(baker: Baker, item: Item) -> str:
    return baker.page_of(item).read_text("utf-8")


def amiss(baker: Baker) -> list[object]:
    """List what a stranger and the board's own check find wrong, and what a site made anew has otherwise."""
    stranger, board = baker.verified(), baker.check()
    return [*stranger, *board.report.findings, *board.ledger, *baker.otherwise_anew()]


def test_the_page_stays_and_every_list_drops_it(baker: Baker) -> None:
    of = baker.office
    asset = factories.picture(of, by=of.contributor)
    picture = {"sha256": asset.sha256, "alt": "Lớp học", "caption": "", "credit": "Ảnh: Phòng", "lead": True}
    item, stays = baker.publish("Hỗ trợ học nghề năm 2026", images=[picture]), baker.publish("Tin khác")
    baker.catch_up()
    before = {file.name for file in baker.page_of(item).parent.iterdir()}
    withdraw(baker, item)
    baker.catch_up()
    page, folder = text_of(baker, item), baker.page_of(item).parent
    assert [page.count(each) for each in (SAYS, "<h1><span>Đã rút:</span> Hỗ trợ học nghề", factories.BODY)] == [
        1,
        1,
        1,
    ]
    assert "<title>Đã rút: Hỗ trợ học nghề năm 2026" in page
    assert 'content="noindex"' in page
    assert 'class="seal"' not in page
    assert page.count('<li class="sign done">') == 1
    assert {file.name for file in folder.iterdir()} == before
    others = [file for file in baker.root.rglob("*.*") if file.is_file() and file.parent != folder]
    said = b"".join(file.read_bytes() for file in others if file.suffix in (".html", ".atom", ".json", ".xml"))
    assert "Hỗ trợ học nghề năm 2026".encode() not in said
    assert f"-{item.number}/".encode() not in said
    assert f"-{stays.number}/".encode() in said
    assert amiss(baker) == []


def test_many_withdrawals_leave_a_site_that_is_the_same_made_anew(baker: Baker) -> None:
    made = [baker.publish(f"Tin số {number}") for number in range(23)]
    baker.catch_up()
    for number in (0, 7, 22):
        withdraw(baker, made[number])
        baker.catch_up()
    said = ["đã được rút ngày" in text_of(baker, item) for item in made]
    assert [number for number, withdrawn in enumerate(said) if withdrawn] == [0, 7, 22]
    assert amiss(baker) == []


def test_what_is_published_anew_says_that_it_was_withdrawn(baker: Baker) -> None:
    item = baker.publish("Tin rút rồi đăng lại")
    baker.publish("Tin khác")
    baker.catch_up()
    withdraw(baker, item)
    baker.catch_up()
    baker.revise(item, title="Tin đã viết lại")
    baker.catch_up()
    page = text_of(baker, item)
    assert page.count(f'<b>Rút bài</b> <time datetime="2026-11-20">20/11/2026</time>. {WHY}') == 1
    assert "đã được rút ngày" not in page
    assert "Tin rút rồi đăng lại" in (baker.page_of(item).parent / "ban-1/index.html").read_text("utf-8")
    assert "Tin đã viết lại" in (baker.root / "index.html").read_text("utf-8")
    assert amiss(baker) == []


@pytest.mark.parametrize("kind", ["standing_page", "announcement"])
def test_what_is_withdrawn_before_it_was_ever_baked_stands_there_so(baker: Baker, kind: str) -> None:
    item = baker.publish("Giờ tiếp công dân", kind=kind)
    withdraw(baker, item)
    baker.catch_up()
    baker.catch_up()
    what = {"standing_page": "Trang này", "announcement": "Bài này"}[kind]
    assert f"<b>{what} đã được rút ngày" in text_of(baker, item)
    assert "Giờ tiếp công dân" not in (baker.root / "index.html").read_text("utf-8")
    assert amiss(baker) == []


def test_what_is_withdrawn_and_then_taken_down_is_gone(baker: Baker) -> None:
    item = baker.publish("Danh sách lộ số điện thoại")
    withdraw(baker, item)
    baker.catch_up()
    withdraw(baker, item, "take_down")
    baker.catch_up()
    page = text_of(baker, item)
    assert ("Danh sách lộ" in page, "Nội dung này đã được gỡ khỏi trang" in page) == (False, True)
    assert amiss(baker) == []


@pytest.mark.parametrize("over", [True, False])
def test_what_is_withdrawn_says_so_and_not_that_its_time_is_over(baker: Baker, over: bool) -> None:
    item = baker.publish("Thông báo tuyển dụng", expires=f"{baker.now + timedelta(days=3):%Y-%m-%d}")
    baker.catch_up()
    board, marked = baker.office.board, []
    for step in ("mark", "withdraw", "mark") if over else ("withdraw", "mark"):
        if step == "withdraw":
            withdraw(baker, item)
        else:
            marked.append(items.mark_over(item.pk, board=board, at=baker.later(days=4)) is not None)
        baker.catch_up()
    page = text_of(baker, item)
    assert marked == ([True, False] if over else [False])
    assert ("đã được rút ngày" in page, "Đã hết thời hạn đăng" in page) == (True, False)
    assert amiss(baker) == []


def test_what_the_deputy_signed_off_on_the_short_chain_is_withdrawn_alike(small: Baker) -> None:
    item = out(small, signed_short(small))
    withdraw(small, item)
    small.catch_up()
    assert "đã được rút ngày" in text_of(small, item)
    assert (found_by_a_stranger(small), small.check().ok) == ([], True)


def test_an_earlier_text_stays_linked_from_what_is_withdrawn(baker: Baker) -> None:
    item = baker.publish("Mức hỗ trợ 3 triệu đồng")
    baker.on_live("correct", item, by=baker.office.contributor, notice="Là 2 triệu đồng.")
    baker.send_out(baker.approve(item))
    withdraw(baker, item)
    baker.catch_up()
    assert "Xem bản đã đăng trước đó" in text_of(baker, item)
    assert (baker.page_of(item).parent / "ban-1/index.html").is_file()
    assert amiss(baker) == []


def test_who_holds_the_database_does_not_undo_a_withdrawal(baker: Baker) -> None:
    item = baker.publish("Hỗ trợ học nghề")
    first = factories.fresh(item).live
    baker.catch_up()
    withdraw(baker, item)
    baker.catch_up()
    notice = factories.fresh(item).live
    assert first is not None
    assert notice is not None
    with unguarded("items_publication"), unguarded("ledger_entry"):
        Item.objects.filter(pk=item.pk).update(live=first)
        Publication.objects.filter(pk=notice.pk).delete()
        Entry.objects.filter(pk=notice.entry_id).update(act="edit")
    with pytest.raises((Refused, LedgerDamaged)):
        baker.bake_all()
    assert SAYS in text_of(baker, item)


def proof_of(baker: Baker) -> tuple[dict[str, Any], list[OpenedAct]]:
    """Return the whole snapshot of a withdrawn item, and the acts that its page opens."""
    item = baker.publish("Hỗ trợ học nghề")
    withdraw(baker, item)
    baker.catch_up()
    proof = json.loads((baker.page_of(item).parent / "bang-chung.json").read_text("utf-8"))
    acts = [OpenedAct(act["seq"], bytes.fromhex(act["salt"]), act["record"], ()) for act in proof["acts"]]
    return {**proof["snapshot"], "body": factories.BODY}, acts


def resealed(acts: list[OpenedAct], **more: Any) -> list[OpenedAct]:
    """Let the board's key seal another last act."""
    *before, last = acts
    return [*before, OpenedAct(last.seq, last.salt, {**last.record, **more}, ())]


def codes(snapshot: dict[str, Any], acts: list[OpenedAct]) -> list[Code]:
    return [code for code, _ in unlawful(snapshot, digest(snapshot), acts)]


def test_the_proof_opens_the_whole_way_and_the_withdrawal(baker: Baker) -> None:
    snapshot, acts = proof_of(baker)
    verbs = [act.record["act"] for act in acts]
    assert verbs == ["submit", "forward", "moderate", "sign_off", "publish", "withdraw"]
    assert codes(snapshot, acts) == []


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"body": "<p>Không ai duyệt.</p>"}, Code.ACTS_REWRITTEN),
        ({"title": "Không ai duyệt"}, Code.ACTS_REWRITTEN),
        ({"links": ["https://bad.example/"]}, Code.ACTS_REWRITTEN),
    ],
)
def test_a_withdrawal_that_changes_a_word_is_found(baker: Baker, more: dict[str, Any], found: Code) -> None:
    snapshot, acts = proof_of(baker)
    forged = snapshot | more
    assert codes(forged, resealed(acts, digest=digest(forged))) == [found]


@pytest.mark.parametrize(
    "told",
    [
        {"text": "x" * 501}, {"text": " "}, {"text": 3}, {"day": "2026-11-01"}, {"revision": True},
        {"more": "Chữ không ai duyệt"},
    ],
)  # fmt: skip
def test_a_notice_of_another_form_is_found(baker: Baker, told: dict[str, Any]) -> None:
    snapshot, acts = proof_of(baker)
    forged = snapshot | {"withdrawn": snapshot["withdrawn"] | told}
    assert codes(forged, resealed(acts, digest=digest(forged))) == [Code.ACTS_ENDING]


def test_a_withdrawal_without_a_lawful_way_before_it_is_found(baker: Baker) -> None:
    snapshot, acts = proof_of(baker)
    office = acts[-1].record["appointment"]
    cases = [
        (acts[-1:], [Code.ACTS_NOT_PUBLISHED]),
        ([*acts[:3], *acts[4:]], [Code.ACTS_NO_SIGN_OFF]),
        (acts[:-1], [Code.ACTS_NOT_PUBLISHED]),
        (resealed(acts, digest="0" * 64), [Code.ACTS_OTHER_DIGEST]),
        (resealed(acts, appointment=office | {"role": "secretary"}), [Code.ACTS_SIGN_OFF_ROLE]),
    ]
    assert [codes(snapshot, given) for given, _ in cases] == [wanted for _, wanted in cases]


def test_a_stranger_finds_other_words_below_the_notice(baker: Baker) -> None:
    item = baker.publish("Hỗ trợ học nghề")
    withdraw(baker, item)
    baker.catch_up()
    page = baker.page_of(item)
    page.write_text(text_of(baker, item).replace("01/12", "09/12"), "utf-8")
    found = {finding.code for finding in baker.verified() if finding.path.endswith("/index.html")}
    assert {Code.PAGE_DIGEST, Code.ACTS_REWRITTEN} <= found
