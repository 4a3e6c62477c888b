"""Keep uploaded pictures and files: the bytes first, safe on disk, then the row that names them.

What is kept was inspected before (chauphe.intake); a picture comes with all its renditions, so that an approver
seals exactly what the public will be sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from chauphe.items import store
from chauphe.items.models import Asset
from chauphe.people.models import Board, Person


@dataclass(frozen=True, slots=True)
class Upload:
    """Inspected bytes, ready to be kept. `renditions` pairs each rendition's facts with its bytes."""

    kind: Asset.Kind
    name: str
    type: str
    data: bytes
    width: int = 0
    height: int = 0
    renditions: tuple[tuple[Mapping[str, Any], bytes], ...] = field(default=())


def keep(upload: Upload, *, board: Board, by: Person, at: datetime) -> Asset:
    """Keep an upload on a board; the same bytes twice are one asset."""
    found = Asset.objects.filter(board=board, sha256=sha256(upload.data).hexdigest()).first()
    if found is not None:
        return brought(found, by=by)
    for facts, data in upload.renditions:
        if store.put(data) != facts["sha256"]:
            raise store.Damaged(facts["sha256"])
    row, _ = Asset.objects.get_or_create(
        board=board,
        sha256=store.put(upload.data),
        defaults={
            "kind": upload.kind,
            "name": upload.name,
            "type": upload.type,
            "bytes": len(upload.data),
            "width": upload.width,
            "height": upload.height,
            "renditions": [dict(facts) for facts, _ in upload.renditions],
            "uploaded_by": by,
            "uploaded_at": at,
        },
    )
    return row


def brought(asset: Asset, *, by: Person) -> Asset:
    """Note that somebody brought along the bytes of what the board holds already: they may use it as well."""
    if asset.uploaded_by_id != by.pk:
        asset.brought_by.add(by)
    return asset


def on_board(board: Board, hashes: Iterable[str]) -> dict[str, Asset]:
    """Return the board's assets among these hashes."""
    return {asset.sha256: asset for asset in Asset.objects.filter(board=board, sha256__in=list(hashes))}
