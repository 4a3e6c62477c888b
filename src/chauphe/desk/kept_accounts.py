"""`Tài khoản của Ban`: who can sign in, for the secretary, who opens again what lay unused (Điều 6 khoản 4).

There is nothing here by which anybody could see, set or replace a password or a device of somebody else, and opening an
account gives its keeper no right over content.
"""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chauphe.core.authority import Role
from chauphe.core.refusal import Refusal, Refused
from chauphe.desk import errors
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest
from chauphe.people.models import Person
from chauphe.people.services import unlock
from chauphe.people.standing import Access, accounts_of
from chauphe.people.unused import last_use, rule_on


@require_GET
def accounts(request: DeskRequest) -> HttpResponse:
    """Show who on the board can sign in."""
    if not request.seat.keeps_accounts:
        raise PermissionDenied
    return _page(request)


@require_POST
def open_again(request: DeskRequest) -> HttpResponse:
    """Open an account again that was switched off because nobody used it."""
    seat, chosen = request.seat, request.POST.get("person", "")
    if not any(each.person == chosen for each in seat.bench.appointments):
        raise errors.Http404
    person = Person.objects.get(pk=chosen)
    try:
        unlock(person, board=seat.board, by=seat.person, at=seat.at)
    except Refused as no:
        if not seat.keeps_accounts:
            raise PermissionDenied from no
        return _page(request, refusals=no.refusals, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Recorded. The account of %(name)s is open again.") % {"name": person.full_name})
    return redirect("desk:accounts")


def _page(
    request: DeskRequest, *, refusals: tuple[Refusal, ...] = (), status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    seat = request.seat
    offices = {each.person: each for each in reversed(seat.bench.appointments) if each.role is not Role.CONTRIBUTOR}
    offices |= {each.person: each for each in seat.bench.appointments if each.person not in offices}
    people = Person.objects.filter(pk__in=offices).order_by("sort_key")
    rows = [
        {
            "person": each.person,
            "title": offices[str(each.person.pk)].title,
            "access": str(each.access),
            "off": each.access is Access.UNUSED,
            "since": last_use(each.person),
        }
        for each in accounts_of(people, at=seat.at).values()
    ]
    rows.sort(key=lambda row: not row["off"])
    context = {"rows": rows, "refusals": refusals, "rule": rule_on(seat.at)}
    return because(render(request, "desk/accounts.html", context, status=status), (no.code for no in refusals))
