"""Fifty people decide on the same items at once, each over a connection of their own: exactly one effect each (D5).

On PostgreSQL all fifty are there. SQLite lets one write at a time, and so a smaller crowd says as much.
"""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import islice
from threading import Barrier

import pytest
from django.db import connection

from chauphe.core.authority import Role
from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Item, Publication
from chauphe.items.services import Wanted
from chauphe.ledger.models import Log
from chauphe.ledger.selectors import entries
from chauphe.people.models import Absence, Person
from chauphe.people.services import appoint, end_absence, record_absence
from chauphe.seal.merkle import Frontier
from tests import factories
from tests.factories import MORNING, SINCE, Office

NOW = MORNING + timedelta(days=3)
ITEMS = 2
LONGEST = 30
"""Seconds for all of it."""

BEFORE = {"moderate": State.IN_MODERATION, "sign_off": State.AWAITING_SIGN_OFF, "publish": State.SIGNED_OFF}
Deed = Callable[[Person], list[str]]


@pytest.fixture
def office(shared_database: None) -> Office:
    return factories.office()


def crowd(office: Office) -> list[Person]:
    """Return fifty people, of whom many could lawfully take each step but sign-off; on SQLite twelve."""
    bench = [office.chief, office.standing, office.other_deputy, office.secretary, office.deputy, office.member]
    deputy, secretary = (Role.DEPUTY_EDITOR, [office.division]), (Role.SECRETARY, [])
    rest = [deputy, secretary, (Role.BOARD_MEMBER, [office.division]), (Role.CONTRIBUTOR, [office.division])] * 11
    for number, (role, units) in enumerate(islice(rest, 44 if connection.vendor == "postgresql" else 6)):
        person = factories.person(f"nguoi.{number}", f"Nguyễn Văn {number:02}")
        appoint(person, role, board=office.board, title="Chức danh", since=SINCE, units=units, rank=10 + number)
        bench.append(person)
    return bench


def at_once(people: list[Person], deed: Deed) -> list[list[str]]:
    """Let everybody begin at the same instant; what is no refusal comes through as the error it is."""
    start = Barrier(len(people))

    def each(person: Person) -> list[str]:
        try:
            connection.ensure_connection()
            start.wait(LONGEST)
            return deed(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(each, people))


def tried(verb: str, items: list[Item], office: Office) -> Deed:
    """Let a person try a move on every item, each person beginning with another one; say how each went."""
    seen = {item.pk: factories.seen(item) for item in items}
    signed = {item.pk: factories.fresh(item).sign_off_id for item in items}

    def deed(person: Person) -> list[str]:
        first = person.pk.int % len(items)
        return [one(person, item) for item in (*items[first:], *items[:first])]

    def one(person: Person, item: Item) -> str:
        given = {"board": office.board, "by": person, "at": NOW, "seen": seen[item.pk]}
        try:
            if verb == "publish":
                services.publish(signed[item.pk] or 0, **given)
            else:
                getattr(services, verb)(item.pk, **given)
        except Refused as no:
            return "refused" if no.refusals else "without a reason"
        return "done"

    return deed


def together(verb: str, items: list[Item], office: Office) -> Deed:
    """The same, all at once."""
    wanted = [Wanted(item.pk, factories.seen(item)) for item in items]

    def deed(person: Person) -> list[str]:
        done = services.decide_several(verb, wanted, board=office.board, by=person, at=NOW)
        return ["refused" if each.against else "done" for each in done]

    return deed


def coming_and_going(office: Office, since: int) -> list[str]:
    """Record the chief as away and back, again and again, from so many minutes ago."""
    for minute in range(3):
        at = NOW - timedelta(minutes=since - minute)
        given = {"by": office.secretary, "at": at}
        away = record_absence(office.chief, board=office.board, since=at, until=NOW + timedelta(hours=1), **given)
        end_absence(away, by=office.secretary, at=at + timedelta(seconds=30))
    return []


def counted(answers: list[list[str]]) -> Counter[str]:
    return Counter(each for answer in answers for each in answer)


def whole(office: Office) -> bool:
    """Whether the book has no gap, and its tree is that of its leaves."""
    rows, log = list(entries(office.board).order_by("seq")), Log.objects.get(board=office.board)
    tree = Frontier.from_state(0, [])
    for row in rows:
        tree.append(bytes(row.leaf))
    same = (tree.size, tree.state()) == (log.size, log.frontier)
    return same and [row.seq for row in rows] == list(range(log.size))


@pytest.mark.parametrize("way", [tried, together], ids=["one by one", "several at once"])
def test_many_deciding_at_once_have_one_effect_each(
    office: Office, way: Callable[[str, list[Item], Office], Deed]
) -> None:
    people = crowd(office)
    items = [factories.item(office, State.IN_MODERATION, title=f"Tin {number}") for number in range(ITEMS)]
    before, began = entries(office.board).count(), time.monotonic()
    for since, verb in ((30, "moderate"), (20, "sign_off"), (10, "publish")):
        decide = way(verb, items, office)

        def deed(person: Person, decide: Deed = decide, since: int = since) -> list[str]:
            return coming_and_going(office, since) if person == people[-1] else decide(person)

        found = counted(at_once(people, deed))
        # While the chief comes and goes, chief and standing deputy may each have asked when it was the other's turn.
        left = [item for item in items if factories.fresh(item).state == BEFORE[verb]]
        assert found == Counter({"done": ITEMS - len(left), "refused": ITEMS * (len(people) - 2) + len(left)})
        assert not left or verb == "sign_off"
        assert decide(office.chief).count("done") == len(left)
    assert time.monotonic() - began < LONGEST
    acts = Counter(entries(office.board).filter(seq__gte=before).values_list("item", "act"))
    assert acts == {(item.pk, verb): 1 for item in items for verb in ("moderate", "sign_off", "publish")}
    assert {factories.fresh(item).state for item in items} == {State.PUBLISHED}
    assert sorted(Publication.objects.values_list("place", flat=True)) == list(range(ITEMS))
    assert (whole(office), Absence.objects.filter(until=None).count()) == (True, 0)
