from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chauphe.core.chain import Step
from chauphe.core.checklist import asked, eased, questions
from chauphe.core.item import FULL_CHAIN, Attempt, ItemFacts, chain_of, judge, next_move, who_could, why_full
from chauphe.core.moves import MOVES, SIGNED_SHORT, State, act_name, way
from chauphe.core.rights import Case, Who, cells, harmless
from chauphe.regulation.book import founding, load, shipped
from tests.core.books import answering
from tests.core.people import BENCH, CONTENT, FULL, NOW, away, item

SMALL = load(shipped()["three-member"])
CODES = ("personal_data", "national_map", "minors", "state_secret", "ongoing_case")
NO = dict.fromkeys(CODES, False)
answers = some.dictionaries(some.sampled_from([*CODES, "to_chief", "unheard_of"]), some.booleans())


def waiting(state: State = State.IN_MODERATION, given: dict[str, bool] = NO, **changes: object) -> ItemFacts:
    more: Any = changes.pop("content", {})
    content = CONTENT | {"checklist": given, "links": []} | more
    return item(state, **{"forwarded_by": "member", "fresh_hosts": (), "content": content} | changes)


def codes(facts: ItemFacts, person: str = "deputy") -> list[str]:
    attempt = Attempt("sign_off", person, "board", NOW, seen="d1")
    return [no.code for no in judge(attempt, facts, BENCH, SMALL).refusals]


def test_the_deputy_in_charge_signs_off_what_is_harmless() -> None:
    permit = judge(Attempt("sign_off", "deputy", "board", NOW, seen="d1"), waiting(), BENCH, SMALL).permit
    assert permit is not None
    assert (permit.rule, permit.appointment.person, permit.capacity) == ("chain.short", "deputy", "own")
    assert permit.move.target is State.SIGNED_OFF


@pytest.mark.parametrize("person", [each.person for each in FULL if each.person != "deputy"])
def test_nobody_else_does(person: str) -> None:
    assert codes(waiting(), person) == ["turn"]


def test_the_next_on_the_ladder_signs_where_the_deputy_is_away() -> None:
    attempt = Attempt("sign_off", "standing", "board", NOW, seen="d1")
    permit = judge(attempt, waiting(), away(BENCH, "deputy"), SMALL).permit
    assert permit is not None
    assert permit.in_place_of == FULL[2]


def test_the_chain_is_short_while_nothing_is_sensitive() -> None:
    assert chain_of(waiting(), SMALL, at=NOW) == (Step.EDIT, Step.MODERATE, Step.PUBLISH)
    assert chain_of(waiting(given=NO | {"minors": True}), SMALL, at=NOW) == FULL_CHAIN
    assert chain_of(waiting(State.AWAITING_SIGN_OFF), SMALL, at=NOW) == FULL_CHAIN


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fresh_hosts": ("la.example",)}, "short_host"),
        ({"fresh_hosts": None, "content": {"links": ["https://la.example/"]}}, "short_host"),
        ({"content": {"kind": "feature"}}, "short_kind"),
        ({"content": {"notices": [{"text": "Nhầm.", "revision": 1}]}}, "short_notices"),
        ({"given": {}}, "short_unanswered"),
        ({"given": NO | {"to_chief": True}}, "short_to_chief"),
        ({"given": NO | {"unheard_of": True}}, "short_sensitive"),
        ({"last_editor": "deputy"}, "own_edit"),
        ({"put_up": True}, "short_put_up"),
    ],
)
def test_each_reason_for_the_full_chain_is_said(changes: dict[str, object], code: str) -> None:
    assert codes(waiting(**changes)) == [code]  # type: ignore[arg-type]  # tests name fields freely


@given(answers)
def test_only_a_no_to_every_question_opens_the_short_chain(given: dict[str, bool]) -> None:
    harmless = all(given.get(code) is False for code in CODES) and not any(given.values())
    assert (why_full(waiting(given=given), SMALL, at=NOW) == ()) == harmless


