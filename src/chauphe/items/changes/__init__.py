"""What changed between two revisions of an item, for whoever decides next (nobody approves what they cannot see).

Compares snapshot mappings; no Django, no database. The marked body is meant for `chauphe.public.fragment`, with the
pictures of both revisions at hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chauphe.items.changes.fields import FieldChange, field_changes
from chauphe.items.changes.marks import marked_body

__all__ = ["Changes", "FieldChange", "changes"]


@dataclass(frozen=True, slots=True)
class Changes:
    """The new body with `ins`, `del` and class "changed", the pictures of both bodies, and the fields that differ.

    `places` counts the stretches of the body that changed.
    """

    body: str
    images: tuple[Mapping[str, Any], ...]
    fields: tuple[FieldChange, ...]
    places: int

    @property
    def count(self) -> int:
        """How many things changed in all."""
        return self.places + len(self.fields)


def changes(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Changes:
    """Compare two snapshots; against None nothing has changed. Bounded in time for bodies of any size."""
    images = tuple(new.get("images") or ())
    if old is None:
        return Changes(new["body"], images, (), 0)
    known = {image["sha256"] for image in images}
    gone = tuple({**image, "lead": False} for image in old.get("images") or () if image["sha256"] not in known)
    same = old["body"] == new["body"]
    body, places = (new["body"], 0) if same else marked_body(old["body"], new["body"])
    return Changes(body, images + gone, field_changes(old, new), places)
