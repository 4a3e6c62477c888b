"""`Hôm nay`: what waits for me, until when, and where everything else is (Điều 3 to 6: each has their own step)."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from chauphe.core.appointing import may_record
from chauphe.core.authority import Role
from chauphe.core.chain import Step
from chauphe.core.moves import MOVES
from chauphe.desk import words
from chauphe.desk.reports import is_chief, lines_of
from chauphe.desk.reviews import read_again
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.several import VERBS, allowed
from chauphe.desk.thread import ORDER
from chauphe.items.consultations import Asked, asked_around
from chauphe.items.reports import Report, reports_of, to_ratify
from chauphe.items.reviews import Due, due_for_review
from chauphe.items.selectors import drafts_of
from chauphe.items.waiting import Waiting, under_way, waiting_for, with_hours
from chauphe.ledger.selectors import acts_on
from chauphe.people.reviews import plans_of
from chauphe.people.selectors import recorded_by_others

if TYPE_CHECKING:
    from chauphe.items.models import Item
    from chauphe.ledger.models import Entry
    from chauphe.people.models import Change

AT_MOST = 12
"""Rows of what waits elsewhere; the rest is a link away."""
MINE = 30
"""Rows of what waits for me at one step, and in the queue beside a letter."""
DRAFTS = 30
REPORTS = 2
"""Acts in the chief's place that stand on top of the chief's page; all of them are a tap away."""
REVIEWS = 5
MOST_DUE = 100
"""Published items to be read again that stand on the page, and that are counted; all of them are a tap away."""
MOVED = frozenset(move.verb for move in MOVES) - {"edit"}
"""The acts that move an item; what was asked, answered or acknowledged since hides no return."""
WRITERS = frozenset({Role.CONTRIBUTOR, Role.BOARD_MEMBER, Role.SECRETARY})
"""Those whose ordinary work it is to write (Điều 2, Điều 5 khoản 4): the page offers it to them first."""


@dataclass(frozen=True, slots=True)
class Group:
    """What waits for me at one step, what is due first before the rest; `more` is how many are not among the rows.

    `together` says whether several may be decided on at once.
    """

    step: Step
    title: str
    rows: list[Waiting]
    more: int
    together: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of mine; `back` is when it was returned, if it was, `by` and `reason` say by whom and why."""

    item: "Item"
    back: datetime | None = None
    by: str = ""
    reason: str = ""


@require_GET
def today(request: DeskRequest) -> HttpResponse:
    """Show the first page of the desk."""
    seat = request.seat
    everything, hours = with_hours(seat.items, seat.bench, seat.book, seat.calendar, at=seat.at)
    mine = waiting_for(seat.person, everything)
    drafts, further = drafts_at(seat)
    returned = [draft for draft in drafts if draft.back]
    taken = {each.number for each in mine}
    gone = seat.bench.away(str(seat.person.pk), seat.at)
    # Nobody is asked to read again what stands on the site while they are away.
    asked, due = _asked(seat), [] if gone else _due(seat)
    reports = _reports(seat)
    elsewhere = [each for each in everything if each.number not in taken]
    context = {
        "headline": headline(
            seat,
            mine,
            asked=len(asked.to_answer),
            returned=len(returned),
            reviews=len(due),
            drafts=len(drafts) + further,
            reports=reports[0].open if reports and is_chief(seat) else len(reports),
        ),
        "due": read_again(due[:REVIEWS], seat),
        "more_due": max(0, len(due) - REVIEWS),
        "asked": asked,
        "groups": _groups(mine, seat),
        "late": sum(each.late(seat.at) for each in mine),
        "returned": returned,
        "drafts": [draft for draft in drafts if not draft.back],
        "elsewhere": elsewhere[:AT_MOST],
        "more": max(0, len(elsewhere) - AT_MOST),
        "reports": lines_of(reports, seat),
        "to_ratify": sum(each.urgent for each in reports),
        "chief": is_chief(seat),
        "reported": reports[0].open if reports else 0,
        "records": may_record(str(seat.person.pk), seat.bench, seat.book, at=seat.local),
        "scheduled": hours[:AT_MOST],
        "gone": gone,
        "told": _told(seat) if gone else None,
        "writes": any(office.role in WRITERS for office in seat.offices),
    }
    return render(request, "desk/today.html", context)


