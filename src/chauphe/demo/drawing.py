"""Makes every form of the demonstration's pictures, by far its slowest part, in two processes that outlive nobody."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from chauphe.intake.services import picture_upload
from chauphe.items.services import Upload

WORKERS: Final = 2
LOOK_EVERY: Final = 0.25
"""Seconds between two looks of a worker whether whoever wants the pictures is still there."""


def drawn(paths: Sequence[Path]) -> dict[Path, Upload]:
    """Return each picture in all its forms."""
    # Forked, since that is how they know the settings and the apps that this process has set up already.
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(WORKERS, fork, _begin, (os.getpid(),)) as pool:
        try:
            with _no_ctrl_c():
                results = pool.map(_picture, paths)  # forks the workers, which never hear of Ctrl-C
            return dict(zip(paths, results, strict=True))
        except KeyboardInterrupt:
            for worker in multiprocessing.active_children():
                worker.terminate()  # the pool would wait until the pictures they are at are done
            raise


@contextmanager
def _no_ctrl_c() -> Iterator[None]:
    """Hold Ctrl-C back meanwhile, and for good in whatever is forked here."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(parent: int) -> None:
    """End with the parent, which ends its workers itself unless it was killed."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(1)


def _picture(path: Path) -> Upload:
    return picture_upload(path.read_bytes(), path.name)
