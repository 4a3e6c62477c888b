"""Start the processes of a small install, wait until they answer, and stop them all together."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from types import FrameType, TracebackType
from typing import Self

import click

from chauphe.cli.parent import STARTER

PATIENCE = 30.0
"""Seconds that a process may take until it answers, and until it has stopped."""


class Ports:
    """Ports of this machine that no other crew takes as long as this one lives.

    A port that is only looked at may be gone before it is used. So each is claimed by its namesake among the UDP ports,
    which nothing here listens on: the kernel gives that to one process alone, and frees it however the process ends.
    """

    def __init__(self) -> None:
        self._claims: list[socket.socket] = []

    def take(self, wanted: int) -> int:
        """Claim the first port from `wanted` on that nobody claims or listens on."""
        for port in range(wanted, wanted + 200):
            claim = socket.socket(type=socket.SOCK_DGRAM)
            if _taken(claim, port):
                claim.close()
            else:
                self._claims.append(claim)
                return port
        raise click.ClickException(f"Không còn cổng trống từ {wanted} trở đi.")


def _taken(claim: socket.socket, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            claim.bind(("127.0.0.1", port))
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


class Crew:
    """Processes of this program that live and stop together."""

    def __init__(self) -> None:
        self._started: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False

    def __enter__(self) -> Self:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._started.values():
            if process.poll() is None:
                process.terminate()
        for process in self._started.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            if process.poll() is None:
                process.kill()

    def start(self, name: str, *command: str) -> None:
        """Start one subcommand of `chauphe` that ends with this process.

        It is in a group of its own, so that Ctrl-C reaches this process alone.
        """
        self._started[name] = subprocess.Popen(  # noqa: S603  our own program, our own words
            [sys.executable, "-m", "chauphe", *command],
            env=os.environ | {STARTER: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def wait_for(self, ports: Iterable[int]) -> None:
        """Wait until every port answers."""
        until = time.monotonic() + PATIENCE
        for port in ports:
            while not _answers(port):
                self._all_alive()
                if time.monotonic() > until:
                    raise click.ClickException(f"Cổng {port} không trả lời sau {PATIENCE:.0f} giây.")
                time.sleep(0.05)

    def watch(self) -> None:
        """Stay until somebody stops it or one of the processes ends by itself."""
        while not self._stopping:
            self._all_alive()
            time.sleep(0.2)

    def _all_alive(self) -> None:
        for name, process in self._started.items():
            if process.poll() is not None and not self._stopping:
                raise click.ClickException(f"“{name}” đã dừng, mã {process.returncode}.")

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
