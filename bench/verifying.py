"""Checking a whole site, against the plainest thing that reads the same bytes: sha256sum -c.

Two figures are told. On the wall is what somebody waits for, and there the check may use several processors, which
sha256sum does not. Of the processor is what it costs; most of that is what sha256sum does not do at all: the packed
forms are unpacked and compared, the proofs read and written again.
"""

import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench import homes
from bench.table import Report, Row

TARGET = 2.0
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the wall and of the processor, workers included."""

    wall: float
    cpu: float


def measure(report: Report, *, items: int) -> None:
    """Time both over the same tree, in turn, after one round to warm the disk's cache; of each the best counts."""
    home = homes.baked(items)
    root = homes.root_of(home)
    ours = [sys.executable, "-m", "chauphe", "verify", str(root), "--no-state", "--quiet"]
    shards = sorted((root / ".well-known" / "chauphe" / "manifest.d").iterdir())
    lists = home / "sums"
    lists.write_bytes(b"".join(shard.read_bytes() for shard in shards))
    sums = ["sha256sum", "--check", "--quiet", str(lists)]
    idle = [sys.executable, "-m", "chauphe", "verify", "--help"]
    rounds = [[_timed(command, root) for command in (sums, ours, idle)] for _ in range(ROUNDS + 1)][1:]
    theirs, mine, start = (_best(times) for times in zip(*rounds, strict=True))
    group, what = "verifying", f"{items:,} items, to sha256sum -c"
    wall = f"{mine.wall:.2f} s against {theirs.wall:.2f} s, of which start-up {start.wall:.2f} s"
    cpu = f"{mine.cpu:.2f} s against {theirs.cpu:.2f} s, of which start-up {start.cpu:.2f} s"
    report.add(
        Row(group, f"{what}, on the wall", mine.wall / theirs.wall, "×", TARGET, note=wall),
        Row(group, f"{what}, of the processor", mine.cpu / theirs.cpu, "×", note=cpu),
    )


def _best(times: tuple[Spent, ...]) -> Spent:
    return Spent(min(each.wall for each in times), min(each.cpu for each in times))


def _timed(command: list[str], root: Path) -> Spent:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    environment = homes.environment(homes.VAR)
    subprocess.run(command, cwd=root, env=environment, check=True, timeout=900, stdout=subprocess.DEVNULL)
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
