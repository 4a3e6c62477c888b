"""`Đơn vị`: a paper merges units, renames one, has it taken in, or founds a new one; shown first, then recorded."""

from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from chauphe.core.appointing import may_record
from chauphe.core.moves import OVER
from chauphe.core.refusal import Refusal, Refused
from chauphe.core.text import clean_line
from chauphe.desk import errors
from chauphe.desk.ahead import Consequences, consequences
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.sent import read_day, read_keys
from chauphe.people.models import Unit
from chauphe.people.outlook import AHEAD
from chauphe.people.selectors import midnight
from chauphe.people.services import Reorganisation, reorganise


@require_http_methods(["GET", "HEAD", "POST"])
def units(request: DeskRequest) -> HttpResponse:
    """Show the form; sent once it shows what follows, and sent with that on the screen it records the change."""
    seat = request.seat
    if not may_record(str(seat.person.pk), seat.bench, seat.book, at=seat.local):
        return errors.forbidden(request)
    if request.method != "POST":
        return _form(request)
    since = read_day(request.POST.get("since", ""))
    if since is None:
        return _form(request, trouble=_("Write the days as in 24/11/2026."), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    rows = Unit.objects.filter(board=seat.board)
    what = Reorganisation(
        since=since,
        decision=clean_line(request.POST.get("decision", ""))[:200].strip(),
        units=tuple(rows.filter(pk__in=read_keys(request.POST.getlist("unit")))),
        into=rows.filter(pk__in=read_keys([request.POST.get("into", "")])).first(),
        name=clean_line(request.POST.get("name", ""))[:200].strip(),
        kind=request.POST.get("kind", ""),
    )
    record = partial(reorganise, what, board=seat.board, by=seat.person, at=seat.at, anyway=True)
    try:
        follows = consequences(request, record, touched=_touched(what, seat), until=midnight(since) + AHEAD)
        if not follows.confirmed(request):
            return _form(request, what=what, follows=follows)
        record()
    except Refused as no:
        return _form(request, refusals=no.refusals, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Recorded in the people's ledger."))
    return redirect("desk:roster")


def _touched(what: Reorganisation, seat: Seat) -> list[str]:
    """Say what goes to the successor: the items under way, and the people whose remit names one of the units."""
    codes = {unit.code for unit in what.units}
    count = seat.items.filter(unit__in=what.units).exclude(state__in=OVER).count()
    found = []
    if count:
        says = ngettext(
            "%(count)s item under way goes to the successor", "%(count)s items under way go to the successor", count
        )
        found.append(says % {"count": count})
    return found + [
        _("%(name)s, %(title)s, has the successor in the remit") % {"name": each.name, "title": each.title}
        for each in seat.bench.appointments
        if each.units & codes
    ]


def _form(
    request: DeskRequest,
    *,
    what: Reorganisation | None = None,
    follows: Consequences | None = None,
    refusals: tuple[Refusal, ...] = (),
    trouble: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    seat = request.seat
    context: dict[str, Any] = {
        "units": Unit.objects.filter(board=seat.board, until=None),
        "tomorrow": seat.local + timedelta(days=1),
        "what": what,
        "follows": follows,
        "refusals": refusals,
        "trouble": trouble,
        "sent": request.POST,
        "chosen": request.POST.getlist("unit"),
    }
    return because(render(request, "desk/units.html", context, status=status), (no.code for no in refusals))
