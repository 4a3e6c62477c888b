"""Offices are given and ended by day and by reason; nothing reaches back, and nobody is left out unawares."""

from datetime import date, timedelta

import pytest

from chauphe.core.authority import Role
from chauphe.core.refusal import Refused
from chauphe.people.models import Appointment, Change
from chauphe.people.selectors import bench_of
from chauphe.people.services import appoint, dismiss, hand_over, lock
from chauphe.people.standing import gaps_on, turning_days
from tests import factories
from tests.scenarios.office import SINCE, Office, found

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return found()


def today(office: Office) -> date:
    return office.now.date()


def days(office: Office, count: int) -> date:
    return today(office) + timedelta(days=count)


def why(no: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in no.value.refusals]


def test_an_office_that_is_held_is_given_to_nobody_else(office: Office) -> None:
    for role, who in ((Role.EDITOR_IN_CHIEF, "author"), (Role.STANDING_DEPUTY, "author")):
        with pytest.raises(Refused) as no:
            appoint(office.people[who], role, board=office.board, title="Trưởng Ban", since=today(office))
        assert why(no) == ["taken"]
        assert no.value.refusals[0].clause in ("Điều 3", "Điều 4 khoản 5")


def test_an_office_may_follow_on_another(office: Office) -> None:
    secretary, author = office.people["secretary"], office.people["author"]
    appoint(author, Role.SECRETARY, board=office.board, title="Thư ký", since=days(office, 10))
    assert [
        each.person for each in bench_of(office.board, at=office.now).holding(Role.SECRETARY, on=today(office))
    ] == [str(secretary.pk)]
    given = Appointment.objects.get(person=office.people["chief"])
    dismiss(given, last_day=days(office, 4), by=None, at=office.now, anyway=True)
    member = office.people["member"]
    appoint(member, Role.EDITOR_IN_CHIEF, board=office.board, title="Trưởng Ban", since=days(office, 5))
    with pytest.raises(Refused) as no:
        appoint(secretary, Role.EDITOR_IN_CHIEF, board=office.board, title="Trưởng Ban", since=days(office, 4))
    assert sorted(why(no)) == ["apart", "taken", "taken"]


def test_nobody_stands_in_for_themselves(office: Office) -> None:
    with pytest.raises(Refused) as no:
        appoint(
            office.people["chief"], Role.DEPUTY_EDITOR, board=office.board, title="Phó", since=today(office),
            units=[office.units["labour"]],
        )  # fmt: skip
    assert why(no) == ["both"]


def test_the_same_remit_is_not_given_twice(office: Office) -> None:
    member, units = office.people["member"], office.units
    given = {"board": office.board, "title": "Ủy viên", "since": today(office)}
    with pytest.raises(Refused) as no:
        appoint(member, Role.BOARD_MEMBER, units=[units["labour"], units["merit"]], **given)  # type: ignore[arg-type]  # spread
    assert why(no) == ["twice"]
    appoint(member, Role.BOARD_MEMBER, units=[units["merit"]], **given)  # type: ignore[arg-type]  # spread
    assert member.appointments.count() == 2


def test_an_office_reaches_back_only_when_a_board_is_founded(office: Office) -> None:
    given = {"board": office.board, "title": "Thư ký", "since": days(office, -1)}
    with pytest.raises(Refused) as no:
        appoint(office.people["author"], Role.SECRETARY, by=None, at=office.now, **given)  # type: ignore[arg-type]  # spread
    assert why(no) == ["past"]
    assert appoint(office.people["author"], Role.SECRETARY, **given).since == days(office, -1)  # type: ignore[arg-type]  # spread


def test_an_office_that_ends_before_it_begins_is_refused(office: Office) -> None:
    with pytest.raises(Refused) as no:
        appoint(
            office.people["author"], Role.SECRETARY, board=office.board, title="Thư ký", since=days(office, 3),
            until=days(office, 2), at=office.now,
        )  # fmt: skip
    assert why(no) == ["backwards"]


