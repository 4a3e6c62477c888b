"""Does the deeds that are to be interrupted, each in a process of its own that waits to be traced, and looks at what
is left. Run as `python -m tests.faults.forge HOME`; one JSON object a line, in and out.

Django is loaded once; every deed runs in a fork with the folder of that try for its database, store and site.
"""

import ctypes
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

PR_SET_PTRACER, PR_SET_PTRACER_ANY = 0x59616D61, -1
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
DONE, TROUBLE = 0, 3


def at_home(home: Path) -> None:
    """Let this process work in another folder than the settings name."""
    from django.conf import settings
    from django.db import connection

    settings.STORE, settings.SITES, settings.KEYS = (home / name for name in ("store", "site", "keys"))
    connection.settings_dict["NAME"] = str(home / "chauphe.sqlite3")


def prepare() -> dict[str, Any]:
    """Make a board with a baked site, one item to be signed off, one signed off, and one published but not baked."""
    from django.core.management import call_command
    from django.db import connection

    from chauphe.bake import keys, services
    from chauphe.core.moves import State
    from tests import factories

    call_command("migrate", verbosity=0)
    office = factories.office()
    keys.make(office.board)
    for title in ("Tin đã đăng", "Tin đăng sau"):
        factories.item(office, State.PUBLISHED, title=title)
    services.bake_all(office.board, at=NOW)
    shown = factories.picture(office, by=office.contributor)
    image = {"sha256": shown.sha256, "alt": "Lớp học", "caption": "", "credit": "Ảnh: Phòng Công chức", "lead": True}
    factories.item(office, State.PUBLISHED, title="Tin vừa đăng, chưa lên trang", images=[image])
    factories.item(office, State.AWAITING_SIGN_OFF, title="Tin chờ duyệt")
    factories.item(office, State.SIGNED_OFF, title="Tin chờ đăng")
    with connection.cursor() as cursor:
        # Else the first commit of a deed would fold all this into the database, and hide its own writes behind that.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {}


def sign_off() -> None:
    from chauphe.items import services
    from chauphe.items.models import Item
    from chauphe.people.models import Person

    item = Item.objects.select_related("board", "current").get(state="awaiting_sign_off")
    chief = Person.objects.get(appointments__role="editor_in_chief")
    services.sign_off(item.pk, board=item.board, by=chief, at=NOW, seen=item.current.digest)


def publish() -> None:
    from chauphe.items import services
    from chauphe.items.models import Item
    from chauphe.people.models import Person

    item = Item.objects.select_related("board", "sign_off").get(state="signed_off")
    secretary = Person.objects.get(appointments__role="secretary")
    signed = item.sign_off
    services.publish(signed.pk, board=item.board, by=secretary, at=NOW, seen=signed.snapshot_id)


