"""`Bổ nhiệm`: an office is given by a paper, to somebody known or to a newcomer; and taken back while it is to come.

A newcomer's link is on one page, once, to be handed over; what it opens is the newcomer's own choice of a password.
"""

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from chauphe.core.appointing import may_record
from chauphe.core.authority import Role
from chauphe.core.refusal import Refused
from chauphe.desk import errors
from chauphe.desk.by_paper import Asked, Form, Unread, answered, day_in, file_in, line_in
from chauphe.desk.offices import ROLES, known, office_at, people_of, roster_page
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.sent import read_keys
from chauphe.people.models import Person
from chauphe.people.selectors import going_on
from chauphe.people.services import Newcomer, Nomination, nominate, renew_link, take_back_leaving, take_back_office
from chauphe.people.services.accounts import LIVES
from chauphe.people.services.nominations import Seated, account_of, namesakes
from chauphe.people.services.taking_back import predecessor

HONORIFICS = ("bà", "ông")
LONGEST = 120
"""Characters of a person's name."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: DeskRequest) -> HttpResponse:
    """Show the form by which an office is given, with what follows, and record it."""
    seat = request.seat

    def form() -> Form:
        shows = {
            "roles": [(code, str(seat.book.rule(f"role.{code}", on=seat.local.date()).value)) for code in ROLES[::-1]],
            "people": [person for person in people_of(seat) if person.pk != seat.person.pk],
            "units": going_on(seat.board, on=seat.local.date()),
            "sections": seat.board.sections.all(),
            "honorifics": HONORIFICS,
            "sections_chosen": request.POST.getlist("section"),
        }
        return Form("desk/appoint.html", shows, partial(_read, request), partial(_done, request))

    return answered(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: DeskRequest, office: int) -> HttpResponse:
    """Show an office that is to come, or whose end is, and take that back once what follows was on the screen."""
    seat, row = request.seat, office_at(request, office)
    leaves = row.since <= seat.local.date() and row.until is not None

    def form() -> Form:
        before = None if leaves else predecessor(row)
        undo = take_back_leaving if leaves else take_back_office
        record = partial(undo, row, board=seat.board, by=seat.person, at=seat.at)
        shows = {"row": row, "before": before[0] if before else None, "leaves": leaves}
        return Form("desk/take_back_office.html", shows, lambda: Asked(record, row.since))

    return answered(request, form)


@never_cache
@require_POST
@sensitive_variables("token")
def new_link(request: DeskRequest, office: int) -> HttpResponse:
    """Give a newcomer who has not come in yet another link; the one before is void."""
    seat, row = request.seat, office_at(request, office)
    if not may_record(str(seat.person.pk), seat.bench, seat.book, at=seat.local):
        return errors.forbidden(request)
    links = read_keys([request.POST.get("after", "")])
    try:
        token = renew_link(row.person, after=links[0] if links else None, board=seat.board, by=seat.person, at=seat.at)
    except Refused as no:
        return roster_page(request, refusals=no.refusals, status=HTTPStatus.CONFLICT)
    return _link(request, row.person, token)


@sensitive_variables("made")
def _done(request: DeskRequest, made: Seated) -> HttpResponse:
    if made.is_new:
        return _link(request, made.office.person, made.token)
    messages.success(request, _("Recorded in the people's ledger."))
    return redirect("desk:roster")


@sensitive_variables("token", "address")
def _link(request: DeskRequest, person: Person, token: str) -> HttpResponse:
    """Show the link, this once; it is not in the address of the page, and no browser keeps it."""
    address = request.build_absolute_uri(reverse("invitation", args=[token])) if token else ""
    context = {"person": person, "address": address, "until": request.seat.local + LIVES}
    page = render(request, "desk/newcomer.html", context)
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


def _read(request: DeskRequest) -> Asked:
    """Read who is given which office; raises Unread with what to mend."""
    seat, post = request.seat, request.POST
    if post.get("role") not in set(Role):
        raise Unread(_("Choose the office."))
    since = day_in(request)
    what = Nomination(
        who=_who(request),
        role=Role(post["role"]),
        since=since,
        until=day_in(request, "until") if post.get("until", "").strip() else None,
        decision=line_in(request, "decision"),
        title=line_in(request, "title", 120),
        units=tuple(seat.board.units.filter(pk__in=read_keys(post.getlist("unit")))),
        sections=tuple(seat.board.sections.filter(pk__in=read_keys(post.getlist("section")))),
        file=file_in(request),
    )
    return Asked(partial(nominate, what, board=seat.board, by=seat.person, at=seat.at), since, _tells(what, seat))


def _who(request: DeskRequest) -> Person | Newcomer | None:
    """Read who is appointed: somebody chosen, else a newcomer whose name and mail address were written."""
    post = request.POST
    if post.get("person"):
        return known(request.seat, post["person"])
    name, email = post.get("name", "")[:200].strip(), post.get("email", "")[:254].strip()
    if not (name or email):
        return None
    if len(name) > LONGEST:
        raise Unread(_("The name is too long."))
    honorific = post.get("honorific", "")
    return Newcomer(name, email, honorific if honorific in HONORIFICS else "")


def _tells(what: Nomination, seat: Seat) -> list[str]:
    """Say what whoever records it should know first: whose account it is, and who bears the same name."""
    if not isinstance(what.who, Newcomer):
        return []
    have = account_of(what.who)
    if have is not None:
        return [_("%(name)s has an account already; it is used, and no link is made.") % {"name": have.full_name}]
    found: list[str] = [
        _("%(name)s is on the board already as %(title)s. If it is the same person, choose them from the list.")
        % {"name": row.person.full_name, "title": row.title}
        for row in namesakes(seat.board, what.who.name)
    ]
    return [*found, _("An account is opened for %(name)s, who sets their own password.") % {"name": what.who.name}]
