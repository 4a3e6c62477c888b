import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import psutil
import pytest

from tests.bake.ports import unused_port
from tests.cli.served import SOON, idlers, listens, of_session, reader, started, stop_is_kept, until

LOGIN = b"POST /tai-khoan/dang-nhap/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf"


@contextmanager
def working(install: Mapping[str, str], *words: str) -> Iterator[tuple[psutil.Popen, int]]:
    """Run a desk until the end of the test."""
    port = unused_port()
    with started("desk", "--port", str(port), *words, env=install) as desk:
        assert until(lambda: listens(port), 30)
        yield desk, port


def dawdlers(port: int) -> list[socket.socket]:
    """Give readers that are half-way, more than there are threads to wait for them."""
    return [reader(port, b"GET / HTTP/1.1\r\nHost:"), *(reader(port, LOGIN) for _ in range(6))]


@pytest.mark.parametrize("readers", [idlers, dawdlers])
def test_a_desk_told_to_stop_stops_whatever_its_readers_do(
    install: dict[str, str], readers: Callable[[int], list[socket.socket]]
) -> None:
    with working(install, "--workers", "2") as (desk, port):
        held = readers(port)
        assert stop_is_kept(desk, signal.SIGTERM, port)
        for each in held:
            each.close()


def test_no_worker_outlives_a_desk_that_was_killed(install: dict[str, str]) -> None:
    with working(install, "--workers", "2") as (desk, port):
        held = dawdlers(port)
        desk.kill()
        assert desk.wait(5) == -signal.SIGKILL
        assert until(lambda: not (of_session(desk.pid) or listens(port)), SOON)
        for each in held:
            each.close()


def test_a_port_that_another_desk_has_is_not_shared(install: dict[str, str]) -> None:
    with working(install) as (_, port):
        command = [sys.executable, "-m", "chauphe", "desk", "--port", str(port)]
        second = subprocess.run(command, env=install, capture_output=True, text=True, check=False, timeout=30)
        assert (second.returncode, second.stderr.splitlines()[-1]) == (
            1,
            f"Error: 127.0.0.1:{port}: đã có chương trình khác dùng cổng này.",
        )
