"""A question that is written out once is answered as if it were written anew, with whatever values."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from chauphe.core.authority import Role
from chauphe.people.models import Absence, Appointment
from chauphe.people.prepared import Prepared
from tests import factories
from tests.factories import MORNING

pytestmark = pytest.mark.django_db


def away(board: int, at: datetime) -> QuerySet[Any, Any]:
    return Absence.objects.filter(board=board, since__lte=at).order_by("pk").values_list("person", "since", "until")


def held(board: int, on: date) -> QuerySet[Any, Any]:
    return Appointment.objects.filter(board=board, since__lte=on, role=Role.SECRETARY).values_list("pk", "since")


def test_each_board_and_instant_has_its_own_answer() -> None:
    ask = Prepared(away, board=int, at=datetime)
    one, two = factories.office(), factories.office("snv-khac")
    for office in (one, two):
        Absence.objects.create(board=office.board, person=office.chief, since=MORNING)
    for office in (one, two, one):
        assert ask(board=office.board.pk, at=MORNING) == [(office.chief.pk, MORNING, None)]
        assert ask(board=office.board.pk, at=MORNING - timedelta(seconds=1)) == []


def test_days_and_what_does_not_vary_are_asked_as_they_are_written() -> None:
    ask = Prepared(held, board=int, on=date)
    office = factories.office()
    row = Appointment.objects.get(board=office.board, role=Role.SECRETARY)
    assert ask(board=office.board.pk, on=row.since) == [(row.pk, row.since)]
    assert ask(board=office.board.pk, on=row.since - timedelta(days=1)) == []


def test_a_value_that_is_reckoned_with_cannot_be_varied() -> None:
    later = Prepared(lambda at: away(1, at + timedelta(days=1)), at=datetime)
    with pytest.raises(ValueError, match="not in it as it was given"):
        later(at=MORNING)
