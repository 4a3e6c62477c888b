"""Signed text: the C2SP signed note with Ed25519, in which checkpoint and manifest are published.

A note is text, an empty line, and one line a signature. A key is known by a name and four bytes of a hash; the text of
a note counts for nothing until a known key's signature on it holds. Source: c2sp.org/signed-note.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
MOST_SIGNATURES = 100

_NAME = re.compile(r"[^\s+]+")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_PRIVATE = "PRIVATE+KEY+"


class NoteError(ValueError):
    """These bytes are not a signed note, or this text is not a key."""


class NotSigned(NoteError):
    """No signature of a known key holds; `signers` are the keys that the note names."""

    def __init__(self, message: str, *, signers: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.signers = signers


class UnknownKey(NotSigned):
    """The note is signed, but by none of the known keys."""


class BadSignature(NotSigned):
    """The note names a known key, and that key never signed this text."""


class Named(Protocol):
    """What a signature line names: a key of any kind."""

    @property
    def name(self) -> str:
        """Return the key's name."""

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that tell this key from others of the same name."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key and its name."""

    name: str
    public: bytes

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Read the text form, `<name>+<key id>+<base64 of 0x01 and the key>`; raises NoteError."""
        return cls(*read_vkey(vkey, ED25519))

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that tell this key from others of the same name."""
        return key_id(self.name, ED25519, self.public)

    @property
    def label(self) -> str:
        """Return the name and key id, enough to tell people which key is meant."""
        return f"{self.name}+{self.key_id.hex()}"

    def text(self) -> str:
        """Write the key in its text form (vkey)."""
        return f"{self.label}+{_base64(ED25519 + self.public)}"

    def holds(self, text: str, signature: bytes) -> bool:
        """Say whether the signature is this key's over exactly this text."""
        return holds(self.public, signature, text.encode())


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """A private key and its name; never printed."""

    name: str
    seed: bytes

    @classmethod
    def parse(cls, skey: str) -> Self:
        """Read the text form, `PRIVATE+KEY+<name>+<key id>+<base64 of 0x01 and the seed>`; raises NoteError."""
        skey = skey.strip()
        if not skey.startswith(_PRIVATE):
            raise NoteError("not the text of a private key")
        name, stated, material = _parts(skey.removeprefix(_PRIVATE), 3)
        signer = cls(name, _key_bytes(material, ED25519))
        if signer.verifier.key_id.hex() != stated:
            raise NoteError(f"the key id of {name} does not belong to this key")
        return signer

    @property
    def verifier(self) -> Verifier:
        """Return the public half."""
        return Verifier(self.name, self._key().public_key().public_bytes_raw())

    def text(self) -> str:
        """Write the key in its text form (skey): a secret."""
        return f"{_PRIVATE}{self.verifier.label}+{_base64(ED25519 + self.seed)}"

    def sign(self, text: str) -> "Signature":
        """Sign a text."""
        return Signature(self.name, self.verifier.key_id, self._key().sign(text.encode()))

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line of a note."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def label(self) -> str:
        """Return the name and id of the key that is said to have signed."""
        return f"{self.name}+{self.key_id.hex()}"

    def line(self) -> str:
        """Write the signature line."""
        return f"— {self.name} {_base64(self.key_id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, ending in a newline, and its signatures."""

    text: str
    signatures: tuple[Signature, ...]

    def to_bytes(self) -> bytes:
        """Write the note as it is published."""
        return (self.text + "\n" + "".join(each.line() for each in self.signatures)).encode()


def read_vkey(vkey: str, kind: bytes) -> tuple[str, bytes]:
    """Return the name and the 32 bytes of a public key of this kind in its text form; raises NoteError."""
    name, stated, material = _parts(vkey.strip(), 3)
    public = _key_bytes(material, kind)
    if key_id(name, kind, public).hex() != stated:
        raise NoteError(f"the key id of {name} does not belong to this key")
    return name, public


def key_id(name: str, kind: bytes, public: bytes) -> bytes:
    """Return the four bytes by which a note names a key."""
    return hashlib.sha256(name.encode() + b"\n" + kind + public).digest()[:4]


def holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether an Ed25519 signature is this key's over exactly this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def sign(text: str, *signers: Signer) -> bytes:
    """Return a note of this text signed by these keys; raises NoteError for text that a note cannot carry."""
    if not text.endswith("\n") or _CONTROL.search(text) or not signers:
        raise NoteError("a note needs a signer and text of whole lines without control characters")
    names_valid = all(_NAME.fullmatch(signer.name) for signer in signers)
    if not names_valid:
        raise NoteError("a key's name has no spaces and no plus sign")
    return Note(text, tuple(signer.sign(text) for signer in signers)).to_bytes()


def parse(data: bytes) -> Note:
    """Read a note without trusting it; raises NoteError if it is malformed."""
    try:
        message = data.decode()
    except UnicodeDecodeError as error:
        raise NoteError("a note is UTF-8 text") from error
    text, gap, lines = message.rpartition("\n\n")
    if not gap or not lines.endswith("\n") or _CONTROL.search(message):
        raise NoteError("not a signed note")
    signatures = tuple(_signature(line) for line in lines[:-1].split("\n"))
    if len(signatures) > MOST_SIGNATURES:
        raise NoteError("a note with too many signatures")
    return Note(text + "\n", signatures)


def opened(data: bytes, keys: Iterable[Verifier]) -> tuple[str, Verifier]:
    """Return a note's text and the key that signed it.

    Raises NoteError for malformed bytes, UnknownKey when no known key is named, BadSignature when one is named whose
    signature does not hold.
    """
    note = parse(data)
    known = {(key.name, key.key_id): key for key in keys}
    signers = tuple(each.label for each in note.signatures)
    by: Verifier | None = None
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            continue
        if not key.holds(note.text, signature.value):
            raise BadSignature(f"the signature of {key.label} does not hold", signers=signers)
        by = by or key
    if by is None:
        raise UnknownKey("signed by no known key", signers=signers)
    return note.text, by


def strangers(note: Note, known: Iterable[Named]) -> Iterator[str]:
    """Yield whose signature lines a note carries besides one for each known key."""
    left = {(key.name, key.key_id) for key in known}
    for each in note.signatures:
        signer = (each.name, each.key_id)
        if signer not in left:
            yield each.label
        left.discard(signer)


def _signature(line: str) -> Signature:
    found = _SIGNATURE.fullmatch(line)
    value = _unbase64(found[2]) if found else b""
    if not found or len(value) < 5:
        raise NoteError("not a signature line")
    return Signature(found[1], value[:4], value[4:])


def _parts(text: str, count: int) -> list[str]:
    parts = text.split("+", count - 1)
    if len(parts) != count or not _NAME.fullmatch(parts[0]):
        raise NoteError("not the text of a key")
    return parts


def _key_bytes(material: str, kind: bytes) -> bytes:
    raw = _unbase64(material)
    if raw[:1] != kind or len(raw) != 33:
        raise NoteError("not a key of this kind")
    return raw[1:]


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unbase64(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("not base64") from error
    if _base64(raw) != text:
        raise NoteError("not base64 in its one canonical form")
    return raw
