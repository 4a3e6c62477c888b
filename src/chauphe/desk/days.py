"""`Ngày nghỉ, ngày làm việc`: a year of the office, and where each day comes from (Bộ luật Lao động 2019 Điều 112).

What the board declared by the yearly notice goes before what the software knows; a year of which no notice is known is
said to be worked out only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chauphe.core.national import FIRST, national
from chauphe.core.refusal import Refusal, Refused
from chauphe.core.term import HOURS, may_set_days
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest
from chauphe.desk.sent import NO_DAY, read_day, read_keys
from chauphe.people.calendar import AHEAD, declared
from chauphe.people.models import DeclaredDay
from chauphe.people.services import declare_days, withdraw_days


class Origin(StrEnum):
    """Where a day comes from."""

    DECLARED = "declared"
    KNOWN = "known"
    COMPUTED = "computed"


@dataclass(slots=True)
class Spell:
    """Days on end of one origin; `keys` are those of the rows that declare them."""

    first: date
    last: date
    works: bool
    names: list[str]
    origin: Origin
    paper: str = ""
    keys: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """Name one day or two; of more, the first and the last."""
        names = list(dict.fromkeys(self.names))
        return "; ".join(names) if len(names) < 3 else f"{names[0]} – {names[-1]}"


@require_GET
def days(request: DeskRequest) -> HttpResponse:
    """Show a year."""
    return _page(request)


@require_POST
def declare(request: DeskRequest) -> HttpResponse:
    """Declare days off, or days worked, by a paper."""
    seat, post = request.seat, request.POST
    first = read_day(post.get("since", ""))
    last = read_day(post.get("until", "")) if post.get("until", "").strip() else first
    if first is None or last is None:
        return _page(request, trouble=str(NO_DAY), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    works, name, paper = post.get("works") == "1", post.get("name", ""), post.get("paper", "")
    try:
        rows = declare_days(seat.board, first, last, works=works, name=name, paper=paper, by=seat.person, at=seat.at)
    except Refused as no:
        return _page(request, refusals=no.refusals, status=HTTPStatus.CONFLICT)
    said = ngettext("Recorded: %(n)s day. Every limit counts by it from now on.",
                    "Recorded: %(n)s days. Every limit counts by them from now on.", len(rows))  # fmt: skip
    messages.success(request, said % {"n": len(rows)})
    return redirect(f"{reverse('desk:days')}?nam={first.year}")


@require_POST
def withdraw(request: DeskRequest) -> HttpResponse:
    """Withdraw what was declared; the days are again what the software knows of them."""
    seat = request.seat
    try:
        rows = withdraw_days(seat.board, read_keys(request.POST.getlist("day")), by=seat.person, at=seat.at)
    except Refused as no:
        return _page(request, refusals=no.refusals, status=HTTPStatus.CONFLICT)
    if not rows:
        return _page(request, trouble=_("It was withdrawn before, or never stood there."), status=HTTPStatus.CONFLICT)
    messages.success(request, _("Withdrawn. The days are again what the software knows of them."))
    return redirect(f"{reverse('desk:days')}?nam={rows[0].day.year}")


def _page(
    request: DeskRequest,
    *,
    refusals: tuple[Refusal, ...] = (),
    trouble: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    seat = request.seat
    this = seat.local.year
    year = _year(request.GET.get("nam", ""), this)
    rows = list(declared(seat.board).filter(day__year=year))
    hours = seat.book.rule(HOURS, on=max(seat.local.date(), seat.book.since))
    context = {
        "year": year,
        "years": range(this - 1, this + AHEAD + 1),
        "spells": list(spells(rows, year, language=get_language() or "vi")),
        "moved": year in national(this + AHEAD).moved,
        "papers": list(dict.fromkeys(row.paper for row in rows)),
        "past": year < this,
        "hours": [each.replace("-", " – ") for each in hours.value],
        "clause": hours.clause,
        "sets": may_set_days(str(seat.person.pk), seat.bench, seat.book, at=seat.local),
        "refusals": refusals,
        "trouble": trouble,
        "sent": request.POST,
    }
    return because(render(request, "desk/days.html", context, status=status), (no.code for no in refusals))


def spells(rows: Iterable[DeclaredDay], year: int, *, language: str) -> Iterator[Spell]:
    """Yield what differs from the week in a year, neighbouring days of one origin as one, in order."""
    found: Spell | None = None
    for each in sorted(_single(rows, year, language), key=lambda spell: spell.first):
        if found and _continues(found, each):
            found.last, found.keys, found.names = each.last, found.keys + each.keys, found.names + each.names
            continue
        if found:
            yield found
        found = each
    if found:
        yield found


def _single(rows: Iterable[DeclaredDay], year: int, language: str) -> Iterator[Spell]:
    said = {row.day: row for row in rows}
    country = national(year, language)
    origin = Origin.KNOWN if year in country.moved else Origin.COMPUTED
    for day, row in said.items():
        yield Spell(day, day, row.works, [row.name], Origin.DECLARED, row.paper, (row.pk,))
    for day, name in country.off.items():
        if day.year == year and day not in said:
            yield Spell(day, day, works=False, names=[name], origin=origin)
    for day in country.worked:
        if day.year == year and day not in said:
            yield Spell(day, day, works=True, names=[_("Worked for a day off that was moved")], origin=origin)


def _continues(found: Spell, each: Spell) -> bool:
    same = (found.works, found.origin, found.paper) == (each.works, each.origin, each.paper)
    named = found.origin is not Origin.DECLARED or found.names[-1] == each.names[0]
    return same and named and each.first - found.last == timedelta(days=1)


def _year(text: str, this: int) -> int:
    year = int(text) if text.isascii() and text.isdigit() and len(text) == len("2026") else this
    return year if FIRST <= year <= this + AHEAD else this
