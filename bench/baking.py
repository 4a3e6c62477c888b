"""A whole bake on one core: pages a second, everything included, and the peak of memory at several sizes."""

import json
import shutil
import time
from collections.abc import Sequence
from itertools import pairwise

from bench import homes
from bench.table import Report, Row

CORE = 0
PAGES, MEMORY = 300.0, 300.0
FLAT = 1.15
"""How much more memory ten times the items may take: what is measured once more is not the same to the page."""
FILLED = 10_000
"""Items at which whatever the baker keeps at a time is full."""


def measure(report: Report, *, sizes: Sequence[int]) -> None:
    """Bake each size once, pinned to one core."""
    peaks = {}
    for items in sizes:
        home = homes.filled(items)
        if (home / "site").exists():
            # Moved, not deleted: right after many files are deleted, some file systems are slow at making new ones.
            (home / "site").rename(home / f"old-{time.time_ns()}")
        told = json.loads(homes.inside(home, "bench.inside", "bake", pinned=CORE))
        homes.mark_current(home)
        peaks[items] = told["peak_mb"]
        note = f"{told['files']:,} files, {told['syncs']} syncs, {told['wall']:.1f} s on the wall"
        made = told["items"]
        report.add(
            Row("baking", f"{items:,} items", made / told["cpu"], "pages/s per core", PAGES, at_least=True, note=note),
            Row("baking", f"{items:,} items, of it outside the kernel", made / told["user"], "pages/s per core"),
            Row("baking", f"{items:,} items, on the wall", made / told["wall"], "pages/s"),
            Row(
                "baking", "of it to pack one page by brotli 5", told["brotli_ms"], "ms", note="how busy the machine is"
            ),
            Row("baking", f"{items:,} items, peak of memory", told["peak_mb"], "MB", MEMORY),
        )
    for old in homes.VAR.glob("items-*/old-*"):
        shutil.rmtree(old)
    for smaller, larger in pairwise(sorted(peaks)):
        # A small site does not fill what is kept at a time; from there on nothing may be added by what comes.
        target = FLAT if smaller >= FILLED else None
        what = f"memory at {larger:,} to {smaller:,} items"
        report.add(Row("baking", what, peaks[larger] / peaks[smaller], "×", target))
