"""How often what a section shows is looked at again, and who owns that: set and given up (Điều 5 khoản 3)."""

from datetime import datetime

from django.db import transaction

from chauphe.core.authority import Role
from chauphe.core.refusal import N_, Refusal
from chauphe.core.review import MOST_MONTHS, against_planning
from chauphe.people.models import Board, Person, ReviewPlan, Section
from chauphe.people.selectors import bench_of, book_of, local
from chauphe.people.services.record import note
from chauphe.people.services.refusing import plain, refuse, unless


@transaction.atomic
def plan_review(
    section: Section, *, months: int | None, person: Person | None = None, role: str = "", by: Person, at: datetime
) -> ReviewPlan:
    """Let a section be looked at again, or raise Refused; `months` None is as the board's rule says."""
    board = _right(section, by, at)
    unless(
        _months(months),
        plain("role", N_("There is no such office.")) if role and role not in set(Role) else None,
        plain("owner", N_("The owner is a person or an office, not both.")) if person and role else None,
        _no_office(person, board, at),
    )
    given = {"months": months, "person": person, "role": role}
    if same := ReviewPlan.objects.filter(section=section, **given).first():
        return same
    row, _new = ReviewPlan.objects.update_or_create(section=section, defaults=given | {"made_at": at})
    owner = person.full_name if person else ""
    note("plan_review", at=at, by=by, board=board, section=section.slug, months=months, owner=owner, role=role)
    return row


@transaction.atomic
def drop_review(section: Section, *, by: Person, at: datetime) -> bool:
    """Let a section be looked at again no more; say whether it was until now."""
    board = _right(section, by, at)
    gone, _each = ReviewPlan.objects.filter(section=section).delete()
    if gone:
        note("drop_review", at=at, by=by, board=board, section=section.slug)
    return bool(gone)


def _right(section: Section, by: Person, at: datetime) -> Board:
    board = Board.objects.select_for_update().get(pk=section.board_id)
    refuse(against_planning(str(by.pk), bench_of(board, at=at), book_of(board), at=local(at)))
    return board


def _months(months: int | None) -> Refusal | None:
    if months is None or 1 <= months <= MOST_MONTHS:
        return None
    return plain("months", N_("The period is 1 to %(most)s months."), most=str(MOST_MONTHS))


def _no_office(person: Person | None, board: Board, at: datetime) -> Refusal | None:
    if person is None or bench_of(board, at=at).of(str(person.pk), local(at).date()):
        return None
    return plain("office", N_("%(name)s holds no office on this board today."), name=person.full_name)
