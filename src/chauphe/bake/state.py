"""What the baker remembers of the live release; all of it can be made again by a full bake."""

import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(slots=True)
class State:
    """`manifest` is the digest of the live manifest, `publication` the id of the last one baked.

    `furniture` tells by which templates and board settings all pages were made, and `site` holds those settings.
    `counts` says by section how many items stand in it, `months` which months (2026-11) begin at which place of it;
    `maps` the ISO day of the last change in each part of the site map; `documents` the places of the newest legal
    documents, newest first; `held` the ids of publications that no list shows, since they were refused and are tried
    again, or since they were overtaken by one that was. `stale` says that all pages have to be made again, since a page
    in their menu has changed.
    """

    manifest: str
    furniture: str
    site: dict[str, Any]
    publication: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    months: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    maps: list[str] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    stale: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a state; raises ValueError if it is not one of ours."""
        try:
            state = cls(**json.loads(text))
            state.months = {slug: [(month, place) for month, place in rows] for slug, rows in state.months.items()}
        except (TypeError, AttributeError) as error:
            raise ValueError(f"not a state of the baker: {error}") from error
        return state

    def text(self) -> str:
        """Write the state."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
