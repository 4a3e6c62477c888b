"""`Báo cáo lại`: what was done in the chief's place, until the chief has acknowledged it (Điều 7 khoản 3)."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from chauphe.core.authority import Role
from chauphe.core.refusal import Refused
from chauphe.desk import errors
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.sent import read_keys
from chauphe.items import services
from chauphe.items.reports import count_of, reports_of

MOST = 200
"""Reports on one page; the others follow when these are acknowledged."""


def is_chief(seat: Seat) -> bool:
    """Whether they hold the office in whose place others acted."""
    return any(office.role is Role.EDITOR_IN_CHIEF for office in seat.offices)


@require_GET
def reports(request: DeskRequest) -> HttpResponse:
    """Show all that is open; whoever only contributes has no part in it."""
    seat = request.seat
    if seat.only_contributes:
        return errors.forbidden(request)
    found = reports_of(seat.board, most=MOST)
    context = {"reports": found, "count": count_of(seat.board), "chief": is_chief(seat)}
    return render(request, "desk/reports.html", context)


@require_POST
def acknowledge(request: DeskRequest) -> HttpResponse:
    """Acknowledge those that were on the screen, one or all: never one that came in meanwhile."""
    seat = request.seat
    wanted = read_keys(request.POST.getlist("report")[:MOST])
    try:
        done = services.acknowledge(wanted, board=seat.board, by=seat.person, at=seat.at)
    except Refused as no:
        page = render(request, "desk/reports.html", _again(seat, no), status=HTTPStatus.FORBIDDEN)
        return because(page, (reason.code for reason in no.refusals))
    said = ngettext("%(count)s report acknowledged.", "%(count)s reports acknowledged.", len(done))
    messages.success(request, said % {"count": len(done)})
    return redirect("desk:reports" if count_of(seat.board) else "desk:today")


def _again(seat: Seat, no: Refused) -> dict[str, object]:
    found = [] if seat.only_contributes else reports_of(seat.board, most=MOST)
    return {"reports": found, "count": len(found), "chief": False, "refusals": no.refusals}
