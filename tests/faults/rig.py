"""Interrupts a deed at one of its system calls, by strace, and gives what is left of it afterwards."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Self

CALLS = (
    "openat", "write", "pwrite64", "writev", "pwritev", "rename", "renameat", "renameat2", "unlink", "unlinkat",
    "rmdir", "mkdir", "mkdirat", "fsync", "fdatasync", "syncfs", "sync_file_range", "ftruncate", "fallocate",
    "symlink", "symlinkat", "link", "linkat", "copy_file_range", "sendfile",
)  # fmt: skip
"""The calls that can change what is on the disk; of openat those that write."""

_LINE = re.compile(r"(?:\[pid +\d+\] |\d+ +)?([a-z0-9_]+)\(")
_WRITES = re.compile(r"O_CREAT|O_WRONLY|O_RDWR|O_TRUNC")
ATTACHED = "attached"
PATIENCE = 60


class CannotTrace(Exception):
    """Raised where this machine does not let one process trace another."""


@dataclass(frozen=True, slots=True)
class Point:
    """The n-th call (from 1) of a kind that a deed makes."""

    call: str
    number: int

    def __str__(self) -> str:
        return f"{self.call} {self.number}"


@dataclass(slots=True)
class Rig:
    """A board prepared once, copied for every try; `tries` lie below `folder`."""

    folder: Path
    strace: str
    forge: "subprocess.Popen[str]"
    tries: count = field(default_factory=count)
    known: dict[str, list[Point]] = field(default_factory=dict)

    @classmethod
    def started(cls, folder: Path, strace: str) -> Self:
        """Start the forge and let it prepare the board."""
        template = folder / "template"
        template.mkdir(parents=True)
        env = {name: value for name, value in os.environ.items() if not name.startswith("CHAUPHE_")}
        env |= {
            "CHAUPHE_HOME": str(template),
            "CHAUPHE_HTTPS": "no",
            "CHAUPHE_LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "chauphe.config.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        env.pop("DATABASE_URL", None)
        forge = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.forge"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env,
        )  # fmt: skip
        rig = cls(folder, strace, forge)
        rig.ask(task="prepare", home=str(template))
        return rig

    def stop(self) -> None:
        """Let the forge end."""
        if self.forge.stdin:
            self.forge.stdin.close()
        self.forge.wait(PATIENCE)

    def ask(self, **asked: Any) -> dict[str, Any]:
        """Ask the forge for something."""
        if self.forge.stdin is None or self.forge.stdout is None:
            raise RuntimeError("the forge is not running")
        self.forge.stdin.write(json.dumps(asked) + "\n")
        self.forge.stdin.flush()
        answer: dict[str, Any] = json.loads(self.forge.stdout.readline())
        return answer

    def points(self, deed: str) -> list[Point]:
        """Return every state-changing call of a deed, in the order in which it makes them."""
        if deed not in self.known:
            with_trace = self.home()
            self.traced(deed, with_trace, f"trace={','.join(CALLS)}")
            self.known[deed] = points_in((with_trace / "trace").read_text("utf-8", "replace"))
            shutil.rmtree(with_trace)
        return self.known[deed]

    def home(self) -> Path:
        """Copy the prepared board."""
        home = self.folder / f"try-{next(self.tries)}"
        shutil.copytree(self.folder / "template", home, symlinks=True)
        return home

    def traced(self, deed: str, home: Path, *expressions: str) -> int:
        """Do a deed under strace, and return its exit status (negative: the signal that ended it)."""
        pid = self.ask(deed=deed, home=str(home))["pid"]
        words = [word for expression in expressions for word in ("-e", expression)]
        strace = subprocess.Popen(
            [self.strace, "-f", "-p", str(pid), "-o", str(home / "trace"), *words],
            stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        said = strace.stderr.readline() if strace.stderr else ""
        status: int = self.ask(go=pid)["status"]
        strace.wait(PATIENCE)
        if ATTACHED not in said:
            raise CannotTrace(said.strip())
        return status

    def killed_at(self, deed: str, point: Point) -> "Left":
        """Kill a deed at the entry of a call, and look at what is left."""
        return self._left(deed, f"inject={point.call}:signal=KILL:when={point.number}")

    def failing_at(self, deed: str, point: Point, error: str, *, from_then_on: bool) -> "Left":
        """Let a call, or it and all like it, fail with an error, and look at what is left."""
        when = f"{point.number}+" if from_then_on else f"{point.number}"
        return self._left(deed, f"inject={point.call}:error={error}:when={when}")

    def _left(self, deed: str, inject: str) -> "Left":
        home = self.home()
        # strace counts only the calls it traces, so it traces them all.
        status = self.traced(deed, home, f"trace={','.join(CALLS)}", inject)
        acknowledged = (home / "acknowledged").read_text() == "done"
        seen = self.ask(task="look", home=str(home))
        shutil.rmtree(home)
        return Left(deed, status, acknowledged, seen)


@dataclass(frozen=True, slots=True)
class Left:
    """What an interrupted deed left: how it ended, whether it was acknowledged, and what the next start made of it."""

    deed: str
    status: int
    acknowledged: bool
    seen: dict[str, Any]

    def wrongs(self) -> list[str]:
        """Say everything that must not be, in words; nothing is what is hoped for."""
        seen = self.seen
        if "error" in seen:
            return [f"the next start fails: {seen['error']}"]
        kept = {"sign_off": seen["sign_offs"][0] == 5, "publish": seen["publications"][0] == 4}
        kept["publish_and_fold"] = kept["publish"]
        said = {
            "the ledger's head and its rows differ": not seen["whole_ledger"],
            "a sign-off without its entry, or the reverse": len(set(seen["sign_offs"])) != 1,
            "a publication without its entry, or the reverse": len(set(seen["publications"])) != 1,
            "an acknowledged decision is lost": self.acknowledged and not kept.get(self.deed, True),
            "a published item is not live": seen["live"] != seen["published"],
            "files are left over": bool(seen["left_over"]),
        }
        wrongs = [what for what, holds in said.items() if holds]
        return wrongs + seen["unapproved"] + seen["findings"] + seen["troubles"]


def points_in(trace: str) -> list[Point]:
    """Read a trace of a deed."""
    numbers: dict[str, int] = {}
    found = []
    for line in trace.splitlines():
        call = _LINE.match(line)
        if not call:
            continue
        numbers[call[1]] = numbers.get(call[1], 0) + 1
        if call[1] != "openat" or _WRITES.search(line):
            found.append(Point(call[1], numbers[call[1]]))
    return found
