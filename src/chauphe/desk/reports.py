"""`Báo cáo lại`: what was done in the chief's place, until the chief has acknowledged it (Điều 7 khoản 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from chauphe.core.authority import Role
from chauphe.core.delegation import RULE as BY_PAPER
from chauphe.core.refusal import Refused
from chauphe.core.report import RULE, reader_of
from chauphe.core.term import Term
from chauphe.desk import errors
from chauphe.desk.fresh import factor
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.sent import read_keys
from chauphe.items import services
from chauphe.items.reports import Report, count_of, reports_of, to_acknowledge
from chauphe.items.urgent import ratified_by
from chauphe.people.selectors import local

MOST = 200
"""Reports on one page; the others follow when these are acknowledged."""


@dataclass(frozen=True, slots=True)
class Line:
    """A report as the screen shows it; `term` says until when an urgent sign-off is to be ratified.

    `reads` says that it is this person's to acknowledge. `clause` is what let somebody act in the chief's place: the
    delegation's where the act was done by a paper.
    """

    report: Report
    term: Term | None
    clause: str
    reads: bool


def lines_of(reports: Iterable[Report], seat: Seat) -> list[Line]:
    """Put the clock beside each urgent sign-off that is to be ratified."""
    return [
        Line(
            each, ratified_by(each.at, seat.book, seat.calendar) if each.urgent else None, _clause(each, seat),
            _reads(each, seat),
        )
        for each in reports
    ]  # fmt: skip


def _reads(report: Report, seat: Seat) -> bool:
    """Say whether it is this person's to acknowledge: the chief's, and what the chief did themselves the next one's."""
    reader = reader_of(str(report.record["person"]["id"]), seat.bench, seat.book, at=seat.local)
    return reader is not None and reader.person == str(seat.person.pk)


def _clause(report: Report, seat: Seat) -> str:
    if not report.record.get("paper"):
        return str(report.record["clause"])
    return seat.book.rule(BY_PAPER, on=max(local(report.at).date(), seat.book.since)).clause


def is_chief(seat: Seat) -> bool:
    """Whether they hold the office in whose place others acted."""
    return any(office.role is Role.EDITOR_IN_CHIEF for office in seat.offices)


@require_GET
def reports(request: DeskRequest) -> HttpResponse:
    """Show all that is open; whoever only contributes has no part in it."""
    seat = request.seat
    if seat.only_contributes:
        return errors.forbidden(request)
    found = reports_of(seat.board, most=MOST)
    return render(request, "desk/reports.html", _context(seat, found, chief=is_chief(seat)))


@require_POST
def acknowledge(request: DeskRequest) -> HttpResponse:
    """Acknowledge those that were on the screen, one or all: never one that came in meanwhile."""
    seat = request.seat
    wanted = read_keys(request.POST.getlist("report")[:MOST])
    try:
        done = services.acknowledge(wanted, board=seat.board, by=seat.person, at=seat.at, factor=factor(request))
    except Refused as no:
        page = render(request, "desk/reports.html", _again(seat, no), status=HTTPStatus.FORBIDDEN)
        return because(page, (reason.code for reason in no.refusals))
    said = ngettext("%(count)s report acknowledged.", "%(count)s reports acknowledged.", len(done))
    messages.success(request, said % {"count": len(done)})
    return redirect("desk:reports" if count_of(seat.board) else "desk:today")


def _again(seat: Seat, no: Refused) -> dict[str, object]:
    found = [] if seat.only_contributes else reports_of(seat.board, most=MOST)
    return _context(seat, found, chief=is_chief(seat)) | {"refusals": no.refusals}


def _context(seat: Seat, found: list[Report], *, chief: bool) -> dict[str, object]:
    count = found[0].open if found else 0
    lines = lines_of(found, seat)
    return {
        "reports": lines,
        "easy": to_acknowledge(line.report for line in lines if line.reads),
        "count": count,
        "chief": chief,
        "clause": seat.book.rule(RULE, on=max(seat.local.date(), seat.book.since)).clause,
    }