def test_a_locked_account_gets_no_office(office: Office) -> None:
    lock(office.people["author"], board=office.board, by=None, at=office.now)
    office.people["author"].refresh_from_db()
    with pytest.raises(Refused) as no:
        appoint(office.people["author"], Role.SECRETARY, board=office.board, title="Thư ký", since=today(office))
    assert why(no) == ["locked"]


def test_nobody_leaves_without_a_word_of_who_is_missing(office: Office) -> None:
    held = Appointment.objects.get(person=office.people["secretary"])
    with pytest.raises(Refused) as no:
        dismiss(held, last_day=today(office), by=None, at=office.now)
    assert why(no)[0] == "secretary"
    held.refresh_from_db()
    assert held.until is None
    dismiss(held, last_day=today(office), by=None, at=office.now, anyway=True)
    assert gaps_on(office.board, day=today(office)).lacking == ()
    assert gaps_on(office.board, day=days(office, 1)).lacking[0].code == "secretary"


def test_what_was_missing_before_is_no_reason_to_stay(office: Office) -> None:
    for name in ("secretary", "author"):
        held = Appointment.objects.get(person=office.people[name])
        dismiss(held, last_day=today(office), by=None, at=office.now, anyway=name == "secretary")
    assert Appointment.objects.filter(until__isnull=False).count() == 2


def test_an_office_ends_once_and_never_longer(office: Office) -> None:
    held = Appointment.objects.get(person=office.people["author"])
    dismiss(held, last_day=days(office, 5), by=None, at=office.now)
    for last_day in (days(office, 5), days(office, 9)):
        with pytest.raises(Refused) as no:
            dismiss(held, last_day=last_day, by=None, at=office.now)
        assert why(no) == ["ended"]
    assert dismiss(held, last_day=days(office, 2), by=None, at=office.now).until == days(office, 2)  # type: ignore[union-attr]  # it had begun


def test_an_office_that_has_not_begun_is_taken_back(office: Office) -> None:
    later = appoint(office.people["author"], Role.SECRETARY, board=office.board, title="Thư ký", since=days(office, 9))
    assert dismiss(later, last_day=today(office), by=None, at=office.now) is None
    assert office.people["author"].appointments.count() == 1
    assert [each.verb for each in Change.objects.filter(person=office.people["author"])] == [
        "appoint",
        "appoint",
        "take_back",
    ]


def test_an_office_is_handed_over_from_one_day_to_the_next(office: Office) -> None:
    held = Appointment.objects.get(person=office.people["chief"])
    new = hand_over(held, office.people["author"], since=days(office, 7), by=office.people["secretary"], at=office.now)
    held.refresh_from_db()
    assert (held.until, new.since, new.title, new.until) == (days(office, 6), days(office, 7), held.title, None)
    for day in (days(office, 6), days(office, 7)):
        assert gaps_on(office.board, day=day).lacking == ()
    changes = Change.objects.filter(board=office.board).order_by("-pk")[:2]
    assert [(each.verb, each.by_name) for each in changes] == [
        ("appoint", "Người Thử Secretary"),
        ("dismiss", "Người Thử Secretary"),
    ]


def test_a_deputy_hands_the_remit_over_with_the_office(office: Office) -> None:
    held = Appointment.objects.get(person=office.people["deputy"])
    new = hand_over(held, office.people["clerk"], since=days(office, 1), by=None, at=office.now)
    assert list(new.units.all()) == [office.units["labour"]]


def test_a_handover_that_fails_leaves_the_holder(office: Office) -> None:
    held = Appointment.objects.get(person=office.people["deputy"])
    with pytest.raises(Refused):
        hand_over(held, office.people["chief"], since=days(office, 1), by=None, at=office.now)
    held.refresh_from_db()
    assert held.until is None


def test_the_days_on_which_a_bench_turns_are_known(office: Office) -> None:
    held = Appointment.objects.get(person=office.people["chief"])
    hand_over(held, office.people["author"], since=days(office, 7), by=None, at=office.now)
    assert turning_days(office.board, today=today(office)) == (today(office), days(office, 7))
    assert turning_days(office.board, today=SINCE - timedelta(days=90)) == (SINCE, days(office, 7))
    assert turning_days(factories.board("trong"), today=today(office)) == (today(office),)
