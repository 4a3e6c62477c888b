"""The rigs do what the tests rely on."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import dj_database_url
import psycopg
import pytest

from tests.rigs.browser import OpenPage, Visitor


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header(
            "Content-Security-Policy", "script-src 'none'" if self.path == "/strict" else "img-src * data:"
        )
        self.end_headers()
        self.wfile.write(PAGES[self.path].encode())

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


PAGES = {
    "/": '<link rel="icon" href="data:,"><title>Duyệt</title><h1>Đã duyệt</h1>',
    "/abroad": '<link rel="icon" href="data:,"><img src="http://elsewhere.example/dot.png" alt="">',
    "/strict": '<link rel="icon" href="data:,"><script>document.title = "x"</script>',
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_phone_sees_the_page_at_its_width(browser_page: OpenPage, address: str) -> None:
    page = browser_page(width=360)
    page.goto(address)
    assert (page.title(), page.evaluate("screen.width")) == ("Duyệt", 360)


@pytest.mark.parametrize(
    ("path", "complaint"),
    [("/abroad", "left this machine: http://elsewhere.example/dot.png"), ("/strict", "console: Executing inline")],
)
def test_what_a_page_may_not_do_is_noticed(chromium, address: str, path: str, complaint: str) -> None:
    visitor = Visitor(chromium)
    visitor.open().goto(address + path)
    visitor.close()
    assert visitor.complaints[0][: len(complaint)] == complaint


def test_the_private_postgres_answers_in_unicode(postgres_url: str) -> None:
    where = dj_database_url.parse(postgres_url)
    with psycopg.connect(dbname=where["NAME"], user=where["USER"], **where["OPTIONS"]) as connection:
        assert connection.execute("select upper('châu phê'), char_length('thủy')").fetchone()[1] == 4
