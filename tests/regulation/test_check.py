from datetime import date
from pathlib import Path

import pytest

from chauphe.regulation.book import load
from chauphe.regulation.fault import RegulationError
from chauphe.regulation.shape import REQUIRED
from tests.regulation.written import SOUND, changed, faults_of, line_of, within, without

MONTHLY = "quota.items_per_month"


def _brief(path: Path, text: str) -> list[tuple[str, str | None, int | None]]:
    return [(each.code, each.rule, each.line) for each in faults_of(path, text)]


@pytest.mark.parametrize("missing", sorted(REQUIRED))
def test_a_rule_that_the_software_asks_must_be_there(tmp_path: Path, missing: str) -> None:
    (fault,) = faults_of(tmp_path, without(missing))
    assert (fault.code, fault.line) == ("required", line_of(SOUND, "[book]"))
    assert fault.says == f"Thiếu quy tắc bắt buộc “{missing}”."


def test_an_id_stands_for_one_rule(tmp_path: Path) -> None:
    text = within("move.return", "move.return", "move.revise")
    (twice, missing) = sorted(faults_of(tmp_path, text), key=lambda each: each.code)
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if line == 'id = "move.revise"']
    assert (twice.line, twice.says) == (lines[1], f"Mã quy tắc này đã dùng tại board.toml:{lines[0] - 1}.")
    assert (missing.code, missing.says) == ("required", "Thiếu quy tắc bắt buộc “move.return”.")


def test_an_office_that_the_software_does_not_know_is_refused(tmp_path: Path) -> None:
    added = '\n[[rule]]\nid = "role.webmaster"\nbasis = "house"\nsays = { vi = "…", en = "…" }\nvalue = "Quản trị"\n'
    text = SOUND + added
    assert _brief(tmp_path, text) == [("role", "role.webmaster", line_of(text, 'id = "role.webmaster"'))]


def test_an_unknown_role_on_a_ladder_is_named(tmp_path: Path) -> None:
    text = within("absence.ladder", '["standing_deputy"]', '["standing_deputy", "janitor"]')
    (fault,) = faults_of(tmp_path, text)
    assert (fault.code, fault.rule, fault.line) == ("role", "absence.ladder", line_of(text, "janitor"))
    assert fault.says.startswith("Không có vai trò “janitor”")


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("absence.ladder", '["standing_deputy"]', '"standing_deputy"'),
        ("absence.ladder", '["standing_deputy"]', "[]"),
        ("absence.report_back", "value = true", "value = 1"),
        ("role.secretary", 'value = "Thư ký Ban biên tập"', 'value = " "'),
        ("item.shares_sum", "value = 100", "value = 0"),
        ("item.shares_sum", "value = 100", "value = true"),
        ("item.kinds", 'value = ["news", ', 'value = ["podcast", '),
        ("item.kinds", 'value = ["news", ', 'value = ["feature", '),
        ("meeting.period", '"half_year"', '"fortnight"'),
        ("separation.moderator_and_signer", '"chief_when_alone"', '"anyone"'),
    ],
)
def test_an_answer_must_have_the_form_that_is_asked(tmp_path: Path, rule: str, old: str, new: str) -> None:
    text = within(rule, old, new)
    assert _brief(tmp_path, text) == [("shape", rule, line_of(text, "value = ", after=f'id = "{rule}"'))]


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("chain.sign_off", '"editor_in_chief"', '"secretary"'),
        ("chain.publish.as_signed_off", "value = true", "value = false"),
        ("separation.author", "value = true", "value = false"),
        ("separation.author", "value = true", "value = 1"),
        ("move.return", "value = true", "value = false"),
    ],
)
def test_what_the_software_cannot_do_is_refused_not_ignored(tmp_path: Path, rule: str, old: str, new: str) -> None:
    (fault,) = faults_of(tmp_path, within(rule, old, new))
    assert (fault.code, fault.rule) == ("shape", rule)
    assert fault.says.endswith("phần mềm chưa làm được cách khác.")


def test_a_rule_of_the_regulation_cites_its_clause(tmp_path: Path) -> None:
    text = within("absence.ladder", 'citation = "Điều 5 khoản 1"\n', "")
    assert _brief(tmp_path, text) == [("citation_missing", "absence.ladder", line_of(text, '"absence.ladder"') - 1)]


def test_a_citation_that_nobody_could_look_up_is_refused(tmp_path: Path) -> None:
    text = within("absence.ladder", "Điều 5 khoản 1", "khoản 1, Điều 5")
    assert _brief(tmp_path, text) == [("citation", "absence.ladder", line_of(text, "khoản 1, Điều 5"))]


