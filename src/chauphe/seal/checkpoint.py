"""The signed head of a log: origin, size and root, as C2SP tlog-checkpoint writes them.

The origin is the log's name for good; the key that signs carries the same name. Source: c2sp.org/tlog-checkpoint.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from chauphe.seal import note

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class BadCheckpoint(ValueError):
    """This text is not the body of a checkpoint."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log claims to be: which log, how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a checkpoint's body; raises BadCheckpoint unless it is written exactly as it should be."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines):
            raise BadCheckpoint("a checkpoint has three lines or more, none of them empty")
        origin, size, root, *extensions = lines
        return cls(origin, parse_size(size), parse_root(root), tuple(extensions))

    def text(self) -> str:
        """Write the body."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, encode_root(self.root), *self.extensions))


def sign(checkpoint: Checkpoint, signer: note.Signer) -> bytes:
    """Return the signed note; raises NoteError unless the key carries the log's name."""
    if signer.name != checkpoint.origin:
        raise note.NoteError("a log's key carries the log's name")
    return note.sign(checkpoint.text(), signer)


def opened(data: bytes, keys: Iterable[note.Verifier]) -> tuple[Checkpoint, note.Verifier]:
    """Return a signed checkpoint and the key that signed it; raises NoteError or BadCheckpoint."""
    text, key = note.opened(data, keys)
    return Checkpoint.parse(text), key


def encode_root(root: bytes) -> str:
    """Write a root as checkpoint and manifest do."""
    return base64.b64encode(root).decode()


def parse_root(text: str) -> bytes:
    """Read a root: 32 bytes in base64; raises BadCheckpoint."""
    try:
        root = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadCheckpoint("a root is 32 bytes in base64") from error
    if len(root) != 32 or encode_root(root) != text:
        raise BadCheckpoint("a root is 32 bytes in base64")
    return root


def parse_size(text: str) -> int:
    """Read a tree's size: plain decimal without leading zeroes; raises BadCheckpoint."""
    if not _SIZE.fullmatch(text):
        raise BadCheckpoint("a tree's size is a decimal number")
    return int(text)
