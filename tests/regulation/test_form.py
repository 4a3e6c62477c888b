from pathlib import Path

import pytest

from tests.regulation.written import SOUND, changed, faults_of, line_of, within


def test_a_sound_file_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path, SOUND) == ()


def test_a_misspelt_key_is_named_with_line_and_rule(tmp_path: Path) -> None:
    text = within("absence.ladder", "citation", "citaton")
    (fault,) = faults_of(tmp_path, text)
    says = "Không có mục nào tên là “citaton”; hãy xem lại chính tả."
    assert str(fault) == f"board.toml:{line_of(text, 'citaton')}: absence.ladder: {says}"


def test_a_missing_key_is_named_at_its_rule(tmp_path: Path) -> None:
    text = within("absence.ladder", 'basis = "regulation"\n', "")
    (fault,) = faults_of(tmp_path, text)
    assert (fault.code, fault.rule) == ("missing", "absence.ladder")
    assert fault.line == line_of(text, 'id = "absence.ladder"') - 1
    assert fault.says == "Thiếu mục “basis”."


def test_an_unknown_basis_is_told_the_known_ones(tmp_path: Path) -> None:
    text = within("absence.ladder", '"regulation"', '"custom"')
    (fault,) = faults_of(tmp_path, text)
    assert (fault.code, fault.line) == ("invalid", line_of(text, '"custom"'))
    assert fault.says == "Mục “basis” chưa đúng: phải là một trong: regulation, law, house."


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("since = 2024-01-15\nrevised", 'since = "soon"\nrevised', "phải là ngày, viết như 2020-05-01"),
        ("revised = 2026-11-23", "revised = 7.5", "phải là ngày, viết như 2020-05-01"),
        ('id = "three-member"', 'id = "Ba Người"', "chỉ gồm chữ thường không dấu và chữ số"),
        ('office = "Trung', 'office = ""  # "Trung', "không được để trống"),
        ('office = "Trung', 'office = 12  # "Trung', "phải là chữ"),
    ],
)
def test_a_wrong_head_is_said_in_vietnamese(tmp_path: Path, old: str, new: str, says: str) -> None:
    (fault,) = faults_of(tmp_path, changed(old, new))
    assert (fault.code, fault.rule) == ("invalid", None)
    assert says in fault.says


def test_a_date_is_no_value(tmp_path: Path) -> None:
    text = within("item.shares_sum", "value = 100", "value = 2026-01-01")
    faults = faults_of(tmp_path, text)
    assert [(each.code, each.line) for each in faults] == [("invalid", line_of(text, "value = 2026-01-01"))]


def test_an_empty_list_of_values_is_refused(tmp_path: Path) -> None:
    text = within("item.shares_sum", "value = 100", "values = []")
    (fault,) = faults_of(tmp_path, text)
    assert fault.says == "Mục “values” chưa đúng: phải có ít nhất một mục."


def test_misfits_of_all_rules_come_together(tmp_path: Path) -> None:
    text = SOUND.replace('basis = "house"', 'basis = "custom"')
    assert len(faults_of(tmp_path, text)) == SOUND.count('basis = "house"')


def test_a_rule_that_is_no_table_is_refused(tmp_path: Path) -> None:
    head = SOUND[: SOUND.index("[[rule]]")]
    faults = faults_of(tmp_path, f"rule = [7]\n{head}")
    assert [each.says for each in faults] == ["Mục “rule” chưa đúng: phải là một bảng."]
