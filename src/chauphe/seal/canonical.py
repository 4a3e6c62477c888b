"""One byte string for one meaning: RFC 8785 JSON over NFC-normalised text.

Everything that is hashed or signed passes through here, so two snapshots that mean the same have the same digest and
nothing else has. Our documents hold no floating-point numbers; they are refused rather than written in some way.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeAlias
from unicodedata import is_normalized, normalize

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

# Beyond this an ECMAScript reader, the one in the browser included, no longer tells neighbours apart.
LARGEST_INTEGER = 2**53

# The first bytes of astral characters, the only ones that UTF-16 and code point order place differently.
_ASTRAL = bytes(range(0xF0, 0xF5))

# What JSON escapes besides quotation marks and line ends.
_SELDOM = bytes(range(0x20)).replace(b"\n", b"") + b"\\"

_write = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_write_sorted = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), sort_keys=True).encode


class NotCanonical(ValueError):
    """This value has no canonical form, or these bytes are not one."""


def canonical(value: Any) -> bytes:
    """Return the canonical bytes of a JSON value, its strings and keys normalised to NFC.

    Raises NotCanonical for floats, integers beyond ±2**53, keys that are no strings or coincide after
    normalisation, lone surrogates, and anything that JSON does not know.
    """
    return _utf8(_write(normalised(value)))


def encode(value: Any) -> bytes:
    """Return the RFC 8785 bytes of a value with its strings taken as they are."""
    return _utf8(_write(_plain(value, nfc=False)))


def encode_parsed(value: Json) -> bytes:
    """Return what `encode` does, several times faster, for a value that came out of `parse`."""
    data = _utf8(_write_sorted(value))
    return data if _plane_zero(data) else encode(value)


def encode_text(text: bytes) -> bytes:
    """Return what `encode` does for a string given as UTF-8, faster: most text holds little that JSON must escape."""
    if len(text.translate(None, _SELDOM)) != len(text):
        return encode(text.decode())
    return b'"%s"' % text.replace(b'"', b'\\"').replace(b"\n", b"\\n")


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical bytes, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def normalised(value: Any) -> Json:
    """Return a copy with every string in NFC and every object's members in RFC 8785 order."""
    return _plain(value, nfc=True)


def parse(data: bytes) -> Json:
    """Read JSON of which to find out whether it is canonical: it is if `encode_parsed` writes these very bytes again.

    Refuses what no writing again would show: text that is not in NFC, floats, integers beyond ±2**53. Whoever needs a
    part of it in canonical form can write part by part, and need not do so twice.
    """
    try:
        text = data.decode()
        value: Json = _read(text)
    except (UnicodeDecodeError, RecursionError, json.JSONDecodeError) as error:
        raise NotCanonical(f"not readable as JSON: {error}") from error
    if not is_normalized("NFC", text):
        raise NotCanonical("not in NFC")
    return value


def _plane_zero(data: bytes) -> bool:
    return data.isascii() or len(data.translate(None, _ASTRAL)) == len(data)


def _plain(value: Any, *, nfc: bool) -> Json:
    """Copy a value into plain JSON types, members sorted by UTF-16 code units."""
    try:
        return _copy(value, nfc=nfc)
    except RecursionError as error:
        raise NotCanonical("nested too deeply") from error


def _copy(value: Any, *, nfc: bool) -> Json:
    if isinstance(value, str):
        return _text(value, nfc=nfc)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, Mapping):
        return _members(value, nfc=nfc)
    if isinstance(value, list | tuple):
        return [_copy(each, nfc=nfc) for each in value]
    raise NotCanonical(f"{type(value).__name__} has no canonical form here")


def _text(value: str, *, nfc: bool) -> str:
    plain = str.__str__(value)  # of an enum member its value, of a marked-safe string its text
    return normalize("NFC", plain) if nfc and not is_normalized("NFC", plain) else plain


def _integer(value: int) -> int:
    if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
        raise NotCanonical("an integer beyond ±2**53 is not exact everywhere")
    return int(value)


def _members(value: Mapping[Any, Any], *, nfc: bool) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for key, member in value.items():
        if not isinstance(key, str):
            raise NotCanonical(f"a member's name is a {type(key).__name__}, not a string")
        name = _text(key, nfc=nfc)
        if name in found:
            raise NotCanonical(f"two members are named {name!r}")
        found[name] = _copy(member, nfc=nfc)
    # Code points and UTF-16 code units sort alike unless an astral character is among them.
    order = None if all(map(str.isascii, found)) else _utf16
    return {name: found[name] for name in sorted(found, key=order)}


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be", "surrogatepass")


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("half of a surrogate pair is not text") from error


def _no_float(text: str) -> Json:
    raise NotCanonical(f"{text} is not an integer")


@lru_cache(maxsize=4096)
def _whole(text: str) -> int:
    if len(text) > len(str(-LARGEST_INTEGER)):
        raise NotCanonical("an integer beyond ±2**53 is not exact everywhere")
    return _integer(int(text))


_read = json.JSONDecoder(parse_float=_no_float, parse_int=_whole, parse_constant=_no_float).decode
