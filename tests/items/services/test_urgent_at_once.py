"""Urgent sign-offs, ratifications and their undoing all at once, each over a connection of its own: one effect each."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from chauphe.core.moves import URGENT, State
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Item, StandIn
from chauphe.items.soundness import astray
from chauphe.ledger.selectors import trail_of
from chauphe.people.models import Person
from tests import factories
from tests.factories import MORNING, Office

NOW = MORNING + timedelta(days=3)
WHY = "Bão số 9 đổ bộ lúc 02:00, chưa gọi được Trưởng Ban"
LONGEST = 30
Deed = Callable[[], object]


@pytest.fixture
def office(shared_database: None) -> Office:
    made = factories.office()
    made.board.regulation = "flood-office"
    made.board.save(update_fields=["regulation"])
    return made


def at_once(*deeds: Deed) -> Counter[str]:
    """Let all begin at the same instant, and count what was done and what refused; an error comes through."""
    start = Barrier(len(deeds))

    def each(deed: Deed) -> str:
        try:
            connection.ensure_connection()
            start.wait(LONGEST)
            deed()
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return Counter(pool.map(each, deeds))


def acts(item: Item) -> Counter[str]:
    return Counter(record["act"] for record in trail_of(item.pk, board=item.board))


def signing(office: Office, item: Item, by: Person, verb: str = URGENT) -> Deed:
    given = {"board": office.board, "by": by, "at": NOW, "seen": factories.seen(item), "reason": WHY}
    return lambda: getattr(services, verb)(item.pk, **given)


def owed(office: Office) -> tuple[Item, Deed]:
    """Sign an item off urgently, and give what ratifies it."""
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    signing(office, item, office.standing)()
    given = {"item_id": item.pk, "board": office.board, "by": office.chief, "at": NOW, "seen": factories.seen(item)}
    report = StandIn.objects.get(item=item).pk
    return item, lambda: services.ratify(report, **given)


def test_two_deputies_and_the_chief_sign_the_same_item_once(office: Office) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    deeds = [signing(office, item, by) for by in (office.standing, office.other_deputy) * 2]
    done = at_once(*deeds, signing(office, item, office.chief, "sign_off"))
    assert done == {"done": 1, "refused": 4}
    assert acts(item)[URGENT] + acts(item)["sign_off"] == 1
    assert list(astray(office.board)) == []


def test_it_is_ratified_once(office: Office) -> None:
    item, ratify = owed(office)
    assert at_once(*[ratify] * 5) == {"done": 1, "refused": 4}
    assert acts(item)["ratify"] == 1


def test_it_is_ratified_or_taken_back_and_its_report_ends_once(office: Office) -> None:
    item, ratify = owed(office)
    recall = signing(office, item, office.chief, "recall")
    assert at_once(ratify, recall, ratify, recall)["refused"] >= 2
    row = StandIn.objects.select_related("acknowledged").get(item=item)
    assert row.acknowledged is not None
    assert acts(item)["recall"] == 1
    assert row.acknowledged.act in {"ratify", "recall"}
    assert acts(item)["ratify"] == (row.acknowledged.act == "ratify")
    assert list(astray(office.board)) == []
