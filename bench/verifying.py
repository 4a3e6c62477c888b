"""Checking a whole site, against the plainest thing that reads the same bytes: sha256sum -c."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench import homes
from bench.table import Report, Row

TARGET = 2.0
ROUNDS = 3


def measure(report: Report, *, items: int) -> None:
    """Time both over the same tree, in turn, after one round to warm the disk's cache."""
    home = homes.baked(items)
    root = homes.root_of(home)
    shards = sorted((root / ".well-known" / "chauphe" / "manifest.d").iterdir())
    lists = home / "sums"
    lists.write_bytes(b"".join(shard.read_bytes() for shard in shards))
    ours = [sys.executable, "-m", "chauphe", "verify", str(root), "--no-state", "--quiet"]
    sums = ["sha256sum", "--check", "--quiet", str(lists)]
    times: dict[str, list[float]] = {"ours": [], "sums": []}
    for number in range(ROUNDS + 1):
        for name, command in (("sums", sums), ("ours", ours)):
            spent = _timed(command, root)
            if number:
                times[name].append(spent)
    ratio = median(mine / theirs for mine, theirs in zip(times["ours"], times["sums"], strict=True))
    note = f"{median(times['ours']):.1f} s against {median(times['sums']):.1f} s on the wall"
    report.add(Row("verifying", f"{items:,} items, to sha256sum -c", ratio, "×", TARGET, note=note))


def _timed(command: list[str], root: Path) -> float:
    began = time.monotonic()
    subprocess.run(command, cwd=root, env=homes.environment(homes.VAR), check=True, timeout=900)
    return time.monotonic() - began
