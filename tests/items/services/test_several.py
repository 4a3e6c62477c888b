"""Several decisions at once: each its own act on its own digest, and one refusal stops none of the others."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from chauphe.core.moves import MOVES, State
from chauphe.core.refusal import Refused
from chauphe.core.several import ONWARD
from chauphe.items import services
from chauphe.items.models import Item
from chauphe.items.services import Outcome, Wanted, several
from chauphe.ledger.selectors import entries, trail_of
from chauphe.people.models import Person
from tests import factories
from tests.factories import MORNING, Office
from tests.items.services.test_chain import overwrite

NOW = MORNING + timedelta(days=3)
LINK = '<p>Xem <a href="https://dichvucong.gov.vn/">Cổng Dịch vụ công</a>.</p>'
WAYS = {
    "forward": (State.IN_EDITING, "member"),
    "moderate": (State.IN_MODERATION, "deputy"),
    "sign_off": (State.AWAITING_SIGN_OFF, "chief"),
    "publish": (State.SIGNED_OFF, "secretary"),
}


@pytest.fixture
def office(db: None) -> Office:
    return factories.office()


def wanted(*items: Item) -> list[Wanted]:
    return [Wanted(item.pk, factories.seen(item)) for item in items]


def together(office: Office, verb: str, chosen: list[Wanted], *, by: Person | None = None) -> list[Outcome]:
    person = by or getattr(office, WAYS[verb][1])
    return services.decide_several(verb, chosen, board=office.board, by=person, at=NOW)


def codes(outcomes: list[Outcome]) -> list[tuple[str, ...]]:
    return [tuple(no.code for no in each.against) for each in outcomes]


def last_acts(office: Office, *items: Item) -> list[str]:
    return [trail_of(item.pk, board=office.board)[-1]["act"] for item in items]


@pytest.mark.parametrize("verb", WAYS)
def test_each_is_an_act_of_its_own_on_its_own_digest(office: Office, verb: str) -> None:
    items = [factories.item(office, WAYS[verb][0], title=f"Tin {number}") for number in range(3)]
    before = entries(office.board).count()
    assert codes(together(office, verb, wanted(*items))) == [(), (), ()]
    records = [trail_of(item.pk, board=office.board)[-1] for item in items]
    assert entries(office.board).count() == before + 3
    assert [(each["act"], each["digest"]) for each in records] == [(verb, factories.seen(item)) for item in items]


def test_half_stale_leaves_the_other_half_recorded(office: Office) -> None:
    items = [factories.item(office, State.AWAITING_SIGN_OFF, title=f"Tin {number}") for number in range(4)]
    chosen = wanted(*items)
    for item in items[::2]:
        factories.revised(office, item, by=office.chief, at=NOW - timedelta(hours=1), title="Tên khác")
    assert codes(together(office, "sign_off", chosen)) == [("digest",), (), ("digest",), ()]
    states = [factories.fresh(item).state for item in items]
    assert states == [State.AWAITING_SIGN_OFF, State.SIGNED_OFF] * 2


def test_every_reason_is_given_for_each(office: Office) -> None:
    mine = factories.item(office, State.AWAITING_SIGN_OFF, by=office.chief)
    found = together(office, "sign_off", [Wanted(mine.pk, "0" * 64)])
    assert codes(found) == [("author", "turn", "digest")]
    assert all(no.clause for no in found[0].against)


def test_another_boards_item_among_them_is_not_there(office: Office) -> None:
    theirs = factories.item(factories.office("stp-anhai"), State.AWAITING_SIGN_OFF)
    ours = factories.item(office, State.AWAITING_SIGN_OFF)
    chosen = [*wanted(theirs, ours), Wanted(uuid4(), "0" * 64)]
    assert codes(together(office, "sign_off", chosen)) == [("unknown",), (), ("unknown",)]
    assert factories.fresh(theirs).state == State.AWAITING_SIGN_OFF


def test_the_same_item_twice_among_them_is_done_once(office: Office) -> None:
    item = factories.item(office, State.IN_MODERATION)
    assert codes(together(office, "moderate", wanted(item, item))) == [(), ("state",)]


def test_a_site_that_is_new_to_the_board_is_never_passed_over(office: Office) -> None:
    items = [factories.item(office, State.AWAITING_SIGN_OFF, body=body) for body in (LINK, factories.BODY)]
    assert codes(together(office, "sign_off", wanted(*items))) == [("new_hosts",), ()]


def test_words_that_were_tampered_with_stop_that_one_alone(office: Office) -> None:
    items = [factories.item(office, State.AWAITING_SIGN_OFF) for _ in range(2)]
    current = factories.fresh(items[0]).current
    assert current is not None
    overwrite("items_revision", "content", current.content.replace("Người", "Ngưòi"), "id", current.pk)
    assert codes(together(office, "sign_off", wanted(*items))) == [("tampered",), ()]


@pytest.mark.parametrize("verb", sorted({move.verb for move in MOVES} - ONWARD))
def test_what_needs_words_of_its_own_is_done_one_by_one(office: Office, verb: str) -> None:
    item = factories.item(office, State.IN_MODERATION)
    with pytest.raises(Refused) as refused:
        together(office, verb, wanted(item), by=office.deputy)
    assert [no.code for no in refused.value.refusals] == ["several"]


def test_what_goes_on_goes_together() -> None:
    assert set(ONWARD) == set(WAYS) == set(several._SERVICES)


@pytest.mark.parametrize("count", [0, 31])
def test_no_more_than_the_board_allows_go_together(office: Office, count: int) -> None:
    chosen = [Wanted(uuid4(), "0" * 64) for _ in range(count)]
    with pytest.raises(Refused) as refused:
        together(office, "moderate", chosen)
    (no,) = refused.value.refusals
    assert (no.code, no.rule, no.params) == ("several_most", "several.most", {"most": "30"})
    assert len(together(office, "moderate", chosen[:30] or [Wanted(uuid4(), "0" * 64)])) == max(1, min(count, 30))


def test_a_board_may_keep_sign_offs_to_one_at_a_time(office: Office) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    office.board.regulation = "three-member"
    office.board.save()
    with pytest.raises(Refused) as refused:
        together(office, "sign_off", wanted(item))
    assert [(no.code, no.rule) for no in refused.value.refusals] == [("several", "several.sign_off")]
    assert factories.fresh(item).state == State.AWAITING_SIGN_OFF


class Killed(BaseException):
    """The process is gone."""


def test_killed_half_way_what_was_recorded_stands(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [factories.item(office, State.IN_MODERATION, title=f"Tin {number}") for number in range(4)]
    chosen, whole = wanted(*items), several.moderate

    def dies_at_the_third(item_id: object, **given: object) -> Item:
        done = whole(item_id, **given)  # type: ignore[arg-type]
        if item_id == items[2].pk:
            raise Killed
        return done

    monkeypatch.setattr(several, "moderate", dies_at_the_third)
    with pytest.raises(Killed):
        together(office, "moderate", chosen)
    assert last_acts(office, *items) == ["moderate", "moderate", "forward", "forward"]
    monkeypatch.undo()
    assert codes(together(office, "moderate", chosen)) == [("state",), ("state",), (), ()]


@pytest.mark.usefixtures("shared_database")
def test_twice_at_once_each_is_recorded_once() -> None:
    office = factories.office()
    items = [factories.item(office, State.IN_MODERATION, title=f"Tin {number}") for number in range(5)]
    chosen = wanted(*items)

    def decide(order: int) -> list[tuple[str, ...]]:
        try:
            return codes(together(office, "moderate", chosen[::order]))[::order]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(decide, (1, -1))
    assert [sorted(pair) for pair in zip(one, other, strict=True)] == [[(), ("state",)]] * 5
    acts = Counter(entries(office.board).values_list("item", "act"))
    assert [acts[item.pk, "moderate"] for item in items] == [1] * 5
