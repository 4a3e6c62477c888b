"""What is under way: read at once, and whose turn it is as the core says it for each item alone."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chauphe.core.item import whose_turn
from chauphe.core.moves import State
from chauphe.items.facts import facts_of
from chauphe.items.models import Item
from chauphe.items.selectors import people_and_rules
from chauphe.items.waiting import Waiting, under_way, waiting_for
from chauphe.people.calendar import calendar_of
from chauphe.people.selectors import local
from tests import factories
from tests.factories import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return factories.office()


def waiting(office: Office) -> list[Waiting]:
    at = factories.MORNING
    bench, book = people_and_rules(office.board, at=at)
    calendar = calendar_of(office.board, book, at=at)
    return under_way(Item.objects.filter(board=office.board), bench, book, calendar, at=at)


def test_the_longest_waiting_comes_first_with_whose_turn_it_is(office: Office) -> None:
    factories.item(office, State.IN_EDITING, title="Chờ Ủy viên")
    factories.item(office, State.AWAITING_SIGN_OFF, title="Chờ Trưởng Ban")
    for state in (State.DRAFT, State.PUBLISHED):
        factories.item(office, state)
    found = waiting(office)
    assert [(each.title, each.unit, each.kind, each.names()) for each in found] == [
        ("Chờ Ủy viên", "Phòng Công chức, viên chức", "news", ["Huỳnh Thị Ngữ"]),
        ("Chờ Trưởng Ban", "Phòng Công chức, viên chức", "news", ["Trần Thị Thu Hà"]),
    ]
    assert [each.title for each in waiting_for(office.chief, found)] == ["Chờ Trưởng Ban"]


def test_every_turn_is_the_one_the_core_gives_the_item_alone(office: Office) -> None:
    writers: list[dict[str, Any]] = [
        {},
        {"by": office.deputy},
        {"by": office.chief, "unit": office.organisation},
        {"by": office.standing, "unit": office.organisation},
        {"authors": [{"person": str(office.chief.pk), "name": office.chief.full_name, "share": 100}]},
        {"by": office.member},
    ]
    for state in (State.IN_EDITING, State.IN_MODERATION, State.AWAITING_SIGN_OFF, State.SIGNED_OFF):
        for given in writers:
            factories.item(office, state, **given)
    at = factories.MORNING
    bench, book = people_and_rules(office.board, at=at)
    alone = {
        item.number: whose_turn(facts_of(item), bench, book, at=local(at))
        for item in Item.objects.select_related("board", "unit", "section", "current", "sign_off")
    }
    assert {each.number: each.turn for each in waiting(office)} == alone


def test_what_is_under_way_takes_one_query(office: Office) -> None:
    for _ in range(4):
        factories.item(office, State.IN_EDITING)
    bench, book = people_and_rules(office.board, at=factories.MORNING)
    calendar = calendar_of(office.board, book, at=factories.MORNING)
    with CaptureQueriesContext(connection) as seen:
        found = under_way(Item.objects.filter(board=office.board), bench, book, calendar, at=factories.MORNING)
    assert (len(found), len(seen)) == (4, 1)
