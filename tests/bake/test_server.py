import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bake.ports import unused_port
from tests.bake.serving import ask, served_otherwise, serving
from tests.bake.site import Baker

LOADED = """
import json, sys
import chauphe.bake.server, chauphe.cli.site
chauphe.bake.server.Server("/")
unwanted = {"django", "sqlite3", "cryptography", "chauphe.config.settings"}
print(json.dumps(sorted(unwanted & sys.modules.keys())))
"""


@pytest.fixture
def address(baker: Baker, places: Path) -> Iterator[tuple[str, int]]:
    """Serve the board's site as `chauphe site` does, in an environment that names neither database nor key."""
    port = unused_port()
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "CHAUPHE_SITES": str(places / "site")}
    with serving([sys.executable, "-m", "chauphe", "site", "--port", str(port)], port=port, env=env) as served:
        yield served


def test_the_server_loads_neither_django_nor_a_database() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_publication_is_served_as_soon_as_it_is_baked(baker: Baker, address: tuple[str, int]) -> None:
    item = baker.publish("Khai giảng lớp bồi dưỡng")
    path = f"/tin/khai-giang-lop-boi-duong-{item.number}/"
    assert ask(address, path)[0] == 404
    baker.catch_up()
    status, headers, body = ask(address, path)
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "Khai giảng lớp bồi dưỡng".encode() in body


def test_everything_the_site_holds_is_served_byte_for_byte(baker: Baker, address: tuple[str, int]) -> None:
    baker.publish()
    baker.catch_up()
    assert served_otherwise(baker.root.resolve(), address) == []


def test_a_reader_of_headers_alone_gets_no_body(baker: Baker, address: tuple[str, int]) -> None:
    status, headers, body = ask(address, "/", "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) == (baker.root / "index.html").stat().st_size


def test_no_decoding_leads_out_of_the_site(address: tuple[str, int]) -> None:
    for path in (
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/%252e%252e/",
        "/%00",
        "/.%2egit/",
        "/%5c..%5c",
    ):
        assert ask(address, path)[0] == 404


def test_every_request_is_answered_while_releases_come_one_after_the_other(
    baker: Baker, address: tuple[str, int]
) -> None:
    item = baker.publish("Tin thứ nhất")
    baker.catch_up()
    answers: Counter[int] = Counter()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            for path in ("/", f"/tin/tin-thu-nhat-{item.number}/"):
                for encoding in ("br", "gzip", "identity"):
                    answers[ask(address, path, Accept_Encoding=encoding)[0]] += 1

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(3):
            baker.publish()
            baker.catch_up()
            baker.bake_all()
    finally:
        done.set()
        reader.join()
    assert list(answers) == [200]
