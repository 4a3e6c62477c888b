"""The board's own convention on withdrawing: by whoever may sign off; the page stays, to be read under a notice."""

import json

import pytest

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Item
from chauphe.items.reports import reports_of
from chauphe.items.soundness import astray
from tests.scenarios.office import Office

WHY = "Chương trình đã kết thúc trước hạn."


def withdraw(office: Office, who: str, item: Item, verb: str = "withdraw", **given: str) -> Item:
    live = office.fresh(item).live
    assert live is not None
    said = {"seen": live.sign_off.snapshot_id, "reason": "Đơn vị cung cấp đề nghị", "notice": WHY} | given
    return office.act(verb, who, item, **said)


def revise(office: Office, item: Item, who: str = "author") -> Item:
    services.revise(item.pk, board=office.board, by=office.people[who], at=office.later(), reason="Bổ sung")
    return office.fresh(item)


def publish(office: Office, item: Item) -> Item:
    item = office.moderate("deputy", office.forward("member", office.submit("author", item)))
    return office.fresh(office.publish("secretary", office.sign_off("chief", item)).item)


def told(item: Item) -> dict:
    return json.loads(bytes(item.live.sign_off.snapshot.data))


def test_what_is_withdrawn_stays_at_its_address_under_a_notice(office: Office) -> None:
    published = office.published()
    before, sealed = told(published), published.live
    item = withdraw(office, "chief", published)
    after = told(item)
    assert (item.state, item.live != sealed, item.live.place) == (State.WITHDRAWN, True, sealed.place)
    row = {"day": "2026-11-23", "text": WHY, "revision": 1, "digest": sealed.sign_off.snapshot_id}
    assert after == before | {"revision": 2, "withdrawn": row}
    last = office.trail(item)[-1]
    assert (last["act"], last["rule"], last["basis"]) == ("withdraw", "move.withdraw", "house")
    assert (last["reason"], last["digest"]) == ("Đơn vị cung cấp đề nghị", item.current.digest)
    assert list(astray(office.board)) == []


def test_the_standing_deputy_withdraws_in_the_chiefs_place_and_reports(office: Office) -> None:
    item = office.published()
    with pytest.raises(Refused):
        withdraw(office, "standing", item)
    office.away("chief")
    withdraw(office, "standing", item)
    assert [report.record["act"] for report in reports_of(office.board)] == ["withdraw"]
    assert office.trail(item)[-1]["capacity"] == "for"


@pytest.mark.parametrize("who", ["author", "member", "deputy", "standing", "secretary", "clerk"])
def test_nobody_withdraws_who_may_not_sign_off(office: Office, who: str) -> None:
    item = office.published()
    with pytest.raises(Refused):
        withdraw(office, who, item)
    assert office.fresh(item).state == State.PUBLISHED


def test_a_withdrawal_needs_reasons_and_the_copy_that_is_live(office: Office) -> None:
    item = office.published()
    for given, code in (
        ({"reason": " "}, "reason"),
        ({"notice": "\u200b "}, "notice"),
        ({"seen": "0" * 64}, "digest"),
    ):
        with pytest.raises(Refused) as no:
            withdraw(office, "chief", item, **given)
        assert [reason.code for reason in no.value.refusals] == [code]


def test_what_is_not_on_the_site_cannot_be_withdrawn(office: Office) -> None:
    item = office.moderated()
    with pytest.raises(Refused) as no:
        office.act("withdraw", "chief", item, reason="Cũ", notice=WHY)
    assert [reason.code for reason in no.value.refusals] == ["not_live"]


def test_nothing_is_withdrawn_twice(office: Office) -> None:
    item = withdraw(office, "chief", office.published())
    with pytest.raises(Refused) as no:
        withdraw(office, "chief", item)
    assert [reason.code for reason in no.value.refusals] == ["state"]
    revise(office, item)
    with pytest.raises(Refused) as no:
        withdraw(office, "chief", item)
    assert [reason.code for reason in no.value.refusals] == ["withdrawn"]


def test_what_is_under_revision_is_withdrawn_all_the_same(office: Office) -> None:
    item = revise(office, office.published())
    item = office.submit("author", office.rewrite("author", item, summary="Thêm lớp."))
    item = withdraw(office, "chief", item)
    assert (item.state, item.forwarded_by, told(item)["summary"]) == (State.WITHDRAWN, None, "180 học viên.")
    with pytest.raises(Refused):
        office.forward("member", item)


def test_no_writer_bars_the_board_from_withdrawing(office: Office) -> None:
    item = revise(office, office.published())
    people = [office.people[name] for name in ("author", "chief")]
    authors = [{"person": str(each.pk), "name": each.full_name, "share": 50} for each in people]
    item = office.rewrite("author", item, unit="merit", authors=authors)
    assert withdraw(office, "chief", item).state == State.WITHDRAWN


def test_a_new_revision_brings_it_back_by_the_whole_way_and_says_so(office: Office) -> None:
    item = revise(office, withdraw(office, "chief", office.published()))
    assert "withdrawn" not in json.loads(item.current.content)
    item = publish(office, office.rewrite("author", item, summary="Chương trình được nối lại.", notice="Chưa hề rút."))
    assert (item.state, item.live.place) == (State.PUBLISHED, 0)
    assert told(item)["notices"] == [{"kind": "withdraw", "day": "2026-11-23", "text": WHY, "revision": 1}]
    assert list(astray(office.board)) == []


@pytest.mark.parametrize("under_revision", [False, True])
def test_what_is_withdrawn_may_still_be_taken_down(office: Office, under_revision: bool) -> None:
    item = withdraw(office, "chief", office.published())
    item = revise(office, item) if under_revision else item
    item = withdraw(office, "secretary", item, "take_down_at_once", notice="Gỡ.")
    assert (item.state, "withdrawn" in told(item)) == (State.TAKEN_DOWN, False)
    item = publish(office, revise(office, item))
    assert [(row["kind"], row["revision"]) for row in told(item)["notices"]] == [("withdraw", 0)]
    assert list(astray(office.board)) == []
