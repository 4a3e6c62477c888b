import logging
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.db import OperationalError, connection

from chauphe.bake import duty, keys
from chauphe.bake.duty import AFTER_FAILURE, AFTER_TROUBLE, LOG_WAITS, Watchman
from chauphe.bake.services import Baked
from chauphe.bake.trouble import NotSealed
from chauphe.items.models import Snapshot
from chauphe.people.models import Board
from tests import factories
from tests.bake.site import Baker, unguarded


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def release(baker: Baker) -> str:
    text = (baker.root / ".well-known" / "chauphe" / "manifest").read_text()
    return text.split("\n")[2]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watchman(baker: Baker, clock: Clock) -> Watchman:
    watchman = Watchman(clock)
    watchman.round()
    return watchman


def test_a_publication_is_baked_in_the_next_round(baker: Baker, watchman: Watchman) -> None:
    item = baker.publish("Tin mới")
    watchman.round()
    assert baker.page_of(item).exists()


def test_a_round_with_nothing_new_bakes_nothing(baker: Baker, watchman: Watchman) -> None:
    before = release(baker)
    watchman.round()
    assert release(baker) == before


def test_acts_that_change_no_page_wait_for_a_minute(baker: Baker, watchman: Watchman, clock: Clock) -> None:
    before = release(baker)
    baker.approve(baker.write("Chưa đăng"))
    watchman.round()
    clock.now += LOG_WAITS - 1
    watchman.round()
    assert release(baker) == before
    clock.now += 1
    watchman.round()
    assert release(baker) == "release 2"


def test_the_first_round_bakes_what_was_left_by_the_last(baker: Baker, clock: Clock) -> None:
    item = baker.publish("Tin đăng lúc máy tắt")
    Watchman(clock).round()
    assert baker.page_of(item).exists()


def test_a_refused_item_is_told_once_and_tried_again(
    baker: Baker, watchman: Watchman, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    item = baker.publish("Tin bị sửa")
    whole = bytes(Snapshot.objects.get().data)
    with unguarded("items_snapshot"):
        Snapshot.objects.update(data=b"{}")
    with caplog.at_level(logging.ERROR, "chauphe.bake"):
        watchman.round()
        clock.now += AFTER_TROUBLE
        watchman.round()
    assert [record.getMessage() for record in caplog.records] == [
        f"snv-anhai: item {item.pk}: its sealed bytes were changed"
    ]
    with unguarded("items_snapshot"):
        Snapshot.objects.update(data=whole)
    clock.now += AFTER_TROUBLE
    watchman.round()
    assert baker.page_of(item).exists()


def test_a_damaged_site_is_told_and_left_alone(
    baker: Baker, watchman: Watchman, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    (baker.root / ".well-known" / "chauphe" / "checkpoint").write_text("casino")
    baker.publish()
    before = baker.files()
    with caplog.at_level(logging.ERROR, "chauphe.bake"):
        watchman.round()
        watchman.round()
    assert len(caplog.records) == 1
    assert baker.files() == before


def test_many_publications_are_all_live_after_a_few_rounds(baker: Baker, watchman: Watchman) -> None:
    items = [baker.publish(f"Tin số {number}") for number in range(42)]
    for _ in range(3):
        watchman.round()
    assert [item.number for item in items if not list(baker.root.glob(f"tin/*-{item.number}/index.html"))] == []


def test_a_standing_page_is_followed_by_a_whole_bake(baker: Baker, watchman: Watchman) -> None:
    baker.publish("Chức năng, nhiệm vụ", kind="standing_page")
    watchman.round()
    watchman.round()
    assert "Chức năng, nhiệm vụ" in (baker.root / "404.html").read_text("utf-8")


def test_a_database_that_goes_away_for_a_while_is_waited_for(
    watchman: Watchman, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(duty.time, "sleep", lambda _: None)
    monkeypatch.setattr(duty, "_sizes", _away)
    rounds = iter([False, False, False, True])
    with caplog.at_level(logging.ERROR, "chauphe.bake"):
        watchman.run(lambda: next(rounds))
    assert len(caplog.records) == 1


def _away() -> dict[int, int]:
    raise OperationalError("connection refused")


def test_what_nobody_foresaw_at_one_board_stops_no_other(
    baker: Baker, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    other = Baker(factories.office("bqltt"))
    keys.make(other.office.board)
    watchman = Watchman(clock)
    baked = duty.catch_up

    def broken(board: Board, *, at: datetime) -> Baked | None:
        if board == baker.office.board:
            raise TypeError("not as anybody thought")
        return baked(board, at=at)

    monkeypatch.setattr(duty, "catch_up", broken)
    item = other.publish("Tin của Ban khác")
    with caplog.at_level(logging.ERROR, "chauphe.bake"):
        for _ in range(3):
            watchman.round()
    assert other.page_of(item).exists()
    assert [record.getMessage() for record in caplog.records] == ["snv-anhai: TypeError: not as anybody thought"]
    monkeypatch.setattr(duty, "catch_up", baked)
    item = baker.publish("Tin mới")
    clock.now += AFTER_FAILURE
    watchman.round()
    assert baker.page_of(item).exists()


def test_a_round_that_releases_nothing_says_nothing(
    baker: Baker, clock: Clock, watchman: Watchman, caplog: pytest.LogCaptureFixture
) -> None:
    item = baker.publish("Tin bị sửa")
    with unguarded("items_snapshot"):
        Snapshot.objects.filter(pk=item.live.sign_off.snapshot_id).update(data=b"{}")
    baker.publish("Tin tốt")
    with caplog.at_level(logging.INFO, "chauphe.bake"):
        for _ in range(4):
            watchman.round()
            clock.now += AFTER_TROUBLE
    assert [record.levelname for record in caplog.records].count("INFO") == 1


def test_a_snapshot_turned_into_text_stops_no_bake(baker: Baker) -> None:
    bad = baker.publish("Tin bị đổi kiểu")
    with unguarded("items_snapshot"), connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            return
        cursor.execute("UPDATE items_snapshot SET data = CAST(data AS TEXT)")
    good = baker.publish("Chức năng", kind="standing_page")
    baked = baker.catch_up()
    assert baked is not None
    assert {each.item for each in baked.refused if isinstance(each, NotSealed)} == {bad.pk}
    assert baker.page_of(good).exists()
