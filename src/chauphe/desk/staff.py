"""`Sổ nhân sự`: every act on the board's people as it was recorded, newest first; nothing here can be changed (Điều 2).

Whoever reads the board's book of acts reads this one; contributors, who see there what concerns their own unit alone,
see here what concerns themselves.
"""

from dataclasses import dataclass
from datetime import datetime, time

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from chauphe.desk import staff_words
from chauphe.desk.seat import DeskRequest
from chauphe.people.models import Change
from chauphe.people.selectors import changes_of, local

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One act on people, as a sentence; `brought` where nobody recorded when it was done."""

    at: datetime
    brought: bool
    says: SafeString


@require_GET
def staff(request: DeskRequest) -> HttpResponse:
    """Show one page of the book."""
    seat = request.seat
    before = request.GET.get("truoc", "")
    known = before.isascii() and before.isdigit() and len(before) < 16
    found = changes_of(
        seat.board,
        most=PAGE + 1,
        before=int(before) if known else None,
        on=seat.person if seat.only_contributes else None,
    )
    names = staff_words.names_on(seat.board)
    lines = [Line(row.at, _brought(row), staff_words.said(row, names)) for row in found[:PAGE]]
    context = {"lines": lines, "older": found[PAGE - 1].pk if len(found) > PAGE else None}
    return render(request, "desk/staff.html", context)


def _brought(row: Change) -> bool:
    """Whether a board brought it along when it was founded: it then bears the day it speaks of, and no hour."""
    return row.verb in {"appoint", "away"} and local(row.at).time() == time.min
