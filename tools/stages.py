"""Run the gates one after the other and end with what each of them said; nothing is left out silently.

`test` is what CI runs. A stage stops at its first faults; the stages after it run all the same, so that one run tells
everything. Usage: python -m tools.stages test|lint|bench|faults
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.rigs.postgres import RigError, private_postgres
from tools.system import missing

ROOT = Path(__file__).resolve().parent.parent
STAGE_LIMIT = 1800  # seconds; a stage that hangs must not take the report with it
PYTEST = ("-m", "pytest", "-q", "--maxfail=30", "-p", "no:cacheprovider")
SEVERAL = ("-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", "--durations=8", "--durations-min=5")
"""One worker more than the smallest machine has processors: a test that waits for a browser or a disk leaves its place.

A file's tests stay with one worker, so that what is dear to make (a demonstration) is made once for all of them.
"""
GATES = {
    "style": ("-m", "ruff", "check", "."),
    "format": ("-m", "ruff", "format", "--check", "."),
    "types": ("-m", "mypy", "src", "tools", "dev.py"),
    "imports": ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
    "templates": ("-m", "djlint", "--lint", "--quiet", "src"),
    "translations": ("-m", "tools.translations"),
    "house rules": (*PYTEST, "tests/house"),
}


@dataclass
class Report:
    """The outcome of each stage, and what was not run and why."""

    stages: list[tuple[str, float, bool]] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)

    def run(self, name: str, words: tuple[str, ...], env: Mapping[str, str] | None = None) -> None:
        """Run one stage of our own Python, showing what it prints, and note how it went."""
        print(f"\n── {name} {'─' * (76 - len(name))}", flush=True)
        began = time.monotonic()
        with tempfile.NamedTemporaryFile("r", prefix="chauphe-skipped-", encoding="utf-8") as skipped:
            surroundings = {**os.environ, **(env or {}), "CHAUPHE_SKIPPED_TO": skipped.name}
            try:
                done = subprocess.run(
                    [sys.executable, *words], cwd=ROOT, env=surroundings, check=False, timeout=STAGE_LIMIT
                )
                well = done.returncode == 0
            except subprocess.TimeoutExpired:
                print(f"{name}: stopped after {STAGE_LIMIT} s", flush=True)
                well = False
            self.stages.append((name, time.monotonic() - began, well))
            reasons: dict[str, int] = json.loads(skipped.read() or "{}")
        self.not_run += [f"{name}: {count} skipped: {_plain(reason)}" for reason, count in reasons.items()]

    def conclude(self) -> int:
        """Print the last lines, and give the exit status."""
        print(f"\n══ in all {'═' * 70}")
        for name, seconds, well in self.stages:
            print(f"  {'ok' if well else 'FAILED':<7} {seconds:7.1f} s  {name}")
        for line in self.not_run:
            print(f"  NOT RUN: {line}")
        failed = [name for name, _, well in self.stages if not well]
        print(f"  {'FAILED: ' + ', '.join(failed) if failed else 'Everything that could run passed.'}", flush=True)
        return 1 if failed else 0


def _plain(reason: str) -> str:
    return reason.removeprefix("Skipped: ").replace("\n", " ")


def gates(report: Report) -> None:
    """Run what needs neither database nor browser."""
    for name, words in GATES.items():
        report.run(name, words)


def tests(report: Report) -> None:
    """Run the tests: everything on SQLite, then on PostgreSQL what touches the database."""
    without = missing("chromium", "strace")
    report.not_run += [f"tests that need {program}: it is not here and could not be installed" for program in without]
    wanted = "not exhaustive and not browser" if "chromium" in without else "not exhaustive"
    report.run("tests on SQLite", (*PYTEST, *SEVERAL, "--ignore=tests/house", "-m", wanted))
    report.not_run.append("tests on PostgreSQL: those marked `once`, which `make faults` runs there")
    _on_postgres(report, "tests on PostgreSQL", "database and not browser and not exhaustive and not once")


def _on_postgres(report: Report, name: str, chosen: str) -> None:
    with ExitStack() as stack:
        try:
            url = stack.enter_context(private_postgres())
        except RigError as reason:
            report.not_run.append(f"{name}: {reason}")
            return
        report.run(name, (*PYTEST, *SEVERAL, "-m", chosen), {"CHAUPHE_TEST_DATABASE_URL": url})


def everything(report: Report) -> None:
    """Run what CI runs."""
    gates(report)
    tests(report)


def bench(report: Report) -> None:
    """Run the measurements; the words after `bench` go to them."""
    report.not_run += [f"comparisons that need {program}: it is not here" for program in missing("nginx", "wrk")]
    report.run("bench", ("-m", "bench", *sys.argv[2:]))


def faults(report: Report) -> None:
    """Run every fault injection, the long walks through random days of a board, and what takes too long in `test`."""
    report.not_run += [f"faults: {program} is not here" for program in missing("strace")]
    report.run("faults", (*PYTEST, "tests/faults", "-m", "exhaustive or not exhaustive", *sys.argv[2:]))
    report.run("long walks", (*PYTEST, "tests/items", "-m", "exhaustive"))
    _on_postgres(report, "every door on PostgreSQL", "once")


MODES: dict[str, Callable[[Report], None]] = {"test": everything, "lint": gates, "bench": bench, "faults": faults}


def main() -> int:
    """Carry out the mode named on the command line."""
    report = Report()
    MODES[sys.argv[1]](report)
    return report.conclude()


if __name__ == "__main__":
    sys.exit(main())