@pytest.mark.parametrize(
    ("new", "codes"),
    [
        ('basis = "law"', ["law_alone", "law_missing"]),
        ('basis = "law"\nlaw = "signing.for_head"', ["law_alone"]),
        ('basis = "law"\nlaw = "signing.nobody"', ["law_alone", "law_unknown"]),
        ('basis = "house"\nlaw = "signing.for_head"', ["law_stray"]),
    ],
)
def test_a_rule_from_the_law_takes_its_value_there(tmp_path: Path, new: str, codes: list[str]) -> None:
    text = within("item.shares_sum", 'basis = "house"', new)
    assert sorted(each.code for each in faults_of(tmp_path, text)) == codes


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ("since = 2025-07-01", "since = 2024-01-15", "order", "since = 2024-01-15, value = 2"),
        ("{ since = 2024-01-15,", "{ since = 2024-01-15, until = 2025-07-01,", "order", "since = 2025-07-01"),
        ("{ since = 2024-01-15,", "{ since = 2024-01-15, until = 2024-01-14,", "backwards", "until"),
        ("{ since = 2024-01-15,", "{ since = 2024-01-14,", "before_book", "since = 2024-01-14"),
        (', by = "Quyết định số 31/QĐ-LTLS ngày 20/06/2025"', "", "by_missing", "since = 2025-07-01"),
        (
            '2025-07-01, value = 2, by = "Quyết định số 31/QĐ-LTLS ngày 20/06/2025"',
            "2027-01-01, value = 2",
            "ahead",
            "since = 2027-01-01",
        ),
    ],
)
def test_days_that_cannot_be_are_refused(tmp_path: Path, old: str, new: str, code: str, key: str) -> None:
    text = within(MONTHLY, old, new)
    assert _brief(tmp_path, text) == [(code, MONTHLY, line_of(text, key, after=f'id = "{MONTHLY}"'))]


def test_a_coming_value_is_let_in_with_its_decision(tmp_path: Path) -> None:
    text = within(MONTHLY, "2025-07-01, value = 2", "2030-01-01, value = 2")
    assert faults_of(tmp_path, text) == ()


def test_a_value_has_one_form_of_writing(tmp_path: Path) -> None:
    text = within(MONTHLY, "values = [", "value = 1\nvalues = [")
    assert _brief(tmp_path, text) == [("value_twice", MONTHLY, line_of(text, "value = 1\n"))]


def test_a_file_is_not_revised_before_it_holds(tmp_path: Path) -> None:
    text = changed("revised = 2026-11-23", "revised = 2024-01-14")
    assert _brief(tmp_path, text) == [("revised_before", None, line_of(text, "revised"))]


def test_a_file_is_not_revised_tomorrow(tmp_path: Path) -> None:
    file = tmp_path / "board.toml"
    file.write_text(SOUND, encoding="utf-8")
    assert load(file, today=date(2026, 11, 23)).id == "three-member"
    with pytest.raises(RegulationError) as caught:
        load(file, today=date(2026, 11, 22))
    assert [(each.code, each.line) for each in caught.value.faults] == [("revised_ahead", line_of(SOUND, "revised"))]


ROW = 'delivered = "now"\ntest = "tests/a.py::test_a"\ndecided_in = "a.b"\nscreen = "desk:a"\n'


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (ROW, []),
        (ROW.replace("decided_in", "not_decided").replace("screen", "no_screen"), []),
        ('delivered = "later: working life"\ntest = ["tests/a.py::test_a"]\n', []),
        (ROW.replace('delivered = "now"\n', ""), ["delivery"]),
        (ROW.replace('test = "tests/a.py::test_a"\n', ""), ["delivery"]),
        (ROW.replace('screen = "desk:a"\n', ""), ["delivery"]),
        (ROW + 'no_screen = "…"\n', ["delivery_twice"]),
    ],
)
def test_a_row_of_the_clause_table_is_whole_or_absent(tmp_path: Path, row: str, codes: list[str]) -> None:
    assert [each.code for each in faults_of(tmp_path, SOUND + row)] == codes


def test_every_fault_is_found_at_once(tmp_path: Path) -> None:
    text = within("absence.ladder", "Điều 5 khoản 1", "chỗ nào đó")
    text = text.replace('"half_year"', '"fortnight"').replace('id = "move.return"', 'id = "move.go_back"')
    assert [(each.code, each.rule) for each in faults_of(tmp_path, text)] == [
        ("required", None),
        ("citation", "absence.ladder"),
        ("shape", "meeting.period"),
    ]


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("chain.short", 'signer = "deputy_editor"', 'signer = "secretary"'),
        ("chain.short", 'signer = "deputy_editor", ', ""),
        ("chain.short", '"announcement"', '"podcast"'),
        ("chain.short", 'kinds = ["news", "announcement"]', "sections = []"),
        ("chain.short", 'value = { signer = "deputy_editor", kinds = ["news", "announcement"] }', "value = true"),
        ("chain.checklist", "computed = true", "computed = false"),
        ("chain.checklist", "[rule.value.minors]", "[rule.value.to_chief]"),
        ("chain.checklist", 'help.en = "Anybody under 16, in a group picture as well."\n', ""),
    ],
)
def test_a_short_chain_has_the_form_that_can_be_carried_out(tmp_path: Path, rule: str, old: str, new: str) -> None:
    assert [(each.code, each.rule) for each in faults_of(tmp_path, within(rule, old, new))] == [("shape", rule)]


def test_a_short_chain_needs_its_questions(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, without("chain.checklist"))
    assert (fault.rule, fault.says) == ("chain.short", "Thiếu quy tắc bắt buộc “chain.checklist”.")
    assert faults_of(tmp_path, without("chain.short")) == ()


def test_a_question_names_a_law_that_is_known(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, within("chain.checklist", '"sensitive.minors"', '"sensitive.nobody"'))
    assert (fault.code, fault.rule) == ("law_unknown", "chain.checklist")
