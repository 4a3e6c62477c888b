import gzip

import brotli
import pytest

from chauphe.bake.packing import SMALLEST, packed

TEXT = "Phòng Công chức, viên chức hướng dẫn hồ sơ. ".encode() * 40


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "so-do/index.html",
        "feed.atom",
        "chuyen-muc/tin-tuc/feed.json",
        "sitemap-3.xml",
        "sitemap-moi.xml",
        "tin/a-1/bang-chung.json",
        "_/site.0a1b2c3d.css",
        "_/display.0a1b2c3d.js",
        "_/img/emblem.svg",
    ],
)
def test_all_text_is_packed_in_both_forms(path: str) -> None:
    forms = dict(packed(path, TEXT))
    assert list(forms) == [path, f"{path}.br", f"{path}.gz"]
    assert brotli.decompress(forms[f"{path}.br"]) == TEXT
    assert gzip.decompress(forms[f"{path}.gz"]) == TEXT


@pytest.mark.parametrize("path", ["_/fonts/a.woff2", "tin/a-1/0123456789abcdef.avif"])
def test_what_is_compressed_already_is_left_alone(path: str) -> None:
    assert [name for name, _ in packed(path, TEXT)] == [path]


def test_what_is_tiny_is_left_alone() -> None:
    assert [name for name, _ in packed("robots.txt", TEXT[: SMALLEST - 1])] == ["robots.txt"]


def test_the_same_bytes_are_packed_the_same_way_every_time() -> None:
    assert list(packed("index.html", TEXT)) == list(packed("index.html", TEXT))
