"""The board's own convention on consulting: another unit reads the frozen copy and answers once, in time or late."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Consultation, Item
from chauphe.items.reports import reports_of
from tests.scenarios.office import SINCE, Office, found

QUESTION = "Số học viên và tên lớp đã đúng chưa?"


def ask(office: Office, who: str, item: Item, *units: str, **changed: Any) -> list[Consultation]:
    """Let somebody ask units about what is on the screen, for an answer within two days."""
    given = {"until": office.now.date() + timedelta(days=2), "seen": office.fresh(item).current.digest} | changed
    asked = [office.units[unit] for unit in units]
    who_asks = {"board": office.board, "by": office.people[who], "at": office.later()}
    return services.consult(item.pk, units=asked, **{"text": QUESTION} | given, **who_asks)


def answer(office: Office, who: str, asked: Consultation, opinion: str, text: str = "") -> Consultation:
    by, at = office.people[who], office.later()
    return services.answer(asked.asked.seq, board=office.board, by=by, at=at, opinion=opinion, text=text)


def in_moderation(office: Office) -> Item:
    return office.forward("member", office.submit("author", office.write("author")))


def codes(no: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in no.value.refusals]


def test_the_deputy_asks_another_unit_before_moderating(office: Office) -> None:
    item = in_moderation(office)
    (asked,) = ask(office, "deputy", item, "organisation")
    answer(office, "organiser", asked, "remarks", "Nên ghi rõ ngày bế giảng.")
    question, told = office.trail(item)[-2:]
    assert (question["act"], question["reason"], question["details"]["name"]) == ("consult", QUESTION, "Phòng Tổ chức")
    assert (told["act"], told["person"]["name"], told["clause"]) == (
        "answer",
        "Người Thử Organiser",
        "Quy ước của Ban biên tập (theo Điều 5 khoản 2)",
    )
    assert told["details"] == {
        "unit": "organisation",
        "name": "Phòng Tổ chức",
        "asked": str(question["seq"]),
        "opinion": "remarks",
        "until": "2026-11-25",
    }


def test_an_answer_is_given_once_and_stays(office: Office) -> None:
    item = in_moderation(office)
    (asked,) = ask(office, "deputy", item, "organisation")
    answer(office, "organiser", asked, "agrees")
    with pytest.raises(Refused) as no:
        answer(office, "organiser", asked, "disagrees", "Nghĩ lại thì không.")
    assert codes(no) == ["answered"]
    assert [(row.opinion, row.answer) for row in Consultation.objects.all()] == [("agrees", "")]


def test_the_item_goes_on_while_the_question_is_open(office: Office) -> None:
    item = in_moderation(office)
    ask(office, "deputy", item, "organisation")
    office.sign_off("chief", office.moderate("deputy", item))
    assert office.fresh(item).state == State.SIGNED_OFF
    assert Consultation.objects.filter(answered=None).count() == 1


def test_the_answer_names_the_copy_it_was_about(office: Office) -> None:
    item = in_moderation(office)
    before = item.current.digest
    (asked,) = ask(office, "deputy", item, "organisation")
    item = office.rewrite("deputy", item, summary="185 học viên.")
    answer(office, "organiser", asked, "agrees")
    told = office.trail(item)[-1]
    assert (told["digest"], told["revision"]) == (before, 1)
    assert item.current.digest != before


def test_a_late_answer_is_marked_as_late(office: Office) -> None:
    item = in_moderation(office)
    (asked,) = ask(office, "deputy", item, "organisation")
    office.later(days=3)
    answer(office, "organiser", asked, "agrees")
    assert office.trail(item)[-1]["details"]["late"] == "yes"


def test_whoever_stands_in_answers_for_the_unit(office: Office) -> None:
    (asked,) = ask(office, "deputy", in_moderation(office), "organisation")
    with pytest.raises(Refused) as no:
        answer(office, "standing", asked, "agrees")
    assert codes(no) == ["turn"]
    office.away("organiser")
    assert answer(office, "standing", asked, "agrees").answered_by == office.people["standing"]


def test_a_unit_without_a_member_answers_by_its_deputy(office: Office) -> None:
    (asked,) = ask(office, "chief", office.moderated(), "merit")
    assert answer(office, "other", asked, "agrees").opinion == "agrees"


def test_several_units_are_asked_at_once_each_by_an_act(office: Office) -> None:
    item = office.moderated()
    assert [row.unit.code for row in ask(office, "chief", item, "merit", "organisation")] == ["merit", "organisation"]
    assert [act["act"] for act in office.trail(item)][-2:] == ["consult", "consult"]


@pytest.mark.parametrize("who", ["author", "member", "other", "chief", "secretary"])
def test_nobody_asks_but_who_decides_now(office: Office, who: str) -> None:
    item = in_moderation(office)
    with pytest.raises(Refused) as no:
        ask(office, who, item, "organisation")
    assert codes(no) == ["turn"]


@pytest.mark.parametrize(
    ("changed", "units", "code"),
    [
        ({"seen": "0" * 64}, ["organisation"], ["digest"]),
        ({"until": SINCE}, ["organisation"], ["until"]),
        ({"text": " "}, ["organisation"], ["text"]),
        ({}, [], ["units"]),
        ({}, ["labour"], ["own_unit"]),
        ({}, ["office", "organisation"], ["nobody"]),
    ],
)
def test_what_is_no_question_is_refused_whole(
    office: Office, changed: dict[str, Any], units: Iterable[str], code: list[str]
) -> None:
    item = in_moderation(office)
    office.away("standing")
    with pytest.raises(Refused) as no:
        ask(office, "deputy", item, *units, **changed)
    assert (codes(no), Consultation.objects.count()) == (code, 0)


def test_a_unit_is_not_asked_twice_at_once(office: Office) -> None:
    item = in_moderation(office)
    (asked,) = ask(office, "deputy", item, "organisation")
    with pytest.raises(Refused) as no:
        ask(office, "deputy", item, "organisation")
    assert codes(no) == ["asked"]
    answer(office, "organiser", asked, "agrees")
    assert len(ask(office, "deputy", item, "organisation")) == 1


def test_another_boards_units_and_questions_are_not_seen(office: Office) -> None:
    item, elsewhere = in_moderation(office), found("so-khac")
    given = {"board": office.board, "by": office.people["deputy"], "at": office.later(), "text": QUESTION}
    until = office.now.date()
    with pytest.raises(Refused) as no:
        services.consult(
            item.pk, units=[elsewhere.units["organisation"]], until=until, seen=item.current.digest, **given
        )
    assert codes(no) == ["units"]
    (asked,) = ask(office, "deputy", item, "organisation")
    with pytest.raises(Consultation.DoesNotExist):
        answer(elsewhere, "organiser", asked, "agrees")


def test_what_is_asked_in_the_chiefs_place_is_reported(office: Office) -> None:
    item = office.moderated()
    office.away("chief")
    ask(office, "standing", item, "organisation")
    assert [report.record["act"] for report in reports_of(office.board)] == ["consult"]


@pytest.mark.django_db
def test_a_board_may_wait_until_the_deadline() -> None:
    office = found("ba-nguoi", "three-member")
    item = in_moderation(office)
    (asked,) = ask(office, "deputy", item, "organisation")
    with pytest.raises(Refused) as no:
        office.moderate("deputy", item)
    assert codes(no) == ["consulting"]
    office.later(days=3)
    assert office.moderate("deputy", item).state == State.AWAITING_SIGN_OFF
    answer(office, "organiser", asked, "agrees")


def test_what_was_asked_goes_with_nothing_to_the_public(office: Office) -> None:
    item = in_moderation(office)
    (asked,) = ask(office, "deputy", item, "organisation")
    answer(office, "organiser", asked, "disagrees", "Chưa thống nhất.")
    signed = office.sign_off("chief", office.moderate("deputy", item))
    assert office.publish("secretary", signed).item == item
