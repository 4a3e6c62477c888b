"""The desk has a word for every code of the core, and speaks of time and people as an office does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from chauphe.core.authority import Capacity, Role
from chauphe.core.chain import Bar, Step
from chauphe.core.moves import EXPIRE, MOVES, State
from chauphe.core.refusal import Refusal
from chauphe.desk import time_words, words
from chauphe.people.models import Person

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (words.STATES, set(State)),
        (words.ROLES, set(Role)),
        (words.STEPS, set(Step)),
        (words.ASKED, set(Step)),
        (words.WAITS_FOR, set(Step)),
        (words.BARS, set(Bar)),
        (words.CAPACITIES, set(Capacity)),
        (words.ACTS, {move.verb for move in MOVES} | {"acknowledge", "ratify", "consult", "answer", "review", EXPIRE}),
        (words.BUTTONS, {move.verb for move in MOVES} - {"edit"} | {"ratify"}),
    ],
)
def test_every_code_has_its_word(table: dict[object, object], codes: set[object]) -> None:
    assert set(table) == codes


@pytest.mark.parametrize(
    ("ago", "said", "lasting"),
    [
        (timedelta(minutes=45), "chờ từ 08:15", "từ 08:15"),
        (timedelta(hours=10), "chờ từ hôm qua, 23:00", "từ hôm qua"),
        (timedelta(days=3), "đã chờ 3 ngày", "đã 3 ngày"),
        (timedelta(minutes=-5), "chờ từ 09:05", "từ 09:05"),
    ],
)
def test_waiting_is_said_in_working_language(ago: timedelta, said: str, lasting: str) -> None:
    assert time_words.waiting(NINE - ago, NINE) == said
    assert time_words.lasting(NINE - ago, NINE) == lasting


def test_people_are_addressed_as_the_office_does() -> None:
    assert words.you(Person(full_name="Trần Thị Thu Hà", honorific="bà")) == "bà"
    assert words.you(Person(full_name="Trần Thị Thu Hà")) == "anh/chị"


def test_english_has_one_form_of_address() -> None:
    with override("en"):
        assert words.you(Person(full_name="Trần Thị Thu Hà", honorific="bà")) == "you"


def test_names_are_listed_and_never_broken() -> None:
    assert words.names([]) == ""
    assert words.names(["An"]) == "An"
    assert words.names(["Lê An", "Bình"]) == "Lê\u00a0An hoặc Bình"
    assert words.names(["An", "Bình", "Chi"]) == "An, Bình hoặc Chi"


def test_a_refusal_names_state_and_office_in_words() -> None:
    moved = Refusal(
        "state", "The item has already moved on: it is now at “%(state)s”.", "r", "c", {"state": "state:draft"}
    )
    missing = Refusal(
        "missing",
        "Nobody on the board can take this step now. It needs: %(office)s.",
        "r",
        "c",
        {"office": "role:secretary"},
    )
    assert words.refusal(moved) == "Tin, bài đã chuyển bước, hiện ở tình trạng “đang soạn”."
    said = "Hiện chưa có người trong Ban biên tập xử lý được bước này. Cần có: Thư ký Ban biên tập."
    assert words.refusal(missing) == said


def test_a_name_that_looks_like_a_code_stays_a_name() -> None:
    says = "This is now for %(names)s to decide."
    assert words.refusal(Refusal("turn", says, "r", "c", {"names": "An: Bình"})).count("An: Bình") == 1


def test_signing_in_the_place_of_another_is_marked() -> None:
    place = {"name": "Trần Thị Thu Hà", "title": "Trưởng Ban biên tập"}
    assert words.capacity({"capacity": "for", "in_place_of": place}) == "KT. Trưởng Ban biên tập"
    assert words.capacity({"capacity": "own", "in_place_of": place}) == ""


def test_a_long_title_is_cut_at_a_word() -> None:
    assert words.quoted("Tin ngắn") == "“Tin ngắn”"
    assert words.quoted("dài " * 40).endswith(" dài…”")
