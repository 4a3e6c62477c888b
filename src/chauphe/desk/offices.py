"""`Nhân sự và đơn vị`: who holds what, what will be missing, and how an office changes hands (Điều 3 to 6).

Whoever may record it sees first what a change touches and whom it would leave missing, then records it.
"""

from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from chauphe.core.appointing import may_record
from chauphe.core.refusal import Refusal, Refused
from chauphe.core.text import clean_line
from chauphe.desk import errors, words
from chauphe.desk.ahead import Consequences, consequences
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.sent import read_day, read_keys
from chauphe.items.selectors import drafts_of
from chauphe.items.waiting import under_way, waiting_for
from chauphe.people.models import Appointment, Delegation, Person
from chauphe.people.outlook import AHEAD, outlook
from chauphe.people.selectors import delegations_of, midnight, open_units
from chauphe.people.services import Change, Kind, change_office
from chauphe.people.services.offices import held

ROLES = ("editor_in_chief", "standing_deputy", "deputy_editor", "board_member", "secretary", "contributor")


@require_GET
def roster(request: DeskRequest) -> HttpResponse:
    """Show offices and units; whoever only contributes has no part in it."""
    seat = request.seat
    if seat.only_contributes:
        return errors.forbidden(request)
    rows = held(seat.board, since=seat.local.date(), until=None).select_related("person")
    rows = rows.prefetch_related("units", "sections")
    context = {
        "rows": sorted(rows, key=lambda row: (ROLES.index(row.role), row.rank, row.pk)),
        "units": seat.board.units.select_related("successor"),
        "records": may_record(str(seat.person.pk), seat.bench, seat.book, at=seat.local),
    }
    return render(request, "desk/roster.html", context)


@require_GET
def missing(request: DeskRequest) -> HttpResponse:
    """Give what is or will be missing, for the first page of those who can do something about it: a part of a page."""
    seat = request.seat
    if not may_record(str(seat.person.pk), seat.bench, seat.book, at=seat.local):
        return errors.forbidden(request)
    return render(request, "desk/parts/missing.html", {"missing": outlook(seat.board, at=seat.at)})


@require_http_methods(["GET", "HEAD", "POST"])
def office(request: DeskRequest, office: int) -> HttpResponse:
    """Show the form; sent once it shows what follows, and sent with that on the screen it records the change."""
    seat = request.seat
    row = Appointment.objects.select_related("person", "board").filter(pk=office, board=seat.board).first()
    if row is None:
        raise errors.Http404
    if not may_record(str(seat.person.pk), seat.bench, seat.book, at=seat.local):
        return errors.forbidden(request)
    if request.method != "POST":
        return _form(request, row)
    try:
        what = _change(request, row)
    except ValueError as trouble:
        return _form(request, row, trouble=str(trouble), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    record = partial(change_office, what, board=seat.board, by=seat.person, at=seat.at, anyway=True)
    try:
        follows = consequences(request, record, touched=touched(row, seat), until=midnight(what.since) + AHEAD)
        if not follows.confirmed(request):
            return _form(request, row, what=what, follows=follows)
        record()
    except Refused as no:
        return _form(request, row, refusals=no.refusals, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Recorded in the people's ledger."))
    return redirect("desk:roster")


def touched(row: Appointment, seat: Seat) -> list[str]:
    """Say what hangs on an office now: what waits for its holder, their drafts, and what was delegated."""
    waiting = under_way(seat.items, seat.bench, seat.book, seat.calendar, at=seat.at)
    mine, drafts = len(waiting_for(row.person, waiting)), drafts_of(seat.board, row.person).count()
    given = [each for each in delegations_of(seat.board, at=seat.at) if each.giver == row or _is_by(each, row)]
    found = []
    if mine:
        says = ngettext("%(count)s item waits for them now", "%(count)s items wait for them now", mine)
        found.append(says % {"count": mine})
    if drafts:
        says = ngettext("%(count)s draft of theirs is under way", "%(count)s drafts of theirs are under way", drafts)
        found.append(says % {"count": drafts})
    found += [
        _("The delegation to %(name)s ends with the office (%(paper)s)")
        % {"name": each.delegate.full_name, "paper": each.paper}
        for each in given
    ]
    return found


def _is_by(given: Delegation, row: Appointment) -> bool:
    """Whether somebody acts by this very office on what was delegated to them."""
    return given.delegate_id == row.person_id and row.role in {"standing_deputy", "deputy_editor"}


def _change(request: DeskRequest, row: Appointment) -> Change:
    """Read what a paper decided; raises ValueError with what to mend."""
    seat, post = request.seat, request.POST
    if post.get("kind") not in set(Kind):
        raise ValueError(_("Choose what becomes of the office."))
    since = read_day(post.get("since", ""))
    if since is None:
        raise ValueError(_("Write the days as in 24/11/2026."))
    return Change(
        office=row,
        kind=Kind(post["kind"]),
        since=since,
        decision=clean_line(post.get("decision", ""))[:200].strip(),
        to=_known(seat, post.get("to", "")),
        units=tuple(open_units(seat.board, on=since).filter(pk__in=read_keys(post.getlist("unit")))),
    )


def _known(seat: Seat, chosen: str) -> Person | None:
    """Return somebody whom the board knows, by their id."""
    found = [person for person in _people(seat) if str(person.pk) == chosen]
    return found[0] if found else None


def _people(seat: Seat) -> list[Person]:
    """Return everybody who holds or ever held an office here and can still be given one, by name."""
    ids = Appointment.objects.filter(board=seat.board).order_by().values("person")
    return list(Person.objects.filter(pk__in=ids, is_active=True).order_by("sort_key"))


def _form(
    request: DeskRequest,
    row: Appointment,
    *,
    what: Change | None = None,
    follows: Consequences | None = None,
    refusals: tuple[Refusal, ...] = (),
    trouble: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    seat = request.seat
    context: dict[str, Any] = {
        "row": row,
        "kinds": words.CHANGES.items(),
        "people": [person for person in _people(seat) if person.pk != row.person_id],
        "units": open_units(seat.board, on=seat.local.date()),
        "tomorrow": seat.local + timedelta(days=1),
        "what": what,
        "follows": follows,
        "refusals": refusals,
        "trouble": trouble,
        "sent": request.POST,
        "chosen": request.POST.getlist("unit"),
    }
    return because(render(request, "desk/office.html", context, status=status), (no.code for no in refusals))
