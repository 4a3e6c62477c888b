import gzip
import os
from pathlib import Path

import brotli
import pytest

from chauphe.bake.answer import Answer, Shop
from chauphe.bake.media import CACHED, POLICY

PAGE = b"<!doctype html><p>" + "Tin tức ".encode() * 99


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a small site behind a link, with a secret beside it."""
    release = tmp_path / "release"
    for path in ("index.html", "tin/a-1/index.html", "404.html"):
        _write(release / path, PAGE + path.encode())
        _write(release / f"{path}.br", brotli.compress(PAGE + path.encode()))
        _write(release / f"{path}.gz", gzip.compress(PAGE + path.encode()))
    _write(release / "feed.atom", b"<feed/>")
    _write(release / "feed.atom.gz", gzip.compress(b"<feed/>"))
    _write(release / "tin/a-1/0123456789abcdef.avif", b"avif")
    _write(release / "tin/a-1/phu-luc.pdf", bytes(range(256)) * 4 * (CACHED // 1024 + 1))
    _write(release / ".well-known/chauphe/checkpoint", b"checkpoint\n")
    _write(release / ".git/config", b"secret")
    _write(release / ".index.html.new", b"half-written")
    _write(tmp_path / "secret.html", b"secret")
    (release / "out.html").symlink_to(tmp_path / "secret.html")
    (release / "folder").symlink_to(tmp_path)
    (tmp_path / "site").symlink_to(release)
    return tmp_path / "site"


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def ask(root: Path | Shop, path: str = "/", method: str = "GET", query: str = "", **headers: str) -> Answer:
    shop = root if isinstance(root, Shop) else Shop(str(root))
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return shop.answer(method, path, query, given.get)


def header(answer: Answer, name: str) -> str | None:
    return dict(answer.headers).get(name)


def test_a_folder_is_answered_with_its_page(root: Path) -> None:
    answer = ask(root, "/tin/a-1/")
    assert (answer.status, answer.body) == (200, PAGE + b"tin/a-1/index.html")
    assert header(answer, "content-type") == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("br;q=1.0, gzip;q=0.5", "br"),
        ("gzip", "gzip"),
        ("*", "br"),
        ("*, br;q=0", "gzip"),
        ("gzip;q=0, br;q=0.0", None),
        ("identity", None),
        ("", None),
        ("BR", "br"),
        (",;q=x,", None),
    ],
)
def test_the_smallest_form_that_is_accepted_is_sent(root: Path, accept: str, encoding: str | None) -> None:
    answer = ask(root, accept_encoding=accept)
    assert header(answer, "content-encoding") == encoding
    plain = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](answer.body)
    assert plain == PAGE + b"index.html"
    assert header(answer, "vary") == "accept-encoding"


def test_a_form_that_was_not_baked_gives_way_to_the_next(root: Path) -> None:
    assert header(ask(root, "/feed.atom", accept_encoding="br, gzip"), "content-encoding") == "gzip"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.html",
        "/tin/../../secret.html",
        "/..",
        "/./index.html",
        "//index.html",
        "/tin//a-1/",
        "/.git/config",
        "/.index.html.new",
        "/.well-known/../.git/config",
        "/.well-known/.git",
        "/tin\\a-1",
        "/tin/a-1/\0",
        "/index.html\n",
        "/index.html ",
        "/index.html.br",
        "/index.html.gz",
        "/404.html",
        "/out.html",
        "/folder/secret.html",
        "/tìn/",
        "/\ufffd",
        "*",
        "",
        "index.html",
        "/etc/passwd",
        "/tin/a-1/..;/",
        "/tin/a-1/index.html/",
        "/%2e%2e/secret.html",
        "/C:/windows/win.ini",
        "/" + "a/" * 2000,
        "/" + "a" * 5000,
        "/<script>alert(1)</script>",
    ],
)
def test_what_the_baker_cannot_have_written_is_not_there(root: Path, path: str) -> None:
    answer = ask(root, path)
    assert (answer.status, answer.body) == (404, PAGE + b"404.html")


def test_the_page_for_a_missing_page_comes_packed_too(root: Path) -> None:
    answer = ask(root, "/khong-co/", accept_encoding="br")
    assert (answer.status, header(answer, "content-encoding"), header(answer, "etag")) == (404, "br", None)


def test_a_folder_without_its_slash_leads_on(root: Path) -> None:
    answer = ask(root, "/tin/a-1", query="q=1")
    assert (answer.status, header(answer, "location")) == (301, "/tin/a-1/?q=1")


def test_no_address_leads_on_to_another_site(root: Path) -> None:
    _write(root.resolve() / "evil.example" / "index.html", b"x")
    assert ask(root, "//evil.example").status == 404
    assert header(ask(root, "/evil.example"), "location") == "/evil.example/"
    assert header(ask(root, "/evil.example", query="a\r\nSet-Cookie: b"), "location") == "/evil.example/"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_nothing_but_reading_is_answered(root: Path, method: str) -> None:
    answer = ask(root, method=method)
    assert (answer.status, header(answer, "allow")) == (405, "GET, HEAD")


def test_what_the_reader_has_already_is_not_sent_again(root: Path) -> None:
    etag = header(ask(root, accept_encoding="br"), "etag") or ""
    assert ask(root, accept_encoding="br", if_none_match=f'"other", W/{etag}').status == 304
    assert ask(root, accept_encoding="br", if_none_match="*").status == 304
    assert ask(root, accept_encoding="gzip", if_none_match=etag).status == 200


@pytest.mark.parametrize(
    ("wanted", "part"), [("bytes=0-3", (0, 4)), ("bytes=10-", (10, None)), ("bytes=-5", (-5, None))]
)
def test_a_part_of_a_file_is_sent_when_asked_for(root: Path, wanted: str, part: tuple[int, int | None]) -> None:
    answer = ask(root, "/tin/a-1/", range=wanted, accept_encoding="br")
    assert (answer.status, answer.body) == (206, (PAGE + b"tin/a-1/index.html")[slice(*part)])


def test_a_part_of_a_large_file_names_where_it_lies(root: Path) -> None:
    size = (root / "tin/a-1/phu-luc.pdf").stat().st_size
    answer = ask(root, "/tin/a-1/phu-luc.pdf", range="bytes=100-199")
    assert (answer.status, answer.part, header(answer, "content-length")) == (206, (100, 200), "100")
    assert header(answer, "content-range") == f"bytes 100-199/{size}"


@pytest.mark.parametrize("wanted", ["bytes=999999999-", "bytes=9-3", "bytes=-0"])
def test_a_part_beyond_the_file_is_refused(root: Path, wanted: str) -> None:
    assert ask(root, range=wanted).status == 416


@pytest.mark.parametrize("wanted", ["bytes=0-1,3-4", "bytes=-", "lines=1-2", "bytes=x-y", "bytes=" + "9" * 400 + "-"])
def test_a_part_that_makes_no_sense_is_answered_with_the_whole(root: Path, wanted: str) -> None:
    assert ask(root, range=wanted).status == 200


def test_a_part_of_an_older_file_is_answered_with_the_whole(root: Path) -> None:
    assert ask(root, range="bytes=0-1", if_range='"older"').status == 200


def test_every_answer_carries_the_security_headers(root: Path) -> None:
    for answer in (ask(root), ask(root, "/no"), ask(root, "/tin/a-1"), ask(root, method="POST")):
        assert header(answer, "content-security-policy") == POLICY
        assert header(answer, "x-content-type-options") == "nosniff"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "public, no-cache"),
        ("/tin/a-1/0123456789abcdef.avif", "public, max-age=31536000, immutable"),
        ("/tin/a-1/phu-luc.pdf", "public, no-cache"),
        ("/.well-known/chauphe/checkpoint", "public, no-cache"),
    ],
)
def test_only_what_carries_its_hash_is_kept_for_ever(root: Path, path: str, kept: str) -> None:
    assert header(ask(root, path), "cache-control") == kept


def test_a_changed_file_is_sent_at_the_next_request(root: Path) -> None:
    shop = Shop(str(root))
    ask(shop, "/tin/a-1/")
    fresh = root / "tin/a-1/.index.html.new"
    fresh.write_bytes(b"anew")
    fresh.rename(root / "tin/a-1/index.html")
    assert ask(shop, "/tin/a-1/").body == b"anew"


def test_a_file_taken_down_is_gone_at_the_next_request(root: Path) -> None:
    shop = Shop(str(root))
    assert ask(shop, "/tin/a-1/").status == 200
    (root / "tin/a-1/index.html").unlink()
    assert ask(shop, "/tin/a-1/").status == 404


def test_another_release_is_served_as_soon_as_it_is_switched_to(root: Path, tmp_path: Path) -> None:
    shop = Shop(str(root))
    ask(shop)
    _write(tmp_path / "next" / "index.html", b"the next release")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "next")
    link.rename(root)
    assert ask(shop).body == b"the next release"


def test_a_folder_that_becomes_a_link_out_of_the_site_serves_nothing(root: Path, tmp_path: Path) -> None:
    shop = Shop(str(root))
    ask(shop, "/tin/a-1/")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "index.html").write_bytes(b"casino")
    (root / "tin/a-1").rename(tmp_path / "away")
    (root / "tin/a-1").symlink_to(tmp_path / "elsewhere")
    assert ask(shop, "/tin/a-1/").status == 404


def test_a_device_or_a_pipe_in_the_site_is_no_file(root: Path) -> None:
    os.mkfifo(root / "pipe.html")
    assert ask(root, "/pipe.html").status == 404


def test_memory_is_bounded_and_what_was_asked_last_is_kept(root: Path) -> None:
    for number in range(20):
        _write(root / f"{number}.txt", bytes(1000))
    shop = Shop(str(root), room=5_000)
    for number in range(20):
        ask(shop, f"/{number}.txt")
    assert [Path(file).name for file in shop._forms] == [f"{number}.txt" for number in range(15, 20)]


def test_a_large_file_is_sent_from_the_disk(root: Path) -> None:
    answer = ask(root, "/tin/a-1/phu-luc.pdf")
    assert (answer.status, answer.body, answer.file) == (200, b"", f"{root}/tin/a-1/phu-luc.pdf")
    assert header(answer, "content-length") == str((root / "tin/a-1/phu-luc.pdf").stat().st_size)
