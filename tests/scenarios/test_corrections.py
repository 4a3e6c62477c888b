"""The board's own convention on putting right what was published, by the whole chain and with a notice on the page."""

import json

import pytest

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Draft, Item
from chauphe.items.soundness import astray
from tests.scenarios.office import Office

NOTICE = "Số học viên là 150 người, không phải 180 người."


def begin(office: Office, verb: str, who: str, item: Item, **given: str) -> Item:
    live = office.fresh(item).live
    assert live is not None
    said = {"seen": live.sign_off.snapshot_id, "reason": "Nhầm số liệu", "notice": NOTICE} | given
    return office.act(verb, who, item, **said)


def whole_way(office: Office, item: Item) -> Item:
    item = office.moderate("deputy", office.forward("member", office.submit("author", item)))
    return office.fresh(office.publish("secretary", office.sign_off("chief", item)).item)


def told(item: Item) -> list[dict[str, object]]:
    assert item.current is not None
    found: list[dict[str, object]] = json.loads(item.current.content).get("notices", [])
    return found


def test_false_content_is_corrected_through_the_whole_chain(office: Office) -> None:
    item = office.published()
    before = item.live
    item = begin(office, "correct", "author", item)
    assert (item.state, item.live) == (State.DRAFT, before)
    with pytest.raises(Refused):
        office.sign_off("chief", item)
    item = whole_way(office, office.rewrite("author", item, summary="150 học viên."))
    assert told(item) == [{"kind": "correct", "day": "2026-11-23", "text": NOTICE, "revision": 1}]
    assert (item.live.place, item.live != before) == (before.place, True)
    assert list(astray(office.board)) == []


def test_a_slip_is_put_right_by_an_erratum(office: Office) -> None:
    item = whole_way(
        office, begin(office, "erratum", "member", office.published(), notice="Sửa lỗi chính tả ở tên lớp.")
    )
    assert [(row["kind"], row["text"]) for row in told(item)] == [("erratum", "Sửa lỗi chính tả ở tên lớp.")]


def test_every_notice_stays_and_the_newest_is_the_last(office: Office) -> None:
    item = whole_way(office, begin(office, "correct", "author", office.published()))
    item = whole_way(office, begin(office, "erratum", "author", item, notice="Sửa tên lớp."))
    assert [(row["kind"], row["revision"]) for row in told(item)] == [("correct", 1), ("erratum", 2)]
    services.revise(
        item.pk, board=office.board, by=office.people["author"], at=office.later(), reason="Thêm ảnh, không sửa chữ"
    )
    item = office.rewrite("author", office.fresh(item), summary="Có ảnh.")
    assert [row["kind"] for row in told(whole_way(office, item))] == ["correct", "erratum"]


def test_the_chain_may_word_the_notice_and_nobody_may_take_it_away(office: Office) -> None:
    item = begin(office, "correct", "author", office.published())
    item = office.rewrite("author", item, notice="Số học viên đúng là 150.")
    assert [row["text"] for row in told(item)] == ["Số học viên đúng là 150."]
    item = office.rewrite("author", item, notices=[], summary="150 học viên.")
    assert [row["text"] for row in told(item)] == ["Số học viên đúng là 150."]
    item = office.rewrite("author", item, notice=" ")
    with pytest.raises(Refused) as no:
        office.forward("member", item)
    assert [reason.code for reason in no.value.refusals] == ["notices"]


def test_a_published_notice_is_worded_for_good(office: Office) -> None:
    item = whole_way(office, begin(office, "correct", "author", office.published()))
    services.revise(item.pk, board=office.board, by=office.people["author"], at=office.later(), reason="Thêm ảnh")
    item = office.rewrite("author", office.fresh(item), notice="Chưa từng sai.")
    assert [row["text"] for row in told(item)] == [NOTICE]


@pytest.mark.parametrize(
    ("given", "code"), [({"reason": ""}, "reason"), ({"notice": " "}, "notice"), ({"seen": "x"}, "digest")]
)
def test_a_correction_needs_reason_notice_and_the_copy_that_is_live(
    office: Office, given: dict[str, str], code: str
) -> None:
    item = office.published()
    with pytest.raises(Refused) as no:
        begin(office, "correct", "author", item, **given)
    assert [reason.code for reason in no.value.refusals] == [code]
    assert Draft.objects.get(item=item).content["notices"] == []


@pytest.mark.parametrize("who", ["chief", "deputy", "secretary", "clerk"])
def test_whoever_did_not_write_it_asks_its_writers(office: Office, who: str) -> None:
    item = office.published()
    with pytest.raises(Refused):
        begin(office, "correct", who, item)
