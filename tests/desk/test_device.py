"""The approver's device is asked about what is on the screen, and its answer goes with the decision."""

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
from chauphe.seal.device import holds
from tests import factories, passkeys
from tests.desk.conftest import SignIn
from tests.factories import Office
from tests.seal.devices import answer

HOST = "localhost"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> None:
    cache.clear()


@pytest.fixture
def item(office: Office) -> Item:
    passkeys.register(office.chief, host=HOST)
    return factories.item(office, State.AWAITING_SIGN_OFF)


def ask(client: Client, of: Item, **changed: str) -> tuple[int, dict[str, Any]]:
    form = {"item": str(of.pk), "digest": factories.seen(of)} | changed
    said = client.post(f"/tin-bai/{of.number}/thiet-bi/", form, headers={"host": HOST})
    return said.status_code, json.loads(said.content or b"{}") if said.status_code == 200 else {}


def answered(asked: dict[str, Any], **changed: str) -> str:
    public = asked["publicKey"]
    said = answer(_padded(public["challenge"]), origin=f"http://{HOST}", place=HOST)
    key = b64encode(_padded(public["allowCredentials"][0]["id"])).decode()
    return json.dumps(said | {"id": key, "nonce": asked["nonce"]} | changed)


def _padded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def decide(client: Client, item: Item, **more: str) -> int:
    form = {"verb": "sign_off", "item": str(item.pk), "digest": factories.seen(item)} | more
    return client.post(f"/tin-bai/{item.number}/quyet-dinh/", form, headers={"host": HOST}).status_code


def test_a_sign_off_by_the_device_is_recorded_as_such(office: Office, desk: SignIn, item: Item) -> None:
    client = desk(office.chief, proved=None)
    status, asked = ask(client, item)
    assert (status, asked["publicKey"]["userVerification"]) == (200, "required")
    assert decide(client, item, answer=answered(asked)) == 302
    record = trail_of(item.pk, board=office.board)[-1]
    assert (record["act"], record["factor"], holds(record)) == ("sign_off", "passkey", True)


def test_without_an_answer_the_old_proof_is_asked_for(office: Office, desk: SignIn, item: Item) -> None:
    assert decide(desk(office.chief, proved=None), item) == 302
    assert factories.fresh(item).state == State.AWAITING_SIGN_OFF
    assert decide(desk(office.chief), item) == 302
    record = trail_of(item.pk, board=office.board)[-1]
    assert (record["factor"], "device" in record) == ("password", False)


@pytest.mark.parametrize("wrong", ["x", "{}", "[]", '{"nonce": 1}', "9" * 30_000, "null"])
def test_an_answer_that_is_none_signs_nothing(office: Office, desk: SignIn, item: Item, wrong: str) -> None:
    client = desk(office.chief)
    ask(client, item)
    assert (decide(client, item, answer=wrong), factories.fresh(item).state) == (409, State.AWAITING_SIGN_OFF)


def test_an_answer_is_good_for_one_item_alone(office: Office, desk: SignIn, item: Item) -> None:
    other, client = factories.item(office, State.AWAITING_SIGN_OFF), desk(office.chief)
    assert decide(client, other, answer=answered(ask(client, item)[1])) == 409
    assert factories.fresh(other).state == State.AWAITING_SIGN_OFF


def test_an_answer_given_twice_is_recorded_once(office: Office, desk: SignIn, item: Item) -> None:
    client = desk(office.chief)
    given = answered(ask(client, item)[1])
    assert [decide(client, item, answer=given) for _ in range(2)] == [302, 302]
    assert [record["act"] for record in trail_of(item.pk, board=office.board)].count("sign_off") == 1


def test_nobody_asks_about_what_they_may_not_see(office: Office, desk: SignIn, item: Item) -> None:
    other = factories.office("stp-anhai")
    passkeys.register(other.chief, host=HOST)
    assert [ask(desk(each), item)[0] for each in (other.chief, office.other_contributor)] == [404, 404]
    assert ask(desk(office.chief), item, item="0" * 8)[0] == 404
    assert Challenge.objects.count() == 0


def test_whoever_has_no_passkey_is_told_so(office: Office, desk: SignIn, item: Item) -> None:
    assert ask(desk(office.standing), item) == (204, {})


def test_a_bare_number_for_an_address_has_no_passkeys(office: Office, desk: SignIn, item: Item) -> None:
    form = {"item": str(item.pk), "digest": factories.seen(item)}
    client = desk(office.chief)
    said = client.post(f"/tin-bai/{item.number}/thiet-bi/", form, headers={"host": "127.0.0.1:8100"})
    assert said.status_code == 204
    at = f"/tin-bai/{item.number}/"
    pages = [client.get(at, headers={"host": host}).content.decode() for host in ("127.0.0.1:8100", HOST)]
    assert ["data-device" in page for page in pages] == [False, True]


def test_unanswered_questions_do_not_pile_up(office: Office, desk: SignIn, item: Item) -> None:
    client = desk(office.chief)
    ask(client, item)
    Challenge.objects.update(expires_at=factories.MORNING)
    ask(client, item)
    assert Challenge.objects.count() == 1
