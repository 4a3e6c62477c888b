"""Many ask, answer and withdraw at once, each over a connection of their own: exactly one effect each."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from chauphe.core.authority import Role
from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Consultation, Item, Publication
from chauphe.items.soundness import astray
from chauphe.ledger.selectors import entries
from chauphe.people.models import Person, Unit
from chauphe.people.services import appoint
from tests import factories
from tests.factories import SINCE, Office
from tests.items.services.test_many_at_once import NOW, at_once, whole

UNTIL = date(2026, 11, 30)
CROWD = 12
ONCE = Counter({"refused": CROWD - 1, "done": 1})


@pytest.fixture
def office(shared_database: None) -> Office:
    return factories.office()


def beside(office: Office, role: Role, unit: Unit, count: int = CROWD) -> list[Person]:
    """Give an office to so many more people."""
    people = [factories.person(f"{role}.{number}", f"Nguyễn Thị {number:02}") for number in range(count)]
    for rank, person in enumerate(people, start=20):
        appoint(person, role, board=office.board, title="Chức danh", since=SINCE, units=[unit], rank=rank)
    return people


def tried(do: Callable[[Person], object]) -> Callable[[Person], list[str]]:
    def deed(person: Person) -> list[str]:
        try:
            do(person)
        except Refused as no:
            return ["refused" if no.refusals else "without a reason"]
        return ["done"]

    return deed


def told(people: list[Person], do: Callable[[Person], object]) -> Counter[str]:
    return Counter(each for answer in at_once(people, tried(do)) for each in answer)


def ask(office: Office, item: Item, unit: Unit, person: Person) -> object:
    given = {"board": office.board, "by": person, "at": NOW, "seen": factories.seen(item)}
    return services.consult(item.pk, units=[unit], text="Mức hỗ trợ có đúng không?", until=UNTIL, **given)


def test_a_unit_that_many_ask_at_once_is_asked_once(office: Office) -> None:
    item = factories.item(office, State.IN_MODERATION)
    deputies = beside(office, Role.DEPUTY_EDITOR, office.division)
    assert told(deputies, lambda person: ask(office, item, office.centre, person)) == ONCE
    assert Consultation.objects.count() == 1
    assert entries(office.board).filter(act="consult").count() == 1
    assert whole(office)


def test_a_question_that_many_answer_at_once_has_one_answer(office: Office) -> None:
    item = factories.item(office, State.IN_MODERATION)
    members = beside(office, Role.BOARD_MEMBER, office.centre)
    ask(office, item, office.centre, office.deputy)
    seq = Consultation.objects.get().asked.seq

    def answer(person: Person) -> object:
        return services.answer(seq, board=office.board, by=person, at=NOW, opinion="remarks", text=person.full_name)

    assert told(members, answer) == ONCE
    row = Consultation.objects.select_related("answered_by", "answered").get()
    assert row.answered_by is not None
    assert (row.answer, row.answered) == (row.answered_by.full_name, entries(office.board).get(act="answer"))
    assert whole(office)


def test_asking_and_deciding_at_once_leave_one_copy_decided_on(office: Office) -> None:
    item = factories.item(office, State.IN_MODERATION)
    deputies = beside(office, Role.DEPUTY_EDITOR, office.division)
    seen = factories.seen(item)

    def either(person: Person) -> object:
        if deputies.index(person) % 2:
            return ask(office, item, office.centre, person)
        return services.moderate(item.pk, board=office.board, by=person, at=NOW, seen=seen)

    found = told(deputies, either)
    acts = Counter(entries(office.board).filter(act__in=("consult", "moderate")).values_list("act", flat=True))
    assert (acts["moderate"], acts["consult"] in (0, 1), found["done"]) == (1, True, acts.total())
    assert (factories.fresh(item).state, whole(office)) == (State.AWAITING_SIGN_OFF, True)


def test_what_many_take_from_the_site_at_once_leaves_it_once(office: Office) -> None:
    item = factories.item(office, State.PUBLISHED)
    seen = factories.seen(item)
    way = ["withdraw", "take_down"] * 3

    ways = iter(way)
    given: dict[str, Any] = {"board": office.board, "at": NOW, "seen": seen, "reason": "Sai", "notice": "Đã hết hạn."}

    def leave(person: Person) -> object:
        return getattr(services, next(ways))(item.pk, by=person, **given)

    found = told([office.chief] * len(way), leave)
    assert found == Counter({"refused": len(way) - 1, "done": 1})
    assert Publication.objects.filter(item=item).count() == 2
    assert (list(astray(office.board)), whole(office)) == ([], True)
