"""The mark of an urgent sign-off stands on the page as long as the page does, ratified or not."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from chauphe.bake.trouble import LedgerDamaged
from chauphe.core.moves import URGENT
from chauphe.items import services as items
from chauphe.items.models import Item, StandIn
from chauphe.people.models import Person
from chauphe.seal.findings import Code
from tests import factories
from tests.bake.site import Baker, unguarded

WHY = "Bão số 9 đổ bộ lúc 02:00, chưa gọi được Trưởng Ban"
WAITS, RATIFIED = "Phê duyệt khẩn, chờ Trưởng Ban xác nhận", "Phê duyệt khẩn, được xác nhận ngày"
ORDINARY = '<a class="sealed" href="#duyet">Đã phê duyệt</a>'


@pytest.fixture
def storm(baker: Baker) -> Baker:
    baker.office.board.regulation = "flood-office"
    baker.office.board.save(update_fields=["regulation"])
    return baker


def urgently(baker: Baker, title: str = "Sơ tán trước 18 giờ", **given: Any) -> Item:
    """Publish what the standing deputy signed off urgently."""
    of = baker.office
    item = baker.write(title, **given)
    for verb, by in (("submit", of.contributor), ("forward", of.member), ("moderate", of.deputy)):
        getattr(items, verb)(item.pk, board=of.board, by=by, at=baker.later(), seen=factories.seen(item))
    signed = items.sign_off_urgently(
        item.pk, board=of.board, by=of.standing, at=baker.later(), seen=factories.seen(item), reason=WHY
    )
    return baker.send_out(signed)


def ratify(baker: Baker, item: Item, by: Person | None = None) -> None:
    row = StandIn.objects.get(item=item, acknowledged=None)
    seen = json.loads(row.entry.record)["digest"]
    who = by or baker.office.chief
    items.ratify(row.pk, item_id=item.pk, board=baker.office.board, by=who, at=baker.later(), seen=seen)


def verbs(baker: Baker, item: Item) -> list[str]:
    proof = json.loads((baker.page_of(item).parent / "bang-chung.json").read_bytes())
    return [act["record"]["act"] for act in proof["acts"]]


def test_the_page_says_that_it_waits_to_be_ratified(storm: Baker) -> None:
    item = urgently(storm)
    storm.catch_up()
    page = storm.page_of(item).read_text("utf-8")
    assert (page.count(WAITS) > 0, ORDINARY in page, WHY in page) == (True, False, True)
    assert verbs(storm, item) == ["submit", "forward", "moderate", URGENT, "publish"]
    assert (storm.verified(), storm.check().ok) == ([], True)


def test_once_ratified_the_page_is_made_again_and_keeps_the_mark(storm: Baker) -> None:
    item, other = urgently(storm), storm.publish("Tin khác")
    storm.catch_up()
    before = storm.page_of(other).read_bytes()
    ratify(storm, item)
    baked = storm.catch_up()
    assert baked is not None
    assert baked.items == 1
    page = storm.page_of(item).read_text("utf-8")
    assert (RATIFIED in page, WAITS in page, ORDINARY in page) == (True, False, False)
    assert verbs(storm, item) == ["submit", "forward", "moderate", URGENT, "publish", "ratify"]
    assert storm.page_of(other).read_bytes() == before
    assert (storm.verified(), storm.check().ok) == ([], True)
    assert storm.otherwise_anew() == []


def test_what_was_ratified_before_it_was_published_says_so_at_once(storm: Baker) -> None:
    of, item = storm.office, storm.write("Sơ tán")
    for verb, by in (("submit", of.contributor), ("forward", of.member), ("moderate", of.deputy)):
        getattr(items, verb)(item.pk, board=of.board, by=by, at=storm.later(), seen=factories.seen(item))
    said = {"board": of.board, "by": of.standing, "seen": factories.seen(item), "reason": WHY}
    signed = items.sign_off_urgently(item.pk, at=storm.later(), **said)
    ratify(storm, item)
    storm.send_out(signed)
    storm.catch_up()
    assert verbs(storm, item) == ["submit", "forward", "moderate", URGENT, "ratify", "publish"]
    assert RATIFIED in storm.page_of(item).read_text("utf-8")
    assert storm.verified() == []


def test_an_earlier_text_that_is_kept_keeps_its_mark_and_is_ratified_as_well(storm: Baker) -> None:
    of, item = storm.office, urgently(storm)
    storm.on_live("correct", item, by=of.contributor, notice="Giờ sơ tán đúng là 16 giờ.")
    items.freeze(item.pk, board=of.board, by=of.contributor, at=storm.later())
    storm.send_out(storm.approve(item))
    storm.catch_up()
    newest, earlier = storm.page_of(item), storm.page_of(item).parent / "ban-1" / "index.html"
    assert (ORDINARY in newest.read_text("utf-8"), WAITS in earlier.read_text("utf-8")) == (True, True)
    ratify(storm, item)
    storm.catch_up()
    assert (ORDINARY in newest.read_text("utf-8"), RATIFIED in earlier.read_text("utf-8")) == (True, True)
    assert (storm.verified(), storm.check().ok) == ([], True)


def test_what_the_chief_undoes_leaves_the_site(storm: Baker) -> None:
    item = urgently(storm)
    storm.catch_up()
    storm.on_live("take_down", item, notice="Thông tin chưa chính xác.")
    storm.catch_up()
    assert "Phê duyệt khẩn" not in storm.page_of(item).read_text("utf-8")
    assert storm.verified() == []


def test_what_is_withdrawn_keeps_its_mark_and_waits_no_longer(storm: Baker) -> None:
    item = urgently(storm)
    storm.on_live("withdraw", item, notice="Không còn hiệu lực.")
    storm.catch_up()
    page = storm.page_of(item).read_text("utf-8")
    assert ("<span>Phê duyệt khẩn</span>" in page, "không được xác nhận" in page, WAITS in page) == (True, True, False)
    assert not StandIn.objects.filter(item=item, acknowledged=None).exists()
    assert (storm.verified(), storm.check().ok) == ([], True)


def test_what_was_ratified_and_then_withdrawn_says_both(storm: Baker) -> None:
    item = urgently(storm)
    ratify(storm, item)
    storm.on_live("withdraw", item, notice="Không còn hiệu lực.")
    storm.catch_up()
    page = storm.page_of(item).read_text("utf-8")
    assert ("<span>Phê duyệt khẩn</span>" in page, "được xác nhận lúc" in page) == (True, True)
    assert verbs(storm, item) == ["submit", "forward", "moderate", URGENT, "publish", "ratify", "withdraw"]
    assert (storm.verified(), storm.check().ok) == ([], True)


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(page: str) -> str:
        assert old in page
        return page.replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    "change",
    [
        replaced(f'<a class="urgent" href="#duyet">{WAITS}</a>', ORDINARY),
        replaced(f'<a class="urgent" href="#duyet">{WAITS}</a>', ""),
        replaced(f'class="urgent" href="#duyet">{WAITS}', f'class="sealed" href="#duyet">{RATIFIED} 24/11/2026'),
    ],
)
def test_a_page_without_its_mark_fails(storm: Baker, change: Callable[[str], str]) -> None:
    item = urgently(storm)
    storm.catch_up()
    path = storm.page_of(item)
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    assert Code.PAGE_DIFFERS in {finding.code for finding in storm.verified()}


def test_a_proof_without_the_ratification_that_the_page_claims_fails(storm: Baker) -> None:
    item = urgently(storm)
    storm.catch_up()
    old = (storm.page_of(item).parent / "bang-chung.json").read_bytes()
    ratify(storm, item)
    storm.catch_up()
    (storm.page_of(item).parent / "bang-chung.json").write_bytes(old)
    assert Code.PAGE_DIFFERS in {finding.code for finding in storm.verified()}


def test_a_record_whose_mark_was_taken_off_behind_our_back_is_not_baked(storm: Baker) -> None:
    item = urgently(storm)
    entry = item.sign_off.entry
    record = json.loads(entry.record) | {"act": "sign_off"}
    entry.record, entry.act = json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True), "sign_off"
    with unguarded("ledger_entry"):
        entry.save()
    with pytest.raises(LedgerDamaged):
        storm.catch_up()
    assert list(storm.root.glob(f"*/*-{item.number}/")) == []
