from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chauphe.core.authority import Bench, Capacity
from chauphe.core.consultation import Asking, Question, against_going_on, answerers, permit_to_answer, permit_to_ask
from chauphe.core.moves import MOVING, State
from chauphe.core.refusal import Refused
from chauphe.regulation.book import founding
from tests.core.books import answering
from tests.core.people import BENCH, NOW, away, item

BOOK = founding()
TODAY = NOW.date()
DAY = timedelta(days=1)
HOLDERS = {
    State.IN_EDITING: "member",
    State.IN_MODERATION: "deputy",
    State.AWAITING_SIGN_OFF: "chief",
    State.SIGNED_OFF: "secretary",
}


def asking(person: str = "deputy", **changed: Any) -> Asking:
    facts: dict[str, Any] = {
        "board": "board",
        "units": {"organisation": "Phòng Tổ chức"},
        "open": frozenset(),
        "text": "Đúng chưa?",
        "until": TODAY + DAY,
        "seen": "d1",
        "at": NOW,
    }
    return Asking(person, **facts | changed)


def question(**changed: Any) -> Question:
    facts = {"unit": "labour", "name": "Phòng Lao động", "barred": frozenset({"chief"}), "until": TODAY} | changed
    return Question("board", **facts)


def codes(no: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in no.value.refusals]


def people(unit: str, barred: str, bench: Bench = BENCH) -> list[str]:
    return [each.appointment.person for each in answerers(unit, frozenset(barred.split()), bench, BOOK, at=NOW)]


@pytest.mark.parametrize("state", sorted(MOVING))
def test_only_who_holds_the_turn_asks(state: State) -> None:
    allowed = []
    for person in sorted({each.person for each in BENCH.appointments}):
        try:
            permit_to_ask(asking(person), item(state), BENCH, BOOK)
        except Refused:
            continue
        allowed.append(person)
    assert allowed == ([] if state is State.SIGNED_OFF else [HOLDERS[state]])


def test_who_stands_in_asks_in_the_chiefs_place() -> None:
    permit = permit_to_ask(asking("standing"), item(State.AWAITING_SIGN_OFF), away(BENCH, "chief"), BOOK)
    assert (permit.capacity, permit.in_place_of and permit.in_place_of.person) == (Capacity.FOR, "chief")
    assert permit.rule == "consultation.ask"


def test_a_question_of_another_board_says_nothing_else() -> None:
    with pytest.raises(Refused) as no:
        permit_to_ask(asking("nobody", board="other", seen=""), item(State.IN_MODERATION), BENCH, BOOK)
    assert codes(no) == ["board"]


def test_every_reason_against_a_question_is_given_at_once() -> None:
    wrong = asking("author", units={"labour": "Phòng Lao động"}, text="", until=TODAY - DAY, seen="d0")
    with pytest.raises(Refused) as no:
        permit_to_ask(wrong, item(State.IN_MODERATION), BENCH, BOOK)
    assert codes(no) == ["turn", "digest", "text", "until", "own_unit"]


def test_a_unit_is_not_asked_again_under_another_name() -> None:
    merged = replace(BENCH, former={"old": "organisation"})
    for unit, still_open, refused in (("organisation", "old", "asked"), ("old", "", "unit_closed")):
        once_more = asking(units={unit: "Phòng"}, open=frozenset(still_open.split()))
        with pytest.raises(Refused) as no:
            permit_to_ask(once_more, item(State.IN_MODERATION), merged, BOOK)
        assert codes(no) == [refused]


def test_a_changed_text_is_kept_before_it_is_asked_about() -> None:
    with pytest.raises(Refused) as no:
        permit_to_ask(asking(), item(State.IN_MODERATION, unfrozen=True), BENCH, BOOK)
    assert codes(no) == ["unfrozen"]


def test_a_board_that_asks_nobody_says_so() -> None:
    with pytest.raises(Refused) as no:
        permit_to_ask(asking(), item(State.IN_MODERATION), BENCH, answering("consultation.ask", False))
    assert codes(no) == ["rule"]


def test_the_deputy_answers_where_no_member_is_left() -> None:
    assert people("labour", "chief") == ["member"]
    assert people("labour", "member") == ["deputy"]
    assert people("labour", "chief", away(BENCH, "member")) == ["deputy"]
    assert people("merit", "chief") == ["other"]
    assert people("merit", "other") == []


@pytest.mark.parametrize(
    ("person", "opinion", "text", "refused"),
    [
        ("member", "agrees", "", []),
        ("member", "remarks", "", ["text"]),
        ("member", "disagrees", " ", ["text"]),
        ("member", "perhaps", "", ["opinion"]),
        ("chief", "agrees", "", ["turn"]),
        ("organiser", "disagrees", "", ["turn", "text"]),
    ],
)
def test_an_answer_is_the_units_and_says_why(person: str, opinion: str, text: str, refused: list[str]) -> None:
    found: list[str] = []
    try:
        permit_to_answer(question(), person, opinion, text, State.PUBLISHED, BENCH, BOOK, at=NOW)
    except Refused as no:
        found = [each.code for each in no.refusals]
    assert found == refused


def test_an_answer_does_not_move_the_item() -> None:
    for state in State:
        permit = permit_to_answer(question(), "member", "agrees", "", state, BENCH, BOOK, at=NOW)
        assert (permit.move.source, permit.move.target, permit.rule) == (state, state, "consultation.answer")


def test_nobody_answers_for_another_board() -> None:
    with pytest.raises(Refused) as no:
        permit_to_answer(question(), "member", "agrees", "", State.DRAFT, replace(BENCH, board="other"), BOOK, at=NOW)
    assert codes(no) == ["turn"]


@pytest.mark.parametrize(
    ("blocks", "on_time", "late"),
    [("never", [], []), ("until_deadline", ["consulting"], []), ("until_answered", ["consulting"], ["consulting"])],
)
def test_a_board_may_wait_for_the_answer(blocks: str, on_time: list[str], late: list[str]) -> None:
    book = answering("consultation.blocks", blocks)
    for verb, day, expected in (
        ("moderate", TODAY, on_time),
        ("sign_off", TODAY + DAY, late),
        ("return_", TODAY, []),
        ("publish", TODAY, []),
    ):
        assert [each.code for each in against_going_on(verb, [question()], book, on=day)] == expected


def test_what_is_asked_of_nobody_holds_nothing_up() -> None:
    assert against_going_on("moderate", [], answering("consultation.blocks", "until_answered"), on=TODAY) == ()


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED, State.REFUSED])
def test_what_waits_for_nobody_is_asked_about_by_nobody(state: State) -> None:
    with pytest.raises(Refused) as no:
        permit_to_ask(asking("author"), item(state), BENCH, BOOK)
    assert codes(no) == ["state"]
