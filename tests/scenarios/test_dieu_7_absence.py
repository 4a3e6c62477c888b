"""Điều 7 khoản 3: while the chief is away the standing deputy acts, or a deputy where that one is away too."""

from datetime import timedelta

import pytest

from chauphe.core.refusal import Refused
from chauphe.items.reports import reports_of
from chauphe.items.soundness import astray
from chauphe.people.services import dismiss, hand_over
from tests.scenarios.office import Office, found


def test_the_standing_deputy_acts_while_the_chief_is_away(office: Office) -> None:
    item = office.moderated()
    office.away("chief")
    office.sign_off("standing", item)
    act = office.trail(item)[-1]
    assert (act["capacity"], act["clause"]) == ("for", "Điều 7 khoản 3")
    assert act["in_place_of"] == {"name": "Người Thử Chief", "title": "Trưởng Ban biên tập"}


def test_a_deputy_acts_when_both_are_away(office: Office) -> None:
    item = office.moderated()
    office.away("chief", "standing")
    office.sign_off("other", item)
    assert office.trail(item)[-1]["person"]["name"] == "Người Thử Other"


def test_the_chief_acts_again_once_back(office: Office) -> None:
    item = office.moderated()
    office.away("chief", days=1)
    with pytest.raises(Refused):
        office.sign_off("chief", item)
    office.later(days=2)
    with pytest.raises(Refused):
        office.sign_off("standing", item)
    assert office.sign_off("chief", item).item == item


def test_the_chiefs_office_records_an_absence_for_the_chief(office: Office) -> None:
    item = office.moderated()
    office.record_away("chief", by="secretary")
    assert office.sign_off("standing", item).item == item


def test_nobody_makes_way_for_themselves(office: Office) -> None:
    item = office.moderated()
    with pytest.raises(Refused) as refused:
        office.record_away("chief", by="standing")
    assert [(each.code, each.params["names"]) for each in refused.value.refusals] == [
        ("makes_way", "Người Thử Secretary (Thư ký Ban biên tập)")
    ]
    with pytest.raises(Refused):
        office.record_away("deputy", by="standing")
    assert office.sign_off("chief", item).item == item


def test_nobody_makes_way_for_the_office_that_they_are_about_to_hold(office: Office) -> None:
    start = office.now.date() + timedelta(days=2)
    last = start - timedelta(days=1)
    dismiss(office.office_of("secretary"), last_day=last, by=None, at=office.now, anyway=True)
    hand_over(
        office.office_of("standing"), office.people["secretary"], since=start, by=None, at=office.now, anyway=True
    )
    with pytest.raises(Refused) as refused:
        office.record_away("chief", by="secretary", waits=3)
    assert [each.code for each in refused.value.refusals] == ["makes_way"]
    office.record_away("chief", by="secretary")


def test_nobody_else_sends_the_chief_away(office: Office) -> None:
    item = office.moderated()
    for who in ("deputy", "member", "author"):
        with pytest.raises(Refused) as refused:
            office.record_away("chief", by=who)
        assert [each.code for each in refused.value.refusals] == ["not_theirs"]
    assert office.sign_off("chief", item).item == item


def test_what_was_done_in_the_chiefs_place_is_reported_until_acknowledged(office: Office) -> None:
    item = office.moderated()
    office.away("chief", days=1)
    office.sign_off("standing", item)
    (report,) = reports_of(office.board)
    assert (report.record["act"], report.record["person"]["name"]) == ("sign_off", "Người Thử Standing")
    office.later(days=2)
    office.acknowledge("chief", report)
    assert reports_of(office.board) == []
    act = office.trail(item)[-1]
    assert (act["act"], act["clause"], act["digest"]) == ("acknowledge", "Điều 7 khoản 3", report.record["digest"])


def test_nobody_acknowledges_in_the_chiefs_place(office: Office) -> None:
    item = office.moderated()
    office.away("chief")
    office.sign_off("standing", item)
    (report,) = reports_of(office.board)
    for who in ("standing", "secretary", "author"):
        with pytest.raises(Refused) as refused:
            office.acknowledge(who, report)
        assert [(each.code, each.clause) for each in refused.value.refusals] == [("chief", "Điều 7 khoản 3")]
    assert len(reports_of(office.board)) == 1


