"""Servers of the command line under test, and readers who take their time."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import psutil

from chauphe.cli.serving import PATIENCE

SOON = PATIENCE + 4
"""Seconds, with some for a busy machine."""
BARE = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}


@contextmanager
def started(*words: str, env: Mapping[str, str] = BARE) -> Iterator[psutil.Popen]:
    """Start `chauphe` in a session of its own; whatever is left of that session at the end is ended by its id."""
    process = psutil.Popen([sys.executable, "-m", "chauphe", *words], env=dict(env), start_new_session=True)
    try:
        yield process
    finally:
        for each in (*of_session(process.pid), process):
            if lives(each):
                each.kill()
        process.wait(10)


def of_session(leader: int) -> list[psutil.Process]:
    """Return what lives in a session: workers whose parent is gone are known by nothing else."""
    found = []
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == leader and lives(process):
                found.append(process)
        except ProcessLookupError:
            continue
    return found


def lives(process: psutil.Process) -> bool:
    """Say whether a process runs; one that has ended may wait long for somebody to ask how."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def until(holds: Callable[[], object], seconds: float) -> bool:
    """Wait until something holds; False if it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def listens(port: int) -> bool:
    """Say whether somebody takes connections on a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def reader(port: int, says: bytes, hears: int = 0) -> socket.socket:
    """Connect, say something, read a little of the answer, and stay."""
    there = socket.create_connection(("127.0.0.1", port), timeout=10)
    there.sendall(says)
    if hears:
        there.recv(hears)
    return there


def idlers(port: int) -> list[socket.socket]:
    """Give readers that owe the server nothing and wait: one says nothing, one keeps its connection."""
    return [reader(port, b""), reader(port, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 65_536)]


def stop_is_kept(server: psutil.Popen, how: signal.Signals, port: int) -> bool:
    """Tell a server to stop; say whether it did within seconds, with status 0, and left nobody behind."""
    server.send_signal(how)
    return server.wait(SOON) == 0 and until(lambda: not (of_session(server.pid) or listens(port)), 1)
