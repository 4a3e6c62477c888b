"""The board's own convention on taking down: by whoever may sign off, or at once by the secretary, who is ratified."""

import json

import pytest

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Item
from chauphe.items.reports import reports_of
from chauphe.items.soundness import astray
from tests.scenarios.office import Office

NOTICE = "Gỡ để bảo vệ thông tin cá nhân của người dân."


def down(office: Office, who: str, item: Item, verb: str = "take_down", **given: str) -> Item:
    live = office.fresh(item).live
    assert live is not None
    said = {"seen": live.sign_off.snapshot_id, "reason": "Có số điện thoại của người dân", "notice": NOTICE} | given
    return office.act(verb, who, item, **said)


def test_the_chief_takes_an_item_off_the_site(office: Office) -> None:
    published = office.published()
    before = published.live
    item = down(office, "chief", published)
    assert (item.state, item.live != before, item.live.place) == (State.TAKEN_DOWN, True, before.place)
    told = json.loads(bytes(item.live.sign_off.snapshot.data))
    assert (told["title"], told["summary"], told["body"]) == ("Nội dung này đã được gỡ khỏi trang", NOTICE, "")
    assert (told["slug"], told["number"], told["authors"]) == (item.slug, item.number, [])
    assert office.trail(item)[-1]["reason"] == "Có số điện thoại của người dân"
    assert list(astray(office.board)) == []


def test_what_was_published_is_kept(office: Office) -> None:
    published = office.published()
    sealed = published.live.sign_off.snapshot_id
    item = down(office, "chief", published)
    assert [row.sign_off.snapshot_id for row in item.publications.order_by("pk")] == [sealed, item.current.digest]


def test_the_standing_deputy_takes_down_in_the_chiefs_place_and_reports(office: Office) -> None:
    item = office.published()
    with pytest.raises(Refused):
        down(office, "standing", item)
    office.away("chief")
    down(office, "standing", item)
    assert [report.record["act"] for report in reports_of(office.board)] == ["take_down"]


def test_what_the_secretary_takes_down_at_once_is_ratified_by_the_chief(office: Office) -> None:
    item = down(office, "secretary", office.published(), "take_down_at_once")
    open_reports = reports_of(office.board)
    assert [report.record["act"] for report in open_reports] == ["take_down_at_once"]
    with pytest.raises(Refused):
        office.acknowledge("standing", *open_reports)
    office.acknowledge("chief", *open_reports)
    last = office.trail(item)[-1]
    assert (last["act"], last["rule"]) == ("ratify", "move.take_down_at_once")
    assert (reports_of(office.board), list(astray(office.board))) == ([], [])


@pytest.mark.parametrize("who", ["author", "member", "deputy", "standing", "chief", "clerk"])
def test_nobody_but_the_secretary_takes_down_at_once(office: Office, who: str) -> None:
    item = office.published()
    with pytest.raises(Refused):
        down(office, who, item, "take_down_at_once")


def test_a_takedown_needs_reason_notice_and_the_copy_that_is_live(office: Office) -> None:
    item = office.published()
    for given, code in (
        ({"reason": " "}, "reason"),
        ({"notice": "\u200b "}, "notice"),
        ({"seen": "0" * 64}, "digest"),
    ):
        with pytest.raises(Refused) as no:
            down(office, "chief", item, **given)
        assert [reason.code for reason in no.value.refusals] == [code]


def test_what_is_not_on_the_site_cannot_be_taken_down(office: Office) -> None:
    item = office.moderated()
    with pytest.raises(Refused) as no:
        office.act("take_down", "chief", item, reason="Sai", notice=NOTICE)
    assert [reason.code for reason in no.value.refusals] == ["not_live"]
    item = down(office, "chief", office.published())
    with pytest.raises(Refused):
        down(office, "chief", item)


def test_what_is_under_revision_is_taken_down_all_the_same(office: Office) -> None:
    item = office.published()
    by = {"board": office.board, "by": office.people["author"]}
    services.revise(item.pk, at=office.later(), reason="Bổ sung", **by)
    item = office.submit("author", office.rewrite("author", item, summary="Thêm lớp."))
    item = down(office, "secretary", item, "take_down_at_once")
    assert (item.state, item.forwarded_by) == (State.TAKEN_DOWN, None)
    with pytest.raises(Refused):
        office.forward("member", item)


def test_its_writers_bring_it_back_by_the_whole_way_alone(office: Office) -> None:
    item = down(office, "chief", office.published())
    by = {"board": office.board, "by": office.people["author"]}
    item = services.revise(item.pk, at=office.later(), reason="Đã bỏ số điện thoại", **by)
    content = json.loads(office.fresh(item).current.content)
    assert ("ends" in content, content["title"]) == (False, "Khai giảng lớp bồi dưỡng")
    item = office.moderate("deputy", office.forward("member", office.submit("author", office.fresh(item))))
    again = office.publish("secretary", office.sign_off("chief", item))
    assert (again.place, office.fresh(item).state) == (0, State.PUBLISHED)
    assert list(astray(office.board)) == []


def test_no_writer_bars_the_board_from_taking_down(office: Office) -> None:
    item = office.published()
    services.revise(item.pk, board=office.board, by=office.people["author"], at=office.later(), reason="Bổ sung")
    board = ("author", "chief", "standing", "deputy", "other")
    people = [office.people[name] for name in board]
    authors = [{"person": str(each.pk), "name": each.full_name, "share": 20} for each in people]
    item = office.rewrite("author", office.fresh(item), unit="merit", authors=authors)
    assert down(office, "chief", item).state == State.TAKEN_DOWN
