"""How a site is read for checking: what a reader must offer, and the one that reads a directory.

A reader never follows a link, so that what is hashed is what lies in the release and not what somebody points it at.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeAlias

from chauphe.seal.findings import Code

# (path, None for an ordinary file or what else it is, where a link points)
Entry: TypeAlias = "tuple[str, Code | None, str]"

DEEPEST = 32
BLOCK = 1 << 20

_ABSENT = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)
# What systems answer to opening a link that must not be followed, or a socket.
_NO_FILE = (errno.ELOOP, errno.EMLINK, errno.ENXIO)
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Missing(LookupError):
    """There is no such file."""


class NotAFile(LookupError):
    """There is something else than a file, say a link or a device."""


class NotOffered(LookupError):
    """The server does not hand out this compressed form, so that nobody is sent it."""


class TooLarge(ValueError):
    """The file is larger than such a file can be."""


class Trouble(StrEnum):
    """Why a site could not be read."""

    NOT_A_DIRECTORY = "not_a_directory"
    NOT_AN_ADDRESS = "not_an_address"
    NO_SITE = "no_site"
    SYSTEM = "system"
    NETWORK = "network"
    ANSWER = "answer"
    REDIRECTED = "redirected"
    ENCODED = "encoded"
    WORKER = "worker"


class CannotRead(Exception):
    """The site cannot be read, or not on to the end: nothing is said about it."""

    def __init__(self, trouble: Trouble, path: str = "", detail: str = "") -> None:
        super().__init__(trouble, path, detail)
        self.trouble, self.path, self.detail = trouble, path, detail


class Reader(Protocol):
    """Reads the files of one site by their paths relative to its web root."""

    @property
    def lists(self) -> bool:
        """Say whether `walk` sees every file, expected or not."""

    def read(self, path: str, limit: int) -> bytes:
        """Return a file's bytes; raises Missing, NotAFile, NotOffered, TooLarge or CannotRead."""

    def sha256(self, path: str) -> str:
        """Return the SHA-256 of a file of any size, in hex; raises as `read` does."""

    def walk(self) -> Iterator[Entry]:
        """Yield everything in the site, of its directories the empty ones alone, in no particular order."""


class Directory:
    """Reads a site from the directory that is served."""

    lists = True

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise CannotRead(Trouble.NOT_A_DIRECTORY, str(root))
        self._root = f"{root.resolve()}/"  # a new release may be linked in its place meanwhile

    def read(self, path: str, limit: int) -> bytes:
        """Return a file's bytes."""
        handle, size = self._open(path)
        try:
            # One byte more than there should be, so that a file which is growing is not taken for a whole one.
            data = os.read(handle, min(size, limit) + 1)
        finally:
            os.close(handle)
        if len(data) > limit:
            raise TooLarge(path)
        return data

    def sha256(self, path: str) -> str:
        """Return the SHA-256 of a file, read block by block."""
        handle, _ = self._open(path)
        whole = hashlib.sha256()
        try:
            while block := os.read(handle, BLOCK):
                whole.update(block)
        finally:
            os.close(handle)
        return whole.hexdigest()

    def walk(self) -> Iterator[Entry]:
        """Yield every file, link and device; directories one level after the other are entered as they come."""
        return _walk(self._root, "", 0)

    def _open(self, path: str) -> tuple[int, int]:
        try:
            handle = os.open(self._root + path, _FLAGS)
        except OSError as error:
            if error.errno in _ABSENT:
                raise Missing(path) from error
            if error.errno in _NO_FILE:
                raise NotAFile(path) from error
            raise CannotRead(Trouble.SYSTEM, path, str(error.strerror)) from error
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            os.close(handle)
            raise Missing(path) if stat.S_ISDIR(found.st_mode) else NotAFile(path)
        return handle, found.st_size


def _walk(root: str, folder: str, depth: int) -> Iterator[Entry]:
    empty = True
    try:
        with os.scandir(root + folder) as entries:
            for entry in entries:
                empty = False
                path = folder + entry.name
                if entry.is_symlink():
                    yield path, Code.FILE_SYMLINK, str(Path(entry.path).readlink())
                elif entry.is_file(follow_symlinks=False):
                    yield path, None, ""
                elif entry.is_dir(follow_symlinks=False) and depth < DEEPEST:
                    yield from _walk(root, f"{path}/", depth + 1)
                else:
                    yield path, Code.FILE_SPECIAL, ""
    except OSError as error:
        raise CannotRead(Trouble.SYSTEM, folder, str(error.strerror)) from error
    if empty and folder:
        yield folder, Code.FILE_EMPTY_FOLDER, ""
