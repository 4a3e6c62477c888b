"""Days declared by a notice: what is refused, and what each act leaves behind."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from chauphe.core.refusal import Refused
from chauphe.people.models import Change, DeclaredDay
from chauphe.people.services import declare_days, withdraw_days
from tests import factories
from tests.factories import MORNING, Office

pytestmark = pytest.mark.django_db

TET = (date(2027, 2, 4), date(2027, 2, 10))
GIVEN: dict[str, Any] = {"works": False, "name": "Nghỉ Tết Đinh Mùi", "paper": "Thông báo số 12/TB-SNV"}


@pytest.fixture
def office() -> Office:
    return factories.office()


def refused(office: Office, first: date, last: date, **given: Any) -> list[str]:
    with pytest.raises(Refused) as no:
        declare_days(office.board, first, last, **GIVEN | given, by=office.secretary, at=MORNING)
    assert DeclaredDay.objects.filter(withdrawn_at=None).count() == 0
    return [each.code for each in no.value.refusals]


def test_every_day_of_a_notice_is_a_row_and_one_act(office: Office) -> None:
    rows = declare_days(office.board, *TET, **GIVEN, by=office.secretary, at=MORNING)
    assert [row.day.day for row in rows] == [4, 5, 6, 7, 8, 9, 10]
    act = Change.objects.get(verb="declare")
    assert (act.by, act.facts["days"][0], act.facts["days"][-1]) == (office.secretary, "2027-02-04", "2027-02-10")
    assert (act.facts["paper"], act.facts["works"]) == ("Thông báo số 12/TB-SNV", False)


def test_every_reason_against_is_said_at_once(office: Office) -> None:
    assert refused(office, TET[1], TET[0], name=" ", paper="\u200b") == ["backwards", "name", "paper"]
    assert refused(office, date(2027, 1, 1), date(2027, 2, 1)) == ["long"]
    assert refused(office, date(2028, 12, 31), date(2029, 1, 1)) == ["far"]
    assert refused(office, date(2014, 12, 31), date(2015, 1, 1)) == ["far"]


def test_a_day_is_declared_once(office: Office) -> None:
    declare_days(office.board, *TET, **GIVEN, by=office.secretary, at=MORNING)
    with pytest.raises(Refused) as no:
        declare_days(office.board, TET[1], TET[1], **GIVEN | {"works": True}, by=office.chief, at=MORNING)
    assert [(each.code, each.params["day"]) for each in no.value.refusals] == [("twice", "10/02/2027")]


def test_the_database_holds_one_word_on_a_day(office: Office) -> None:
    (row,) = declare_days(office.board, TET[0], TET[0], **GIVEN, by=office.secretary, at=MORNING)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_withdrawing_leaves_the_row_and_an_act(office: Office) -> None:
    rows = declare_days(office.board, *TET, **GIVEN, by=office.secretary, at=MORNING)
    withdraw_days(office.board, [row.pk for row in rows], by=office.chief, at=MORNING)
    assert DeclaredDay.objects.filter(withdrawn_at=MORNING).count() == 7
    assert Change.objects.get(verb="withdraw_days").facts["days"] == [f"2027-02-{day:02}" for day in range(4, 11)]
