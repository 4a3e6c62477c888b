"""The store of uploaded and sealed bytes: files named by their SHA-256, written once, safe on disk before use."""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings


class Damaged(Exception):
    """Raised when stored bytes no longer have the hash they are named by."""


def path_of(sha256: str) -> Path:
    """Return where bytes of this hash lie (they may not be there)."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError(sha256)
    return Path(settings.STORE) / sha256[:2] / sha256


def put(data: bytes) -> str:
    """Keep bytes and return their hash; a crash half-way leaves either the whole file or none."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if path.exists():
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{sha256}.{secrets.token_hex(4)}")
    with partial.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    partial.rename(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return sha256


def get(sha256: str) -> bytes:
    """Return the bytes of a hash; raises FileNotFoundError, or Damaged when they were changed on disk."""
    data = path_of(sha256).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Damaged(sha256)
    return data
