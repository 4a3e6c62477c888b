"""`Viết mới`: from a Word file or from an empty page, for the writer's own unit unless they choose another (Điều 2)."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chauphe.core.content import KINDS
from chauphe.core.refusal import Refused as NotAllowed
from chauphe.desk import words
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.writing.choices import units_and_sections
from chauphe.desk.writing.keeping import Trouble, refused, who
from chauphe.desk.writing.uploads import bytes_of, not_taken
from chauphe.intake.findings import Refused
from chauphe.intake.package import MEGABYTE
from chauphe.intake.services import LARGEST, receive_word
from chauphe.items import services
from chauphe.people.models import Section
from chauphe.people.selectors import open_units


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: DeskRequest) -> HttpResponse:
    """Offer the two ways to begin; a POST begins with an empty page."""
    if request.method != "POST":
        return _page(request)
    try:
        item = services.create(request.board, content={}, **_by(request), **_chosen(request))
    except NotAllowed as no:
        return _page(request, refused(no))
    except Trouble as trouble:
        return _page(request, trouble)
    return redirect("desk:write", item.pk)


@require_POST
def from_word(request: DeskRequest) -> HttpResponse:
    """Make a draft of a Word file; one that is refused leaves nothing behind."""
    try:
        data, name = bytes_of(request, "word")
        item = receive_word(data, name, **who(request), **_chosen(request))
    except Refused as no:
        return _page(request, not_taken(no))
    except NotAllowed as no:
        return _page(request, refused(no))
    except Trouble as trouble:
        return _page(request, trouble)
    return redirect("desk:write", item.pk)


def _page(request: DeskRequest, trouble: Trouble | None = None) -> HttpResponse:
    seat = request.seat
    context = {
        "trouble": trouble,
        "kinds": words.KINDS.items(),
        "kind": request.POST.get("kind", KINDS[0]),
        **units_and_sections(seat.board, on=seat.local.date()),
        "unit": request.POST.get("unit", "") or _own_unit(seat),
        "section": request.POST.get("section", "") or _last_section(seat),
        "largest": LARGEST // MEGABYTE,
    }
    page = render(request, "desk/writing/begin.html", context, status=trouble.status if trouble else HTTPStatus.OK)
    return because(page, trouble.codes if trouble else ())


def _own_unit(seat: Seat) -> str:
    codes = next((office.units for office in seat.offices if office.units), frozenset())
    open_now = open_units(seat.board, on=seat.local.date())
    return str(open_now.filter(code__in=codes).values_list("pk", flat=True).first() or "")


def _last_section(seat: Seat) -> str:
    mine = seat.items.filter(created_by=seat.person).order_by("-number")
    return str(mine.values_list("section_id", flat=True).first() or "")


def _chosen(request: DeskRequest) -> dict[str, Any]:
    """Return kind, unit and section as chosen; raises Trouble for what is not of this board."""
    board, post = request.board, request.POST
    unit = open_units(board, on=request.seat.local.date()).filter(pk=_key(post.get("unit", ""))).first()
    section = Section.objects.filter(board=board, pk=_key(post.get("section", ""))).first()
    if unit is None or section is None or post.get("kind") not in KINDS:
        raise Trouble("choice", HTTPStatus.UNPROCESSABLE_ENTITY, _("Choose kind, unit and section from the lists."))
    return {"kind": post["kind"], "unit": unit, "section": section}


def _by(request: DeskRequest) -> dict[str, Any]:
    return {"by": request.seat.person, "at": request.seat.at}


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
