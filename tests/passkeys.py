"""A person's passkey without a browser: what allauth keeps of one, and a device that answers what the desk asks."""

import hashlib
from base64 import b64encode, urlsafe_b64encode
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.utils import timezone
from fido2.cose import CoseKey
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from chauphe.items.models import Item
from chauphe.people.models import Board, Person
from chauphe.people.services import ask_device, note_added
from tests.seal.devices import KEY, ORIGIN, Key, answer

HOST = ORIGIN.partition("://")[2]


def register(person: Person, *, key: Key = KEY, host: str = HOST, algorithm: int = -7) -> Authenticator:
    """Give a person a passkey whose private half is `key`."""
    cose = CoseKey.for_alg(algorithm).from_cryptography_key(key.public_key())
    credential = AttestedCredentialData.create(bytes(16), _id(cose), cose)
    place = hashlib.sha256(host.encode()).digest()
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    device = AuthenticatorData.create(place, flags, 0, credential)
    response = {
        "clientDataJSON": _url(b'{"type":"webauthn.create","challenge":"AA","origin":"x"}'),
        "attestationObject": _url(bytes(AttestationObject.create("none", device, {}))),
    }
    data = {"id": _url(_id(cose)), "rawId": _url(_id(cose)), "type": "public-key", "response": response}
    kept = {"name": "Điện thoại", "credential": data | {"clientExtensionResults": {"credProps": {"rk": True}}}}
    made = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=kept)
    note_added(person, made, at=timezone.now())
    return made


def sign(
    person: Person, item: Item, board: Board, *, digest: str, at: datetime, key: Key = KEY, origin: str = ORIGIN
) -> dict[str, str]:
    """Let the desk ask for a signature on an item, and answer with this key."""
    question = ask_device(person, board=board, contents={item.pk: digest}, origin=ORIGIN, at=at)
    assert question is not None
    said = answer(question.challenge, key=key, origin=origin, place=HOST)
    return said | {"id": b64encode(question.keys[0]).decode(), "nonce": question.nonce}


def _id(cose: CoseKey) -> bytes:
    return hashlib.sha256(repr(sorted(cose.items())).encode()).digest()


def _url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
