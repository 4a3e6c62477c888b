"""Offices change hands by a paper: somebody leaves, hands over, or has the office for another unit from a day on."""

from datetime import timedelta
from typing import Any

import pytest

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.people.models import Appointment
from chauphe.people.models import Change as Act
from chauphe.people.outlook import foreseen, outlook
from chauphe.people.services import Change, Kind, change_office, delegate, record_absence
from tests.scenarios.office import Office, found

PAPER = "Quyết định số 21/QĐ-SNV ngày 20/11/2026"
FILE = ("ab" * 32, "quyet-dinh.pdf")


def change(office: Office, who: str, kind: Kind, *, by: str = "secretary", days: int = 1, **given: Any) -> Any:
    """Record what becomes of somebody's office, a number of days from now."""
    anyway = given.pop("anyway", False)
    given = {"decision": PAPER, "file": FILE} | given
    held = Appointment.objects.filter(person=office.people[who], until=None).get()
    what = Change(office=held, kind=kind, since=office.now.date() + timedelta(days=days), **given)
    return change_office(what, board=office.board, by=office.people[by], at=office.now, anyway=anyway)


def codes(no: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in no.value.refusals]


def test_the_secretary_records_that_an_office_is_handed_over(office: Office) -> None:
    item = office.moderated()
    change(office, "chief", Kind.HANDED_OVER, to=office.people["clerk"])
    with pytest.raises(Refused):
        office.sign_off("clerk", item)
    office.later(days=1)
    with pytest.raises(Refused):
        office.sign_off("chief", item)
    assert office.sign_off("clerk", item).item == item
    assert office.trail(item)[-1]["appointment"]["title"] == "Trưởng Ban biên tập"


def test_a_member_moves_to_another_unit_and_the_work_stays(office: Office) -> None:
    item = office.submit("author", office.write("author"))
    change(office, "organiser", Kind.MOVES, units=(office.units["labour"],), anyway=True)
    office.later(days=1)
    assert office.forward("organiser", item).state == State.IN_MODERATION
    acts = [(row.verb, row.facts["units"], row.facts["decision"]) for row in Act.objects.order_by("-pk")[:2]]
    assert acts == [("appoint", ["labour"], PAPER), ("dismiss", ["organisation"], PAPER)]


def test_whoever_leaves_acts_to_the_end_of_the_last_day(office: Office) -> None:
    item = office.moderated()
    change(office, "deputy", Kind.LEAVES, days=2, anyway=True)
    office.later(days=1)
    draft = office.forward("member", office.submit("author", office.write("author")))
    assert office.moderate("deputy", draft).state == State.AWAITING_SIGN_OFF
    office.later(days=1)
    last = office.forward("member", office.submit("author", office.write("author")))
    with pytest.raises(Refused):
        office.moderate("deputy", last)
    assert office.sign_off("chief", item).item == item


def test_past_acts_keep_the_office_of_their_day(office: Office) -> None:
    item = office.published()
    before = office.trail(item)
    change(office, "deputy", Kind.HANDED_OVER, to=office.people["clerk"])
    change(office, "chief", Kind.HANDED_OVER, to=office.people["author"])
    office.later(days=2)
    assert office.trail(item) == before


def test_a_delegation_ends_with_the_office_that_gave_it(office: Office) -> None:
    item, chief = office.moderated(), office.people["chief"]
    delegate(
        chief.appointments.get(), office.people["other"], since=office.now, until=office.now + timedelta(days=9),
        paper=PAPER, by=chief, at=office.now,
    )  # fmt: skip
    change(office, "chief", Kind.HANDED_OVER, to=office.people["clerk"])
    office.later(days=1)
    with pytest.raises(Refused):
        office.sign_off("other", item)


@pytest.mark.parametrize("kind", [Kind.LEAVES, Kind.HANDED_OVER, Kind.MOVES])
@pytest.mark.parametrize("by", ["author", "member", "deputy"])
def test_nobody_else_records_what_becomes_of_offices(office: Office, by: str, kind: Kind) -> None:
    with pytest.raises(Refused) as no:
        change(office, "organiser", kind, by=by, to=office.people["clerk"], units=(office.units["labour"],))
    assert (codes(no), Appointment.objects.exclude(until=None).count()) == (["recorder"], 0)


