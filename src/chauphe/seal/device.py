"""What an approver's own device signed: the content itself, by a WebAuthn assertion whose challenge is its digest.

The challenge is a hash over board, item, digest, person and a nonce of the server, so that a signature given for one
item, by one person, at one moment is good for nothing else; the record keeps every part, and nobody who checks it later
needs the device, the server or its database. Source: W3C Web Authentication Level 2, §6.1, §6.3.3 and §7.2.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from chauphe.seal.canonical import canonical

FACTOR = "passkey"
"""How a record says that the approver's device signed the content."""

PARTS = frozenset({"key", "client_data", "authenticator_data", "signature", "nonce"})
"""What a record then holds under "device": base64 of the bytes, but for the nonce, which is hex.

`key` is a SubjectPublicKeyInfo (RFC 5280), the others are as the browser gave them.
"""

AMONG = "among"
"""Where one answer stood for several contents: what each of them alone would have asked (`challenge_of`), in hex,
sorted, with spaces between. It tells that there were others, and nothing of what they were."""

DOMAIN, SEVERAL = "chauphe-sign-off/1", "chauphe-sign-off-several/1"
_CONTENT = re.compile(r"[0-9a-f]{64}")
_PRESENT, _VERIFIED = 0x01, 0x04
_HASHES: Mapping[str, hashes.HashAlgorithm] = {
    "secp256r1": hashes.SHA256(),
    "secp384r1": hashes.SHA384(),
    "secp521r1": hashes.SHA512(),
}


class NotSignedByDevice(ValueError):
    """These parts are not the signature of this key on this content."""


def challenge_of(*, board: str, item: str, digest: str, person: str, nonce: str) -> bytes:
    """Return the 32 bytes that a device is asked to sign for one person's approval of one content.

    `board` is a slug, `item` and `person` are ids as the record writes them, `digest` and `nonce` are hex.
    """
    said = {"for": DOMAIN, "board": board, "item": item, "digest": digest, "person": person, "nonce": nonce}
    return hashlib.sha256(canonical(said)).digest()


def challenge_of_several(contents: Iterable[bytes]) -> bytes:
    """Return the 32 bytes that stand for the approval of several contents by one answer; of one, those of its own."""
    asked = sorted({each.hex() for each in contents})
    if len(asked) == 1:
        return bytes.fromhex(asked[0])
    return hashlib.sha256(canonical({"for": SEVERAL, "contents": asked})).digest()


def holds(record: Mapping[str, Any]) -> bool:
    """Say whether an act record claims no device, or one that truly signed what it records."""
    parts = record.get("device")
    if record.get("factor") != FACTOR or not isinstance(parts, Mapping):
        return record.get("factor") != FACTOR and parts is None
    try:
        own = challenge_of(
            board=record["board"],
            item=record["item"],
            digest=record["digest"],
            person=record["person"]["id"],
            nonce=parts["nonce"],
        )
        demand_signed(parts, challenge=_asked_among(parts, own))
    except (NotSignedByDevice, KeyError, TypeError):
        return False
    return True


def demand_signed(parts: Mapping[str, Any], *, challenge: bytes) -> None:
    """Raise NotSignedByDevice unless the device of this key, its holder verified, signed this challenge."""
    if set(parts) - {AMONG} != PARTS:
        raise NotSignedByDevice("parts are missing")
    client, data = _bytes(parts["client_data"]), _bytes(parts["authenticator_data"])
    _demand_presence(data, host=_demand_asked(client, challenge))
    _demand_signature(_bytes(parts["key"]), _bytes(parts["signature"]), data + hashlib.sha256(client).digest())


def _asked_among(parts: Mapping[str, Any], own: bytes) -> bytes:
    """Return the challenge of which a content's own is a part; demand that it is one."""
    if AMONG not in parts:
        return own
    contents = str(parts[AMONG]).split(" ")
    if own.hex() not in contents or len(contents) < 2 or contents != sorted(set(contents)):
        raise NotSignedByDevice("the content is not among those that were signed")
    if any(not _CONTENT.fullmatch(each) for each in contents):
        raise NotSignedByDevice("what was signed cannot be read")
    return challenge_of_several(bytes.fromhex(each) for each in contents)


def _demand_asked(client: bytes, challenge: bytes) -> str:
    """Return the host where the browser asked for a signature on this challenge."""
    try:
        said = json.loads(client)
        asked = (said["type"], said["challenge"], said.get("crossOrigin", False))
        host: str | None = urlsplit(said["origin"]).hostname
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotSignedByDevice("the browser's part cannot be read") from error
    wanted = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
    if asked != ("webauthn.get", wanted, False) or not host:
        raise NotSignedByDevice("the browser asked for something else")
    return host


def _demand_presence(data: bytes, *, host: str) -> None:
    """Demand that the device spoke to this host, its holder present and verified."""
    labels = host.split(".")
    places = {hashlib.sha256(".".join(labels[first:]).encode()).digest() for first in range(len(labels))}
    if len(data) < 37 or data[:32] not in places:
        raise NotSignedByDevice("the device was asked by another place")
    if not (data[32] & _PRESENT and data[32] & _VERIFIED):
        raise NotSignedByDevice("the device did not verify its holder")


def _demand_signature(key: bytes, signature: bytes, message: bytes) -> None:
    try:
        public = load_der_public_key(key)
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, message, ec.ECDSA(_HASHES[public.curve.name]))
        elif isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(public, ed25519.Ed25519PublicKey):
            public.verify(signature, message)
        else:
            raise NotSignedByDevice("a kind of key that nobody here can check")
    except (ValueError, KeyError, UnsupportedAlgorithm, InvalidSignature) as error:
        raise NotSignedByDevice("the signature does not fit") from error


def _bytes(text: object) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except ValueError as error:
        raise NotSignedByDevice("a part is not base64") from error
