"""Every main page of the desk, as each role: its queries, and how long it takes, at each size and on both databases.

A page is judged by the largest number of its queries; the queue, which is looked at most, by its time as well.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from bench import homes
from bench.table import Report, Row
from tests.rigs.postgres import private_postgres

QUERIES, QUEUE = 12.0, 100.0
LOOKED_AT_MOST = ("today", "queue")
Told = dict[str, dict[str, float]]


def measure(report: Report, *, sizes: Sequence[int], elsewhere: Sequence[int], requests: int) -> None:
    """Ask each page `requests` times on SQLite, and at the sizes `elsewhere` on a PostgreSQL with the same rows."""
    for items in sizes:
        home = homes.desk(items)
        _report(report, f"{items:,} on SQLite", _asked(home, requests))
        if items in elsewhere:
            with private_postgres() as database:
                homes.inside(home, "bench.desk_inside", "copied", str(home / "chauphe.sqlite3"), database=database)
                _report(report, f"{items:,} on PostgreSQL", _asked(home, requests, database))


def _asked(home: Path, requests: int, database: str = "") -> Told:
    told: Told = json.loads(homes.inside(home, "bench.desk_inside", "measure", str(requests), database=database))
    return told


def _report(report: Report, where: str, told: Told) -> None:
    for name, figures in told.items():
        note = f"median {figures['wall_p50']:.1f} ms; cpu {figures['cpu_p50']:.1f}, p95 {figures['cpu_p95']:.1f} ms"
        most = QUEUE if name.startswith(LOOKED_AT_MOST) else None
        report.add(
            Row("desk", f"{where}: {name}, queries", figures["queries"], "", QUERIES),
            Row("desk", f"{where}: {name}, p95", figures["wall_p95"], "ms", most, note=note),
        )
    slowest = max(told, key=lambda name: told[name]["wall_p95"])
    report.add(Row("desk", f"{where}: the slowest page, p95", told[slowest]["wall_p95"], "ms", note=slowest))
