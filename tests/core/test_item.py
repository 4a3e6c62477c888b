from datetime import timedelta

import pytest

from chauphe.core.authority import Capacity
from chauphe.core.item import Attempt, ItemFacts, judge, refusals, whose_turn
from chauphe.core.moves import MOVES, STEP_OF, URGENT, State, move_from, way
from chauphe.regulation.book import founding
from tests.core.people import BENCH, CONTENT, NOW, attempt, away, item

BOOK = founding()


def codes(made: Attempt, facts: ItemFacts) -> list[str]:
    return [each.code for each in refusals(made, facts, BENCH, BOOK)]


def test_every_move_cites_a_rule_in_force() -> None:
    for move in MOVES:
        assert BOOK.rule(move.rule, on=NOW.date()).clause


def test_every_state_but_the_last_ones_waits_for_a_step() -> None:
    last = {State.PUBLISHED, State.EXPIRED, State.REFUSED, State.WITHDRAWN, State.TAKEN_DOWN}
    assert set(State) - set(STEP_OF) == last


def test_nothing_is_published_unless_signed_off() -> None:
    assert [move.source for move in MOVES if move.target is State.PUBLISHED] == [State.SIGNED_OFF, State.SCHEDULED]
    assert {move.verb for move in MOVES if move.target is State.SIGNED_OFF} == {"sign_off", URGENT, "unschedule"}
    assert [move.verb for move in MOVES if move.target is State.SCHEDULED] == ["schedule"]
    assert {move.source for move in MOVES if move.verb in ("schedule", "unschedule")} == {
        State.SIGNED_OFF,
        State.SCHEDULED,
    }


@pytest.mark.parametrize(
    ("verb", "state", "person"),
    [
        ("submit", State.DRAFT, "author"),
        ("forward", State.IN_EDITING, "member"),
        ("moderate", State.IN_MODERATION, "deputy"),
        ("sign_off", State.AWAITING_SIGN_OFF, "chief"),
        ("publish", State.SIGNED_OFF, "secretary"),
        ("return_", State.AWAITING_SIGN_OFF, "chief"),
        ("edit", State.IN_MODERATION, "deputy"),
        ("revise", State.PUBLISHED, "author"),
        ("revise", State.PUBLISHED, "member"),
        ("retract", State.IN_EDITING, "author"),
    ],
)
def test_each_office_may_take_its_own_step(verb: str, state: State, person: str) -> None:
    assert codes(attempt(verb, person), item(state)) == []


@pytest.mark.parametrize("person", ["author", "member", "standing", "deputy", "other", "secretary", "stranger"])
def test_only_the_editor_in_chief_signs_off(person: str) -> None:
    assert codes(attempt("sign_off", person), item(State.AWAITING_SIGN_OFF, moderated_by="deputy")) != []


def test_a_member_puts_their_own_draft_forward() -> None:
    own = item(State.DRAFT, authors=frozenset({"member"}), created_by="member")
    assert codes(attempt("forward", "member"), own) == []


def test_a_contributor_cannot_skip_the_member() -> None:
    assert codes(attempt("forward", "author"), item()) == ["turn"]


def test_a_step_cannot_be_skipped() -> None:
    assert codes(attempt("sign_off", "chief"), item(State.IN_MODERATION)) == ["turn", "short"]
    assert codes(attempt("sign_off", "chief"), item(State.IN_EDITING)) == ["state"]
    assert codes(attempt("publish", "secretary"), item(State.AWAITING_SIGN_OFF)) == ["state"]


def test_a_stale_screen_is_refused() -> None:
    assert codes(attempt("sign_off", "chief", seen="d0"), item(State.AWAITING_SIGN_OFF)) == ["digest"]


def test_publishing_takes_the_signed_digest_not_the_latest() -> None:
    moved = item(State.SIGNED_OFF, digest="d2", signed_digest="d1")
    assert codes(attempt("publish", "secretary", seen="d1"), moved) == []
    assert codes(attempt("publish", "secretary", seen="d2"), moved) == ["digest"]


def test_refusing_needs_a_ground_of_the_board() -> None:
    waiting = item(State.AWAITING_SIGN_OFF)
    told = [codes(attempt("refuse", "chief", ground=ground), waiting) for ground in ("duplicate", "", "whim")]
    assert told == [[], ["ground"], ["ground"]]
    assert codes(attempt("refuse", "chief", ground="duplicate", reason=" "), waiting) == ["reason"]


