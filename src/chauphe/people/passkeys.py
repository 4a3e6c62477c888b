"""The passkeys of a person, as whoever checks a signature later can read them: public keys and nothing else.

allauth keeps what a device said when it was registered; here its COSE key (RFC 9053) becomes a SubjectPublicKeyInfo.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chauphe.people.models import Person

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes


@dataclass(frozen=True, slots=True)
class Passkey:
    """A device's key pair: the id by which the device knows it, and the public half as SubjectPublicKeyInfo."""

    row: Authenticator
    id: bytes
    public: bytes


def passkeys_of(person: Person) -> tuple[Passkey, ...]:
    """Return the passkeys of a person with which content can be signed, the newest first (1 query)."""
    rows = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).order_by("-pk")
    return tuple(each for row in rows if (each := passkey_of(row)) is not None)


def passkey_of(row: Authenticator) -> Passkey | None:
    """Read one, or None where its kind of key is none that a seal can check."""
    credential = row.wrap().authenticator_data.credential_data
    public = _public(credential.public_key) if credential else None
    return None if public is None else Passkey(row, bytes(credential.credential_id), public)


def print_of(row: Authenticator) -> str:
    """Return the SHA-256 of a passkey's public half, by which the book of people names it; "" for what has none."""
    key = passkey_of(row) if row.type == Authenticator.Type.WEBAUTHN else None
    return sha256(key.public).hexdigest() if key else ""


def _public(cose: Mapping[int, Any]) -> bytes | None:
    read = READERS.get(cose[3])
    return None if read is None else read(cose).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _p256(cose: Mapping[int, Any]) -> "PublicKeyTypes":
    return ec.EllipticCurvePublicNumbers(_number(cose[-2]), _number(cose[-3]), ec.SECP256R1()).public_key()


def _ed25519(cose: Mapping[int, Any]) -> "PublicKeyTypes":
    return ed25519.Ed25519PublicKey.from_public_bytes(cose[-2])


def _rsa(cose: Mapping[int, Any]) -> "PublicKeyTypes":
    return rsa.RSAPublicNumbers(_number(cose[-2]), _number(cose[-1])).public_key()


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


READERS: Mapping[int, Callable[[Mapping[int, Any]], "PublicKeyTypes"]] = {-7: _p256, -8: _ed25519, -257: _rsa}
"""By COSE algorithm: ES256, EdDSA, RS256; a device is asked for no other."""
