"""Reading a site over HTTP as its readers get it."""

import gzip
import hashlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from chauphe.seal.findings import Code
from chauphe.seal.layout import CHECKPOINT
from chauphe.seal.reader import CannotRead, Missing, NotOffered, TooLarge, Trouble
from chauphe.seal.verify import verify_site
from chauphe.seal.web import Web
from tests.seal.site_writer import SIGNER, Site, snapshot_of


@dataclass
class Served:
    """A web server for one folder, as plain as one can be; `odd` answers some addresses otherwise."""

    root: Path
    odd: dict[str, tuple[int, Mapping[str, str], bytes]] = field(default_factory=dict)
    encodes: bool = True
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, path: str, accepts: str) -> tuple[int, Mapping[str, str], bytes]:
        if path in self.odd:
            return self.odd[path]
        file = self.root / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        suffix = {"br": ".br", "gzip": ".gz"}.get(accepts, "")
        packed = Path(f"{file}{suffix}")
        if suffix and self.encodes and packed.is_file():
            return 200, {"Content-Encoding": accepts}, packed.read_bytes()
        if file.is_file():
            return 200, {}, file.read_bytes()
        return 404, {}, b"not found"


class Handler(BaseHTTPRequestHandler):
    def __init__(self, served: Served, *args: object) -> None:
        self.served = served
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        status, headers, data = self.served.answer(self.path, self.headers["Accept-Encoding"])
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path / "site")
    site = Site(served.root)
    for number in (1, 2):
        site.publish(snapshot_of(number))
    site.release()
    site.write("404.html", b"not found")
    site.seal()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, served))
    served.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield served
    server.shutdown()
    server.server_close()


def found(served: Served) -> list[tuple[Code, str]]:
    site = Site(served.root)
    report = verify_site(Web(served.address), keys=[SIGNER.verifier], check_page=site.pages)
    return [(each.code, each.path) for each in report.findings]


def test_a_site_is_checked_as_it_is_served(served: Served) -> None:
    report = verify_site(Web(served.address + "/"), keys=[SIGNER.verifier], check_page=Site(served.root).pages)
    assert (report.ok, report.listed) == (True, False)
    assert (report.counts.files, report.counts.pages, report.counts.not_offered) == (20, 2, 0)


def test_what_readers_are_sent_compressed_is_checked(served: Served) -> None:
    packed = Path(served.root / "tin/tin-so-1/index.html.gz")
    packed.write_bytes(gzip.compress(b"xo so"))
    assert found(served) == [(Code.FILE_CHANGED, "tin/tin-so-1/index.html.gz")]


def test_forms_that_are_not_offered_are_counted_apart(served: Served) -> None:
    served.encodes = False
    report = verify_site(Web(served.address), keys=[SIGNER.verifier], check_page=Site(served.root).pages)
    assert (report.ok, report.counts.files, report.counts.not_offered) == (True, 10, 10)


def test_a_page_not_found_is_missing(served: Served) -> None:
    (served.root / "tin/tin-so-2/bang-chung.json").unlink()
    assert found(served) == [(Code.FILE_MISSING, "tin/tin-so-2/bang-chung.json")]


def test_the_page_for_missing_pages_is_read_as_such(served: Served) -> None:
    (served.root / "404.html").unlink()
    assert Web(served.address).read("404.html", 99) == b"not found"


def test_an_answer_is_cut_off_at_its_limit(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chauphe.seal.web.LONGEST", 3)
    with pytest.raises(TooLarge):
        Web(served.address).read("404.html", 3)
    with pytest.raises(TooLarge):
        Web(served.address).sha256("404.html")


def test_a_file_of_any_size_is_hashed(served: Served) -> None:
    assert Web(served.address).sha256("404.html") == hashlib.sha256(b"not found").hexdigest()


def test_a_redirect_within_the_site_is_followed(served: Served) -> None:
    served.odd["/" + CHECKPOINT] = (301, {"Location": "/elsewhere"}, b"")
    served.odd["/elsewhere"] = (200, {}, b"moved")
    assert Web(served.address).read(CHECKPOINT, 99) == b"moved"


@pytest.mark.parametrize("target", ["http://other.example/", "https://127.0.0.1.example/", "http://127.0.0.1:1/"])
def test_a_redirect_to_another_site_is_refused(served: Served, target: str) -> None:
    served.odd["/" + CHECKPOINT] = (302, {"Location": target}, b"")
    with pytest.raises(CannotRead) as caught:
        Web(served.address).read(CHECKPOINT, 99)
    assert (caught.value.trouble, caught.value.detail) == (Trouble.REDIRECTED, target)


@pytest.mark.parametrize("status", [403, 500, 503])
def test_a_server_in_trouble_says_nothing_about_the_site(served: Served, status: int) -> None:
    served.odd["/index.css"] = (status, {}, b"")
    with pytest.raises(CannotRead) as caught:
        Web(served.address).read("index.css", 99)
    assert (caught.value.trouble, caught.value.detail) == (Trouble.ANSWER, str(status))


def test_a_file_encoded_unasked_cannot_be_checked(served: Served) -> None:
    served.odd["/index.css"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"a"))
    with pytest.raises(CannotRead) as caught:
        Web(served.address).read("index.css", 99)
    assert caught.value.trouble is Trouble.ENCODED


def test_a_seal_is_never_read_in_another_encoding(served: Served) -> None:
    with pytest.raises(Missing):
        Web(served.address).read(CHECKPOINT + ".gz", 99)
    with pytest.raises(NotOffered):
        Web(served.address).read("404.html.br", 99)


def test_no_server_means_no_check(served: Served) -> None:
    with pytest.raises(CannotRead) as caught:
        Web("http://127.0.0.1:9", timeout=5).read("index.html", 99)
    assert caught.value.trouble is Trouble.NETWORK


@pytest.mark.parametrize("address", ["ftp://a.example", "file:///etc", "http://", "https://a.example/?q", "a.example"])
def test_only_the_address_of_a_site_is_asked(address: str) -> None:
    with pytest.raises(CannotRead) as caught:
        Web(address)
    assert caught.value.trouble is Trouble.NOT_AN_ADDRESS
