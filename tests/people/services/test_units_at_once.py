"""Several record what becomes of the same units at once, each over a connection of their own: one paper is recorded."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.people.models import Change, Person, Unit
from chauphe.people.services import Reorganisation, reorganise
from tests import factories
from tests.factories import Office
from tests.items.services.test_asked_at_once import told
from tests.items.services.test_many_at_once import NOW, whole

PAPER = "Quyết định số 15/QĐ-SNV ngày 20/11/2026"
TOMORROW = NOW.date() + timedelta(days=1)


@pytest.fixture
def office(shared_database: None) -> Office:
    return factories.office()


def recorded(office: Office, *units: Unit, name: str) -> Callable[[Person], object]:
    what = Reorganisation(since=TOMORROW, decision=PAPER, units=units, name=name)
    return lambda person: reorganise(what, board=office.board, by=person, at=NOW, anyway=True)


def recorders(office: Office) -> list[Person]:
    return [office.chief, office.standing, office.secretary] * 3


def test_units_that_several_merge_at_once_merge_once(office: Office) -> None:
    before = Unit.objects.count()
    found = told(recorders(office), recorded(office, office.division, office.centre, name="Phòng Tổng hợp"))
    assert found == Counter({"refused": 8, "done": 1})
    assert (Unit.objects.count(), Change.objects.filter(verb="reorganise").count()) == (before + 1, 1)
    successors = set(Unit.objects.filter(until__isnull=False).values_list("code", "successor__name"))
    assert successors == {(office.division.code, "Phòng Tổng hợp"), (office.centre.code, "Phòng Tổng hợp")}


def test_two_papers_on_one_unit_at_once_leave_one_successor(office: Office) -> None:
    first = recorded(office, office.division, office.centre, name="Phòng Tổng hợp")
    second = recorded(office, office.division, name="Phòng Công chức")

    def either(person: Person) -> object:
        return first(person) if person == office.chief else second(person)

    assert told([office.chief, office.secretary], either) == Counter({"refused": 1, "done": 1})
    made = Unit.objects.get(since=TOMORROW)
    ended = set(Unit.objects.filter(until__isnull=False).values_list("successor", flat=True))
    assert ended == {made.pk}


def test_an_item_decided_on_while_its_unit_merges_goes_on_once(office: Office) -> None:
    item = factories.item(office, State.IN_EDITING)
    seen = factories.seen(item)
    merge = recorded(office, office.division, office.centre, name="Phòng Tổng hợp")

    def either(person: Person) -> object:
        if person == office.member:
            return services.forward(item.pk, board=office.board, by=person, at=NOW, seen=seen)
        return merge(person)

    people = [office.member, office.chief, office.member, office.secretary]
    assert told(people, either) == Counter({"refused": 2, "done": 2})
    assert (factories.fresh(item).state, whole(office)) == (State.IN_MODERATION, True)
    with pytest.raises(Refused):
        services.forward(item.pk, board=office.board, by=office.member, at=NOW, seen=seen)
