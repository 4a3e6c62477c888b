"""Compress what is served, once, when it is baked: reading then costs no computing."""

import re
from collections.abc import Iterator

import brotli
from zlib_ng import gzip_ng

BROTLI_QUALITY = 5
BROTLI_WINDOW = 18
GZIP_LEVEL = 4
SMALLEST = 200
"""Below this many bytes a compressed form saves no packet."""

_PACKED = re.compile(r".*\.(?:html|css|js|mjs|json|svg|txt|xml|atom)")


def packed(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file and its compressed forms as (path, bytes)."""
    yield path, data
    if len(data) < SMALLEST or not _PACKED.fullmatch(path):
        return
    yield path + ".br", brotli.compress(data, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY, lgwin=BROTLI_WINDOW)
    yield path + ".gz", gzip_ng.compress(data, GZIP_LEVEL, mtime=0)
