"""What was measured: a table for people, JSON for comparing runs, and beside each target whether it was met."""

import json
import os
import platform
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `target` is the most (or, with `at_least`, the least) that it may be; None where there is none."""

    group: str
    what: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Say whether the target is met; None without one."""
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target


@dataclass(slots=True)
class Report:
    """The figures of one run."""

    rows: list[Row] = field(default_factory=list)
    began: float = field(default_factory=time.time)

    @classmethod
    def besides(cls, parts: Iterable[str], last: Path) -> "Report":
        """Begin a run of some parts, with the figures of the others as the run before told them."""
        if not last.exists():
            return cls()
        rows = [
            {name: row[name] for name in row if name != "met"} for row in json.loads(last.read_text("utf-8"))["rows"]
        ]
        return cls([Row(**row) for row in rows if row["group"] not in parts])

    def add(self, *rows: Row) -> None:
        """Take figures in, and show them at once."""
        self.rows += rows
        for row in rows:
            print(f"  {row.group}: {row.what}: {number(row.value)} {row.unit} {_judged(row)}", flush=True)

    def show(self) -> None:
        """Print the table."""
        table = Table("", "", "", "", "", title="bench")
        for row in self.rows:
            table.add_row(row.group, row.what, f"{number(row.value)} {row.unit}", _judged(row), row.note)
        Console(width=150).print(table)

    def told(self) -> dict[str, object]:
        """Return everything as JSON does: when (UTC), how long (seconds), where, and the figures."""
        return {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.began)),
            "seconds": round(time.time() - self.began),
            "machine": f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}",
            "rows": [asdict(row) | {"met": row.met} for row in self.rows],
        }

    def write(self, path: Path) -> None:
        """Write everything as JSON."""
        told = self.told()
        path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _judged(row: Row) -> str:
    if row.target is None:
        return ""
    sign = "≥" if row.at_least else "≤"
    return f"{'met' if row.met else 'NOT MET'} ({sign} {number(row.target)})"


def number(value: float) -> str:
    """Write a figure with as many digits as it deserves."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
