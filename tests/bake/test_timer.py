import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from chauphe.bake.duty import Watchman
from chauphe.bake.timer import AFTER_TROUBLE, LOOK_EVERY, Clocks, Timer
from chauphe.core.moves import State
from chauphe.items import services as items
from chauphe.items.models import Item
from tests import factories
from tests.bake.site import Baker
from tests.bake.test_duty import Clock


def scheduled(baker: Baker, title: str = "Tin hẹn giờ", **content: str) -> Item:
    signed = baker.approve(baker.write(title, **content))
    of, due = baker.office, baker.now + timedelta(days=1)
    given = {"board": of.board, "by": of.secretary, "at": baker.later(), "seen": signed.snapshot_id}
    return items.schedule(signed.item_id, due=due, **given)


@pytest.fixture
def clock() -> Clock:
    return Clock(100.0)


def timer(baker: Baker, clock: Clock, **later: int) -> Timer:
    return Timer(clock, lambda: baker.now + timedelta(**later))


def test_the_worker_publishes_and_bakes_what_is_due(baker: Baker, clock: Clock) -> None:
    item = scheduled(baker)
    watchman = Watchman(clock, timer(baker, clock))
    watchman.round()
    assert not list(baker.root.glob(f"*/*-{item.number}/index.html"))
    baker.later(days=1)
    clock.now += LOOK_EVERY
    watchman.round()
    page = baker.page_of(item).read_text("utf-8")
    assert "Tin hẹn giờ" in page
    assert "Hẹn giờ đăng" in page
    assert (baker.verified(), baker.check().ok) == ([], True)


def test_it_looks_once_a_second(baker: Baker, clock: Clock) -> None:
    looks = timer(baker, clock, days=2)
    assert looks.look() == 0
    scheduled(baker)
    assert looks.look() == 0
    clock.now += LOOK_EVERY
    assert looks.look() == 1


def test_a_clock_that_jumps_back_undoes_nothing_and_does_nothing_twice(baker: Baker, clock: Clock) -> None:
    item = scheduled(baker)
    assert timer(baker, clock, days=2).look() == 1
    assert timer(baker, clock, days=-2).look() == 0
    assert timer(baker, clock, days=3).look() == 0
    assert factories.fresh(item).state == State.PUBLISHED


def test_what_may_not_go_out_is_told_once_and_holds_up_nothing_else(
    baker: Baker, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    stuck = scheduled(baker, expires=f"{baker.now + timedelta(days=2):%Y-%m-%d}")
    other = scheduled(baker, "Tin khác")
    looks = timer(baker, clock, days=5)
    with caplog.at_level(logging.ERROR, "chauphe.bake"):
        assert looks.look() == 1
        clock.now += AFTER_TROUBLE + 1
        assert looks.look() == 0
    assert (factories.fresh(stuck).state, factories.fresh(other).state) == (State.SCHEDULED, State.PUBLISHED)
    assert len(caplog.records) == 1


@pytest.mark.django_db
def test_a_clock_that_runs_ahead_publishes_nothing_before_the_databases_does(monkeypatch: pytest.MonkeyPatch) -> None:
    real = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: real + timedelta(hours=5))
    assert (Clocks()() - real < timedelta(minutes=1)) == (connection.vendor == "postgresql")
    monkeypatch.setattr(timezone, "now", lambda: real - timedelta(hours=5))
    assert Clocks()() == real - timedelta(hours=5)


def test_a_look_costs_two_queries_while_nothing_is_due(
    baker: Baker, clock: Clock, django_assert_num_queries: object
) -> None:
    scheduled(baker)
    looks = timer(baker, clock)
    with django_assert_num_queries(2):  # type: ignore[operator]
        looks.look()
