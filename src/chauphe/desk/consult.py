"""`Xin ý kiến`: another unit is asked about the frozen copy, reads that very copy, and answers once.

A GET decides nothing. The page of a question shows the revision that was asked about, and says so where the item has
changed since.
"""

import json
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chauphe.core.consultation import answerers
from chauphe.core.refusal import Refusal, Refused
from chauphe.core.text import INVISIBLE, nfc
from chauphe.desk import errors, words
from chauphe.desk.fresh import factor
from chauphe.desk.item import find
from chauphe.desk.letter import Letter
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.sent import read_day, read_keys
from chauphe.items import consultations, services
from chauphe.items.services.lock import Tampered
from chauphe.people.selectors import local, open_units
from chauphe.public.fragment import fragment

if TYPE_CHECKING:
    from chauphe.items.models import Consultation
    from chauphe.people.models import Unit

LONGEST = 2_000
"""Characters of a question or an answer."""


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one question: the copy that was asked about in two parts, and what this person may do."""

    row: "Consultation"
    head: SafeString
    rest: SafeString
    may: bool
    late: bool
    changed: bool
    who: str


@require_http_methods(["GET", "HEAD", "POST"])
def consult(request: DeskRequest, number: int) -> HttpResponse:
    """Show the form by which units are asked, or ask those that were chosen about the copy that was on the screen."""
    seat = request.seat
    letter = find(number, seat=seat)
    if request.method != "POST":
        return _form(request, letter) if letter.asks else errors.forbidden(request)
    if request.POST.get("item") != str(letter.item.pk):
        raise Http404
    until = read_day(request.POST.get("until", ""))
    if until is None:
        trouble = _("Write the last day for the answer as in 24/11/2026.")
        return _form(request, letter, status=HTTPStatus.UNPROCESSABLE_ENTITY, trouble=trouble)
    try:
        asked = _ask(request, letter, until)
    except Refused as no:
        return _form(request, letter, status=_status(no), refusals=no.refusals)
    except Tampered:
        trouble = _("The stored text does not match its digest")
        return _form(request, letter, status=HTTPStatus.CONFLICT, trouble=trouble)
    names = words.listed(each.unit.name for each in asked)
    messages.success(request, _("Recorded: %(units)s was asked, and has it on its first page.") % {"units": names})
    return redirect("desk:item", number)


@require_GET
def opinion(request: DeskRequest, number: int, seq: int) -> HttpResponse:
    """Show a question with the copy it is about."""
    return _page(request, _row(request.seat, number, seq))


@require_POST
def answer(request: DeskRequest, number: int, seq: int) -> HttpResponse:
    """Record the answer of a unit; the same answer sent twice is recorded once."""
    seat = request.seat
    row = _row(seat, number, seq)
    sent = {"opinion": request.POST.get("opinion", "")[:10], "text": _text(request)}
    try:
        services.answer(seq, board=seat.board, by=seat.person, at=seat.at, factor=factor(request), **sent)
    except Refused as no:
        row = _row(seat, number, seq)
        if row.opinion and (row.answered_by_id, row.opinion, row.answer) == (seat.person.pk, *sent.values()):
            messages.info(request, _("This was answered already; nothing was recorded twice."))
            return redirect("desk:opinion", number, seq)
        return _page(request, row, refusals=no.refusals, status=_status(no))
    messages.success(request, _("Recorded. Whoever asked sees the answer now."))
    return redirect("desk:opinion", number, seq)


def _status(no: Refused) -> HTTPStatus:
    personal = any(each.code in errors.NOT_YOURS for each in no.refusals)
    return HTTPStatus.FORBIDDEN if personal else HTTPStatus.CONFLICT


def _ask(request: DeskRequest, letter: Letter, until: date) -> list["Consultation"]:
    seat, post = request.seat, request.POST
    return services.consult(
        letter.item.pk,
        board=seat.board,
        by=seat.person,
        at=seat.at,
        factor=factor(request),
        seen=post.get("digest", "")[:64],
        units=open_units(seat.board, on=seat.local.date()).filter(pk__in=read_keys(post.getlist("unit"))),
        text=_text(request),
        until=until,
    )


def _form(
    request: DeskRequest,
    letter: Letter,
    *,
    refusals: tuple[Refusal, ...] = (),
    trouble: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    seat = request.seat
    days = seat.book.rule("consultation.days", on=seat.local.date()).value
    context = {
        "letter": letter,
        "item": letter.item,
        "units": _others(letter, seat) if letter.asks else [],
        "until": seat.calendar.after_days(seat.local, days),
        "refusals": refusals,
        "trouble": trouble,
        "sent": request.POST,
        "chosen": request.POST.getlist("unit"),
    }
    page = render(request, "desk/consult.html", context, status=status)
    return because(page, (no.code for no in refusals))


def _others(letter: Letter, seat: Seat) -> list["Unit"]:
    """Return the units that may be asked about an item: all but its own and those that have not answered yet."""
    out = {each.unit for each in letter.unanswered} | {seat.bench.placed(letter.item.unit.code)}
    return [unit for unit in open_units(seat.board, on=seat.local.date()) if unit.code not in out]


def _row(seat: Seat, number: int, seq: int) -> "Consultation":
    """Return a question about an item that this person may see."""
    found = consultations.find(seat.items, number=number, seq=seq)
    if found is None:
        raise Http404
    return found


def _page(
    request: DeskRequest, row: "Consultation", *, refusals: tuple[Refusal, ...] = (), status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    seat = request.seat
    question = consultations.question_of(row)
    holders = () if row.opinion else answerers(row.unit.code, question.barred, seat.bench, seat.book, at=seat.local)
    head, rest = _copy(row)
    page = Page(
        row=row,
        head=head,
        rest=rest,
        may=any(each.appointment.person == str(seat.person.pk) for each in holders),
        late=question.late(local(row.answered_at or seat.at).date()),
        changed=row.item.current_id != row.revision_id,
        who=words.names(f"{each.appointment.name} ({each.appointment.title})" for each in holders),
    )
    context: dict[str, Any] = {"page": page, "row": row, "refusals": refusals, "sent": request.POST}
    answer = render(request, "desk/opinion.html", context | {"opinions": words.OPINIONS}, status=status)
    return because(answer, (no.code for no in refusals))


def _copy(row: "Consultation") -> tuple[SafeString, SafeString]:
    """Return the copy as it would appear, its header and all below it; both empty where it cannot be shown."""
    content = json.loads(row.revision.content)
    beside = reverse("desk:beside", args=[row.item.number, content["revision"], "-"])[:-1]
    try:
        head, mark, rest = fragment(content, published=None, beside=beside).partition("</header>")
    except ValueError:
        return SafeString(), SafeString()
    # The fragment escapes every text and takes the body from the sanitiser alone.
    return mark_safe(head + mark), mark_safe(rest)  # noqa: S308


def _text(request: DeskRequest) -> str:
    return nfc(INVISIBLE.sub("", request.POST.get("text", ""))).strip()[:LONGEST]
