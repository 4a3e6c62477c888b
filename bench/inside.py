"""What runs inside one of the bench's folders, with its settings: fill, bake, publish. The last line printed is JSON."""

import json
import resource
import sys
import time
from datetime import UTC, datetime

import django

django.setup()

from django.core.management import call_command  # noqa: E402  the settings are named by the caller

from bench import filling  # noqa: E402
from chauphe.bake import keys, services  # noqa: E402
from chauphe.people.models import Board  # noqa: E402

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def fill(items: str) -> None:
    """Make the database, its items and the board's key."""
    call_command("migrate", verbosity=0)
    office = filling.fill(int(items), say=lambda line: print(f"\r  {line}", end="", file=sys.stderr, flush=True))
    print(file=sys.stderr)
    keys.make(office.board)


def bake() -> None:
    """Bake the whole site; tells pages, seconds on the wall and of the processor, and the peak of memory in MB."""
    board = Board.objects.get()
    wall, cpu = time.monotonic(), time.process_time()
    baked = services.bake_all(board, at=NOW)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {
        "items": baked.items,
        "files": baked.files,
        "syncs": baked.syncs,
        "wall": time.monotonic() - wall,
        "cpu": time.process_time() - cpu,
        "peak_mb": peak,
    }
    print(json.dumps(told))


COMMANDS = {"fill": fill, "bake": bake}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
