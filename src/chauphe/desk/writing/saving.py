"""The page's script saves, keeps the pen, and puts it down; every answer is JSON and every change a POST."""

from http import HTTPStatus
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from chauphe.core.refusal import Refused
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest
from chauphe.desk.writing.keeping import Trouble, clock, gone, held_by, keep, page_of, refused, sent_by, who
from chauphe.desk.writing.place import item_at
from chauphe.desk.writing.review import review_of
from chauphe.desk.writing.way import way_on
from chauphe.items import services


@require_POST
def save(request: DeskRequest, item_id: UUID) -> JsonResponse:
    """Save the working copy, and say what it still lacks; with `leave` the pen is put down at once."""
    item = item_at(request, item_id)
    try:
        draft, assets = keep(request, item, sent_by(request, item, request.POST))
    except Trouble as trouble:
        return troubled(trouble)
    if "leave" in request.POST:
        services.let_go(item.pk, board=request.board, by=request.seat.person, page=page_of(request))
    item = draft.item
    review = review_of(item, draft.content, draft.imported, assets, seat=request.seat)
    side = {"item": item, "review": review, "way": way_on(item, request.seat)}
    return JsonResponse(
        {
            "state": "saved",
            "version": draft.version,
            "time": clock(draft.saved_at),
            "open": review.open,
            "review": render_to_string("desk/writing/parts/review.html", side, request),
            "way": render_to_string("desk/writing/parts/way.html", side, request),
        }
    )


@require_POST
def hold(request: DeskRequest, item_id: UUID) -> JsonResponse:
    """Take or keep the pen."""
    item = item_at(request, item_id)
    try:
        draft = services.hold(item.pk, **who(request), page=page_of(request), bench=request.seat.bench)
    except services.Held as held:
        return troubled(held_by(held))
    except Refused as no:
        return troubled(refused(no))
    except ObjectDoesNotExist:
        return troubled(gone())
    return JsonResponse({"state": "yours", "version": draft.version})


@require_POST
def let_go(request: DeskRequest, item_id: UUID) -> HttpResponse:
    """Put the pen down; sent by a page that is being left, which reads no answer."""
    item = item_at(request, item_id)
    services.let_go(item.pk, board=request.board, by=request.seat.person, page=page_of(request))
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_GET
def token(request: HttpRequest) -> JsonResponse:
    """Give a page that was left open over a new sign-in what it needs to go on: a fresh token, and who signed in."""
    return JsonResponse({"token": get_token(request), "person": str(request.user.pk)})


def troubled(trouble: Trouble) -> JsonResponse:
    """Answer with what stood in the way."""
    return because(JsonResponse(trouble.facts(), status=trouble.status), trouble.codes)
