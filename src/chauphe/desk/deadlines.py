"""`Thời hạn`: how long each step may take and by which clause, what waits at it and with whom, and what is late.

And what was late: the steps that were passed in a quarter, by step, person and unit. Everything is counted at the
moment of asking, in the hours and days that the office works; what is past, in those that were known then.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from chauphe.core.chain import Step
from chauphe.core.passed import Summed, last_quarters, summed
from chauphe.core.term import limit_of, working_day
from chauphe.core.urgent import RULE as URGENT
from chauphe.core.urgent import terms_of
from chauphe.desk import errors, time_words, words
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.items.passed import Passed, passed
from chauphe.items.reports import owed_since
from chauphe.items.urgent import owed
from chauphe.items.waiting import Counted, count_by_person, count_by_step, under_way
from chauphe.people.selectors import midnight
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


@dataclass(frozen=True, slots=True)
class PastLine:
    """Steps that were passed, under one heading: their count, how many were late, and the middle wait."""

    name: str
    title: str
    summed: Summed
    middle: str


@dataclass(frozen=True, slots=True)
class PastLate:
    """A step that was passed too late."""

    passed: Passed
    step: str
    took: str
    late: str


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
        "urgent": _urgent(seat),
        "reports": owed_since(seat.board),
        "people": _people(seat, count_by_person(waiting, at=seat.at)),
        "late": late[:MOST],
        "more": max(0, len(late) - MOST),
        "count": len(late),
        **_past(request),
    }
    return render(request, "desk/deadlines.html", context)


def _urgent(seat: Seat) -> StepLine | None:
    """Say how long an urgent sign-off may wait to be ratified, and what waits; None where the board knows none."""
    on = seat.local.date()
    terms = terms_of(seat.book, on=on)
    waits = owed(seat.board, seat.book, seat.calendar, at=seat.at)
    if terms is None and not waits.waiting:
        return None
    limit = replace(seat.book.rule(URGENT, on=on), value={"hours": terms.hours}) if terms else None
    return StepLine(_("Ratify an urgent sign-off"), limit, waits)


def _past(request: DeskRequest) -> dict[str, Any]:
    """Sum up what was passed in the quarter that was asked for: this one, or one of the last three."""
    seat = request.seat
    quarters = last_quarters(seat.local.date())
    chosen = next((each for each in quarters if each.code == request.GET.get("quy")), quarters[0])
    span = {"since": midnight(chosen.first), "until": midnight(chosen.after)}
    found = passed(seat.items, seat.book, seat.calendars, board=seat.board, **span)
    steps = summed((each.taken.step, each.taken) for each in found)
    by_step = [(str(words.STEPS[step]), "", steps[step]) for step in Step if step in steps]
    people = summed(((each.person, each.name), each.taken) for each in found)
    offices = {each.person: each.office for each in found}
    by_person = [(name, offices[who], each) for (who, name), each in people.items()]
    by_unit = [(unit, "", each) for unit, each in summed((each.unit, each.taken) for each in found).items()]
    late = [each for each in found if each.taken.late][::-1]
    day = working_day(seat.calendar)
    return {
        "quarters": quarters,
        "quarter": chosen,
        "passed": len(found),
        "tables": [
            (_("By step"), _("Step"), _lines(by_step, day)),
            (_("By person"), pgettext("count", "Who"), _lines(sorted(by_person, key=_worst), day)),
            (_("By unit"), _("Unit"), _lines(sorted(by_unit, key=_worst), day)),
        ],
        "past_late": [_late(each) for each in late[:MOST]],
        "past_count": len(late),
        "past_more": max(0, len(late) - MOST),
    }


def _worst(line: tuple[str, str, Summed]) -> tuple[int, int, str]:
    """Order by who was late most often."""
    name, _title, each = line
    return (-each.late, -each.count, name)


def _lines(rows: Iterable[tuple[str, str, Summed]], day: timedelta) -> list[PastLine]:
    return [PastLine(name, title, each, time_words.brief(each.middle, day)) for name, title, each in rows]


def _late(each: Passed) -> PastLate:
    term = each.taken.term
    over = time_words.late(term, each.taken.at) if term else ""
    return PastLate(each, str(words.STEPS[each.taken.step]), time_words.took(each.taken), over)


def _people(seat: Seat, counts: dict[str, Counted]) -> list[PersonLine]:
    """Name everybody with whom something waits, who has most that is late first."""
    offices = {each.person: each for each in reversed(seat.bench.appointments)}
    found = [PersonLine(offices[who].name, offices[who].title, count) for who, count in counts.items()]
    return sorted(found, key=lambda line: (-line.counted.late, -line.counted.waiting, line.name))
