import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from chauphe.cli.work import PATIENCE


def test_the_worker_stops_when_it_is_told_to(tmp_path: Path) -> None:
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("CHAUPHE_", "DATABASE_URL"))},
        "CHAUPHE_HOME": str(tmp_path),
        "CHAUPHE_HTTPS": "no",
        "DJANGO_SETTINGS_MODULE": "chauphe.config.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    subprocess.run([sys.executable, "-m", "chauphe", "manage", "migrate", "-v", "0"], env=env, check=True)
    worker = subprocess.Popen([sys.executable, "-m", "chauphe", "work"], env=env)
    until = time.monotonic() + 60
    while not _listens(worker.pid) and time.monotonic() < until:
        assert worker.poll() is None
        time.sleep(0.1)
    began = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert time.monotonic() - began < PATIENCE + 10


def _listens(pid: int) -> bool:
    """Say whether the process has come as far as to catch SIGTERM."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) & (1 << (signal.SIGTERM - 1)))
