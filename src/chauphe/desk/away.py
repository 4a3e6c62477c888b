"""`Vắng mặt`: who is away and until when, recorded in two taps; from then on the ladder answers (Điều 7 khoản 3)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chauphe.core.absence import comes_to_act, may_record_for_others
from chauphe.core.authority import Absence as Span
from chauphe.core.refusal import Refusal, Refused
from chauphe.desk import errors
from chauphe.desk.ahead import Consequences, consequences
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.sent import NO_DAY, read_day
from chauphe.people.models import Absence, Person
from chauphe.people.selectors import absences_of, midnight, recorded_by_others
from chauphe.people.services import change_absence, end_absence, record_absence

FRIDAY = 4


@dataclass(frozen=True, slots=True)
class End:
    """A day until the end of which somebody may be away by one tap; `ahead` counts from today."""

    day: date
    ahead: int


@require_GET
def away(request: DeskRequest) -> HttpResponse:
    """Show who is away, and the buttons."""
    return _page(request)


@require_POST
def record(request: DeskRequest) -> HttpResponse:
    """Record an absence: from now, or from the beginning of a day to come, to the end of a day."""
    seat = request.seat
    whose = _whose(request)
    first, last = read_day(request.POST.get("since", "")), read_day(request.POST.get("until", ""))
    if last is None or (first is None and request.POST.get("since", "").strip()):
        return _page(request, trouble=str(NO_DAY), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    since = seat.at if first is None or first <= seat.local.date() else midnight(first)
    until = midnight(last + timedelta(days=1))
    change = partial(record_absence, whose, board=seat.board, since=since, until=until, by=seat.person, at=seat.at)
    try:
        follows = consequences(request, change, until=until)
        if follows.missing and not follows.confirmed(request):
            return _page(request, follows=follows)
        change()
    except Refused as no:
        return _page(request, refusals=no.refusals, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Recorded. From then on whoever is next stands in, and reports back."))
    return redirect("desk:away")


@require_POST
def prolong(request: DeskRequest, absence: int) -> HttpResponse:
    """Record that somebody is away to the end of another day than was said: longer, or less long."""
    seat, row = request.seat, _absence(request, absence)
    last = read_day(request.POST.get("until", ""))
    if last is None:
        return _page(request, trouble=str(NO_DAY), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    until = midnight(last + timedelta(days=1))
    change = partial(change_absence, row, until=until, by=seat.person, at=seat.at)
    try:
        follows = consequences(request, change, until=until)
        if follows.missing and not follows.confirmed(request):
            return _page(request, follows=follows, action=request.path)
        change()
    except Refused as no:
        return _page(request, refusals=no.refusals, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Recorded. They are away until the end of %(day)s.") % {"day": f"{last:%d/%m/%Y}"})
    return redirect("desk:away")


@require_POST
def back(request: DeskRequest, absence: int) -> HttpResponse:
    """Record that somebody is back, or that an absence to come is taken back."""
    row = _absence(request, absence)
    try:
        end_absence(row, by=request.seat.person, at=request.seat.at)
    except Refused as no:
        return _page(request, refusals=no.refusals, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Recorded. The work that waits is where it belongs again."))
    return redirect("desk:away")


def _absence(request: DeskRequest, absence: int) -> Absence:
    row = Absence.objects.filter(pk=absence, board=request.board).first()
    if row is None:
        raise errors.Http404
    return row


def _page(
    request: DeskRequest,
    *,
    refusals: tuple[Refusal, ...] = (),
    trouble: str = "",
    follows: Consequences | None = None,
    action: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    seat = request.seat
    rows = list(absences_of(seat.board, at=seat.at))
    spans = [(row, Span(str(row.person_id), row.since, row.until)) for row in rows]
    told = recorded_by_others(seat.board, (span for _row, span in spans))
    others = may_record_for_others(str(seat.person.pk), seat.bench, seat.book, at=seat.local)
    context = {
        "rows": [
            (row, others or row.person_id == seat.person.pk, row.since <= seat.at, told.get(span))
            for row, span in spans
        ],
        "gone": any(row.person_id == seat.person.pk and row.since <= seat.at for row in rows),
        "ends": ends(seat.local.date()),
        "people": _people(seat) if others else [],
        "refusals": refusals,
        "trouble": trouble,
        "follows": follows,
        "action": action or reverse("desk:record-away"),
        "sent": request.POST,
    }
    page = render(request, "desk/away.html", context, status=status)
    return because(page, (no.code for no in refusals))


def ends(today: date) -> list[End]:
    """Return the days that one tap offers: today, tomorrow, and the Friday of this week or the next."""
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
    friday = friday if friday > today + timedelta(days=1) else friday + timedelta(days=7)
    return [End(day, (day - today).days) for day in (today, today + timedelta(days=1), friday)]


def _people(seat: Seat) -> list[tuple[str, str]]:
    """Return whose absence they may record, beside their own, as (id, name with title), in the board's order."""
    found = {each.person: f"{each.name}, {each.title}" for each in reversed(seat.bench.appointments)}
    me = str(seat.person.pk)
    found.pop(me, None)
    at, all_of = seat.local, sorted(found.items(), key=lambda each: each[1])
    return [each for each in all_of if not comes_to_act(me, each[0], seat.bench, seat.book, at=at)]


def _whose(request: DeskRequest) -> Person:
    """Return who is away: oneself, or somebody chosen who holds an office on this board today."""
    chosen = request.POST.get("person", "")
    if not chosen:
        return request.seat.person
    if not any(each.person == chosen for each in request.seat.bench.appointments):
        raise errors.Http404
    return Person.objects.get(pk=UUID(chosen))
