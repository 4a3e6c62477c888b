import itertools
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.bake.ports import unused_port
from tests.cli.served import BARE, SOON, idlers, listens, of_session, reader, started, stop_is_kept, until

LARGE = 64 * 1024 * 1024
"""More than the sockets between server and reader hold."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a web root as the baker leaves it: a link to one of two releases."""
    for name in ("1", "2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text("<h1>Sở Nội vụ tỉnh An Hải</h1>", "utf-8")
        with (tmp_path / name / "lon.zip").open("wb") as large:
            large.truncate(LARGE)
    (tmp_path / "site").symlink_to("1")
    return tmp_path / "site"


@contextmanager
def serving(root: Path, *words: str) -> Iterator[tuple[psutil.Popen, int]]:
    """Serve a folder until the end of the test."""
    port = unused_port()
    with started("site", "--root", str(root), "--port", str(port), *words) as server:
        yield server, port


def answered(port: int) -> bool:
    with reader(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n") as there:
        return there.recv(65_536).startswith(b"HTTP/1.1 200 OK")


def dawdlers(port: int) -> list[socket.socket]:
    """Give readers that are half-way: in what they ask, in what they send along, in what they are told."""
    return [
        reader(port, b"GET / HTTP/1.1\r\nHost:"),
        reader(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf"),
        reader(port, b"GET /lon.zip HTTP/1.1\r\nHost: x\r\n\r\n", 100),
    ]


@contextmanager
def switching(root: Path) -> Iterator[None]:
    """Let the root be one release and then the other, all the time, as a bake does once."""
    done = threading.Event()

    def switch() -> None:
        link = root.with_name(".site.new")
        for name in itertools.cycle("21"):
            if done.is_set():
                return
            link.symlink_to(name)
            link.rename(root)
            time.sleep(0.001)

    thread = threading.Thread(target=switch)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("readers", [idlers, dawdlers])
def test_a_server_told_to_stop_stops_whatever_its_readers_do(
    root: Path, how: signal.Signals, readers: Callable[[int], list[socket.socket]]
) -> None:
    with serving(root, "--workers", "2") as (server, port), switching(root):
        assert until(lambda: listens(port), 20)
        held = readers(port)
        assert stop_is_kept(server, how, port)
        for each in held:
            each.close()


def test_a_server_stopped_while_its_worker_starts_stops(root: Path) -> None:
    with serving(root) as (server, port):
        assert until(server.children, 20)
        assert stop_is_kept(server, signal.SIGTERM, port)


def test_no_worker_outlives_a_server_that_was_killed(root: Path) -> None:
    with serving(root, "--workers", "2") as (server, port):
        assert until(lambda: listens(port), 20)
        held = dawdlers(port)
        server.kill()
        assert server.wait(5) == -signal.SIGKILL
        assert until(lambda: not (of_session(server.pid) or listens(port)), SOON)
        for each in held:
            each.close()


def test_a_worker_that_was_killed_is_replaced(root: Path) -> None:
    with serving(root) as (server, port):
        assert until(lambda: listens(port), 20)
        [worker] = server.children()
        worker.kill()
        assert until(lambda: {each.pid for each in server.children()} - {worker.pid} and listens(port), SOON)
        assert answered(port)


def test_a_large_file_that_is_being_read_is_sent_to_its_end(root: Path) -> None:
    with serving(root) as (server, port):
        assert until(lambda: listens(port), 20)
        with reader(port, b"GET /lon.zip HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 1) as there:
            server.send_signal(signal.SIGTERM)
            taken = sum(len(part) for part in iter(lambda: there.recv(1 << 20), b""))
        assert taken > LARGE
        assert server.wait(SOON) == 0


def test_a_port_that_another_server_has_is_not_shared(root: Path) -> None:
    with serving(root) as (_, port):
        assert until(lambda: listens(port), 20)
        command = [sys.executable, "-m", "chauphe", "site", "--root", str(root), "--port", str(port)]
        second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
        assert (second.returncode, second.stderr) == (
            1,
            f"Error: 127.0.0.1:{port}: đã có chương trình khác dùng cổng này.\n",
        )


def test_where_sites_are_several_one_has_to_be_named(tmp_path: Path) -> None:
    for name in ("snv-anhai", "bql-cang-ca-anhai"):
        (tmp_path / name).mkdir()
    env = BARE | {"CHAUPHE_SITES": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "chauphe", "site"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "bql-cang-ca-anhai, snv-anhai. Hãy nêu rõ bằng --board." in done.stderr
