"""From the secretary's decision to the page on the site, by a worker that runs as it does in an office."""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import homes
from bench.table import Report, Row

LATENCY, GROWTH, FILES = 300.0, 1.25, 25.0


def measure(report: Report, *, sizes: Sequence[int], publications: int) -> None:
    """Publish one item after the other at each size, on a copy of nothing: the site itself grows by them."""
    p95s, cpus = {}, {}
    for items in sizes:
        home = homes.baked(items)
        told = _published(home, publications)
        p95s[items], cpus[items] = told["p95_ms"], told["cpu_ms"]
        note = f"median {told['p50_ms']:.0f} ms, of it the decision {told['decision_ms']:.0f} ms"
        report.add(
            Row("publishing", f"{items:,} items, decision to live, p95", told["p95_ms"], "ms", LATENCY, note=note),
            Row("publishing", f"{items:,} items, decision to live, median", told["p50_ms"], "ms"),
            Row("publishing", f"{items:,} items, the baker's processor time", told["cpu_ms"], "ms"),
            Row("publishing", f"{items:,} items, files rewritten", told["rewritten"], "", FILES),
            Row("publishing", f"{items:,} items, files made", told["made"], ""),
            Row("publishing", f"{items:,} items, syncs of the baker", told["syncs"], ""),
        )
    if len(p95s) > 1:
        largest, smallest = max(p95s), min(p95s)
        for what, each in (("p95", p95s), ("processor time", cpus)):
            growth = each[largest] / each[smallest]
            report.add(Row("publishing", f"{what} at {largest:,} to {smallest:,} items", growth, "×", GROWTH))


def _published(home: Path, publications: int) -> dict[str, float]:
    counted = json.loads(homes.inside(home, "bench.inside", "count"))
    worker = subprocess.Popen([sys.executable, "-m", "chauphe", "work"], env=homes.environment(home))
    try:
        timed = json.loads(homes.inside(home, "bench.inside", "publish", str(publications)))
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(60)
    return counted | timed