@given(answers, some.sampled_from(State), some.sampled_from([each.person for each in FULL]))
def test_the_founding_board_has_no_way_around_the_chief(given: dict[str, bool], state: State, person: str) -> None:
    facts = waiting(state, given, moderated_by="deputy" if state is State.AWAITING_SIGN_OFF else None)
    permit = judge(Attempt("sign_off", person, "board", NOW, seen="d1"), facts, BENCH, founding()).permit
    assert permit is None or (state is State.AWAITING_SIGN_OFF and person == "chief")
    assert chain_of(facts, founding(), at=NOW) == FULL_CHAIN
    assert (questions(founding(), on=NOW.date()), asked(founding(), on=NOW.date())) == ((), frozenset())


def test_a_section_may_be_named_instead_of_a_kind() -> None:
    book = answering("chain.short", {"signer": "deputy_editor", "sections": ["thong-bao"]})
    facts = waiting()
    checklist = next(entry for entry in SMALL.rules if entry.id == "chain.checklist")
    whole = type(book)(book.id, book.title, book.office, book.since, book.revised, (*book.rules, checklist))
    assert [no.code for no in why_full(facts, whole, at=NOW)] == ["short_section"]
    there = waiting(section="thong-bao")
    assert why_full(there, whole, at=NOW) == ()


def test_whoever_asks_who_could_hears_of_the_deputy() -> None:
    move = next_move(waiting(), SMALL, at=NOW)
    assert move is not None
    assert (move.verb, move.short) == ("sign_off", True)
    first = who_could(waiting(), BENCH, SMALL, at=NOW)[0]
    assert (first.office.person, first.permit is not None and first.permit.rule) == ("deputy", "chain.short")


def test_the_table_of_rights_gives_the_short_chain_to_the_deputy_alone() -> None:
    there = {(cell.who, cell.case) for cell in cells(SMALL, harmless(SMALL)) if cell.move.short and cell.allowed}
    assert there == {(Who.DEPUTY, Case.ORDINARY), (Who.DEPUTY, Case.CHIEF_AWAY)}
    other = {cell for book in (SMALL, founding()) for cell in cells(book) if cell.move.short and cell.allowed}
    assert other == set()


def test_one_row_of_the_table_alone_is_of_the_short_chain() -> None:
    assert [(move.verb, move.source) for move in MOVES if move.short] == [("sign_off", State.IN_MODERATION)]


@pytest.mark.parametrize(
    ("before", "after", "is_eased"),
    [
        ({"a": False}, {"a": True}, False),
        ({"a": True}, {"a": True}, False),
        ({"a": True}, {"a": False}, True),
        ({"a": True}, {}, True),
        ({}, {"a": False}, True),
        ({}, {"a": True}, False),
    ],
)
def test_answers_may_be_raised_and_not_eased(before: dict[str, bool], after: dict[str, bool], is_eased: bool) -> None:
    assert eased(before, after) == is_eased


def test_an_approval_taken_back_leaves_its_moderation() -> None:
    short = {"act": "sign_off", "rule": "chain.short"}
    acts = [{"act": verb, "rule": ""} for verb in ("submit", "forward")]
    after = [*acts, short, {"act": "recall", "rule": ""}]
    assert way((act_name(each), each) for each in after) == [*acts, short]
    assert act_name(short) == SIGNED_SHORT
    after.append({"act": "return_to_moderation", "rule": ""})
    assert way((act_name(each), each) for each in after) == acts


def test_the_questions_name_the_law_of_their_day() -> None:
    law = {day.year: {each.code: each.law for each in questions(SMALL, on=day)} for day in _DAYS}
    assert law[2025]["personal_data"] == "Nghị định 13/2023/NĐ-CP Điều 2 và Điều 11"
    assert law[2026]["personal_data"] == "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 Điều 2"


_DAYS = (date(2025, 12, 31), date(2026, 11, 23))
