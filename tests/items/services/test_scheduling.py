"""What is due goes out once: however many workers look, whoever takes it back meanwhile, wherever one of them dies."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Item, Publication
from chauphe.items.services import chain
from chauphe.items.soundness import astray
from chauphe.ledger.selectors import entries
from tests import factories
from tests.factories import MORNING, Office

DUE = MORNING + timedelta(days=8)
WORKERS = 6
Deed = Callable[[], str]


@pytest.fixture
def shared(shared_database: None) -> Office:
    return factories.office()


def at_once(deeds: list[Deed]) -> Counter[str]:
    """Let everybody begin at the same instant, each over a connection of their own."""
    start = Barrier(len(deeds))

    def each(deed: Deed) -> str:
        try:
            connection.ensure_connection()
            start.wait(20)
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return Counter(pool.map(each, deeds))


def worker(item: Item) -> Deed:
    return lambda: "sent" if services.send_out_due(item.pk, board=item.board, at=DUE) else "nothing"


def taken_back(office: Office, item: Item) -> Deed:
    def deed() -> str:
        given = {"board": office.board, "by": office.chief, "at": DUE, "seen": factories.seen(item)}
        try:
            services.recall(item.pk, reason="Chờ số liệu.", **given)
        except Refused:
            return "refused"
        return "recalled"

    return deed


def test_what_is_due_is_sent_out_by_one_of_many_workers(shared: Office) -> None:
    item = factories.item(shared, State.SCHEDULED)
    assert at_once([worker(item)] * WORKERS) == {"sent": 1, "nothing": WORKERS - 1}
    assert Counter(entries(shared.board).values_list("act", flat=True))["publish"] == 1
    assert Publication.objects.count() == 1


def test_an_approval_taken_back_at_that_instant_is_or_is_not_but_never_both(shared: Office) -> None:
    for number in range(3):
        item = factories.item(shared, State.SCHEDULED, title=f"Tin {number}")
        found = at_once([worker(item), worker(item), taken_back(shared, item)])
        published = factories.fresh(item).state == State.PUBLISHED
        assert found in ({"sent": 1, "nothing": 1, "refused": 1}, {"nothing": 2, "recalled": 1})
        assert (found["sent"] == 1, Publication.objects.filter(item=item).count()) == (published, published)
    assert list(astray(shared.board)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("dies", ["placed", "demand_stored", "demand_proven", "recorded"])
def test_a_worker_that_dies_on_the_way_leaves_it_as_it_was(monkeypatch: pytest.MonkeyPatch, dies: str) -> None:
    office = factories.office()
    item = factories.item(office, State.SCHEDULED)
    acts = entries(office.board).count()

    def died(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as torn:
        torn.setattr(chain, dies, died)
        with pytest.raises(KeyboardInterrupt):
            services.send_out_due(item.pk, board=office.board, at=DUE)
    assert (factories.fresh(item).state, entries(office.board).count()) == (State.SCHEDULED, acts)
    assert services.send_out_due(item.pk, board=office.board, at=DUE) is not None
    assert services.send_out_due(item.pk, board=office.board, at=DUE) is None


@pytest.mark.django_db
def test_an_hour_changed_in_the_database_is_named_and_sends_nothing_out() -> None:
    office = factories.office()
    item = factories.item(office, State.SCHEDULED)
    Item.objects.filter(pk=item.pk).update(due=MORNING)
    assert list(astray(office.board)) == [(item.number, "item")]
    with pytest.raises(Refused) as no:
        services.send_out_due(item.pk, board=office.board, at=MORNING + timedelta(days=1))
    assert [reason.code for reason in no.value.refusals] == ["due"]


@pytest.mark.django_db
def test_nobody_gets_at_another_boards_schedule() -> None:
    office, other = factories.office(), factories.board("khac")
    item = factories.item(office, State.SCHEDULED)
    with pytest.raises(Item.DoesNotExist):
        services.send_out_due(item.pk, board=other, at=DUE)
    given = {"board": other, "by": office.secretary, "at": MORNING + timedelta(hours=7), "seen": factories.seen(item)}
    with pytest.raises(Item.DoesNotExist):
        services.unschedule(item.pk, **given)
