"""Writes that survive a power cut, and how many times the disk was waited for.

An office's disk may take tens of milliseconds to say that it has written; so syncs are counted, and there are few.
"""

import ctypes
import errno
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_FRESH = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(slots=True)
class Disk:
    """Counts the times that writing waited for the disk."""

    syncs: int = 0

    def write(self, path: Path, data: bytes, mode: int = 0o644) -> None:
        """Write a file afresh, without waiting for the disk."""
        handle = os.open(path, _FRESH, mode)
        try:
            _write_all(handle, data)
        finally:
            os.close(handle)

    def write_safely(self, path: Path, data: bytes, mode: int = 0o644) -> None:
        """Write a file so that it is whole on the disk, under its name, when this returns (2 syncs)."""
        partial = path.with_name(f".{path.name}.new")
        handle = os.open(partial, _FRESH, mode)
        try:
            _write_all(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        partial.rename(path)
        self.syncs += 1
        self.sync_folder(path.parent)

    def sync_folder(self, folder: Path) -> None:
        """Wait until a folder's entries are on the disk (1 sync)."""
        self._on_handle(folder, os.fsync)

    def sync_all(self, folder: Path) -> None:
        """Wait until everything written to the file system of this folder is on the disk (1 sync)."""
        self._on_handle(folder, _syncfs)

    def _on_handle(self, folder: Path, wait: Callable[[int], None]) -> None:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            wait(handle)
        finally:
            os.close(handle)
        self.syncs += 1


def _syncfs(handle: int) -> None:
    try:
        call = _libc.syncfs
    except AttributeError:  # not Linux
        os.sync()
        return
    if call(handle) != 0:
        code = ctypes.get_errno()
        raise OSError(code, errno.errorcode.get(code, "") + " while waiting for the disk")


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