def test_a_report_is_acknowledged_once_and_by_its_own_board(office: Office) -> None:
    item = office.moderated()
    office.away("chief", days=1)
    office.sign_off("standing", item)
    (report,) = reports_of(office.board)
    elsewhere = found("so-khac")
    assert elsewhere.acknowledge("chief", report) == []
    office.later(days=2)
    assert [len(office.acknowledge("chief", report)) for _ in range(2)] == [1, 0]
    assert [act["act"] for act in office.trail(item)].count("acknowledge") == 1


def test_what_the_chief_did_needs_no_report(office: Office) -> None:
    office.published()
    office.away("deputy")
    office.moderate("standing", office.forward("member", office.submit("author", office.write("author"))))
    assert reports_of(office.board) == []


def test_a_published_item_proves_itself_with_its_report_acknowledged(office: Office) -> None:
    item = office.moderated()
    office.away("chief", days=1)
    signed = office.sign_off("standing", item)
    office.later(days=2)
    office.acknowledge("chief", *reports_of(office.board))
    assert office.publish("secretary", signed).item == item


def become_chief(office: Office, who: str) -> None:
    """Let somebody come to be the chief from the next day on, and go on to that day."""
    first = office.now.date() + timedelta(days=1)
    dismiss(office.office_of(who), last_day=office.now.date(), by=None, at=office.now, anyway=True)
    hand_over(office.office_of("chief"), office.people[who], since=first, by=None, at=office.now, anyway=True)
    office.later(days=1)


def test_whoever_acted_and_became_chief_does_not_acknowledge_it(office: Office) -> None:
    item = office.moderated()
    office.away("chief", "other", days=1)
    office.sign_off("standing", item)
    office.away("deputy")
    become_chief(office, "standing")
    (report,) = reports_of(office.board)
    with pytest.raises(Refused) as refused:
        office.acknowledge("standing", report)
    (no,) = refused.value.refusals
    assert (no.code, no.params["names"]) == ("own_report", "Người Thử Other (Phó Trưởng Ban biên tập)")
    assert len(office.acknowledge("other", report)) == 1
    act = office.trail(item)[-1]
    assert (act["act"], act["capacity"], act["in_place_of"]["name"]) == ("acknowledge", "for", "Người Thử Standing")
    assert (reports_of(office.board), list(astray(office.board))) == ([], [])


def test_of_several_reports_a_chief_reads_those_of_others(office: Office) -> None:
    items = [office.moderated(), office.moderated()]
    office.away("chief", days=1)
    office.sign_off("standing", items[0])
    office.away("standing", days=1)
    office.sign_off("other", items[1])
    office.later(days=1)
    become_chief(office, "standing")
    done = office.acknowledge("standing", *reports_of(office.board))
    assert [row.item for row in done] == [items[1]]
    assert [report.number for report in reports_of(office.board)] == [items[0].number]


def test_a_chief_who_is_away_reads_reports_and_does_not_ratify(office: Office) -> None:
    read, down = office.moderated(), office.published()
    office.away("chief", days=1)
    office.sign_off("standing", read)
    given = {"seen": office.fresh(down).live.sign_off.snapshot_id, "reason": "Lộ số điện thoại", "notice": "Đang sửa."}
    office.act("take_down_at_once", "secretary", down, **given)
    by_act = {report.record["act"]: report for report in reports_of(office.board)}
    assert len(office.acknowledge("chief", by_act["sign_off"])) == 1
    with pytest.raises(Refused) as refused:
        office.acknowledge("chief", by_act["take_down_at_once"])
    assert [each.code for each in refused.value.refusals] == ["away"]
    office.later(days=2)
    office.acknowledge("chief", by_act["take_down_at_once"])


def test_whoever_took_it_down_at_once_and_became_chief_does_not_ratify_it(office: Office) -> None:
    item = office.published()
    given = {"seen": office.fresh(item).live.sign_off.snapshot_id, "reason": "Lộ số điện thoại", "notice": "Đang sửa."}
    office.act("take_down_at_once", "secretary", item, **given)
    become_chief(office, "secretary")
    (report,) = reports_of(office.board)
    with pytest.raises(Refused) as refused:
        office.acknowledge("secretary", report)
    assert [each.code for each in refused.value.refusals] == ["own_report"]
    office.acknowledge("standing", report)
    # Who ratified in the chief's place reports that, and the chief reads it.
    assert [each.record["act"] for each in reports_of(office.board)] == ["ratify"]
    assert len(office.acknowledge("secretary", *reports_of(office.board))) == 1
    assert (reports_of(office.board), list(astray(office.board))) == ([], [])
