import signal
import time
from pathlib import Path

import psutil

from chauphe.cli.work import PATIENCE
from tests.cli.served import started, until


def test_the_worker_stops_when_it_is_told_to(install: dict[str, str]) -> None:
    with started("work", env=install) as worker:
        assert until(lambda: _catches_stop(worker), 60)
        began = time.monotonic()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
        assert time.monotonic() - began < PATIENCE + 10


def _catches_stop(worker: psutil.Popen) -> bool:
    """Say whether the process has come as far as to catch SIGTERM."""
    status = Path(f"/proc/{worker.pid}/status").read_text("ascii")
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) & (1 << (signal.SIGTERM - 1)))
