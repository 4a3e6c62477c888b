"""`Xem trước`: the saved working copy as it will appear, made by the same function as the public page."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from chauphe.desk.assets import served
from chauphe.desk.seat import DeskRequest
from chauphe.desk.writing.place import against_editing, item_at
from chauphe.desk.writing.review import as_written, held
from chauphe.public.fragment import fragment


@require_GET
def preview(request: DeskRequest, item_id: UUID) -> HttpResponse:
    """Show the working copy to those who may edit it; a GET saves nothing."""
    item = item_at(request, item_id)
    beside_it = reverse("desk:write-beside", args=[item.pk, "-"])[:-1]
    shown = fragment(_snapshot(request, item_id), published=None, beside=beside_it)
    # The fragment escapes every text and takes the body from the sanitiser alone.
    return render(request, "desk/writing/preview.html", {"item": item, "shown": mark_safe(shown)})  # noqa: S308


@require_GET
def beside(request: DeskRequest, item_id: UUID, name: str) -> HttpResponseBase:
    """Give a picture or file that lies beside the preview."""
    content = _snapshot(request, item_id)
    renditions = [one for image in content["images"] for one in image["renditions"]]
    for one in (*renditions, *content["files"]):
        if one["name"] == name:
            return served(request, one["sha256"], one["type"], name)
    raise Http404


def _snapshot(request: DeskRequest, item_id: UUID) -> dict[str, Any]:
    item = item_at(request, item_id)
    if against_editing(item, request.seat):
        raise Http404
    content = item.draft.content
    return as_written(item, content, held(content, request.board))
