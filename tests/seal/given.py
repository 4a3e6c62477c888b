"""The fixed vectors, and JSON values for properties."""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as some

import chauphe.seal

VECTORS = Path(chauphe.seal.__path__[0]) / "vectors"

texts = some.text(some.characters(exclude_categories=["Cs"]))
integers = some.integers(-(2**53), 2**53)
values = some.recursive(
    some.none() | some.booleans() | integers | texts,
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def vectors(name: str) -> dict[str, Any]:
    """Read one file of fixed vectors."""
    read: dict[str, Any] = json.loads((VECTORS / f"{name}.json").read_text("utf-8"))
    return read
