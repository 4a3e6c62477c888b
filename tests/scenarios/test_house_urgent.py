"""Urgent sign-off, where a board's regulation allows it: by a named office, and owing the chief's ratification.

The founding regulation does not allow it (Điều 7 khoản 3: somebody can always act); `flood-office` is an example that
does: “Khi có bão, lũ, sự cố phải báo ngay cho người dân mà chưa liên lạc được với Trưởng Ban, Phó Trưởng Ban phê duyệt
khẩn tin, bài đã duyệt, nêu rõ lý do; Trưởng Ban xác nhận hoặc hủy trong 4 giờ làm việc.”
"""

import pytest
from django.core.exceptions import ObjectDoesNotExist

from chauphe.core.moves import URGENT, State
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Item, StandIn
from chauphe.items.reports import reports_of
from chauphe.items.soundness import astray
from tests.scenarios.office import Office, found

WHY = "Bão số 9 đổ bộ lúc 02:00, chưa gọi được Trưởng Ban"
FLOOD = "flood-office"


@pytest.fixture
def storm(db: None) -> Office:
    return found("phong-chong-lut", FLOOD)


def urgently(office: Office, who: str, item: Item, **given: str) -> Item:
    return office.act(URGENT, who, item, **({"reason": WHY} | given))


def report(office: Office) -> int:
    return StandIn.objects.get(board=office.board, acknowledged=None, entry__act=URGENT).pk


def ratify(office: Office, who: str, item: Item, **given: str) -> StandIn:
    said = {"seen": office.fresh(item).sign_off.snapshot_id, "item_id": item.pk, "board": office.board} | given
    return services.ratify(report(office), by=office.people[who], at=office.later(), **said)


def codes(no: "pytest.ExceptionInfo[Refused]") -> list[str]:
    return [reason.code for reason in no.value.refusals]


def test_a_deputy_signs_off_what_cannot_wait_in_the_chiefs_place(storm: Office) -> None:
    item = urgently(storm, "standing", storm.moderated())
    assert item.state == State.SIGNED_OFF
    said = storm.trail(item)[-1]
    assert (said["act"], said["rule"], said["clause"]) == (URGENT, "sign_off.urgent", "Điều 5 khoản 3")
    assert (said["capacity"], said["in_place_of"]["title"], said["reason"]) == ("for", "Trưởng Ban biên tập", WHY)
    assert storm.publish("secretary", item.sign_off).item_id == item.pk
    assert list(astray(storm.board)) == []


def test_the_chief_ratifies_it_on_the_copy_that_was_signed(storm: Office) -> None:
    item = urgently(storm, "standing", storm.moderated())
    storm.publish("secretary", item.sign_off)
    assert [each.record["act"] for each in reports_of(storm.board)] == [URGENT]
    with pytest.raises(Refused) as no:
        ratify(storm, "chief", item, seen="0" * 64)
    assert codes(no) == ["digest"]
    ratify(storm, "chief", item)
    said, signed = storm.trail(item)[-1], storm.trail(item)[-3]
    assert (said["act"], said["rule"], said["capacity"]) == ("ratify", "sign_off.urgent", "own")
    assert said["details"] == {"act": URGENT, "seq": str(signed["seq"])}
    assert (said["digest"], said["revision"]) == (signed["digest"], signed["revision"])
    assert (reports_of(storm.board), list(astray(storm.board))) == ([], [])


def test_it_is_ratified_before_it_is_published_as_well(storm: Office) -> None:
    item = urgently(storm, "other", storm.moderated())
    ratify(storm, "chief", item)
    storm.publish("secretary", storm.fresh(item).sign_off)
    assert list(astray(storm.board)) == []


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("chief", "own_turn"),
        ("deputy", "moderated"),
        ("member", "urgent_office"),
        ("secretary", "urgent_office"),
        ("author", "urgent_office"),
    ],
)
def test_nobody_else_signs_off_urgently(storm: Office, who: str, code: str) -> None:
    item = storm.moderated()
    with pytest.raises(Refused) as no:
        urgently(storm, who, item)
    assert codes(no) == [code]


def test_whoever_wrote_it_does_not_sign_it(storm: Office) -> None:
    people = [{"person": str(storm.people[name].pk), "name": storm.people[name].full_name, "share": 50}
              for name in ("author", "standing")]  # fmt: skip
    item = storm.moderated(authors=people)
    with pytest.raises(Refused) as no:
        urgently(storm, "standing", item)
    assert codes(no) == ["author"]


def test_whoever_is_away_does_not_sign_it(storm: Office) -> None:
    item = storm.moderated()
    storm.away("other")
    with pytest.raises(Refused) as no:
        urgently(storm, "other", item)
    assert codes(no) == ["away"]


def test_whoever_stands_in_for_the_chief_signs_in_the_ordinary_way(storm: Office) -> None:
    item = storm.moderated()
    storm.away("chief")
    with pytest.raises(Refused) as no:
        urgently(storm, "standing", item)
    assert codes(no) == ["own_turn"]
    assert urgently(storm, "other", item).state == State.SIGNED_OFF


def test_there_is_no_urgent_way_around_moderation(storm: Office) -> None:
    item = storm.forward("member", storm.submit("author", storm.write("author")))
    with pytest.raises(Refused) as no:
        urgently(storm, "standing", item)
    assert codes(no) == ["state"]


@pytest.mark.parametrize("reason", ["", "  ", "Bão lớn", "một hai ba bốn năm"])
def test_it_says_in_words_why_it_cannot_wait(storm: Office, reason: str) -> None:
    item = storm.moderated()
    with pytest.raises(Refused) as no:
        urgently(storm, "standing", item, reason=reason)
    assert codes(no) == ["reason"]


