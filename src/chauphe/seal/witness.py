"""Who else saw a log: witnesses cosign its checkpoint, each with a key of its own (C2SP tlog-cosignature, v1).

The board's signature alone cannot show that everybody is shown the same log; that of a witness, who cosigns only what
continues the log it saw before, can. Which witnesses to believe is for whoever checks: they give the keys. A
cosignature is eight bytes of time and an Ed25519 signature over that time and the checkpoint's text.
"""

from dataclasses import dataclass
from typing import Self

from chauphe.seal import note

COSIGNATURE = b"\x04"
_TIME = 8


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness's public key and name."""

    name: str
    public: bytes

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Read the text form, `<name>+<key id>+<base64 of 0x04 and the key>`; raises NoteError."""
        return cls(*note.read_vkey(vkey, COSIGNATURE))

    @property
    def key_id(self) -> bytes:
        """Return the four bytes by which a note names this key."""
        return note.key_id(self.name, COSIGNATURE, self.public)

    @property
    def label(self) -> str:
        """Return the name and key id, enough to tell people which key is meant."""
        return f"{self.name}+{self.key_id.hex()}"

    def saw(self, seen: note.Note) -> bool | None:
        """Say whether the witness cosigned this very checkpoint; None if the note names no such key."""
        for each in seen.signatures:
            if (each.name, each.key_id) == (self.name, self.key_id):
                return note.holds(self.public, each.value[_TIME:], message(seen.text, each.value[:_TIME]))
        return None


def message(text: str, time: bytes) -> bytes:
    """Return what a witness signs for a checkpoint's text at a time, given as eight bytes."""
    return f"cosignature/v1\ntime {int.from_bytes(time)}\n{text}".encode()
