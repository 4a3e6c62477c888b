"""Several sign-offs by one touch of the approver's device: as strong as one alone, and recorded as what it is."""

import json
from base64 import b64encode, urlsafe_b64decode
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from chauphe.core.moves import State
from chauphe.items.models import Item
from chauphe.ledger.selectors import trail_of
from chauphe.people.models import Challenge
from chauphe.seal.device import AMONG, holds
from tests import factories, passkeys
from tests.desk.conftest import SignIn
from tests.factories import Office
from tests.seal.devices import answer

HOST = "localhost"
ASK, DECIDE = "/hang-cho/nhieu-viec/thiet-bi/", "/hang-cho/nhieu-viec/quyet-dinh/"


@pytest.fixture
def items(office: Office) -> list[Item]:
    cache.clear()
    passkeys.register(office.chief, host=HOST)
    return [factories.item(office, State.AWAITING_SIGN_OFF, title=f"Tin thứ {number}") for number in (1, 2, 3)]


def boxes(items: list[Item]) -> list[str]:
    return [f"{item.pk}:{factories.seen(item)}" for item in items]


def ask(client: Client, items: list[Item]) -> tuple[int, dict[str, Any]]:
    said = client.post(ASK, {"item": boxes(items)}, headers={"host": HOST})
    return said.status_code, json.loads(said.content or b"{}") if said.status_code == 200 else {}


def answered(asked: dict[str, Any]) -> str:
    public = asked["publicKey"]
    said = answer(_padded(public["challenge"]), origin=f"http://{HOST}", place=HOST)
    key = b64encode(_padded(public["allowCredentials"][0]["id"])).decode()
    return json.dumps(said | {"id": key, "nonce": asked["nonce"]})


def _padded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def decide(client: Client, items: list[Item], said: str) -> int:
    form = {"verb": "sign_off", "item": boxes(items), "answer": said}
    return client.post(DECIDE, form, headers={"host": HOST}).status_code


def last(item: Item) -> dict[str, Any]:
    return dict(trail_of(item.pk, board=item.board)[-1])


def test_one_touch_signs_each_of_several_and_each_record_proves_it(
    office: Office, desk: SignIn, items: list[Item]
) -> None:
    client = desk(office.chief, proved=None)
    status, asked = ask(client, items)
    assert (status, asked["publicKey"]["userVerification"]) == (200, "required")
    assert decide(client, items, answered(asked)) == 200
    records = [last(item) for item in items]
    assert [(each["act"], each["factor"], holds(each)) for each in records] == [("sign_off", "passkey", True)] * 3
    assert [len(each["device"][AMONG].split()) for each in records] == [3, 3, 3]
    assert len({each["device"]["signature"] for each in records}) == 1


def test_a_record_is_good_for_its_own_content_alone(office: Office, desk: SignIn, items: list[Item]) -> None:
    client = desk(office.chief, proved=None)
    decide(client, items, answered(ask(client, items)[1]))
    one, other = last(items[0]), last(items[1])
    foreign = factories.item(office, State.AWAITING_SIGN_OFF)
    assert not holds(one | {"digest": factories.seen(foreign), "item": foreign.pk.hex})
    assert not holds(one | {"item": other["item"]})
    parts = one["device"]
    for among in ("", parts[AMONG].split()[0], parts[AMONG] + " " + "ab" * 32, parts[AMONG].upper(), "x"):
        assert not holds(one | {"device": parts | {AMONG: among}}), among
    assert not holds(one | {"device": {name: value for name, value in parts.items() if name != AMONG}})


def test_what_the_device_was_not_asked_about_is_not_signed(office: Office, desk: SignIn, items: list[Item]) -> None:
    client = desk(office.chief, proved=None)
    said = answered(ask(client, items[:2])[1])
    assert decide(client, items, said) == 200
    assert [factories.fresh(item).state for item in items] == [
        State.SIGNED_OFF,
        State.SIGNED_OFF,
        State.AWAITING_SIGN_OFF,
    ]


def test_one_that_moved_meanwhile_stops_none_of_the_others(office: Office, desk: SignIn, items: list[Item]) -> None:
    client = desk(office.chief, proved=None)
    said, sent = answered(ask(client, items)[1]), boxes(items)
    factories.revised(office, items[1], by=office.chief, at=factories.MORNING, title="Đổi tên")
    client.post(DECIDE, {"verb": "sign_off", "item": sent, "answer": said}, headers={"host": HOST})
    assert [last(item)["act"] for item in items] == ["sign_off", "edit", "sign_off"]
    assert [holds(last(item)) for item in (items[0], items[2])] == [True, True]


def test_an_answer_given_twice_signs_nothing_more(office: Office, desk: SignIn, items: list[Item]) -> None:
    client = desk(office.chief, proved=None)
    said = answered(ask(client, items)[1])
    assert [decide(client, items, said) for _ in range(2)] == [200, 200]
    assert [[each["act"] for each in trail_of(item.pk, board=office.board)].count("sign_off") for item in items] == [
        1
    ] * 3
    assert Challenge.objects.filter(used_at=None).count() == 0


@pytest.mark.parametrize("said", ["x", "{}", '{"nonce": ""}'])
def test_an_answer_that_is_none_is_no_way_round_the_proof(
    office: Office, desk: SignIn, items: list[Item], said: str
) -> None:
    assert decide(desk(office.chief), items, said) == 409
    assert {factories.fresh(item).state for item in items} == {State.AWAITING_SIGN_OFF}


def test_without_a_device_the_old_proof_is_asked_for_and_recorded(
    office: Office, desk: SignIn, items: list[Item]
) -> None:
    assert decide(desk(office.chief, proved=None), items, "") == 302
    assert {factories.fresh(item).state for item in items} == {State.AWAITING_SIGN_OFF}
    decide(desk(office.chief), items, "")
    assert {(last(item)["factor"], "device" in last(item)) for item in items} == {("password", False)}


def test_of_one_alone_it_is_the_question_of_one(office: Office, desk: SignIn, items: list[Item]) -> None:
    client = desk(office.chief, proved=None)
    decide(client, items[:1], answered(ask(client, items[:1])[1]))
    record = last(items[0])
    assert (record["factor"], holds(record), AMONG in record["device"]) == ("passkey", True, False)


def test_nobody_is_asked_about_what_they_may_not_see(office: Office, desk: SignIn, items: list[Item]) -> None:
    stranger = factories.office("stp-anhai")
    passkeys.register(stranger.chief, host=HOST)
    passkeys.register(office.other_contributor, host=HOST)
    assert [ask(desk(each), items)[0] for each in (stranger.chief, office.other_contributor)] == [204, 204]
    assert desk(office.chief).get(ASK).status_code == 405
    assert Challenge.objects.count() == 0
