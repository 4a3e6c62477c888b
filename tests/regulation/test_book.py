from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chauphe.regulation.book import Basis, NotInForce, UnknownRule, founding, load, shipped
from chauphe.regulation.citation import Citation
from tests.regulation.written import SOUND

DAY = date(2026, 11, 23)
THREE = load(shipped()["three-member"])
CHANGED = "quota.items_per_month"


def test_the_shipped_regulations_can_all_be_relied_on() -> None:
    assert {name: load(path).id for name, path in shipped().items()} == {
        "flood-office": "flood-office",
        "founding": "founding",
        "three-member": "three-member",
    }


def test_the_version_names_regulation_and_day() -> None:
    assert (founding().version, THREE.version) == ("founding@2020-05-01", "three-member@2024-01-15")


def test_the_founding_regulation_is_read_once() -> None:
    assert founding() is founding()


def test_a_rule_answers_with_value_clause_and_days() -> None:
    rule = founding().rule("absence.ladder", on=DAY)
    assert (rule.value, rule.clause, rule.citation, rule.basis) == (
        ["standing_deputy", "deputy_editor"],
        "Điều 7 khoản 3",
        Citation(7, 3),
        Basis.REGULATION,
    )
    assert (rule.since, rule.until) == (date(2020, 5, 1), None)


def test_a_convention_says_that_it_is_one() -> None:
    clauses = [founding().rule(rule, on=DAY).clause for rule in ("separation.author", "sign_off.own_edit")]
    assert clauses == ["Quy ước của Ban biên tập", "Quy ước của Ban biên tập (theo Điều 3)"]


def test_a_rule_from_the_law_answers_with_its_decree() -> None:
    rule = founding().rule("capacity.for", on=DAY)
    assert (rule.value, rule.clause, rule.basis) == ("KT.", "Nghị định 30/2020/NĐ-CP Điều 13 khoản 1", Basis.LAW)


def test_a_rule_without_value_answers_nothing_but_its_clause() -> None:
    rule = founding().rule("duty.function", on=DAY)
    assert (rule.value, rule.clause) == (None, "Điều 1")


@given(st.dates(date(2024, 1, 15), date(2030, 1, 1)))
def test_an_amended_value_holds_from_its_day(on: date) -> None:
    rule = THREE.rule(CHANGED, on=on)
    if on < date(2025, 7, 1):
        assert (rule.value, rule.since, rule.until, rule.by) == (1, date(2024, 1, 15), date(2025, 6, 30), None)
    else:
        assert (rule.value, rule.since, rule.until) == (2, date(2025, 7, 1), None)
        assert rule.by == "Quyết định số 31/QĐ-LTLS ngày 20/06/2025"


@given(st.sampled_from([entry.id for entry in founding().rules]), st.dates(date(2020, 5, 1), date(2100, 1, 1)))
def test_every_founding_rule_answers_on_every_day_since(rule_id: str, on: date) -> None:
    rule = founding().rule(rule_id, on=on)
    assert rule.id == rule_id
    assert rule.since <= on <= (rule.until or on)


@given(st.integers(1, 20000))
def test_nothing_holds_before_the_regulation_does(days: int) -> None:
    on = founding().since - timedelta(days=days)
    with pytest.raises(NotInForce, match=r"absence\.ladder on"):
        founding().rule("absence.ladder", on=on)


def test_an_unknown_rule_is_said_with_the_version() -> None:
    with pytest.raises(UnknownRule, match=r"no\.such\.rule in founding@2020-05-01"):
        founding().rule("no.such.rule", on=DAY)


def test_no_caller_can_change_the_book() -> None:
    founding().rule("absence.ladder", on=DAY).value.clear()
    assert founding().rule("absence.ladder", on=DAY).value == ["standing_deputy", "deputy_editor"]


def test_a_table_in_the_book_is_handed_out_as_a_copy(tmp_path: Path) -> None:
    row = '\n[[rule]]\nid = "house.table"\nbasis = "house"\nsays = { vi = "…", en = "…" }\nvalue = { a = [1] }\n'
    (tmp_path / "board.toml").write_text(SOUND + row, encoding="utf-8")
    book = load(str(tmp_path / "board.toml"))
    book.rule("house.table", on=DAY).value["a"].append(2)
    assert book.rule("house.table", on=DAY).value == {"a": [1]}


def test_another_office_is_another_file() -> None:
    asked = ("separation.moderator_and_signer", "absence.ladder", "meeting.period")
    assert [[book.rule(rule, on=DAY).value for rule in asked] for book in (founding(), THREE)] == [
        ["distinct", ["standing_deputy", "deputy_editor"], "quarter"],
        ["chief_when_alone", ["standing_deputy"], "half_year"],
    ]
