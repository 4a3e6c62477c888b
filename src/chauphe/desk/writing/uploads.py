"""Pictures and files that come in while one writes: looked at by the intake, kept by the board, named by their hash."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chauphe.core.refusal import Refused as NotAllowed
from chauphe.desk.seat import DeskRequest
from chauphe.desk.writing.keeping import Trouble, refused, who
from chauphe.desk.writing.place import against_editing, item_at
from chauphe.desk.writing.saving import troubled
from chauphe.intake.findings import Refused, sentence
from chauphe.intake.package import MEGABYTE
from chauphe.intake.services import LARGEST, receive_file, receive_picture
from chauphe.public.fragment import size_of

View = Callable[[DeskRequest, UUID], JsonResponse]


def _for_writers(keep: View) -> View:
    """Let a view receive files from those who may write the item; to others, and of what is not let in, it says why."""

    @wraps(keep)
    def view(request: DeskRequest, item_id: UUID) -> JsonResponse:
        try:
            _may(request, item_id)
            return keep(request, item_id)
        except Trouble as trouble:
            return troubled(trouble)
        except Refused as no:
            return troubled(not_taken(no))

    return view


@require_POST
@_for_writers
def picture(request: DeskRequest, item_id: UUID) -> JsonResponse:
    """Keep a picture of the item being written; the answer names it by its hash."""
    kept = receive_picture(*bytes_of(request, "file"), **who(request))
    return JsonResponse({"state": "kept", "sha256": kept.sha256, "src": reverse("desk:picture", args=[kept.sha256])})


@require_POST
@_for_writers
def file(request: DeskRequest, item_id: UUID) -> JsonResponse:
    """Keep a file attached to the item being written."""
    kept = receive_file(*bytes_of(request, "file"), **who(request))
    facts = {"sha256": kept.sha256, "name": kept.name, "size": size_of(kept.bytes)}
    return JsonResponse({"state": "kept", "address": reverse("desk:asset", args=[kept.sha256]), **facts})


def brought_along(request: DeskRequest) -> QueryDict:
    """Keep what a plain form brought in its file fields, and return the form as if the script had placed it."""
    post = request.POST.copy()
    try:
        if request.FILES.get("new-picture"):
            kept = receive_picture(*bytes_of(request, "new-picture"), **who(request))
            post["body"] = f'{post.get("body", "")}<figure data-image="{kept.sha256}"></figure>'
        if request.FILES.get("new-file"):
            kept = receive_file(*bytes_of(request, "new-file"), **who(request))
            post.appendlist("file", kept.sha256)
            post.appendlist("file-title", "")
    except Refused as no:
        raise not_taken(no) from None
    return post


def bytes_of(request: HttpRequest, field: str) -> tuple[bytes, str]:
    """Return an upload's bytes and name; raises Trouble when there is none, and Refused before reading too many."""
    sent: UploadedFile | None = request.FILES.get(field)
    if sent is None:
        raise Trouble("nothing", HTTPStatus.BAD_REQUEST, _("No file came through. Choose it again."))
    if (sent.size or 0) > LARGEST:
        raise Refused("too_large", limit=LARGEST // MEGABYTE)
    return sent.read(), sent.name or ""


def not_taken(no: Refused) -> Trouble:
    """Say why a file is not let in, beginning with what can be done."""
    said = sentence(no, _)
    return Trouble("not_taken", HTTPStatus.UNPROCESSABLE_ENTITY, f"{said.headline} {said.advice}".strip())


def _may(request: DeskRequest, item_id: UUID) -> None:
    item = item_at(request, item_id)
    against: Any = against_editing(item, request.seat)
    if against:
        raise refused(NotAllowed(against))
