import json
from dataclasses import replace
from functools import cache
from unittest.mock import patch

import pytest

from chauphe.demo.beside import DaysData, PlanData, QuestionData, ReadAgainData, events_of
from chauphe.demo.drawing import drawn
from chauphe.demo.load import fill, returns
from chauphe.demo.model import Demonstration, load
from chauphe.items.consultations import asked_around
from chauphe.items.models import Item
from chauphe.items.reviews import due_for_review
from chauphe.items.soundness import astray as items_astray
from chauphe.ledger.models import Entry
from chauphe.people.calendar import declared
from chauphe.people.models import Board, Person
from chauphe.people.reviews import plans_of
from chauphe.people.selectors import bench_of, book_of
from chauphe.people.soundness import astray as people_astray
from chauphe.seal.memory import DEMONSTRATION

pytestmark = pytest.mark.django_db

TURNS = {"correct", "erratum", "expire", "refuse", "schedule", "take_down", "withdraw"}
"""The moves that only the larger board shows."""


@pytest.fixture(scope="module")
def small() -> Demonstration:
    """The second, smaller board alone: the common acts are in it, and few pictures."""
    whole = load()
    return replace(whole, boards=whole.boards[1:])


once = cache(drawn)
"""As `drawn`, which takes seconds, for pictures given in a tuple."""


def filled(small: Demonstration) -> Board:
    with patch("chauphe.demo.load.drawn", lambda paths: once(tuple(paths))):
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
    kept = (
        Entry.objects.exclude(act__in=["edit", "acknowledge", "review", "consult", "answer"])
        .order_by("seq")
        .values_list("act", "at")
    )
    assert list(kept) == told


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Demonstration:
    """The items of the first board on which more is done than to publish them, without pictures."""
    whole = load()
    first = whole.boards[0]
    more = tuple(replace(each, pictures=()) for each in first.items if TURNS & {act.act for act in each.acts})
    monkeypatch.setattr("chauphe.demo.load.events_of", lambda _: [])
    return replace(whole, boards=(replace(first, items=more),))


def test_each_turn_that_an_item_can_take_is_taken_through_the_services(turns: Demonstration) -> None:
    board = filled(turns)
    items = turns.boards[0].items
    assert {act.act for item in items for act in item.acts} >= TURNS
    expected = {item.text.title: item.state for item in items}
    assert dict(Item.objects.filter(board=board).values_list("title", "state")) == expected
    assert set(Entry.objects.values_list("act", flat=True)) >= TURNS
    assert (list(items_astray(board)), list(people_astray(board))) == ([], [])


def test_the_notices_that_the_story_tells_are_those_that_the_public_reads(turns: Demonstration) -> None:
    board = filled(turns)
    written = {act.notice for item in turns.boards[0].items for act in item.acts if act.notice}
    live = Item.objects.filter(board=board, live__isnull=False).select_related("live__sign_off__snapshot")
    read = [bytes(item.live.sign_off.snapshot.data).decode() for item in live if item.live]
    assert [
        notice for notice in written if sum(json.dumps(notice, ensure_ascii=False) in each for each in read) != 1
    ] == []
    assert len(written) == 4


def test_the_chief_has_read_every_report_but_those_of_the_last_time_away() -> None:
    whole = load()
    told = {board.slug: [at.isoformat() for at in returns(board, until=whole.as_of)] for board in whole.boards}
    assert told == {
        "snv-anhai": ["2026-04-16T07:45:00+07:00", "2026-05-14T07:45:00+07:00"],
        "bql-cang-ca-anhai": [],
    }


def test_each_demonstration_has_logs_of_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = load()
    monkeypatch.setattr("chauphe.demo.load.events_of", lambda _: [])
    for each in whole.boards:
        alone = replace(whole, boards=(replace(each, items=(), absences=()),))
        fill(alone, base_urls={each.slug: f"https://{each.slug}.example"}, say=lambda _: None)
    names = [board.origin.rpartition("/") for board in Board.objects.order_by("pk")]
    assert [name for name, _, _ in names] == [f"{DEMONSTRATION}{each.slug}" for each in whole.boards]
    assert len({mark for _, _, mark in names}) == 2


def test_nobody_in_the_demonstration_has_a_password(small: Demonstration) -> None:
    filled(small)
    assert [person for person in Person.objects.all() if person.has_usable_password()] == []


def test_the_demonstration_is_marked_as_such(small: Demonstration) -> None:
    assert filled(small).is_demo


def test_a_newcomer_sees_reviews_days_off_and_a_question(small: Demonstration) -> None:
    board = filled(small)
    at = small.as_of
    bench, book = bench_of(board, at=at), book_of(board)
    due = due_for_review(board, plans_of(board, book, on=at.date()), bench, at=at, most=9)
    assert [each.item.title for each in due] == ["Giới thiệu Ban Quản lý cảng cá tỉnh An Hải"]
    assert [str(row.day) for row in declared(board)] == ["2026-12-11"]
    answerer = Person.objects.get(username="tri.doan")
    asked = asked_around(answerer, board=board, bench=bench, book=book, at=at)
    assert [each.title for each in asked.to_answer] == ["Mười tháng, 21.340 tấn thủy sản qua cảng Cửa Hải"]


def test_all_that_happens_beside_the_chain_happens_in_the_story() -> None:
    whole = load()
    for board in whole.boards:
        events = events_of(board.slug)
        items = {item.key for item in board.items}
        assert {type(each) for each in events} >= {PlanData, ReadAgainData, DaysData, QuestionData}
        assert [each for each in events if each.at > whole.as_of] == []
        assert {each.item for each in events if hasattr(each, "item")} <= items
        assert {each.by for each in events} <= {person.login for person in board.people}


def test_the_demonstrations_rows_are_those_of_its_books(small: Demonstration) -> None:
    board = filled(small)
    assert (list(items_astray(board)), list(people_astray(board))) == ([], [])
