from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chauphe.regulation import law
from chauphe.regulation.fault import RegulationError
from chauphe.regulation.law import LawRule, NotInForce, UnknownRule, history, ids, rule, rule_or_first

PACK = """\
[[rule]]
id = "web.trial"
says = { vi = "…", en = "…" }

[[rule.values]]
since = 2020-01-01
until = 2021-12-31
value = 1
decree = "Nghị định 1"
article = "Điều 1"
mark = "P"
source = "read"

[[rule.values]]
since = 2022-01-01
value = 2
decree = "Nghị định 2"
article = "Điều 2"
mark = "S"
source = "summed up"
"""


@pytest.mark.parametrize(
    ("on", "decree"),
    [
        (date(2011, 8, 1), "Nghị định 43/2011/NĐ-CP"),
        (date(2022, 8, 14), "Nghị định 43/2011/NĐ-CP"),
        (date(2022, 8, 15), "Nghị định 42/2022/NĐ-CP"),
        (date(2026, 6, 30), "Nghị định 42/2022/NĐ-CP"),
        (date(2026, 7, 1), "Nghị định 224/2026/NĐ-CP"),
    ],
)
def test_each_day_has_the_decree_of_its_regime(on: date, decree: str) -> None:
    assert rule("web.governing_decree", on=on).value == decree
    assert rule("web.functions", on=on).decree == decree


def test_a_legal_rule_answers_with_article_days_and_source() -> None:
    found = rule("web.rating", on=date(2023, 1, 1))
    assert (found.value, found.clause, found.since, found.until, found.mark, found.verified) == (
        ["interface", "content", "quality"],
        "Nghị định 42/2022/NĐ-CP Điều 8",
        date(2022, 8, 15),
        date(2026, 6, 30),
        "S",
        False,
    )
    assert found.source == "Summaries only. To be checked against the Công báo."


def test_accounts_follow_the_standard_for_the_second_level() -> None:
    asked = ("password_length", "password_length_with_second_factor", "failed_attempts", "idle_minutes", "unused_days")
    assert [rule(f"account.{name}", on=date(2026, 11, 23)).value for name in asked] == [14, 8, 5, 15, 45]


def test_the_footer_names_who_answers_for_the_site() -> None:
    assert rule("page.footer", on=date(2026, 11, 23)).value == [
        "unit",
        "responsible_person",
        "address",
        "phone",
        "email",
    ]


def test_six_metadata_elements_are_never_empty() -> None:
    assert rule("page.metadata", on=date(2026, 11, 23)).value == [
        "title",
        "creator",
        "date",
        "description",
        "publisher",
        "identifier",
    ]


def test_no_value_is_called_verified_before_it_was() -> None:
    unsure = [each for rule_id in ids() for each in history(rule_id) if not each.verified]
    assert len(unsure) == sum(len(history(rule_id)) for rule_id in ids())
    assert [
        each.id for each in unsure if "To be checked" not in each.source and "to be checked" not in each.source
    ] == []


@given(st.sampled_from(ids()), st.dates(date(2005, 1, 1), date(2060, 1, 1)))
def test_the_answer_is_the_value_whose_days_hold_the_day(rule_id: str, on: date) -> None:
    holding = [each for each in history(rule_id) if each.since <= on <= (each.until or on)]
    assert ([_answer(rule_id, on)] if _answer(rule_id, on) else []) == holding


def _answer(rule_id: str, on: date) -> LawRule | None:
    try:
        return rule(rule_id, on=on)
    except NotInForce:
        return None


@given(st.sampled_from(ids()))
def test_nothing_holds_before_the_first_decree(rule_id: str) -> None:
    with pytest.raises(NotInForce, match=rule_id):
        rule(rule_id, on=history(rule_id)[0].since - timedelta(days=1))


@pytest.mark.parametrize("ask", [lambda: rule("no.such", on=date(2026, 1, 1)), lambda: history("no.such")])
def test_an_unknown_legal_rule_has_no_answer(ask: Callable[[], object]) -> None:
    with pytest.raises(UnknownRule, match=r"no\.such"):
        ask()


def _faults(folder: Path, text: str) -> list[tuple[str, str, int | None, str | None]]:
    (folder / "trial.toml").write_text(text, encoding="utf-8")
    try:
        law.load(folder)
    except RegulationError as error:
        return [(each.code, each.file, each.line, each.rule) for each in error.faults]
    return []


def test_a_sound_pack_can_be_loaded(tmp_path: Path) -> None:
    assert _faults(tmp_path, PACK) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("since = 2022-01-01", "since = 2021-12-31", "order", 15),
        ("until = 2021-12-31", "until = 2019-12-31", "backwards", 7),
        ('mark = "S"', 'mark = "S"\nverified = true', "unverified", 20),
        ('mark = "S"', 'mark = "T"', "invalid", 19),
        ('article = "Điều 2"\n', "", "missing", 14),
    ],
)
def test_a_fault_in_a_pack_names_file_line_and_rule(tmp_path: Path, old: str, new: str, code: str, line: int) -> None:
    assert _faults(tmp_path, PACK.replace(old, new)) == [(code, f"{tmp_path.name}/trial.toml", line, "web.trial")]


def test_a_legal_rule_has_one_place(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(PACK, encoding="utf-8")
    assert _faults(tmp_path, PACK) == [("duplicate", f"{tmp_path.name}/trial.toml", 2, "web.trial")]


def test_a_value_read_in_the_law_itself_may_be_verified(tmp_path: Path) -> None:
    assert _faults(tmp_path, PACK.replace('mark = "P"', 'mark = "P"\nverified = true')) == []


def test_a_bound_is_kept_before_the_law_asks_for_it() -> None:
    first = history("account.failed_attempts")[0]
    before = first.since - timedelta(days=1)
    with pytest.raises(NotInForce):
        rule("account.failed_attempts", on=before)
    assert rule_or_first("account.failed_attempts", on=before) == first
    assert rule_or_first("account.failed_attempts", on=date(1970, 1, 1)) == first


@given(st.dates(date(2026, 8, 19)))
def test_from_its_first_day_on_a_bound_is_the_law_itself(on: date) -> None:
    assert rule_or_first("account.password_length", on=on) == rule("account.password_length", on=on)
