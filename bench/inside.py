"""What runs inside one of the bench's folders, with its settings: fill, bake, publish. It prints JSON at the end."""

import json
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import brotli
import django

django.setup()

from django.core.management import call_command  # noqa: E402  the settings are named by the caller

from bench import filling  # noqa: E402
from chauphe.bake import keys, release, services  # noqa: E402
from chauphe.core.moves import State  # noqa: E402
from chauphe.items import services as items  # noqa: E402
from chauphe.items.models import SignOff  # noqa: E402
from chauphe.people.models import Board, Person  # noqa: E402

PACKED = 200
COUNTED = 9
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def fill(items: str) -> None:
    """Make the database, its items and the board's key."""
    call_command("migrate", verbosity=0)
    office = filling.fill(int(items), say=lambda line: print(f"\r  {line}", end="", file=sys.stderr, flush=True))
    print(file=sys.stderr)
    keys.make(office.board)


def migrate() -> None:
    """Bring the tables of a folder that was filled before up to date."""
    call_command("migrate", verbosity=0)


def bake() -> None:
    """Bake the whole site; tells pages, seconds on the wall and of the processor, and the peak of memory in MB."""
    board = Board.objects.get()
    wall, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    baked = services.bake_all(board, at=NOW)
    after = resource.getrusage(resource.RUSAGE_SELF)
    user = after.ru_utime - before.ru_utime
    page = next(services.folder_of(board).root.glob("tin/*/index.html")).read_bytes()
    packing = time.process_time()
    for _ in range(PACKED):
        brotli.compress(page, quality=5)
    told = {
        "brotli_ms": (time.process_time() - packing) / PACKED * 1000,
        "items": baked.items,
        "files": baked.files,
        "syncs": baked.syncs,
        "wall": time.monotonic() - wall,
        "user": user,
        "cpu": user + after.ru_stime - before.ru_stime,
        "peak_mb": after.ru_maxrss / 1024,
    }
    print(json.dumps(told))


def count() -> None:
    """Publish a few items and bake each here; tells files made and rewritten, syncs, and the baker's processor time."""
    board = Board.objects.get()
    services.catch_up(board, at=NOW)
    told = [_counted(board, signed) for signed in _ready()[:COUNTED]]
    print(json.dumps({name: median(each[name] for each in told) for name in told[0]}))


def _counted(board: Board, signed: SignOff) -> dict[str, float]:
    _publish(signed)
    root = services.folder_of(board).root.resolve()
    written: dict[str, bool] = {}
    swap = release._swap

    def noted(partial: Path) -> None:
        name = partial.with_name(partial.name[1:].removesuffix(".new"))
        if name.is_relative_to(root):
            written[str(name)] = name.exists()
        swap(partial)

    release._swap = noted
    began = time.process_time()
    baked = services.catch_up(board, at=NOW)
    spent = time.process_time() - began
    release._swap = swap
    rewritten = sum(written.values())
    syncs = baked.syncs if baked else 0
    return {"rewritten": rewritten, "made": len(written) - rewritten, "syncs": syncs, "cpu_ms": spent * 1000}


def publish(most: str) -> None:
    """Publish items one by one while a worker runs, and time each from the decision to the page."""
    root = services.folder_of(Board.objects.get()).root
    ready = _ready()[: int(most) + 1]
    waits, decisions = [], []
    for signed in ready:
        page = root / "tin" / f"{signed.item.slug}-{signed.item.number}" / "index.html"
        began = time.monotonic()
        _publish(signed)
        decided = time.monotonic()
        while not page.exists():
            if time.monotonic() > decided + 60:
                raise TimeoutError(page)
            time.sleep(0.001)
        waits.append((time.monotonic() - decided) * 1000)
        decisions.append((decided - began) * 1000)
        time.sleep(0.2)
    # The first one waits for the worker to have started.
    waits, decisions = sorted(waits[1:]), sorted(decisions[1:])
    told = {
        "p50_ms": waits[len(waits) // 2],
        "p95_ms": waits[min(len(waits) - 1, len(waits) * 95 // 100)],
        "decision_ms": decisions[len(decisions) // 2],
    }
    print(json.dumps(told))


def _ready() -> list[SignOff]:
    """Return the sign-offs that wait for the secretary; as many more are made as are missing."""
    waiting = SignOff.objects.filter(item__state=State.SIGNED_OFF, publication=None).select_related("item")
    office = filling.reopened(Board.objects.get())
    for number in range(filling.READY - waiting.count()):
        filling.ready(office, number)
    return list(waiting.order_by("pk"))


def _publish(signed: SignOff) -> None:
    board = signed.item.board
    secretary = Person.objects.get(appointments__role="secretary", appointments__board=board)
    items.publish(signed.pk, board=board, by=secretary, at=NOW, seen=signed.snapshot_id)


COMMANDS = {"fill": fill, "migrate": migrate, "bake": bake, "count": count, "publish": publish}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
