"""`Đơn vị`: a paper merges units, renames one, has it taken in, or founds a new one; shown first, then recorded."""

from datetime import timedelta
from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from chauphe.core.moves import OVER
from chauphe.desk import errors, words
from chauphe.desk.by_paper import Asked, Form, answered, day_in, line_in
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.sent import read_keys
from chauphe.people.models import Delegation, Unit
from chauphe.people.selectors import delegations_of, midnight
from chauphe.people.services import Reorganisation, reorganise, take_back_units
from chauphe.people.services.taking_back import paper_of


@require_http_methods(["GET", "HEAD", "POST"])
def units(request: DeskRequest) -> HttpResponse:
    """Show the form by which units change, with what follows, and record it."""

    def form() -> Form:
        shows = {"units": Unit.objects.filter(board=request.board, until=None)}
        return Form("desk/units.html", shows, partial(_read, request))

    return answered(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: DeskRequest, unit: int) -> HttpResponse:
    """Show what is recorded of a unit and still to come, and take it back once what follows was on the screen."""
    seat = request.seat
    row = Unit.objects.filter(pk=unit, board=seat.board).select_related("successor").first()
    if row is None:
        raise errors.Http404

    def form() -> Form:
        paper = paper_of(row, on=seat.local.date())
        since = paper.since if paper else seat.local.date()
        record = partial(take_back_units, row, board=seat.board, by=seat.person, at=seat.at)
        shows = {"unit": row, "paper": paper}
        return Form("desk/take_back_units.html", shows, lambda: Asked(record, since))

    return answered(request, form)


def _read(request: DeskRequest) -> Asked:
    """Read what a paper decided of units; raises Unread with what to mend."""
    seat, post = request.seat, request.POST
    since, rows = day_in(request), Unit.objects.filter(board=seat.board)
    what = Reorganisation(
        since=since,
        decision=line_in(request, "decision"),
        units=tuple(rows.filter(pk__in=read_keys(post.getlist("unit")))),
        into=rows.filter(pk__in=read_keys([post.get("into", "")])).first(),
        name=line_in(request, "name"),
        kind=post.get("kind", ""),
    )
    record = partial(reorganise, what, board=seat.board, by=seat.person, at=seat.at, anyway=True)
    return Asked(record, since, _touched(what, seat))


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
    found += [
        _("The delegation to %(name)s (%(paper)s) ends for %(units)s: it does not name what comes of it")
        % {"name": row.delegate.full_name, "paper": row.paper, "units": words.listed(lapsing)}
        for row, lapsing in _lapsing(what, seat)
    ]
    return found + [
        _("%(name)s, %(title)s, has the successor in the remit") % {"name": each.name, "title": each.title}
        for each in seat.bench.appointments
        if each.units & codes
    ]


def _lapsing(what: Reorganisation, seat: Seat) -> list[tuple[Delegation, list[str]]]:
    """Return the delegations that name a unit which ends otherwise than by a new name, with those units' names."""
    if what.into is None and len(what.units) < 2:
        return []
    ending = {unit.code: unit.name for unit in what.units}
    if what.into is not None and what.into.since == what.since:
        # What only got a new name on this very day is joined by others now.
        joined = what.into.predecessors.filter(until=what.since - timedelta(days=1))
        ending |= {unit.code: unit.name for unit in joined}
    found = []
    for row in delegations_of(seat.board, at=seat.at):
        named = {seat.bench.named(unit) for unit in row.units}
        if row.until > midnight(what.since) and (lapsing := [ending[code] for code in ending if code in named]):
            found.append((row, lapsing))
    return found
