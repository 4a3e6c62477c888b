"""The desk's own styles, scripts and fonts: compressed beforehand, at addresses whose content never changes.

Scripts are modules that import each other by relative names, so the hash stands in the path and not in each name:
/static/<hash of all files>/desk/js/write.js. A browser keeps them for good, and another version has another path.
They are made ready once a version, at the first start; where the folder for them cannot be written, the same addresses
answer from the sources, uncompressed.
"""

import logging
import secrets
import shutil
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]  # it has no stubs

log = logging.getLogger(__name__)

LEFT_OUT = ("*.map", "*.md", "ext", "htmax-*", "htmx-2*", "htmx-4.js", "material-icons.*")
"""Files of other packages that no page asks for."""
PACKED = frozenset({".css", ".js", ".svg", ".txt"})
KEPT = 2
"""Versions whose files stay: processes of the one before may still be answering."""
SUMS = "sums"


class HashedStorage(StaticFilesStorage):
    """Gives the addresses; while one works on the sources (DEBUG) they are the plain ones."""

    def url(self, name: str | None) -> str:
        """Return the address of a file."""
        return super().url(name if settings.DEBUG or not name else f"{version()}/{name}")


class StaticFiles(WhiteNoiseMiddleware):
    """Middleware that answers for these files and for nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        if not self.autorefresh:
            place = ready(settings.STATIC_READY)
            for name, source in sources().items():
                path = place / name if place else source
                self.add_file_to_dictionary(f"{self.static_prefix}{version()}/{name}", str(path))

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Say whether an address may be kept for good: all that carry the hash."""
        return not self.autorefresh


@cache
def sources() -> dict[str, Path]:
    """Return every file by its name below /static/."""
    found: dict[str, Path] = {}
    for finder in finders.get_finders():
        for name, storage in finder.list(LEFT_OUT):
            found.setdefault(name, Path(storage.path(name)))
    return dict(sorted(found.items()))


@cache
def version() -> str:
    """Return the hash over all names and contents."""
    whole = sha256()
    for name, source in sources().items():
        whole.update(f"{name}\0{sha256(source.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()[:16]


@cache
def ready(root: Path) -> Path | None:
    """Return the folder of this version below `root`, made now if need be; None where it cannot be written."""
    place = root / version()
    try:
        if not _whole(place):
            _make(place)
    except OSError as error:
        log.warning("styles and scripts are sent uncompressed: %s", error)
        return None
    return place


def _whole(place: Path) -> bool:
    """Say whether a folder holds every file as it was written: a power cut may have left some of them empty."""
    try:
        lines = (place / SUMS).read_text("ascii").splitlines()
        sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        return sums == {name: sha256((place / name).read_bytes()).hexdigest() for name in _names()}
    except (OSError, ValueError):
        return False


def _make(place: Path) -> None:
    """Write a folder aside and put it in its place in one step; of two that do so at once, one stays."""
    root = place.parent
    partial = root / f".{place.name}.{secrets.token_hex(4)}"
    try:
        sums = [f"{_written(partial / name, data)}  {name}\n" for name, data in _contents()]
        (partial / SUMS).write_text("".join(sums), "ascii")
        if place.exists() and not _whole(place):
            place.rename(partial / "damaged")
        _put(partial, place)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    _tidy(root)


def _put(partial: Path, place: Path) -> None:
    try:
        partial.rename(place)
    except OSError:
        if not _whole(place):
            raise


def _tidy(root: Path) -> None:
    """Delete what versions before have left."""
    folders = sorted((each for each in root.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime)
    for old in folders[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _names() -> Iterator[str]:
    for name, source in sources().items():
        yield name
        if source.suffix in PACKED:
            yield from (f"{name}.br", f"{name}.gz")


def _contents() -> Iterator[tuple[str, bytes]]:
    for name, source in sources().items():
        data = source.read_bytes()
        yield name, data
        if source.suffix in PACKED:
            # One step below the slowest: half the time for two bytes in a hundred.
            yield f"{name}.br", brotli.compress(data, quality=10)
            yield f"{name}.gz", _gzip(data)


def _gzip(data: bytes) -> bytes:
    packer: Any = zlib.compressobj(9, wbits=31)
    return packer.compress(data) + packer.flush()


def _written(path: Path, data: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return sha256(data).hexdigest()
