"""One demonstration a folder: whoever comes second is told where the first runs, and touches nothing.

The kernel holds the lock for as long as the process lives, and frees it however that ends. The file says who holds it.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import click

LOCK: Final = "running"
"""The file in the demonstration's folder that is locked, and that marks the folder as a demonstration's."""
GRACE: Final = 1.0
"""Seconds in which the workers of a demonstration that was killed are certainly gone, and the lock with them."""

Tell = Callable[[Sequence[str]], None]


class Stopped(click.ClickException):
    """Raised with the whole of what is said, in Vietnamese."""

    def show(self, file: IO[str] | None = None) -> None:
        """Print the words as they are."""
        click.echo(self.format_message(), file=file, err=file is None)


@contextmanager
def alone_in(home: Path) -> Iterator[Tell]:
    """Hold a folder, made if need be; Stopped where a demonstration runs in it. Tell it the addresses once known."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / LOCK).open("a+", encoding="utf-8") as file:
        if not _locked(file):
            raise Stopped(_told(home, file))
        _note(file, ())
        yield lambda addresses: _note(file, addresses)


def _locked(file: IO[str]) -> bool:
    until = time.monotonic() + GRACE
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        else:
            return True


def _note(file: IO[str], addresses: Sequence[str]) -> None:
    file.truncate(0)
    file.write(json.dumps({"process": os.getpid(), "addresses": list(addresses)}))
    file.flush()


def _told(home: Path, file: IO[str]) -> str:
    """Say where it runs and how to stop it; the little that is certain where it has not written that yet."""
    lines = [f"  Bản dùng thử trong {home} đang chạy rồi, nên không chạy thêm và không xóa gì."]
    how = "nhấn Ctrl-C ở cửa sổ đang chạy nó"
    file.seek(0)
    try:
        said = json.loads(file.read())
        where = ", ".join(said["addresses"]) or "đang nạp dữ liệu, chưa mở cổng nào"
        lines.append(f"  Nơi chạy: {where} (tiến trình số {said['process']}).")
        how += f", hoặc gõ: kill {said['process']}"
    except ValueError:
        pass
    return "\n".join([*lines, f"  Muốn dừng: {how}. Dừng xong, chạy lại lệnh này."])
