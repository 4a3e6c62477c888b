import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from chauphe.cli import main
from chauphe.regulation import table
from chauphe.regulation.book import founding, load, shipped
from tests.regulation.written import SOUND, line_of, within

FLOOD = load(shipped()["flood-office"])


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, ["regulation", *words])


def test_what_is_shipped_passes_its_own_check() -> None:
    result = _run("check")
    assert (result.exit_code, result.output.splitlines()) == (
        0,
        [
            f"flood-office@2025-09-01: {len(FLOOD.rules)} quy tắc, không có lỗi.",
            f"founding@2020-05-01: {len(founding().rules)} quy tắc, không có lỗi.",
            f"three-member@2024-01-15: {SOUND.count('[[rule]]')} quy tắc, không có lỗi.",
        ],
    )


def test_a_faulty_file_is_refused_with_every_fault(tmp_path: Path) -> None:
    text = within("absence.ladder", "Điều 5 khoản 1", "Điều năm").replace('"half_year"', '"fortnight"')
    file = tmp_path / "board.toml"
    file.write_text(text, encoding="utf-8")
    cited = "Không hiểu căn cứ “Điều năm”; hãy viết như “Điều 4 khoản 1”."
    period = "Giá trị phải là một trong: month, quarter, half_year, year."
    result = _run("check", str(file))
    assert (result.exit_code, result.stdout, result.stderr.splitlines()) == (
        1,
        "",
        [
            f"board.toml:{line_of(text, 'Điều năm')}: absence.ladder: {cited}",
            f"board.toml:{line_of(text, 'fortnight')}: meeting.period: {period}",
        ],
    )


def test_a_sound_file_of_ones_own_passes(tmp_path: Path) -> None:
    file = tmp_path / "board.toml"
    file.write_text(SOUND.replace('id = "three-member"', 'id = "our-office"'), encoding="utf-8")
    result = _run("check", str(file))
    assert (result.exit_code, result.output) == (
        0,
        f"our-office@2024-01-15: {SOUND.count('[[rule]]')} quy tắc, không có lỗi.\n",
    )


def test_a_file_revised_tomorrow_does_not_pass(tmp_path: Path) -> None:
    file = tmp_path / "board.toml"
    file.write_text(SOUND.replace("revised = 2026-11-23", "revised = 2999-01-01"), encoding="utf-8")
    result = _run("check", str(file))
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith(f"board.toml:{line_of(SOUND, 'revised')}: Ngày rà soát 2999-01-01 ở sau")


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (
            ["absence.ladder"],
            [
                "absence.ladder (regulation)",
                "Điều 7 khoản 3",
                founding().entry("absence.ladder").says.vi,
                '["standing_deputy", "deputy_editor"]',
                "01/05/2020 –",
            ],
        ),
        (
            ["quota.items_per_month", "--book", "three-member", "--on", "2025-06-30", "--lang", "en"],
            [
                "quota.items_per_month (regulation)",
                "Điều 6 khoản 1",
                "The fewest items in a month.",
                "1 tin / người / tháng",
                "15/01/2024 – 30/06/2025",
            ],
        ),
        (
            ["web.rating", "--on", "2023-01-01", "--lang", "en"],
            [
                "web.rating (law)",
                "Nghị định 42/2022/NĐ-CP Điều 8",
                "What readers must be able to rate online.",
                '["interface", "content", "quality"]',
                "15/08/2022 – 30/06/2026",
                "Summaries only. To be checked against the Công báo.",
            ],
        ),
    ],
)
def test_one_rule_is_shown_as_it_stands_on_a_day(words: list[str], lines: list[str]) -> None:
    result = _run("show", *words)
    assert (result.exit_code, result.output.splitlines()) == (0, lines)


def test_the_whole_regulation_is_shown_with_clauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    result = _run("show", "--on", "2026-11-23")
    rows = [line for line in result.output.splitlines() if "│" in line]
    shown = [row for row in rows if row.split("│")[2].strip()]  # a long value goes on below its rule
    assert (result.exit_code, len(shown)) == (0, len(founding().rules))
    assert [cell.strip() for cell in shown[0].split("│")[1:3]] == ["Điều 1", "duty.function"]


def test_a_day_before_the_regulation_shows_nothing_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    result = _run("show", "--on", "2019-01-01")
    assert result.output.count("không có hiệu lực") == len(founding().rules)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["no.such"], "Error: Không có quy tắc “no.such”.\n"),
        (["absence.ladder", "--on", "2019-01-01"], "không có giá trị vào ngày 01/01/2019.\n"),
        (["--book", "nowhere.toml"], "Error: nowhere.toml: Không đọc được tệp"),
    ],
)
def test_a_question_without_answer_ends_in_an_error(words: list[str], says: str) -> None:
    result = _run("show", *words)
    assert (result.exit_code, result.stderr.count(says)) == (1, 1)


def test_the_schema_is_of_a_regulation_file() -> None:
    schema = json.loads(_run("schema").output)
    assert (schema["title"], sorted(schema["properties"])) == ("PartText", ["book", "rule"])


def test_the_clause_table_is_written_where_asked(tmp_path: Path) -> None:
    result = _run("table", "--to", str(tmp_path / "regulation.md"))
    assert (result.exit_code, result.output) == (0, f"{tmp_path / 'regulation.md'}\n")
    assert (tmp_path / "regulation.md").read_text(encoding="utf-8") == table.document(founding())
