"""`Ủy quyền`: what the chief has given to whom, in writing, for a time and a matter (Điều 4 khoản 3)."""

from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chauphe.core.delegation import GIVERS, RULE
from chauphe.core.refusal import Refusal, Refused
from chauphe.core.text import clean_line
from chauphe.desk import errors, staff_words, words
from chauphe.desk.ahead import Consequences, consequences
from chauphe.desk.fresh import is_fresh
from chauphe.desk.handed_in import handed_in
from chauphe.desk.kept import prove_first
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.sent import NO_DAY, read_day, read_keys
from chauphe.desk.writing.choices import units_and_sections
from chauphe.desk.writing.keeping import Trouble
from chauphe.people.models import Appointment, Delegation, Person, Section, Unit
from chauphe.people.selectors import delegations_of, midnight
from chauphe.people.services import delegate, revoke
from chauphe.people.services.delegations import SIGN_OFF

if TYPE_CHECKING:
    from django.db.models import QuerySet

Row = TypeVar("Row", Unit, Section)

FIELDS = ("move", "unit", "section", "kind")
"""What is ticked: the moves that are given, and what they are limited to."""


@require_GET
def delegations(request: DeskRequest) -> HttpResponse:
    """Show what holds and what will; whoever only contributes has no part in it."""
    return errors.forbidden(request) if request.seat.only_contributes else _page(request)


@require_POST
def give(request: DeskRequest) -> HttpResponse:
    """Give the chief's power to somebody, or say every reason why not."""
    seat, post = request.seat, request.POST
    giver = _own_office(seat)
    if giver is None:
        return errors.forbidden(request)
    first, last = read_day(post.get("since", "")), read_day(post.get("until", ""))
    if first is None or last is None:
        return _page(request, trouble=str(NO_DAY), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if not is_fresh(request, at=seat.at):
            handed_in(request, named="kept")
            return prove_first(request, reverse("desk:delegations"))
        to, units = _delegate(request), _chosen(request, "unit", seat.board.units.all())
        sections = _chosen(request, "section", seat.board.sections.all())
        delegate(
            giver,
            to,
            moves=post.getlist("move"),
            since=seat.at if first == seat.local.date() else midnight(first),
            until=midnight(last + timedelta(days=1)),
            paper=clean_line(post.get("paper", "")),
            by=seat.person,
            at=seat.at,
            units=units,
            sections=sections,
            kinds=post.getlist("kind"),
            file=_attached(request),
        )
    except Trouble as trouble:
        return because(_page(request, trouble=trouble.says, status=trouble.status), trouble.codes)
    except Refused as no:
        return _page(request, refusals=no.refusals, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Recorded. The delegate acts under their own name, in your place."))
    return redirect("desk:delegations")


@require_POST
def take_back(request: DeskRequest, delegation: int) -> HttpResponse:
    """Revoke a delegation from this instant on."""
    row = Delegation.objects.filter(pk=delegation, board=request.board).first()
    if row is None:
        raise errors.Http404
    change = partial(revoke, row, by=request.seat.person, at=request.seat.at)
    try:
        follows = consequences(request, change)
        if follows.missing and not follows.confirmed(request):
            return _page(request, follows=follows, revoking=row)
        change()
    except Refused as no:
        return _page(request, refusals=no.refusals, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Recorded. The delegation holds no longer."))
    return redirect("desk:delegations")


def _page(
    request: DeskRequest,
    *,
    refusals: tuple[Refusal, ...] = (),
    trouble: str = "",
    follows: Consequences | None = None,
    revoking: Delegation | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    seat = request.seat
    giver = _own_office(seat)
    offered, names = units_and_sections(seat.board, on=seat.local.date()), staff_words.names_on(seat.board)
    context: dict[str, Any] = {
        "rows": [
            (row, staff_words.matter(row, names), staff_words.merged(row, names, seat.bench))
            for row in delegations_of(seat.board, at=seat.at)
        ],
        "gives": giver is not None,
        "refusals": refusals,
        "trouble": trouble,
        "follows": follows,
        "revoking": revoking,
        "sent": request.POST,
    }
    if giver is not None:
        kinds = seat.book.rule("item.kinds", on=seat.local.date()).value
        context |= {
            "people": _people(seat),
            **offered,
            "moves": staff_words.MATTERS.items(),
            "kinds": [(kind, words.KINDS[kind]) for kind in kinds],
            "chosen": {"move": [SIGN_OFF]}
            | {name: request.POST.getlist(name) for name in FIELDS if "person" in request.POST},
        }
    page = render(request, "desk/delegations.html", context, status=status)
    return because(page, (no.code for no in refusals))


def _own_office(seat: Seat) -> Appointment | None:
    """Return the office by which this person may give something, if there is one."""
    own = next((office for office in seat.offices if office.role in GIVERS), None)
    return Appointment.objects.select_related("person").get(pk=own.id) if own else None


def _people(seat: Seat) -> list[tuple[str, str]]:
    """Return who may be given something, as (id, name with title), in the order of the ladder."""
    roles = seat.book.rule(RULE, on=seat.local.date()).value
    found = [each for role in roles for each in seat.bench.appointments if each.role == role]
    return list({each.person: f"{each.name}, {each.title}" for each in found}.items())


def _delegate(request: DeskRequest) -> Person:
    chosen = request.POST.get("person", "")
    if not any(each.person == chosen for each in request.seat.bench.appointments):
        raise Trouble("nobody", HTTPStatus.UNPROCESSABLE_ENTITY, _("Choose who is to act."))
    return Person.objects.get(pk=UUID(chosen))


def _attached(request: DeskRequest) -> tuple[str, str]:
    """Demand the written delegation itself: a number without its paper is nothing to look up."""
    file = handed_in(request, named="kept")
    if not file[0]:
        says = _("Attach the written delegation: the signed paper, scanned or photographed.")
        raise Trouble("file", HTTPStatus.UNPROCESSABLE_ENTITY, says)
    return file


def _chosen(request: DeskRequest, name: str, rows: "QuerySet[Row]") -> list[Row]:
    """Return every row that was ticked; one that is not this board's stops the form: without a limit all is meant."""
    sent = set(request.POST.getlist(name))
    found = list(rows.filter(pk__in=read_keys(sent)))
    if len(found) != len(sent):
        says = _("A unit or section that was ticked is not on this board. Open the page again, then choose.")
        raise Trouble("limit", HTTPStatus.CONFLICT, says)
    return found
