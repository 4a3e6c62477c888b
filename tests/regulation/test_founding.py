from datetime import UTC, date, datetime
from typing import Any

import pytest

from chauphe.core.authority import Appointment, Capacity, Role
from chauphe.core.content import shortcomings
from chauphe.core.events import Subject, act_of
from chauphe.core.item import Permit
from chauphe.core.moves import MOVES
from chauphe.core.refusal import Reasons
from chauphe.regulation.book import Basis, Delivered, Entry, Rule, founding, load, shipped
from chauphe.regulation.shape import KINDS, ROLES

BOOK = founding()
DAY = date(2026, 11, 23)


def _rule(rule_id: str) -> Rule:
    return BOOK.rule(rule_id, on=DAY)


def _value(rule_id: str) -> Any:
    return _rule(rule_id).value


def _waiting(delivered: Delivered, *families: str) -> list[str]:
    return sorted(
        entry.id
        for entry in BOOK.rules
        if entry.delivery and entry.delivery.delivered is delivered and entry.id.partition(".")[0] in families
    )


def test_each_office_has_its_title() -> None:
    assert {role: _value(f"role.{role}") for role in ROLES} == {
        "editor_in_chief": "Trưởng Ban biên tập",
        "standing_deputy": "Phó Trưởng Ban trực",
        "deputy_editor": "Phó Trưởng Ban biên tập",
        "board_member": "Ủy viên Ban biên tập",
        "secretary": "Thư ký Ban biên tập",
        "contributor": "Người cung cấp tin, bài",
    }


def test_the_core_knows_the_same_offices() -> None:
    assert {str(role) for role in Role} == set(ROLES)


@pytest.mark.parametrize(
    ("step", "office", "clause"),
    [
        ("chain.submit", "contributor", "Điều 2 gạch đầu dòng 2"),
        ("chain.forward", "board_member", "Điều 5 khoản 2"),
        ("chain.moderate", "deputy_editor", "Điều 4 khoản 1"),
        ("chain.moderate.organisation_unit", "standing_deputy", "Điều 4 khoản 5"),
        ("chain.sign_off", "editor_in_chief", "Điều 3"),
        ("chain.publish", "secretary", "Điều 6 khoản 1"),
    ],
)
def test_each_step_has_its_office_and_clause(step: str, office: str, clause: str) -> None:
    assert (_value(step), _rule(step).clause) == (office, clause)


def test_the_moves_of_the_core_follow_the_chain() -> None:
    verbs = [move.verb for move in MOVES if move.rule == f"chain.{move.verb}"]
    assert list(dict.fromkeys(verbs)) == _value("chain.order")


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_move_of_the_core_stands_on_a_rule(name: str) -> None:
    book = load(shipped()[name])
    assert {move.rule for move in MOVES} - {entry.id for entry in book.rules} == set()


def test_moves_by_convention_stand_in_the_table_of_moves() -> None:
    moves = {(move.verb, move.rule) for move in MOVES if BOOK.entry(move.rule).basis is Basis.HOUSE}
    assert moves == {
        ("sign_off", "chain.short"),
        ("sign_off_urgently", "sign_off.urgent"),  # the convention is that there is none
        ("edit", "move.edit_in_moderation"),
        ("edit", "move.edit_before_sign_off"),
        ("return_", "move.return"),
        ("return_to_editing", "move.return"),
        ("return_to_moderation", "move.return"),
        ("return_to_sign_off", "move.return"),
        ("recall", "move.recall"),
        ("schedule", "move.schedule"),
        ("unschedule", "move.schedule"),
        ("refuse", "move.refuse"),
        ("retract", "move.withdraw_submission"),
        ("retract", "move.withdraw_before_sign_off"),
        ("revise", "move.revise"),
        ("correct", "move.correct"),
        ("erratum", "move.erratum"),
        ("withdraw", "move.withdraw"),
        ("take_down", "move.take_down"),
        ("take_down_at_once", "move.take_down_at_once"),
    }


