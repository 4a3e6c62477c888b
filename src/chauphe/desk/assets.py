"""Uploaded bytes, to those who may see them and to nobody else (W10); whatever they are, they run nothing (U1, U2).

Every answer is checked against the hash it is named by, carries a content policy that sandboxes it, and is asked for
anew each time: a browser keeps the bytes, but not the permission.
"""

import logging

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from chauphe.desk.seat import DeskRequest
from chauphe.desk.security import SANDBOX
from chauphe.items import services, store

log = logging.getLogger(__name__)

SHOWN = frozenset({"image/avif", "image/webp", "image/jpeg", "image/png"})
"""What a browser may show in place; everything else is downloaded."""


@require_GET
def asset(request: DeskRequest, sha256: str) -> HttpResponseBase:
    """Give the original of an upload of this board."""
    found = services.on_board(request.board, [sha256]).get(sha256)
    if found is None or not request.seat.sees(found):
        raise Http404
    return served(request, sha256, found.type, found.name)


def served(request: DeskRequest, sha256: str, kind: str, name: str) -> HttpResponseBase:
    """Answer with stored bytes; the caller has checked that they may be seen."""
    tag = f'"{sha256}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": "private, no-cache"})
    try:
        data = store.get(sha256)
    except FileNotFoundError:
        raise Http404 from None
    except store.Damaged:
        log.exception("stored bytes no longer have the hash they are named by: %s", sha256)
        raise Http404 from None
    shown = kind in SHOWN
    response = HttpResponse(data, content_type=kind if shown else "application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(not shown, name) or "attachment"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return response
