"""`Hôm nay`: what waits for me, since when, and where everything else is (Điều 3 to 6: each has their own step).

Deadlines, absences and quotas join this page with their own rules; nothing is shown here that is not known.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from chauphe.core.authority import Role
from chauphe.core.chain import Step
from chauphe.desk import words
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.thread import ORDER
from chauphe.items.selectors import Waiting, drafts_of, under_way, waiting_for
from chauphe.ledger.selectors import acts_on

if TYPE_CHECKING:
    from chauphe.items.models import Item
    from chauphe.ledger.models import Entry

AT_MOST = 12
"""Rows of what waits elsewhere; the rest is a link away."""
DRAFTS = 30
WRITERS = frozenset({Role.CONTRIBUTOR, Role.BOARD_MEMBER, Role.SECRETARY})
"""Those whose ordinary work it is to write (Điều 2, Điều 5 khoản 4): the page offers it to them first."""


@dataclass(frozen=True, slots=True)
class Group:
    """What waits for me at one step, the longest waiting first."""

    step: Step
    title: str
    rows: list[Waiting]


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
    everything = under_way(seat.items, seat.bench, seat.book, at=seat.at)
    mine = waiting_for(seat.person, everything)
    drafts = drafts_at(seat)
    returned = [draft for draft in drafts if draft.back]
    taken = {each.item.pk for each in mine}
    elsewhere = [each for each in everything if each.item.pk not in taken]
    context = {
        "headline": headline(seat, mine, returned=len(returned), drafts=len(drafts)),
        "groups": _groups(mine),
        "returned": returned,
        "drafts": [draft for draft in drafts if not draft.back],
        "elsewhere": elsewhere[:AT_MOST],
        "more": max(0, len(elsewhere) - AT_MOST),
        "writes": any(office.role in WRITERS for office in seat.offices),
    }
    return render(request, "desk/today.html", context)


@require_GET
def queue(request: DeskRequest) -> HttpResponse:
    """Give what waits for me, to stand beside a letter: a part of a page, fetched after it."""
    seat = request.seat
    mine = waiting_for(seat.person, under_way(seat.items, seat.bench, seat.book, at=seat.at))
    shown = request.GET.get("muc", "")
    place = next((place for place, each in enumerate(mine, start=1) if str(each.item.number) == shown), None)
    return render(request, "desk/parts/queue.html", {"mine": mine, "shown": shown, "place": place})


def drafts_at(seat: Seat) -> list[Draft]:
    """Return a person's drafts, those returned to them with the reason (2 queries)."""
    # Sorted here: asked to sort, the database walks every item by number instead of the few drafts.
    rows = sorted(drafts_of(seat.items, seat.person).order_by(), key=lambda row: -row.number)[:DRAFTS]
    if not rows:
        return []
    acts = acts_on((row.pk for row in rows), board=seat.board)
    last = {entry.item: entry for entry in acts if entry.act != "edit"}
    return [_draft(row, last.get(row.pk)) for row in rows]


def headline(seat: Seat, mine: list[Waiting], *, returned: int = 0, drafts: int = 0) -> str:
    """Say in one line what there is to do: "4 việc chờ bà phê duyệt"."""
    steps = {each.turn.step for each in mine}
    count = len(mine) or returned or drafts
    if len(steps) == 1:
        phrase = _at_one_step(steps.pop(), count)
    elif mine:
        phrase = ngettext("%(count)s item waits for %(you)s", "%(count)s items wait for %(you)s", count)
    elif returned:
        phrase = ngettext(
            "%(count)s returned item for %(you)s to mend", "%(count)s returned items for %(you)s to mend", count
        )
    elif drafts:
        phrase = ngettext("%(you)s have %(count)s draft under way", "%(you)s have %(count)s drafts under way", count)
    else:
        phrase = _("Nothing waits for %(you)s")
    said = phrase % {"count": count, "you": words.you(seat.person)}
    return said[:1].upper() + said[1:]


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


def _groups(mine: list[Waiting]) -> list[Group]:
    """Group by step, the step nearest to the public first."""
    rows = sorted(mine, key=lambda each: (-ORDER.index(each.turn.step), each.since))
    return [
        Group(step, str(words.WAITS_FOR[step]), list(of_step))
        for step, of_step in groupby(rows, key=lambda each: each.turn.step)
    ]


def _draft(item: "Item", last: "Entry | None") -> Draft:
    if last is None or last.act != "return_":
        return Draft(item)
    record = json.loads(last.record)
    return Draft(item, datetime.fromisoformat(record["at"]), record["person"]["name"], record["reason"])
