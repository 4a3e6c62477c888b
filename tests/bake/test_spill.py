from pathlib import Path

import pytest

from chauphe.bake import spill
from chauphe.bake.spill import Spill


@pytest.mark.parametrize("in_memory", [1, 3, 1000])
def test_lines_come_back_by_part_however_little_is_kept_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    monkeypatch.setattr(spill, "IN_MEMORY", in_memory)
    lines = Spill(tmp_path / "spill")
    for number in range(10):
        lines.add(f"i-{number % 3}", f"line {number}")
    assert dict(lines.parts()) == {
        "i-0": ["line 0", "line 3", "line 6", "line 9"],
        "i-1": ["line 1", "line 4", "line 7"],
        "i-2": ["line 2", "line 5", "line 8"],
    }
