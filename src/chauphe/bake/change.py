"""What a release changes: each file by its path below the web root, with its new contents or none."""

import hashlib
import re
from dataclasses import dataclass
from typing import Self

_PART = r"(?:[A-Za-z0-9_][A-Za-z0-9._-]*)"
_PATH = re.compile(rf"(?:\.well-known/)?{_PART}(?:/{_PART})*")


class UnsafePath(ValueError):
    """This is not a path that may stand in a site."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file: its new bytes, or the hash under which they lie in the store, or neither where it goes away."""

    path: str
    data: bytes | None = None
    stored: str | None = None

    def __post_init__(self) -> None:
        if not _PATH.fullmatch(self.path):
            raise UnsafePath(self.path)

    @classmethod
    def gone(cls, path: str) -> Self:
        """Take a file away."""
        return cls(path)

    @property
    def removed(self) -> bool:
        """Say whether the file goes away."""
        return self.data is None and self.stored is None

    @property
    def sha256(self) -> str:
        """Return the hash of the new contents, in hex."""
        return self.stored or hashlib.sha256(self.data or b"").hexdigest()