def test_what_goes_back_keeps_the_steps_before_it_alone() -> None:
    done = ["submit", "forward", "edit", "moderate", "sign_off"]

    def left(*verbs: str) -> list[str]:
        return way((verb, verb) for verb in (*done, *verbs))

    assert left() == done
    assert left("recall") == left("return_to_sign_off") == done[:-1]
    assert left("recall", "return_to_moderation") == ["submit", "forward", "edit"]
    assert left("recall", "return_to_editing", "forward") == ["submit", "forward"]
    assert left("revise", "acknowledge", "submit") == ["submit"]
    assert left("recall", "refuse") == []


@pytest.mark.parametrize("verb", ["return_to_sign_off", "recall"])
def test_what_was_signed_off_goes_back_by_whose_it_is(verb: str) -> None:
    signed = item(State.SIGNED_OFF)
    found = {person: codes(attempt(verb, person), signed) for person in ("secretary", "chief", "deputy", "author")}
    right = "secretary" if verb == "return_to_sign_off" else "chief"
    assert [person for person, against in found.items() if not against] == [right]


def test_returning_needs_a_reason() -> None:
    assert codes(attempt("return_", "chief", reason="  "), item(State.AWAITING_SIGN_OFF)) == ["reason"]


def test_all_reasons_are_given_at_once() -> None:
    bare = item(State.IN_MODERATION, content=CONTENT | {"title": "", "authors": []})
    assert codes(attempt("moderate", "author", seen="d0"), bare) == ["turn", "digest", "title", "authors"]


def test_an_author_among_the_deputies_hears_why() -> None:
    own = item(State.IN_MODERATION, authors=frozenset({"deputy"}), created_by="deputy")
    assert codes(attempt("moderate", "deputy"), own) == ["author", "turn"]


def test_an_absent_person_does_not_decide() -> None:
    found = refusals(attempt("sign_off", "chief"), item(State.AWAITING_SIGN_OFF), away(BENCH, "chief"), BOOK)
    assert [each.code for each in found] == ["away", "turn"]


def test_another_boards_item_is_refused_without_more_words() -> None:
    assert codes(attempt("sign_off", "chief", board="elsewhere"), item(State.AWAITING_SIGN_OFF)) == ["board"]


def test_an_office_that_has_ended_gives_no_right() -> None:
    late = attempt("sign_off", "chief", at=NOW - timedelta(days=2000))
    assert [each.code for each in refusals(late, item(State.AWAITING_SIGN_OFF), BENCH, BOOK)] == ["office"]


def test_the_substitute_signs_for_the_chief_with_clause() -> None:
    made = judge(attempt("sign_off", "standing"), item(State.AWAITING_SIGN_OFF), away(BENCH, "chief"), BOOK)
    assert made.permit is not None
    assert made.permit.capacity is Capacity.FOR
    assert BOOK.rule(made.permit.rule, on=NOW.date()).clause == "Điều 7 khoản 3"


def test_the_chief_may_sign_words_they_changed() -> None:
    assert codes(attempt("sign_off", "chief"), item(State.AWAITING_SIGN_OFF, last_editor="chief")) == []


def test_pictures_without_description_or_credit_are_refused() -> None:
    bare = item(State.IN_EDITING, content=CONTENT | {"images": [{"alt": "", "credit": ""}]})
    assert codes(attempt("forward", "member"), bare) == ["alt", "credit"]


def test_shares_must_come_to_a_hundred() -> None:
    uneven = CONTENT | {"authors": [{"name": "A", "share": 60}, {"name": "B", "share": 30}]}
    assert codes(attempt("forward", "member"), item(State.IN_EDITING, content=uneven)) == ["shares"]


def test_a_document_needs_its_facts_and_file() -> None:
    paper = CONTENT | {"kind": "legal_document", "document": {"number": "1/QĐ"}}
    assert codes(attempt("forward", "member"), item(State.IN_EDITING, content=paper)) == ["document", "file"]


def test_a_published_item_waits_for_nobody() -> None:
    assert whose_turn(item(State.PUBLISHED), BENCH, BOOK, at=NOW) is None


def test_an_unknown_verb_is_refused() -> None:
    assert move_from("force", State.DRAFT) is None
    assert codes(attempt("force", "chief"), item()) == ["state"]
