"""A device for tests: holds a key, and signs as WebAuthn has it."""

import hashlib
import json
from base64 import b64encode, urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey

KEY = ec.derive_private_key(7_001, ec.SECP256R1())
ORIGIN = "https://ban.snv-anhai.example"
NONCE = "ab" * 32


def answer(
    challenge: bytes, *, key: Key = KEY, origin: str = ORIGIN, place: str = "", flags: int = 5,
    said: dict[str, Any] | None = None,
) -> dict[str, str]:  # fmt: skip
    """Sign a challenge for a page at `origin`; give what a browser sends, in base64, with the public key beside it.

    `place` is where the device was told that it is, and `said` what the browser says otherwise than it should.
    """
    asked = urlsafe_b64encode(challenge).rstrip(b"=").decode()
    client = {"type": "webauthn.get", "challenge": asked, "origin": origin, "crossOrigin": False}
    data = json.dumps(client | (said or {})).encode()
    rp = place or origin.partition("://")[2].partition(":")[0]
    device = hashlib.sha256(rp.encode()).digest() + bytes([flags]) + (9).to_bytes(4, "big")
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {
        "key": b64encode(public).decode(),
        "client_data": b64encode(data).decode(),
        "authenticator_data": b64encode(device).decode(),
        "signature": b64encode(_signed(key, device + hashlib.sha256(data).digest())).decode(),
        "nonce": NONCE,
    }


def _signed(key: Key, message: bytes) -> bytes:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(message, ec.ECDSA(hashes.SHA256()))
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(message)
