"""Runs `chauphe demo` as a newcomer does, and reads the box that it prints."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 300.0
CHAIN = ("contributor", "member", "deputy", "standing", "chief", "secretary")
"""The people of the box, in its order; the chief of the other board comes last."""


@dataclass(frozen=True)
class Box:
    """What the box says: the sites, the desk, and a sign-in link for each role."""

    site: str
    other_site: str
    desk: str
    links: dict[str, str]
    chief_is_away: bool
    home: Path

    @property
    def signer(self) -> str:
        """Return who signs off today: the demonstration's chief is away now and then."""
        return "standing" if self.chief_is_away else "chief"


@contextmanager
def running(home: Path, database: str = "") -> Iterator[Box]:
    """Start the demonstration in `home`, and stop it as Ctrl-C does."""
    command = [sys.executable, "-m", "chauphe", "demo", "--home", str(home), "--port", "20000"]
    if database:
        command += ["--database", database]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    )
    try:
        yield _read(process, home)
    finally:
        process.terminate()
        process.wait(60)


def _read(process: subprocess.Popen[str], home: Path) -> Box:
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if "╰" in line:
            break
    watchdog.cancel()
    assert "╰" in said, said
    threading.Thread(target=process.stdout.read, daemon=True).start()
    sites = re.findall(r"http://127\.0\.0\.1:\d+/(?=\s)", said)
    links = re.findall(r"http://127\.0\.0\.1:\d+/thu/\S+", said)
    return Box(
        site=sites[0].rstrip("/"),
        other_site=sites[1].rstrip("/"),
        desk=links[0].split("/thu/")[0],
        links=dict(zip((*CHAIN, "other_chief"), links, strict=True)),
        chief_is_away="Trưởng Ban biên tập (đang vắng)" in said.split("Phó Trưởng Ban trực")[1],
        home=home,
    )
