"""`Rà soát`: what stands on the site and is to be looked at again, who owns it, and how often (Điều 5 khoản 3)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chauphe.core.authority import Role
from chauphe.core.item import edits_for
from chauphe.core.refusal import Refusal, Refused
from chauphe.core.review import MONTHS, RULE, Plan, may_plan
from chauphe.desk import errors, words
from chauphe.desk.fresh import factor
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.sent import read_keys
from chauphe.items.reviews import Due, due_for_review
from chauphe.items.services import still_right
from chauphe.people.models import Person
from chauphe.people.reviews import plans_of
from chauphe.people.services import drop_review, plan_review

MOST = 200
"""Items that are read at most, the longest on the site first; those of others are counted among them."""
TAKES_DOWN = frozenset({Role.EDITOR_IN_CHIEF, Role.SECRETARY})
"""Those whose ordinary part it is to take something off the site: they are shown the way there at once."""


@dataclass(frozen=True, slots=True)
class Line:
    """A section with its plan, if it has one: whose it is, and what the form has chosen."""

    slug: str
    name: str
    key: int
    plan: Plan | None
    owner: str


@dataclass(frozen=True, slots=True)
class Mine:
    """What somebody is to read again, and whether the ways onward are theirs: a new revision, and off the site."""

    due: Due
    mends: bool
    takes_down: bool


def read_again(due: list[Due], seat: Seat) -> list[Mine]:
    """Give what is to be read again with the ways that are open to whoever reads it."""
    downs = any(office.role in TAKES_DOWN for office in seat.offices)
    return [Mine(each, _mends(each, seat), downs) for each in due]


def _mends(due: Due, seat: Seat) -> bool:
    mine = due.item.created_by_id == seat.person.pk
    return mine or any(edits_for(office, due.item.unit.code, due.section.slug) for office in seat.offices)


@require_GET
def reviews(request: DeskRequest) -> HttpResponse:
    """Show what is to be looked at again: one's own first; whoever only contributes has no part in it."""
    return errors.forbidden(request) if request.seat.only_contributes else _page(request)


@require_POST
def right(request: DeskRequest) -> HttpResponse:
    """Record that what was on the screen is still right."""
    seat, post = request.seat, request.POST
    try:
        item = UUID(post.get("item", ""))
        seen, by = post.get("digest", ""), factor(request)
        still_right(item, board=seat.board, by=seat.person, at=seat.at, seen=seen, factor=by)
    except (ValueError, ObjectDoesNotExist):
        raise errors.Http404 from None
    except Refused as no:
        return _page(request, refusals=no.refusals, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Recorded. Its time begins anew."))
    return redirect("desk:today" if post.get("from") == "today" else "desk:reviews")


@require_POST
def plan(request: DeskRequest) -> HttpResponse:
    """Set how often a section is looked at again and who owns it, or that it is not."""
    seat, post = request.seat, request.POST
    section = seat.board.sections.filter(pk__in=read_keys([post.get("section", "")])).first()
    if section is None:
        raise errors.Http404
    months = post.get("months", "").strip()
    if months and not (months.isascii() and months.isdigit() and len(months) < 4):
        trouble = _("Write the period as a number of months.")
        return _page(request, trouble=trouble, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if post.get("never"):
            drop_review(section, by=seat.person, at=seat.at)
        else:
            owner = _owner(request)
            plan_review(section, months=int(months) if months else None, by=seat.person, at=seat.at, **owner)
    except Refused as no:
        return _page(request, refusals=no.refusals, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Recorded."))
    return redirect("desk:reviews")


def _page(
    request: DeskRequest, *, refusals: tuple[Refusal, ...] = (), trouble: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    seat = request.seat
    on = seat.local.date()
    plans = plans_of(seat.board, seat.book, on=on)
    me = str(seat.person.pk)
    mine = due_for_review(seat.board, plans, seat.bench, at=seat.at, most=MOST, of=me)
    due = due_for_review(seat.board, plans, seat.bench, at=seat.at, most=MOST)
    context = {
        "mine": read_again(mine, seat),
        "others": [each for each in due if not each.is_of(me)],
        "most": MOST in (len(due), len(mine)),
        "lines": [
            _line(seat, plans.get(each.slug), each.slug, each.name, each.pk) for each in seat.board.sections.all()
        ],
        "clause": seat.book.rule(RULE, on=max(on, seat.book.since)).clause,
        "usual": seat.book.rule(MONTHS, on=max(on, seat.book.since)),
        "sets": may_plan(me, seat.bench, seat.book, at=seat.local),
        "people": _people(seat),
        "roles": [(role.value, words.ROLES[role]) for role in Role if role is not Role.CONTRIBUTOR],
        "refusals": refusals,
        "trouble": trouble,
    }
    return because(render(request, "desk/reviews.html", context, status=status), (no.code for no in refusals))


def _line(seat: Seat, plan: Plan | None, slug: str, name: str, key: int) -> Line:
    if plan is None or not (plan.person or plan.role):
        return Line(slug, name, key, plan, "")
    if plan.role:
        return Line(slug, name, key, plan, str(words.ROLES[Role(plan.role)]))
    named = [each.name for each in seat.bench.appointments if each.person == plan.person]
    return Line(slug, name, key, plan, named[0] if named else _("somebody who has left the board"))


def _people(seat: Seat) -> list[tuple[str, str]]:
    """Return everybody in office as (id, name with title), in the board's order."""
    return list({each.person: f"{each.name}, {each.title}" for each in reversed(seat.bench.appointments)}.items())


def _owner(request: DeskRequest) -> dict[str, Any]:
    """Read whom the form names: a person of the board, an office, or whoever answers for the item."""
    kind, _colon, code = request.POST.get("owner", "").partition(":")
    if kind == "role":
        return {"role": code}
    if kind != "person":
        return {}
    if not any(each.person == code for each in request.seat.bench.appointments):
        raise errors.Http404
    return {"person": Person.objects.get(pk=UUID(code))}
