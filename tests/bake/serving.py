"""A server of a site under test: started, asked, and ended."""

import http.client
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

Address = tuple[str, int]


@contextmanager
def serving(words: Sequence[str], *, port: int, env: Mapping[str, str] | None = None) -> Iterator[Address]:
    """Start a server, and give its address as soon as it answers."""
    address = ("127.0.0.1", port)
    server = subprocess.Popen(words, env=env)
    try:
        _wait(address)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _wait(address: Address) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            ask(address, "/")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(address)


def ask(address: Address, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(*address, timeout=10)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def served_otherwise(root: Path, address: Address) -> list[str]:
    """Ask for every file of a site, and name those that are not answered as they lie there; there are some at least."""
    files = {str(file.relative_to(root)): file.read_bytes() for file in sorted(root.rglob("*")) if file.is_file()}
    plain = [path for path in files if not path.endswith((".br", ".gz"))]
    assert "index.html" in plain
    wrong = []
    for path in plain:
        status, _, body = ask(address, f"/{path.removesuffix('index.html')}")
        if (status, body) != (404 if path == "404.html" else 200, files[path]):
            wrong.append(path)
    return wrong