def test_nobody_records_an_office_for_themselves(office: Office) -> None:
    with pytest.raises(Refused) as no:
        change(office, "chief", Kind.HANDED_OVER, to=office.people["secretary"])
    assert codes(no) == ["own_office"]
    with pytest.raises(Refused) as no:
        change(office, "standing", Kind.MOVES, by="standing", units=(office.units["labour"],))
    assert codes(no) == ["own_office"]
    assert change(office, "standing", Kind.LEAVES, by="standing", anyway=True).until == office.now.date()


def test_a_change_names_its_paper(office: Office) -> None:
    with pytest.raises(Refused) as no:
        change(office, "deputy", Kind.LEAVES, decision=" ")
    assert codes(no) == ["paper"]


def test_another_boards_office_is_not_found(office: Office) -> None:
    elsewhere = found("so-khac")
    held = elsewhere.people["deputy"].appointments.get()
    what = Change(office=held, kind=Kind.LEAVES, since=office.now.date() + timedelta(days=1), decision=PAPER)
    with pytest.raises(Appointment.DoesNotExist):
        change_office(what, board=office.board, by=office.people["secretary"], at=office.now)


def test_a_board_is_not_left_without_a_chief_unawares(office: Office) -> None:
    with pytest.raises(Refused) as no:
        change(office, "chief", Kind.LEAVES, days=3)
    assert codes(no)[0] == "chief"

    def leaves() -> object:
        return change(office, "chief", Kind.LEAVES, days=3, anyway=True)

    missing = foreseen(office.board, leaves, at=office.now)
    assert {(each.what.code, f"{each.since:%d/%m %H:%M}") for each in missing} == {
        ("chief", "26/11 00:00"),
        ("sign_off_stops", "26/11 00:00"),
    }
    assert {each.what.clause for each in missing} == {"Điều 3"}
    assert (outlook(office.board, at=office.now), Appointment.objects.exclude(until=None).count()) == ([], 0)


def test_what_will_be_missing_is_known_thirty_days_ahead(office: Office) -> None:
    change(office, "secretary", Kind.LEAVES, by="chief", days=20, anyway=True)
    missing = outlook(office.board, at=office.now)
    assert {(each.what.code, f"{each.since:%d/%m}") for each in missing} == {
        ("secretary", "13/12"),
        ("publish_stops", "13/12"),
    }
    assert outlook(office.board, at=office.now, until=office.now + timedelta(days=19)) == []


def test_absences_that_meet_are_seen_coming(office: Office) -> None:
    day = timedelta(days=1)
    for who, first, last in (("chief", 2, 9), ("standing", 4, 6), ("deputy", 5, 6), ("other", 5, 7)):
        record_absence(
            office.people[who], board=office.board, since=office.now + first * day, until=office.now + last * day
        )
    missing = outlook(office.board, at=office.now)
    nobody = {each.since for each in missing if "Nobody could moderate the items of" in each.what.says}
    assert nobody == {office.now + 5 * day}
    assert min(each.since for each in missing) == office.now + 4 * day


def test_a_change_that_leaves_nobody_out_foresees_nothing(office: Office) -> None:
    def handed_over() -> object:
        return change(office, "deputy", Kind.HANDED_OVER, to=office.people["clerk"])

    assert foreseen(office.board, handed_over, at=office.now) == ()
    assert office.people["clerk"].appointments.count() == 1


@pytest.mark.parametrize("who", ["chief", "standing", "deputy", "secretary"])
def test_an_office_that_decides_changes_hands_by_the_paper_itself(office: Office, who: str) -> None:
    by = "standing" if who == "secretary" else "secretary"
    for kind in (Kind.LEAVES, Kind.HANDED_OVER):
        with pytest.raises(Refused) as no:
            change(office, who, kind, by=by, to=office.people["clerk"], file=("", ""), anyway=True)
        assert codes(no) == ["file"]
    assert change(office, who, Kind.HANDED_OVER, by=by, to=office.people["clerk"], anyway=True)
    assert [made.facts["file"] for made in Act.objects.filter(verb__in=("dismiss", "appoint")).order_by("-pk")[:2]] == [
        FILE[0]
    ] * 2


def test_any_other_office_changes_by_its_reference(office: Office) -> None:
    assert change(office, "member", Kind.LEAVES, file=("", ""), anyway=True)


@pytest.mark.parametrize("paper", ["", "x", ". . . . . .", "QĐ 1", "12/QĐ"])
def test_a_letter_is_no_reference(office: Office, paper: str) -> None:
    with pytest.raises(Refused) as no:
        change(office, "member", Kind.LEAVES, decision=paper, anyway=True)
    assert codes(no) == ["paper"]
