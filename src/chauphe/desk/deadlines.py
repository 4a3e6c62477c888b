"""`Thời hạn`: how long each step may take and by which clause, what waits at it and with whom, and what is late.

Everything is counted at the moment of asking, in the hours and days that the office works.
"""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chauphe.core.chain import Step
from chauphe.core.term import limit_of
from chauphe.desk import errors, words
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.items.waiting import Counted, count_by_person, count_by_step, under_way
from chauphe.regulation.book import Rule

MOST = 30
"""Late items that are named; all of them are counted."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step with its limit, if the board gives it one, and what waits at it."""

    name: str
    limit: Rule | None
    counted: Counted


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody in office, and what they could take on now."""

    name: str
    title: str
    counted: Counted


@require_GET
def deadlines(request: DeskRequest) -> HttpResponse:
    """Show the limits and the counts; whoever only contributes has no part in them."""
    seat = request.seat
    if seat.only_contributes:
        return errors.forbidden(request)
    waiting = under_way(seat.items, seat.bench, seat.book, seat.calendar, at=seat.at)
    steps = count_by_step(waiting, at=seat.at)
    late = [each for each in waiting if each.late(seat.at)]
    context = {
        "steps": [
            StepLine(str(words.STEPS[step]), limit_of(step, seat.book, on=seat.local.date()), steps[step])
            for step in Step
        ],
        "people": _people(seat, count_by_person(waiting, at=seat.at)),
        "late": late[:MOST],
        "more": max(0, len(late) - MOST),
        "count": len(late),
    }
    return render(request, "desk/deadlines.html", context)


def _people(seat: Seat, counts: dict[str, Counted]) -> list[PersonLine]:
    """Name everybody with whom something waits, who has most that is late first."""
    offices = {each.person: each for each in reversed(seat.bench.appointments)}
    found = [PersonLine(offices[who].name, offices[who].title, count) for who, count in counts.items()]
    return sorted(found, key=lambda line: (-line.counted.late, -line.counted.waiting, line.name))
