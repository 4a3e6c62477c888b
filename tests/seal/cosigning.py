"""A witness with its private key, for tests: writes the lines that it would add to a checkpoint."""

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chauphe.seal import note
from chauphe.seal.witness import COSIGNATURE, Witness, message

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(9, 41)))
WITNESS = Witness("witness.example/dai-hoc", PRIVATE.public_key().public_bytes_raw())
TIME = (1_795_000_000).to_bytes(8)


def vkey(witness: Witness) -> str:
    return f"{witness.label}+{base64.b64encode(COSIGNATURE + witness.public).decode()}"


def line(text: str, *, time: bytes = TIME) -> bytes:
    value = time + PRIVATE.sign(message(text, TIME))
    return note.Signature(WITNESS.name, WITNESS.key_id, value).line().encode()
