"""The redo plan: everything a release changes, in one file that is either whole or worthless.

Once the plan is on the disk the release will happen, now or at the next start; until then nothing has happened. Small
files stand in the plan itself; pictures and attachments are named by their hash and lie safely in the store.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from chauphe.bake.change import Change

MAGIC = b"chauphe-plan/1"


@dataclass(frozen=True, slots=True)
class Plan:
    """A release to be swapped in.

    `base` is the digest of the manifest that it replaces (None in a site that has none) and `target` that of its own;
    a plan applies to no other site. `state` is what the baker will remember, `last` how it will know its last release.
    """

    base: str | None
    target: str
    state: str
    last: str
    changes: Sequence[Change]

    def to_bytes(self) -> bytes:
        """Write the plan out, behind a hash of all that follows."""
        files = [
            {"path": change.path, "stored": change.stored, "bytes": None if change.data is None else len(change.data)}
            for change in self.changes
        ]
        names = ("base", "target", "state", "last")
        head = {name: getattr(self, name) for name in names} | {"files": files}
        parts = [json.dumps(head, separators=(",", ":")).encode(), b"\n"]
        parts += [change.data for change in self.changes if change.data is not None]
        whole = hashlib.sha256()
        for part in parts:
            whole.update(part)
        return b"".join([MAGIC, b" ", whole.hexdigest().encode(), b"\n", *parts])

    @classmethod
    def parse(cls, data: bytes) -> Self | None:
        """Read a plan; None if it was never written to its end."""
        first, _, rest = data.partition(b"\n")
        if first != MAGIC + b" " + hashlib.sha256(rest).hexdigest().encode():
            return None
        line, _, contents = rest.partition(b"\n")
        head = json.loads(line)
        changes, at = [], 0
        for file in head["files"]:
            size = file["bytes"]
            changes.append(Change(file["path"], None if size is None else contents[at : at + size], file["stored"]))
            at += size or 0
        return cls(head["base"], head["target"], head["state"], head["last"], changes)

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """Read the plan that lies at a path; None if there is none, or no whole one."""
        try:
            return cls.parse(path.read_bytes())
        except FileNotFoundError:
            return None
