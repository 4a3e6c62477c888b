"""A picture as the editor shows it: a middle-sized rendition, to those who may see the upload and to nobody else (W10).

The bytes go out like every upload (`desk.assets`): checked against their hash, sandboxed, and never run (U1, U2).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_GET

from chauphe.desk.assets import served
from chauphe.desk.seat import DeskRequest
from chauphe.items.services import on_board

WIDE_ENOUGH = 1_000
SHOWN = frozenset({"image/webp", "image/jpeg", "image/png"})


@require_GET
def picture(request: DeskRequest, sha256: str) -> HttpResponseBase:
    """Give a picture of this board by the hash of its original."""
    found = on_board(request.board, [sha256]).get(sha256)
    if found is None or not request.seat.sees(found):
        raise Http404
    one = rendition(found.renditions)
    if one is None:
        raise Http404
    return served(request, one["sha256"], one["type"], one["name"])


def rendition(renditions: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Choose the smallest that fills the sheet, or else the widest; None for what is no picture."""
    plain = sorted((one for one in renditions if one["type"] in SHOWN), key=lambda one: (one["width"], one["bytes"]))
    wide = [one for one in plain if one["width"] >= WIDE_ENOUGH]
    return next(iter(wide or reversed(plain)), None)