def publish_and_fold() -> None:
    """Publish, and let SQLite fold its journal into the database as soon as that is committed."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint = 1")
    publish()


def bake() -> None:
    from chauphe.bake import services
    from chauphe.people.models import Board

    services.catch_up(Board.objects.get(), at=NOW)


def bake_carelessly() -> None:
    """Bake as nobody should: straight over the files that are live, and without a plan."""
    from chauphe.bake.release import Press

    def over_the_live(press: Press, plan: Any) -> None:
        root = press.folder.root.resolve()
        for change in plan.changes:
            if not change.removed:
                (root / change.path).parent.mkdir(parents=True, exist_ok=True)
                (root / change.path).write_bytes(change.data or press.stored(change.sha256))
        press.folder.state.write_text(plan.state)
        press.folder.last.write_text(plan.last)

    Press.release = over_the_live  # type: ignore[method-assign]  # in this fork alone
    bake()


def whole() -> None:
    from chauphe.bake import services
    from chauphe.people.models import Board

    services.bake_all(Board.objects.get(), at=NOW)


def look() -> dict[str, Any]:
    """Say what stands: in the database, on the site as it was found, and on the site once the baker has been there."""
    from chauphe.bake import services
    from chauphe.items.models import Item, Publication, SignOff
    from chauphe.ledger.models import Entry
    from chauphe.people.models import Board

    board = Board.objects.select_related("log").get()
    acts = list(Entry.objects.order_by("seq").values_list("act", flat=True))
    found = {
        "whole_ledger": board.log.size == len(acts),
        "sign_offs": [acts.count("sign_off"), SignOff.objects.count()],
        "publications": [acts.count("publish"), Publication.objects.count()],
        "states": sorted(Item.objects.values_list("state", flat=True)),
        "unapproved": unapproved(services.folder_of(board).root),
    }
    later = NOW + timedelta(hours=1)
    while (baked := services.catch_up(board, at=later)) is not None and baked.files:
        pass
    return found | after(board)


def unapproved(root: Path) -> list[str]:
    """Name the pages on the site, as the fault left it, that do not carry what their board signed off."""
    from chauphe.bake import keys
    from chauphe.people.models import Board
    from chauphe.public import fragment
    from chauphe.seal.findings import Findings
    from chauphe.seal.item import ItemCheck

    key = keys.signer_of(Board.objects.get()).verifier
    wrong = []
    for page in item_pages(root):
        if not (page.parent / "bang-chung.json").exists():
            wrong.append(f"{page}: no proof")
            continue
        findings = Findings()
        folder = str(page.parent.relative_to(root))
        contents = {file.name: file.read_bytes() for file in page.parent.glob("[!.]*")}
        hashes = {name: sha256(data).hexdigest() for name, data in contents.items()}
        ItemCheck(None, (key,), None, fragment, findings).check(folder, hashes, contents)
        wrong += [f"{finding.path}: {finding.code}" for finding in findings.by_path()]
    return wrong


def item_pages(root: Path) -> list[Path]:
    from chauphe.seal.layout import RESERVED

    return [page for folder in RESERVED for page in root.glob(f"{folder}*/index.html")]


def after(board: Any) -> dict[str, Any]:
    from chauphe.bake import services, watch
    from chauphe.items.models import Publication

    health = watch.check(board)
    root = services.folder_of(board).root
    return {
        "findings": [f"{finding.path}: {finding.code}" for finding in health.report.findings],
        "troubles": [str(trouble) for trouble in health.ledger],
        "live": len(item_pages(root)),
        "published": Publication.objects.count(),
        "left_over": [str(path) for path in root.resolve().parent.parent.rglob(".*.new")],
    }


DEEDS: dict[str, Callable[[], Any]] = {
    each.__name__: each for each in (sign_off, publish, publish_and_fold, bake, bake_carelessly, whole)
}
TASKS: dict[str, Callable[[], dict[str, Any]]] = {"prepare": prepare, "look": look}


def deed_in_fork(deed: str, home: Path) -> dict[str, Any]:
    """Begin a deed in a child that waits for its go-ahead; returns the child's id and the pipe to tell it."""
    ready, go = os.pipe()
    child = os.fork()
    if child:
        os.close(ready)
        return {"pid": child, "go": go}
    os.close(go)
    at_home(home)
    ctypes.CDLL(None).prctl(PR_SET_PTRACER, ctypes.c_long(PR_SET_PTRACER_ANY), 0, 0, 0)
    # Opened before anything can fail; whether the trouble can still be written down depends on the fault.
    acknowledged, told = (os.open(home / name, os.O_WRONLY | os.O_CREAT, 0o600) for name in ("acknowledged", "trouble"))
    os.read(ready, 1)
    from django.db import DatabaseError

    from chauphe.bake.trouble import Trouble

    try:
        DEEDS[deed]()
        os.write(acknowledged, b"done")
    except (Trouble, DatabaseError, OSError) as trouble:
        with suppress(OSError):
            os.write(told, str(trouble).encode())
        os._exit(TROUBLE)
    os._exit(DONE)


def task_in_fork(task: str, home: Path) -> dict[str, Any]:
    """Carry a task out in a child and return what it says, its error included."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        os.close(ours)
        at_home(home)
        try:
            said = TASKS[task]()
        except BaseException as error:  # noqa: BLE001  whatever it is, the test says it
            said = {"error": f"{type(error).__name__}: {error}"}
        with os.fdopen(theirs, "w") as out:
            json.dump(said, out)
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    said: dict[str, Any] = json.loads(text)
    return said


def main() -> None:
    """Serve requests until there are no more."""
    import django

    django.setup()
    # Everything is loaded before any fork, so that no fork opens a module under trace.
    import tests.factories  # noqa: F401
    from chauphe.bake import furniture, watch  # noqa: F401
    from chauphe.regulation.book import load, shipped

    for book in shipped().values():
        load(book)
    furniture.version()
    goes: dict[int, int] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        if "go" in asked:
            os.write(goes.pop(asked["go"]), b"!")
            _, status = os.waitpid(asked["go"], 0)
            answer: dict[str, Any] = {"status": os.waitstatus_to_exitcode(status)}
        elif "deed" in asked:
            answer = deed_in_fork(asked["deed"], Path(asked["home"]))
            goes[answer["pid"]] = answer["go"]
        else:
            answer = task_in_fork(asked["task"], Path(asked["home"]))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