@require_GET
def queue(request: DeskRequest) -> HttpResponse:
    """Give what waits for me, to stand beside a letter: a part of a page, fetched after it."""
    seat = request.seat
    mine = waiting_for(seat.person, under_way(seat.items, seat.bench, seat.book, seat.calendar, at=seat.at))
    shown = request.GET.get("muc", "")
    place = next((place for place, each in enumerate(mine, start=1) if str(each.number) == shown), None)
    first = max(0, min((place or 1) - 1 - MINE // 2, len(mine) - MINE))
    steps = [each.step for each in _groups(mine, seat) if each.together]
    context = {"mine": mine[first : first + MINE], "count": len(mine), "shown": shown, "place": place}
    context |= {"together": steps[0] if steps else ""}
    return render(request, "desk/parts/queue.html", context)


def drafts_at(seat: Seat) -> tuple[list[Draft], int]:
    """Return a person's drafts, those returned to them with the reason, and how many more there are (3 queries)."""
    mine = drafts_of(seat.board, seat.person)
    rows = list(mine[: DRAFTS + 1])
    if not rows:
        return [], 0
    further = mine.count() - DRAFTS if len(rows) > DRAFTS else 0
    rows = rows[:DRAFTS]
    acts = acts_on((row.pk for row in rows), board=seat.board)
    last = {entry.item: entry for entry in acts if entry.act in MOVED}
    return [_draft(row, last.get(row.pk)) for row in rows], further


def _reports(seat: Seat) -> list[Report]:
    """Return what the chief is to read, urgent sign-offs first; to others, what they may ratify for the chief."""
    if is_chief(seat):
        return reports_of(seat.board, most=REPORTS)
    return to_ratify(seat.board, seat.person, seat.bench, seat.book, at=seat.at, most=REPORTS)


def _told(seat: Seat) -> "Change | None":
    """Return by which act somebody else recorded that this person is away now (1 query, where they are)."""
    mine = [each for each in seat.bench.absences if each.person == str(seat.person.pk) and each.covers(seat.at)]
    return next(iter(recorded_by_others(seat.board, mine).values()), None)


def _asked(seat: Seat) -> Asked:
    """Return what other units ask of this person, and what this person asked; contributors have no part in it."""
    if seat.only_contributes:
        return Asked([], [])
    return asked_around(seat.person, board=seat.board, bench=seat.bench, book=seat.book, at=seat.at)


def _due(seat: Seat) -> list[Due]:
    """Return what is on the site and is this person's to read again (2 queries, or 1 where no section has a period)."""
    if seat.only_contributes:
        return []
    plans = plans_of(seat.board, seat.book, on=seat.local.date())
    return due_for_review(seat.board, plans, seat.bench, at=seat.at, most=MOST_DUE, of=str(seat.person.pk))


def headline(
    seat: Seat, mine: list[Waiting], *, asked: int = 0, returned: int = 0, reviews: int = 0, drafts: int = 0,
    reports: int = 0,
) -> str:  # fmt: skip
    """Say in one line what there is to do: "4 việc chờ bà phê duyệt", and the reports that wait beside it."""
    to_read = ngettext("%(reports)s report to acknowledge", "%(reports)s reports to acknowledge", reports)
    phrases = [to_read] if reports else []
    if mine or not reports:
        phrases.insert(0, _phrase(mine, asked=asked, returned=returned, reviews=reviews, drafts=drafts))
    count = len(mine) or asked or returned or reviews or drafts
    said = ", ".join(phrases) % {"count": count, "reports": reports, "you": words.you(seat.person)}
    return said[:1].upper() + said[1:]


def _phrase(mine: list[Waiting], *, asked: int, returned: int, reviews: int, drafts: int) -> str:
    steps = {each.turn.step for each in mine}
    count = len(mine) or asked or returned or reviews or drafts
    if len(steps) == 1:
        phrase = _at_one_step(steps.pop(), count)
    elif mine:
        phrase = ngettext("%(count)s item waits for %(you)s", "%(count)s items wait for %(you)s", count)
    elif asked:
        phrase = ngettext(
            "%(count)s question for %(you)s to answer", "%(count)s questions for %(you)s to answer", count
        )
    elif returned:
        phrase = ngettext(
            "%(count)s returned item for %(you)s to mend", "%(count)s returned items for %(you)s to mend", count
        )
    elif reviews:
        phrase = ngettext(
            "%(count)s published item for %(you)s to read again",
            "%(count)s published items for %(you)s to read again",
            count,
        )
    elif drafts:
        phrase = ngettext("%(you)s have %(count)s draft under way", "%(you)s have %(count)s drafts under way", count)
    else:
        phrase = _("Nothing waits for %(you)s")
    return phrase


def _at_one_step(step: Step, count: int) -> str:
    return {
        Step.EDIT: ngettext(
            "%(count)s item waits for %(you)s to put it forward",
            "%(count)s items wait for %(you)s to put them forward",
            count,
        ),
        Step.MODERATE: ngettext(
            "%(count)s item waits for %(you)s to moderate it",
            "%(count)s items wait for %(you)s to moderate them",
            count,
        ),
        Step.SIGN_OFF: ngettext(
            "%(count)s item waits for %(you)s to sign it off",
            "%(count)s items wait for %(you)s to sign them off",
            count,
        ),
        Step.PUBLISH: ngettext(
            "%(count)s item waits for %(you)s to publish it",
            "%(count)s items wait for %(you)s to publish them",
            count,
        ),
    }[step]


def _groups(mine: list[Waiting], seat: Seat) -> list[Group]:
    """Group by step, the step nearest to the public first."""
    steps: dict[Step, list[Waiting]] = {}
    for each in mine:
        steps.setdefault(each.turn.step, []).append(each)
    return [
        Group(
            step,
            str(words.WAITS_FOR[step]),
            steps[step][:MINE],
            max(0, len(steps[step]) - MINE),
            len(steps[step]) > 1 and not allowed(VERBS[step], seat),
        )
        for step in reversed(ORDER)
        if step in steps
    ]


def _draft(item: "Item", last: "Entry | None") -> Draft:
    if last is None or last.act != "return_":
        return Draft(item)
    record = json.loads(last.record)
    return Draft(item, datetime.fromisoformat(record["at"]), record["person"]["name"], record["reason"])
