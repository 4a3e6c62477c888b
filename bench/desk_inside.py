"""What runs inside one of the bench's folders for the desk: put items under way, then ask each page, as each role.

Every request goes through the whole of Django in this process, so that its queries and its processor time can be told
apart from those of a server or a browser. It prints JSON at the end.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  the settings are named by the caller
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench import desk_copy, filling, words  # noqa: E402
from chauphe.core.authority import Role  # noqa: E402
from chauphe.core.moves import State  # noqa: E402
from chauphe.items.models import Item  # noqa: E402
from chauphe.people.models import Board, Person, Unit  # noqa: E402
from chauphe.people.services import appoint  # noqa: E402
from tests import factories  # noqa: E402
from tests.factories import Office  # noqa: E402

UNDER_WAY = {
    State.SIGNED_OFF: 0.001,
    State.AWAITING_SIGN_OFF: 0.003,
    State.IN_MODERATION: 0.003,
    State.IN_EDITING: 0.005,
    State.DRAFT: 0.01,
}
"""What share of all items has got so far and no further: at 100,000 items some 1,200 wait for somebody."""
LEAST = 25
"""How many stand at each of these at least, which is a full board's fortnight."""
WARM = 3
ROLES = ("chief", "standing", "deputy", "other_deputy", "member", "secretary", "contributor", "other_contributor")
SEEN_BY = ("chief", "contributor", "newcomer")
"""Who sees everything, one unit of the three, and next to nothing."""
NEWCOMER = "moi.bench"
QUESTIONS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")

Ask = Callable[[], HttpResponse]


def fill(items: str) -> None:
    """Make the database: a board with items of three units at every state."""
    call_command("migrate", verbosity=0)
    count = int(items)
    under_way = {state: max(LEAST, int(count * share)) for state, share in UNDER_WAY.items()}
    say = lambda line: print(f"\r  {line}", end="", file=sys.stderr, flush=True)  # noqa: E731  one line, shown anew
    office = filling.fill(count - sum(under_way.values()), say=say, under_way=under_way)
    print(file=sys.stderr)
    _new_unit(office)


def _new_unit(office: Office) -> None:
    """Let a unit join that has supplied nothing yet: whoever looks for its few items walks past all the others."""
    unit = Unit.objects.create(board=office.board, code="moi", name="Phòng Mới")
    made = factories.person(NEWCOMER, "Lý Thị Mới", "bà")
    appoint(made, Role.CONTRIBUTOR, board=office.board, title="Cộng tác viên", since=factories.SINCE, units=[unit])


def copied(source: str) -> None:
    """Fill this folder's PostgreSQL from an SQLite file."""
    desk_copy.copy(Path(source))


def measure(requests: str) -> None:
    """Ask every page so many times; tells by page its queries, and the wall and processor times in ms."""
    told = {}
    call_command("migrate", verbosity=0)  # what was filled by an earlier version is measured as this one has it
    without = Person.objects.exclude(authenticator__isnull=False)
    factories.device(*without)
    pages = _pages(filling.reopened(Board.objects.get()))
    for name, ask in pages.items():
        for _ in range(WARM):
            _answered(name, ask)
    gc.collect()
    gc.freeze()  # as the desk's own processes do once they are loaded
    for name, ask in pages.items():
        told[name] = {"queries": _questions(name, ask), **_timed(name, ask, int(requests))}
        print(f"\r  {name:60}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(json.dumps(told))


def _pages(office: Office) -> dict[str, Ask]:
    """Name every page that is asked, by what it is and who asks."""
    people = {role: getattr(office, role) for role in ROLES} | {"newcomer": Person.objects.get(username=NEWCOMER)}
    clients = {role: _signed_in(person) for role, person in people.items()}
    pages: dict[str, Ask] = {}

    def page(name: str, role: str, address: str) -> None:
        pages[f"{name}, {role}"] = lambda: clients[role].get(address)

    for role in people:
        page("today", role, "/")
        page("queue", role, "/hang-cho/")
    for name, query in _lists(office).items():
        for role in SEEN_BY:
            page(f"list {name}", role, f"/tin-bai/{query}")
    for state in (*UNDER_WAY, State.PUBLISHED):
        number = _at(office, state).number
        for role in ("chief", "deputy", "contributor"):
            page(f"item {state}", role, f"/tin-bai/{number}/")
    for role in SEEN_BY:
        page("ledger", role, "/so/")
        page("ledger further back", role, "/so/?truoc=500")
    draft = _at(office, State.DRAFT)
    page("editor", "contributor", f"/viet/{draft.pk}/")
    page("drafts", "contributor", "/ban-thao/")
    pages["autosave, contributor"] = _autosave(clients["contributor"], office.contributor, draft)
    return pages


def _lists(office: Office) -> dict[str, str]:
    common, rare = words.title(7).split()[1:3], "khong-he-co"
    division = office.division.code
    return {
        "newest": "",
        "further back": f"?truoc={office.board.next_number // 2}",
        "by common words": f"?tim={'+'.join(common)}",
        "by words that are nowhere": f"?tim={rare}",
        "by number": "?tim=17",
        "published": "?buoc=published",
        "in moderation": "?buoc=in_moderation",
        "by unit": f"?don-vi={division}",
        "by a unit without items": "?don-vi=moi",
        "by section": f"?muc={office.news.slug}",
        "by a section without items": "?muc=khong-co",
        "by kind": "?loai=news",
        "by a kind without items": "?loai=feature",
        "by everything": f"?tim={common[0]}&buoc=published&don-vi={division}&muc={office.news.slug}&loai=news",
    }


def _autosave(client: Client, person: Person, item: Item) -> Ask:
    sent: dict[str, Any] = {
        "person": str(person.pk), "page": "bench", "kind": item.kind, "unit": item.unit_id,
        "section": item.section_id, "title": item.title, "summary": words.summary(1), "body": words.body(1),
        "author": person.full_name, "share": "100",
        "version": item.draft.version,
    }  # fmt: skip
    # One open page saves again and again: after the first time the version that it names is no longer looked at.
    return lambda: client.post(f"/viet/{item.pk}/luu/", sent)


def _at(office: Office, state: State) -> Item:
    rows = Item.objects.filter(board=office.board, state=state, unit=office.division, created_by=office.contributor)
    found = rows.select_related("unit", "section").order_by("number").last()
    if found is None:
        raise LookupError(state)
    return found


def _signed_in(person: Person) -> Client:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person)
    return client


def _answered(name: str, ask: Ask) -> None:
    answer = ask()
    if answer.status_code != 200:
        raise RuntimeError(f"{name}: {answer.status_code} {answer.content[:300]!r}")


def _questions(name: str, ask: Ask) -> int:
    """Count what a page asks of the database; to begin and to end a transaction is no question."""
    with CaptureQueriesContext(connection) as seen:
        _answered(name, ask)
    return sum(query["sql"].lstrip("(").startswith(QUESTIONS) for query in seen.captured_queries)


def _timed(name: str, ask: Ask, requests: int) -> dict[str, float]:
    walls, cpus = [], []
    for _ in range(requests):
        wall, cpu = time.perf_counter(), time.process_time()
        _answered(name, ask)
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return {
        f"{what}_p{part}": sorted(each)[min(len(each) - 1, len(each) * part // 100)]
        for what, each in (("wall", walls), ("cpu", cpus))
        for part in (50, 95)
    }


COMMANDS = {"fill": fill, "copied": copied, "measure": measure}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
