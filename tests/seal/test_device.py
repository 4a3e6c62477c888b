"""An outsider can tell that an approver's device signed exactly this content."""

from base64 import b64decode, b64encode
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st

from chauphe.seal.acts import unlawful
from chauphe.seal.canonical import digest
from chauphe.seal.device import challenge_of, holds
from chauphe.seal.findings import Code
from chauphe.seal.proof import OpenedAct
from tests.seal.devices import KEY, NONCE, ORIGIN, Key, answer
from tests.seal.site_writer import CHIEF, WAY, act_of, snapshot_of

SNAPSHOT = snapshot_of(1204)


def signed(*, key: Key = KEY, **how: Any) -> dict[str, Any]:
    """Give the record of a sign-off that the chief's device signed."""
    record = act_of(SNAPSHOT, 2, "sign_off", CHIEF) | {"factor": "passkey"}
    asked = {name: record[name] for name in ("board", "item", "digest")}
    return record | {"device": answer(challenge_of(**asked, person=CHIEF[0], nonce=NONCE), key=key, **how)}


def opened(record: dict[str, Any]) -> list[OpenedAct]:
    records = [
        record if verb == "sign_off" else act_of(SNAPSHOT, seq, verb, who) for seq, (verb, who) in enumerate(WAY)
    ]
    return [OpenedAct(seq, bytes(32), each, ()) for seq, each in enumerate(records)]


@pytest.mark.parametrize(
    "key", [KEY, ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32)), rsa.generate_private_key(65537, 2048)]
)
def test_what_the_device_signed_holds(key: Key) -> None:
    assert holds(signed(key=key))
    assert list(unlawful(SNAPSHOT, digest(SNAPSHOT), opened(signed(key=key)))) == []


def test_a_record_that_claims_no_device_needs_none() -> None:
    assert holds(act_of(SNAPSHOT, 2, "sign_off", CHIEF))


@pytest.mark.parametrize(
    "changed",
    [
        {"board": "khac"},
        {"item": "0" * 32},
        {"digest": "00" * 32},
        {"person": {"id": "p-4", "name": CHIEF[1]}},
        {"factor": "password"},
        {"device": None},
        {"device": {}},
        {"device": "có"},
    ],
)
def test_a_signature_is_good_for_nothing_else(changed: dict[str, Any]) -> None:
    record = signed() | changed
    assert not holds(record)
    found = list(unlawful(SNAPSHOT, digest(SNAPSHOT), opened(record)))
    assert (Code.ACTS_DEVICE, {"seq": 2}) in found


@pytest.mark.parametrize(
    "how",
    [
        {"said": {"type": "webauthn.create"}},
        {"said": {"challenge": "AAAA"}},
        {"said": {"crossOrigin": True}},
        {"said": {"origin": "https://xoso.example"}},
        {"said": {"origin": ""}},
        {"said": {"origin": 7}},
        {"said": {"origin": "https://["}},
        {"place": "xoso.example"},
        {"flags": 1},
        {"flags": 4},
    ],
)
def test_a_device_asked_otherwise_signed_nothing(how: dict[str, Any]) -> None:
    assert not holds(signed(**how))


def test_a_desk_may_stand_in_a_domain_of_its_office() -> None:
    assert holds(signed(origin=ORIGIN, place="snv-anhai.example"))


def test_another_key_is_another_device() -> None:
    record = signed()
    record["device"]["key"] = answer(b"", key=ec.derive_private_key(8, ec.SECP256R1()))["key"]
    assert not holds(record)


@given(part=st.sampled_from(["client_data", "authenticator_data", "signature", "key"]), place=st.integers(0, 10_000))
def test_no_bit_of_it_can_be_changed(part: str, place: int) -> None:
    record = signed()
    data = bytearray(b64decode(record["device"][part]))
    data[place % len(data)] ^= 1 << place % 8
    record["device"][part] = b64encode(bytes(data)).decode()
    assert not holds(record)


@given(st.dictionaries(st.sampled_from(["key", "client_data", "authenticator_data", "signature", "nonce"]), st.text()))
def test_whatever_stands_there_is_answered_with_no(parts: dict[str, str]) -> None:
    assert not holds(signed() | {"device": parts})