def test_an_act_names_person_office_and_clause() -> None:
    chief = Appointment("a1", "p1", "Lê Văn An", Role.EDITOR_IN_CHIEF, _value("role.editor_in_chief"), BOOK.since)
    move = next(move for move in MOVES if move.verb == "sign_off")
    act = act_of(
        Permit(move, chief, Capacity.OWN, "chain.sign_off"),
        Subject(item="0" * 32, number=1, revision=1, digest="0" * 64),
        BOOK,
        board="board",
        at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
    )
    assert (act.appointment.name, act.appointment.title, act.clause, act.basis, act.regulation) == (
        "Lê Văn An",
        "Trưởng Ban biên tập",
        "Điều 3",
        "regulation",
        "founding@2020-05-01",
    )


def test_the_core_accepts_the_kinds_of_the_board_alone() -> None:
    assert _value("item.kinds") == list(KINDS)
    reasons = Reasons(BOOK, DAY)
    refused = {kind for kind in (*KINDS, "podcast") if "kind" in _codes(shortcomings({"kind": kind}, reasons))}
    assert refused == {"podcast"}


def _codes(found: tuple[Any, ...]) -> set[str]:
    return {each.code for each in found}


def test_the_organisation_unit_is_named() -> None:
    assert _value("unit.organisation") == "Phòng Tổ chức bộ máy"


def test_the_same_ladder_chairs_meetings_and_does_the_work() -> None:
    ladder = ["standing_deputy", "deputy_editor"]
    assert [_value("absence.ladder"), _value("meeting.chair_in_absence"), _value("moderation.ladder")] == [ladder] * 3


def test_what_was_done_in_the_chiefs_place_is_reported() -> None:
    assert (_value("absence.report_back"), _rule("absence.report_back").clause) == (True, "Điều 7 khoản 3")


def test_the_chief_delegates_to_deputies_alone() -> None:
    assert set(_value("delegation.by_chief")) == {"standing_deputy", "deputy_editor"}
    assert _rule("delegation.by_chief").clause == "Điều 4 khoản 3"


def test_members_and_secretary_owe_one_item_a_month_three_a_quarter() -> None:
    asked = ("items_per_month", "items_per_quarter", "applies_to", "feeds_emulation")
    assert [_value(f"quota.{name}") for name in asked] == [1, 3, ["board_member", "secretary"], True]
    assert {_rule(f"quota.{name}").clause for name in asked} == {"Điều 5 khoản 4"}


def test_the_board_meets_quarterly_and_when_needed() -> None:
    assert (_value("meeting.period"), _value("meeting.extraordinary")) == ("quarter", True)


def test_no_shortcut_leads_around_the_chief() -> None:
    assert (_value("chain.short"), _value("sign_off.urgent")) == (False, False)


def test_capacities_are_written_as_the_decree_writes_them() -> None:
    assert [_value(f"capacity.{name}") for name in ("for", "by_order", "by_delegation")] == ["KT.", "TL.", "TUQ."]


def test_moves_that_the_regulation_does_not_give_are_conventions() -> None:
    given = [entry.id for entry in BOOK.rules if entry.id.startswith("move.") and entry.basis is not Basis.HOUSE]
    assert given == []


def test_duties_of_the_working_life_wait_for_it_by_name() -> None:
    assert _waiting(Delivered.WORKING_LIFE, "duty") == [
        "duty.deputy_tasks",
        "duty.funding",
        "duty.member_tasks",
        "duty.organise_supply",
        "duty.propose_amendments",
        "duty.report_incidents",
        "duty.standing_desk",
        "duty.urge_supply",
        "duty.watch_freshness",
    ]


def test_what_the_board_is_for_decides_nothing_by_itself() -> None:
    undecided = [entry for entry in BOOK.rules if entry.delivery and entry.delivery.not_decided]
    assert [(entry.id, _reason(entry), _value(entry.id)) for entry in undecided] == [
        ("duty.function", "organisational", None),
        ("duty.part_time", "organisational", None),
    ]


def _reason(entry: Entry) -> str:
    return (entry.delivery.not_decided or "").partition(":")[0] if entry.delivery else ""
