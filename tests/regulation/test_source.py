from pathlib import Path

import pytest

from chauphe.regulation.fault import RegulationError
from chauphe.regulation.source import Source, read

TEXT = '''\
# a comment with [[rule]] in it
[book]
id = "board"

[[rule]]
id = "one.rule"
note = """
[[rule]]
value = 9
"""
value = 1

[[rule]]
id = "other.rule"
says.vi = "…"
values = [
  { since = 2024-01-01, value = 1 },
  { since = 2025-01-01, value = 2 },
]

[[rule]]
id = "third.rule"

[[rule.values]]
since = 2024-01-01

[[rule.values]]
since = 2025-01-01
value = 3

[[rule]]
id = "last.rule"
value = 4
'''


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("book",), 2),
        (("book", "id"), 3),
        (("rule", 0), 5),
        (("rule", 0, "value"), 11),
        (("rule", 1), 13),
        (("rule", 1, "says", "vi"), 15),
        (("rule", 1, "values", 1, "since"), 18),
        (("rule", 1, "values", 9), 16),
        (("rule", 1, "nothing"), 13),
        (("rule", 2, "values", 1, "value"), 29),
        (("rule", 3, "value"), 33),
        (("rule", 7), 1),
        ((), 1),
    ],
)
def test_a_place_is_found_at_its_line(where: tuple[str | int, ...], line: int) -> None:
    assert Source("board.toml", TEXT, {}).line(where) == line


def test_broken_toml_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "board.toml").write_text('[book]\nid = "board\n', encoding="utf-8")
    with pytest.raises(RegulationError) as caught:
        read(tmp_path / "board.toml", "board.toml")
    assert [(each.code, each.file, each.line) for each in caught.value.faults] == [("syntax", "board.toml", 2)]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "board.toml").write_bytes(content)
    with pytest.raises(RegulationError) as caught:
        read(tmp_path / "board.toml", "board.toml")
    assert [(each.code, each.file, each.line) for each in caught.value.faults] == [("unreadable", "board.toml", None)]
