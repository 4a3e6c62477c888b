"""A form by which somebody records what a paper decided of people or units: read, shown with what follows, recorded.

Sent once it shows what the change touches and whom it would leave missing; sent with that on the screen it is recorded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from chauphe.core.appointing import FILED, may_record
from chauphe.core.refusal import Refusal, Refused
from chauphe.core.text import clean_line
from chauphe.desk import errors, words
from chauphe.desk.ahead import Consequences, consequences
from chauphe.desk.fresh import is_fresh
from chauphe.desk.handed_in import handed_in
from chauphe.desk.kept import prove_first
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest
from chauphe.desk.sent import NO_DAY, read_day
from chauphe.desk.writing.keeping import Trouble
from chauphe.people.outlook import AHEAD
from chauphe.people.selectors import midnight


class Unread(ValueError):
    """What was sent cannot be read; its text says what to mend."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks for: what records it, from which day on it holds, and what it touches."""

    record: Callable[[], Any]
    since: date
    touched: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its template, what that shows besides what was sent, and how it is read (raises Unread).

    `done` answers once it is recorded; without it that is the roster.
    """

    template: str
    shows: Mapping[str, Any]
    read: Callable[[], Asked]
    done: Callable[[Any], HttpResponse] | None = None


def answered(request: DeskRequest, make: Callable[[], Form]) -> HttpResponse:
    """Answer a request for a form; whoever records no offices has no part in it, and then none is made."""
    seat = request.seat
    if not may_record(str(seat.person.pk), seat.bench, seat.book, at=seat.local):
        return errors.forbidden(request)
    form = make()
    if request.method != "POST":
        return _page(request, form)
    try:
        if not is_fresh(request, at=seat.at):
            file_in(request)
            return prove_first(request, request.path)
        asked = form.read()
        follows = consequences(request, asked.record, touched=asked.touched, until=midnight(asked.since) + AHEAD)
        if not follows.confirmed(request):
            return _page(request, form, follows=follows)
        made = asked.record()
    except Unread as trouble:
        return _page(request, form, trouble=str(trouble), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except Refused as no:
        return _page(request, form, refusals=no.refusals, status=HTTPStatus.CONFLICT)
    if form.done is not None:
        return form.done(made)
    messages.success(request, _("Recorded in the people's ledger."))
    return redirect("desk:roster")


def day_in(request: DeskRequest, name: str = "since") -> date:
    """Read the day from which on something holds; raises Unread."""
    found = read_day(request.POST.get(name, ""))
    if found is None:
        raise Unread(str(NO_DAY))
    return found


def line_in(request: DeskRequest, name: str, most: int = 200) -> str:
    """Read one line of text."""
    return clean_line(request.POST.get(name, ""))[:most].strip()


def file_in(request: DeskRequest) -> tuple[str, str]:
    """Keep the paper, where it was handed in, and return its SHA-256 and name; raises Unread."""
    try:
        return handed_in(request, named="paper")
    except Trouble as trouble:
        raise Unread(trouble.says) from None


def _page(
    request: DeskRequest,
    form: Form,
    *,
    follows: Consequences | None = None,
    refusals: tuple[Refusal, ...] = (),
    trouble: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    book, on = request.seat.book, max(request.seat.local.date(), request.seat.book.since)
    context = {
        **form.shows,
        "filed": words.listed(str(book.rule(f"role.{role}", on=on).value) for role in book.rule(FILED, on=on).value),
        "tomorrow": request.seat.local + timedelta(days=1),
        "follows": follows,
        "refusals": refusals,
        "trouble": trouble,
        "sent": request.POST,
        "chosen": request.POST.getlist("unit"),
    }
    return because(render(request, form.template, context, status=status), (no.code for no in refusals))
