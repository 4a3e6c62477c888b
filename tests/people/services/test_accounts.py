"""Accounts lie unused and are off, worked out at the instant; who opens them again gains nothing by it."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator

from chauphe.core.refusal import Refused
from chauphe.people.models import Change, Person
from chauphe.people.services import forget_devices, invite, lock, unlock
from chauphe.people.standing import Access, accounts_of
from chauphe.people.unused import is_unused
from tests import factories
from tests.factories import Office

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DAYS = timedelta(days=45)


@pytest.fixture
def office(db: None) -> Office:
    made = factories.office()
    Person.objects.update(created_at=NOW - DAYS - timedelta(seconds=1))
    return made


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def why(no: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in no.value.refusals]


def test_an_account_is_off_after_the_days_of_the_rule(office: Office) -> None:
    person = again(office.chief)
    assert [is_unused(person, at=NOW - timedelta(seconds=each)) for each in (0, 1, 2)] == [True, False, False]


def test_each_sign_in_counts_anew(office: Office) -> None:
    person = again(office.chief)
    person.last_login = NOW - DAYS
    assert (is_unused(person, at=NOW), is_unused(person, at=NOW + timedelta(seconds=1))) == (False, True)


def test_before_the_rule_no_account_is_off(office: Office) -> None:
    person = again(office.chief)
    person.created_at = datetime(2020, 1, 1, tzinfo=UTC)
    assert not is_unused(person, at=datetime(2026, 8, 18, tzinfo=UTC))


def test_opened_again_it_has_its_days_anew(office: Office) -> None:
    unlock(office.chief, board=office.board, by=office.secretary, at=NOW)
    person = again(office.chief)
    assert (is_unused(person, at=NOW + DAYS), is_unused(person, at=NOW + DAYS + DAYS)) == (False, True)
    row = Change.objects.get(verb="unlock")
    assert (row.by, row.by_name, row.board, row.person) == (
        office.secretary,
        "Võ Hoàng Nam",
        office.board,
        office.chief,
    )


@pytest.mark.parametrize("who", ["chief", "standing", "deputy", "member", "contributor"])
def test_nobody_but_the_secretary_opens_an_account_at_the_desk(office: Office, who: str) -> None:
    with pytest.raises(Refused) as no:
        unlock(office.other_member, board=office.board, by=getattr(office, who), at=NOW)
    assert why(no) == ["office"]


def test_the_secretary_of_another_board_opens_nothing_here(office: Office) -> None:
    other = factories.office("stp-anhai")
    with pytest.raises(Refused) as no:
        unlock(office.chief, board=office.board, by=other.secretary, at=NOW)
    assert why(no) == ["office"]


def test_what_was_locked_on_the_server_is_opened_there(office: Office) -> None:
    lock(office.chief, board=office.board, by=None, at=NOW)
    with pytest.raises(Refused) as no:
        unlock(office.chief, board=office.board, by=office.secretary, at=NOW)
    assert why(no) == ["locked"]
    unlock(office.chief, board=office.board, by=None, at=NOW)
    assert again(office.chief).is_active


def test_no_link_goes_to_an_account_that_is_off(office: Office) -> None:
    with pytest.raises(Refused) as no:
        invite(again(office.chief), board=office.board, by=None, at=NOW)
    assert why(no) == ["unused"]


def test_the_sheet_of_accounts_says_which_are_off(office: Office) -> None:
    lock(office.deputy, board=office.board, by=None, at=NOW)
    people = [again(each) for each in (office.chief, office.deputy)]
    assert [each.access for each in accounts_of(people, at=NOW).values()] == [Access.UNUSED, Access.LOCKED]


def test_lost_devices_are_forgotten_and_the_password_is_not(office: Office) -> None:
    assert forget_devices(office.chief, board=office.board, by=None, at=NOW) == 1
    assert Authenticator.objects.filter(user=office.chief).count() == 0
    assert (again(office.chief).check_password(factories.PASSWORD), Change.objects.last().verb) == (  # type: ignore[union-attr]
        True,
        "forget_devices",
    )
