"""A sign-off by the approver's own device, on exactly the content that was on the screen (Điều 3)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from chauphe.core.item import State
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Item
from chauphe.ledger.selectors import trail_of
from chauphe.people.services import ask_device, take_answer
from chauphe.seal.device import holds
from tests import factories, passkeys
from tests.factories import MORNING, Office
from tests.seal.devices import ORIGIN, Key

AT = MORNING + timedelta(hours=4)


@pytest.fixture
def office(db: None) -> Office:
    return factories.office()


def signed_off(office: Office, item: Item, answer: dict[str, str], *, by: str = "chief", at: datetime = AT) -> None:
    who = getattr(office, by)
    services.sign_off(item.pk, board=office.board, by=who, at=at, seen=factories.seen(item), answer=answer)


def asked(office: Office, item: Item, by: str = "chief", **how: Any) -> dict[str, str]:
    how = {"digest": factories.seen(item), "at": AT} | how
    return passkeys.sign(getattr(office, by), item, office.board, **how)


def refused(office: Office, item: Item, answer: dict[str, str], **how: Any) -> list[str]:
    with pytest.raises(Refused) as no:
        signed_off(office, item, answer, **how)
    assert factories.fresh(item).state == State.AWAITING_SIGN_OFF
    return [reason.code for reason in no.value.refusals]


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        (-7, ec.derive_private_key(5, ec.SECP256R1())),
        (-8, ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32))),
        (-257, rsa.generate_private_key(65537, 2048)),
    ],
)
def test_the_record_of_a_sign_off_holds_what_the_device_signed(office: Office, algorithm: int, key: Key) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    row = passkeys.register(office.chief, key=key, algorithm=algorithm)
    signed_off(office, item, asked(office, item, key=key))
    record = trail_of(item.pk, board=office.board)[-1]
    assert (record["act"], record["factor"], holds(record)) == ("sign_off", "passkey", True)
    assert sorted(record["device"]) == ["authenticator_data", "client_data", "key", "nonce", "signature"]
    row.refresh_from_db()
    assert row.last_used_at is not None


def test_a_sign_off_without_a_device_says_so(office: Office) -> None:
    item = factories.item(office, State.SIGNED_OFF)
    record = trail_of(item.pk, board=office.board)[-1]
    assert (record["factor"], "device" in record, holds(record)) == ("password", False, True)


def test_a_device_that_signed_something_else_signs_nothing(office: Office) -> None:
    passkeys.register(office.chief)
    item, other = (factories.item(office, State.AWAITING_SIGN_OFF) for _ in range(2))
    assert refused(office, item, asked(office, other)) == ["device"]
    assert refused(office, item, asked(office, item, digest="00" * 32)) == ["device"]


def test_a_device_of_somebody_else_signs_nothing(office: Office) -> None:
    passkeys.register(office.chief)
    passkeys.register(office.deputy, key=ec.derive_private_key(5, ec.SECP256R1()))
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    assert refused(office, item, asked(office, item, "deputy", key=ec.derive_private_key(5, ec.SECP256R1()))) == [
        "device"
    ]
    assert refused(office, item, asked(office, item, key=ec.derive_private_key(6, ec.SECP256R1()))) == ["device"]


def test_an_answer_is_taken_once(office: Office) -> None:
    passkeys.register(office.chief)
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    answer, content = asked(office, item), {"item": item.pk, "digest": factories.seen(item)}
    take_answer(answer, person=office.chief, board=office.board, at=AT, **content)
    assert refused(office, item, answer) == ["device"]


def test_what_was_refused_used_nothing_up(office: Office) -> None:
    passkeys.register(office.chief)
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    answer = asked(office, item)
    with pytest.raises(Refused):
        services.sign_off(item.pk, board=office.board, by=office.chief, at=AT, seen="00" * 32, answer=answer)
    signed_off(office, item, answer)


def test_an_answer_comes_within_minutes(office: Office) -> None:
    passkeys.register(office.chief)
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    answer = asked(office, item)
    assert refused(office, item, answer, at=AT + timedelta(minutes=5, seconds=1)) == ["device"]
    signed_off(office, item, answer, at=AT + timedelta(minutes=5))


def test_a_page_that_looks_like_the_desk_gets_no_sign_off(office: Office) -> None:
    passkeys.register(office.chief)
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    assert refused(office, item, asked(office, item, origin=f"{ORIGIN}:8443")) == ["device"]


@pytest.mark.parametrize("missing", ["id", "nonce", "client_data", "authenticator_data", "signature"])
def test_half_an_answer_is_none(office: Office, missing: str) -> None:
    passkeys.register(office.chief)
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    answer = asked(office, item)
    assert refused(office, item, answer | {missing: ""}) == ["device"]
    del answer[missing]
    assert refused(office, item, answer) == ["device"]


def test_a_key_that_was_removed_signs_no_more(office: Office) -> None:
    row = passkeys.register(office.chief)
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    answer = asked(office, item)
    row.delete()
    assert refused(office, item, answer) == ["device"]


def test_whoever_has_no_passkey_is_asked_for_none(office: Office) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    digest = factories.seen(item)
    how = {"board": office.board, "contents": {item.pk: digest}, "origin": ORIGIN, "at": AT}
    assert ask_device(office.chief, **how) is None


def test_a_device_gives_nobody_an_office_they_do_not_hold(office: Office) -> None:
    passkeys.register(office.deputy)
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    assert "device" not in refused(office, item, asked(office, item, "deputy"), by="deputy")


def test_what_the_device_signed_is_in_the_ledger_word_for_word(office: Office) -> None:
    passkeys.register(office.chief)
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    answer = asked(office, item)
    signed_off(office, item, answer)
    record = trail_of(item.pk, board=office.board)[-1]
    sent = {name: answer[name] for name in ("client_data", "authenticator_data", "signature", "nonce")}
    assert {name: record["device"][name] for name in sent} == sent
