from dataclasses import replace

import pytest

from chauphe.demo.load import fill, returns
from chauphe.demo.model import Demonstration, load
from chauphe.items.models import Item
from chauphe.ledger.models import Entry
from chauphe.people.models import Board, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def small() -> Demonstration:
    """The second, smaller board alone: every kind of act is in it, and few pictures."""
    whole = load()
    return replace(whole, boards=whole.boards[1:])


def filled(small: Demonstration) -> Board:
    fill(small, base_urls={small.boards[0].slug: "http://127.0.0.1:8001"}, say=lambda _: None)
    return Board.objects.get()


def test_every_item_ends_where_its_story_ends(small: Demonstration) -> None:
    board = filled(small)
    expected = {item.text.title: item.state for item in small.boards[0].items}
    assert dict(Item.objects.filter(board=board).values_list("title", "state")) == expected


def test_each_act_stands_in_the_ledger_at_its_hour(small: Demonstration) -> None:
    filled(small)
    told = [
        (item.acts[place].act, item.acts[place].at)
        for _, item, place in small.acts()
        if item.acts[place].act not in {"create", "edit"}
    ]
    kept = Entry.objects.exclude(act__in=["edit", "acknowledge"]).order_by("seq").values_list("act", "at")
    assert list(kept) == told


def test_the_chief_has_read_every_report_but_those_of_the_last_time_away() -> None:
    whole = load()
    told = {board.slug: [at.isoformat() for at in returns(board, until=whole.as_of)] for board in whole.boards}
    assert told == {
        "snv-anhai": ["2026-04-16T07:45:00+07:00", "2026-05-14T07:45:00+07:00"],
        "bql-cang-ca-anhai": [],
    }


def test_nobody_in_the_demonstration_has_a_password(small: Demonstration) -> None:
    filled(small)
    assert [person for person in Person.objects.all() if person.has_usable_password()] == []


def test_the_demonstration_is_marked_as_such(small: Demonstration) -> None:
    assert filled(small).is_demo