def test_it_is_decided_on_what_was_seen(storm: Office) -> None:
    item = storm.moderated()
    with pytest.raises(Refused) as no:
        urgently(storm, "standing", item, seen="0" * 64)
    assert codes(no) == ["digest"]


@pytest.mark.parametrize("who", ["standing", "deputy", "other", "secretary", "member", "author"])
def test_nobody_ratifies_while_the_chief_is_there_but_the_chief(storm: Office, who: str) -> None:
    item = urgently(storm, "standing", storm.moderated())
    with pytest.raises(Refused) as no:
        ratify(storm, who, item)
    assert codes(no) == ["turn"]


def test_who_stands_in_ratifies_and_reports_it_unless_it_was_they_who_signed(storm: Office) -> None:
    first = urgently(storm, "other", storm.moderated())
    storm.away("chief")
    ratify(storm, "standing", first)
    said = storm.trail(first)[-1]
    assert (said["act"], said["capacity"]) == ("ratify", "for")
    assert [each.record["act"] for each in reports_of(storm.board)] == ["ratify"]


def test_whoever_signed_never_ratifies_it(storm: Office) -> None:
    item = urgently(storm, "standing", storm.moderated())
    storm.away("chief")
    with pytest.raises(Refused) as no:
        ratify(storm, "standing", item)
    assert codes(no) == ["turn"]
    ratify(storm, "other", item)  # the next on the ladder did not sign it
    assert list(astray(storm.board)) == []


def test_the_chief_undoes_what_is_not_yet_published(storm: Office) -> None:
    item = urgently(storm, "standing", storm.moderated())
    signed = item.sign_off
    item = storm.act("recall", "chief", item, reason="Tin chưa được kiểm chứng")
    assert (item.state, item.sign_off) == (State.AWAITING_SIGN_OFF, None)
    assert reports_of(storm.board) == []
    with pytest.raises(Refused):
        storm.publish("secretary", signed)
    assert storm.sign_off("chief", item).item_id == item.pk
    assert list(astray(storm.board)) == []


def test_the_chief_undoes_what_is_published_by_taking_it_down(storm: Office) -> None:
    item = urgently(storm, "standing", storm.moderated())
    live = storm.publish("secretary", item.sign_off)
    said = {"seen": live.sign_off.snapshot_id, "reason": "Sai địa điểm", "notice": "Thông tin chưa chính xác."}
    item = storm.act("take_down", "chief", item, **said)
    assert item.state == State.TAKEN_DOWN
    assert (reports_of(storm.board), list(astray(storm.board))) == ([], [])


def test_what_others_undid_the_chief_acknowledges_and_cannot_ratify(storm: Office) -> None:
    item = urgently(storm, "standing", storm.moderated())
    seen = item.sign_off.snapshot_id
    item = storm.act("return_to_sign_off", "secretary", item, reason="Thiếu ảnh")
    (back,) = reports_of(storm.board)
    with pytest.raises(Refused) as no:
        services.ratify(
            back.id, item_id=item.pk, board=storm.board, by=storm.people["chief"], at=storm.later(), seen=seen
        )
    assert codes(no) == ["void"]
    storm.acknowledge("chief", back)
    assert (storm.trail(item)[-1]["act"], reports_of(storm.board)) == ("acknowledge", [])


def test_what_stands_is_not_waved_through_with_the_other_reports(storm: Office) -> None:
    urgently(storm, "standing", storm.moderated())
    with pytest.raises(Refused) as no:
        storm.acknowledge("chief", *reports_of(storm.board))
    assert codes(no) == ["urgent"]


def test_it_is_ratified_once(storm: Office) -> None:
    item = urgently(storm, "standing", storm.moderated())
    said = {"item_id": item.pk, "board": storm.board, "by": storm.people["chief"], "seen": item.sign_off.snapshot_id}
    number = report(storm)
    ratify(storm, "chief", item)
    with pytest.raises(Refused) as no:
        services.ratify(number, at=storm.later(), **said)
    assert codes(no) == ["state"]


def test_another_boards_report_is_not_there(storm: Office) -> None:
    item = urgently(storm, "standing", storm.moderated())
    other = found("noi-khac", FLOOD)
    said = {"item_id": item.pk, "board": other.board, "by": other.people["chief"], "seen": item.current.digest}
    with pytest.raises(ObjectDoesNotExist):
        services.ratify(report(storm), at=other.later(), **said)


def test_without_a_chief_to_ratify_it_there_is_none(storm: Office) -> None:
    item = storm.moderated()
    storm.people["chief"].appointments.filter(board=storm.board).update(until="2026-11-01")
    with pytest.raises(Refused) as no:
        urgently(storm, "standing", item)
    assert codes(no) == ["missing"]


@pytest.mark.parametrize("regulation", ["founding", "three-member"])
@pytest.mark.parametrize("who", ["chief", "standing", "deputy", "other", "member", "secretary", "author"])
def test_where_the_regulation_does_not_know_it_nobody_ever_can(db: None, regulation: str, who: str) -> None:
    office = found("so-khac", regulation)
    item = office.moderated()
    with pytest.raises(Refused) as no:
        urgently(office, who, item)
    assert codes(no) == ["urgent_never"]
    if regulation == "founding":
        assert no.value.refusals[0].clause == "Quy ước của Ban biên tập (theo Điều 7 khoản 3)"
