"""Where the sealed parts of a baked site lie, relative to its web root.

The baker writes by these names and the verifier reads by them; an item's folder follows from its snapshot alone.
"""

import re
from collections.abc import Mapping
from typing import Any

SEALS = ".well-known/chauphe/"
CHECKPOINT = SEALS + "checkpoint"
KEY = SEALS + "key"
MANIFEST = SEALS + "manifest"
SHARDS = SEALS + "manifest.d/"
TILES = SEALS + "tile/"

PAGE = "index.html"
PROOF = "bang-chung.json"
PACKED = (".br", ".gz")

FOLDERS = {
    "news": "tin",
    "feature": "tin",
    "announcement": "tin",
    "legal_document": "van-ban",
    "standing_page": "trang",
}
RESERVED = tuple(f"{root}/" for root in dict.fromkeys(FOLDERS.values()))

_ITEM = re.compile(rf"((?:{'|'.join(dict.fromkeys(FOLDERS.values()))})/[^/]+-(0|[1-9][0-9]{{0,15}}))/")


_VERSION = re.compile(r"ban-([1-9][0-9]{0,8})/")


def item_folder(snapshot: Mapping[str, Any]) -> str:
    """Return the folder of an item's page, e.g. `tin/<slug>-<number>`; raises KeyError for an unknown kind."""
    return f"{FOLDERS[snapshot['kind']]}/{snapshot['slug']}-{snapshot['number']}"


def item_of(path: str) -> tuple[str, int] | None:
    """Return the item folder that a path lies in and the item's number, or None for other paths."""
    found = _ITEM.match(path)
    return (found[1], int(found[2])) if found else None


def version(revision: int) -> str:
    """Return the folder, inside an item's, of an earlier text that was put right: `ban-2/`."""
    return f"ban-{revision}/"


def version_of(name: str) -> int | None:
    """Return the revision in whose folder a file of an item lies, or None for what belongs to the item's own page."""
    found = _VERSION.match(name)
    return int(found[1]) if found else None


def plain_name(path: str) -> str:
    """Return the name of the file of which this one is the compressed form, or the name itself."""
    return path[:-3] if path.endswith(PACKED) else path
