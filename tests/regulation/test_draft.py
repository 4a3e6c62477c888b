from pathlib import Path

import pytest

from chauphe.regulation.draft import draft
from chauphe.regulation.fault import RegulationError
from tests.regulation.written import SOUND, faults_of

HEAD, _, RULES = SOUND.partition("[[rule]]")


def test_a_folder_reads_like_one_file(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(f"[[rule]]{RULES}", encoding="utf-8")
    (tmp_path / "a.toml").write_text(HEAD, encoding="utf-8")
    one = tmp_path / "one.txt"
    one.write_text(SOUND, encoding="utf-8")
    assert [each.text for each in draft(tmp_path).rules] == [each.text for each in draft(one).rules]
    assert draft(tmp_path).head == draft(one).head


def test_a_place_names_folder_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "board"
    folder.mkdir()
    (folder / "book.toml").write_text(SOUND, encoding="utf-8")
    line = SOUND[: SOUND.index("[[rule]]")].count("\n") + 1
    assert draft(folder).rules[0].spot == f"board/book.toml:{line}"


def test_a_regulation_without_a_head_is_refused(tmp_path: Path) -> None:
    assert [each.code for each in faults_of(tmp_path, f"[[rule]]{RULES}")] == ["book_missing"]


def test_a_second_head_is_named_with_the_first(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "b.toml").write_text(SOUND, encoding="utf-8")
    with pytest.raises(RegulationError) as caught:
        draft(tmp_path)
    (fault,) = caught.value.faults
    line = HEAD[: HEAD.index("[book]")].count("\n") + 1
    assert (fault.code, fault.file, fault.line) == ("book_twice", f"{tmp_path.name}/b.toml", line)
    assert f"{tmp_path.name}/a.toml" in fault.says


def test_faults_of_all_files_come_together(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[book", encoding="utf-8")
    (tmp_path / "b.toml").write_text("[[rule]]\n", encoding="utf-8")
    with pytest.raises(RegulationError) as caught:
        draft(tmp_path)
    assert [(each.code, each.file) for each in caught.value.faults] == [
        ("syntax", f"{tmp_path.name}/a.toml"),
        *[("missing", f"{tmp_path.name}/b.toml")] * 3,
    ]
