"""`Nhân sự và đơn vị`: who holds what, what will be missing, and how an office changes hands (Điều 3 to 6).

Whoever may record it sees first what a change touches and whom it would leave missing, then records it.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial
from http import HTTPStatus

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from chauphe.core.appointing import may_record
from chauphe.core.refusal import Refusal
from chauphe.desk import errors, words
from chauphe.desk.by_paper import Asked, Form, Unread, answered, day_in, file_in, line_in
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.sent import read_keys
from chauphe.items.selectors import drafts_of
from chauphe.items.waiting import under_way, waiting_for
from chauphe.people.models import Appointment, Delegation, Invitation, Person, Unit
from chauphe.people.outlook import outlook
from chauphe.people.selectors import delegations_of, open_units
from chauphe.people.services import Change, Kind, change_office
from chauphe.people.services.offices import held
from chauphe.people.services.taking_back import leaving

ROLES = ("editor_in_chief", "standing_deputy", "deputy_editor", "board_member", "secretary", "contributor")


@dataclass(frozen=True, slots=True)
class Line:
    """An office on the roster, whether it is to come, whether that, or its end, can be taken back.

    `waits` says that its holder has not used the last link that they got, which is annotated as `row.link`.
    """

    row: Appointment
    to_come: bool
    undone: bool
    waits: bool


@require_GET
def roster(request: DeskRequest) -> HttpResponse:
    """Show offices and units; whoever only contributes has no part in it."""
    return errors.forbidden(request) if request.seat.only_contributes else roster_page(request)


def roster_page(
    request: DeskRequest, *, refusals: tuple[Refusal, ...] = (), status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """Return the page of offices and units."""
    seat, on = request.seat, request.seat.local.date()
    links = Invitation.objects.filter(person=OuterRef("person")).order_by("-pk").values("pk")[:1]
    now = held(seat.board, since=on, until=None).select_related("person").prefetch_related("units", "sections")
    rows = now.annotate(link=Subquery(links))
    ordered = sorted(rows, key=lambda row: (ROLES.index(row.role), row.since > on, row.rank, row.pk))
    undone = leaving(ordered, seat.board, on=on) | {row.pk for row in ordered if row.since > on}
    context = {
        "rows": [
            Line(row, row.since > on, row.pk in undone, bool(row.link) and not row.person.has_usable_password())
            for row in ordered
        ],
        "units": [(unit, _to_come(unit, on)) for unit in seat.board.units.select_related("successor")],
        "records": may_record(str(seat.person.pk), seat.bench, seat.book, at=seat.local),
        "refusals": refusals,
    }
    return because(render(request, "desk/roster.html", context, status=status), (no.code for no in refusals))


def _to_come(unit: Unit, on: date) -> bool:
    """Whether something recorded of a unit has yet to begin: its last day is not over, or its first is to come."""
    return unit.until >= on if unit.until else bool(unit.since and unit.since > on)


@require_GET
def missing(request: DeskRequest) -> HttpResponse:
    """Give what is or will be missing, for the first page of those who can do something about it: a part of a page."""
    seat = request.seat
    if not may_record(str(seat.person.pk), seat.bench, seat.book, at=seat.local):
        return errors.forbidden(request)
    return render(request, "desk/parts/missing.html", {"missing": outlook(seat.board, at=seat.at)})


@require_http_methods(["GET", "HEAD", "POST"])
def office(request: DeskRequest, office: int) -> HttpResponse:
    """Show the form by which an office changes, with what follows, and record it."""
    row = office_at(request, office)
    kinds = _kinds(row)

    def form() -> Form:
        shows = {
            "row": row,
            "kinds": [(kind, name) for kind, name in words.CHANGES.items() if kind in kinds],
            "moves": Kind.MOVES in kinds,
            "people": [person for person in people_of(request.seat) if person.pk != row.person_id],
            "units": open_units(request.seat.board, on=request.seat.local.date()),
        }
        return Form("desk/office.html", shows, partial(_read, request, row))

    return answered(request, form)


def _kinds(row: Appointment) -> frozenset[str]:
    """Return what can become of an office: one that is for no unit moves to none."""
    return frozenset(Kind) if row.units.exists() else frozenset(Kind) - {Kind.MOVES}


def office_at(request: DeskRequest, office: int) -> Appointment:
    """Return an office of this board by its id; raises 404."""
    row = Appointment.objects.select_related("person", "board").filter(pk=office, board=request.board).first()
    if row is None:
        raise errors.Http404
    return row


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


def _read(request: DeskRequest, row: Appointment) -> Asked:
    """Read what a paper decided of an office; raises Unread with what to mend."""
    seat, post = request.seat, request.POST
    if post.get("kind") not in _kinds(row):
        raise Unread(_("Choose what becomes of the office."))
    since = day_in(request)
    what = Change(
        office=row,
        kind=Kind(post["kind"]),
        since=since,
        decision=line_in(request, "decision"),
        file=file_in(request),
        to=known(seat, post.get("to", "")),
        units=tuple(open_units(seat.board, on=since).filter(pk__in=read_keys(post.getlist("unit")))),
    )
    record = partial(change_office, what, board=seat.board, by=seat.person, at=seat.at, anyway=True)
    return Asked(record, since, touched(row, seat))


def known(seat: Seat, chosen: str) -> Person | None:
    """Return somebody whom the board knows, by their id."""
    found = [person for person in people_of(seat) if str(person.pk) == chosen]
    return found[0] if found else None


def people_of(seat: Seat) -> list[Person]:
    """Return everybody who holds or ever held an office here and can still be given one, by name."""
    ids = Appointment.objects.filter(board=seat.board).order_by().values("person")
    return list(Person.objects.filter(pk__in=ids, is_active=True).order_by("sort_key"))
