"""On which days the office works, by the notice of each year: declared with its number, and withdrawn."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from chauphe.core.national import FIRST
from chauphe.core.refusal import N_, Refusal
from chauphe.core.term import SET_BY, against_setting_days
from chauphe.core.text import clean_line
from chauphe.people.calendar import AHEAD, declared
from chauphe.people.models import Board, DeclaredDay, Person
from chauphe.people.selectors import bench_of, book_of, local
from chauphe.people.services.record import note
from chauphe.people.services.refusing import plain, reasons_of, refuse, unless

MOST = 31
"""Days that one act declares at most."""


@transaction.atomic
def declare_days(
    board: Board, first: date, last: date, *, works: bool, name: str, paper: str, by: Person, at: datetime
) -> list[DeclaredDay]:
    """Declare that the office does not work from one day to another, or that it does, or raise Refused."""
    Board.objects.select_for_update().get(pk=board.pk)
    _right(board, by, at)
    name, paper = clean_line(name)[:120], clean_line(paper)[:200]
    unless(
        plain("backwards", N_("The last day would come before the first.")) if last < first else None,
        _too_long(first, last),
        _too_far(first, last, at),
        plain("name", N_("Say what the days are for.")) if not name else None,
        plain("paper", N_("Name the paper by which it was decided, with number and day.")) if not paper else None,
        _twice(board, first, last, at),
    )
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    rows = [DeclaredDay(board=board, day=day, works=works, name=name, paper=paper, made_at=at) for day in days]
    DeclaredDay.objects.bulk_create(rows)
    note("declare", at=at, by=by, board=board, **_facts(rows))
    return rows


@transaction.atomic
def withdraw_days(board: Board, days: Collection[int], *, by: Person, at: datetime) -> list[DeclaredDay]:
    """Withdraw declared days by their keys, and return those that still stood; another board's are not seen."""
    Board.objects.select_for_update().get(pk=board.pk)
    _right(board, by, at)
    rows = list(declared(board).filter(pk__in=days))
    DeclaredDay.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=at)
    if rows:
        note("withdraw_days", at=at, by=by, board=board, **_facts(rows))
    return rows


def _right(board: Board, by: Person, at: datetime) -> None:
    refuse(against_setting_days(str(by.pk), bench_of(board, at=at), book_of(board), at=local(at)))


def _too_long(first: date, last: date) -> Refusal | None:
    if (last - first).days < MOST:
        return None
    return plain("long", N_("One entry holds %(most)s days at most."), most=str(MOST))


def _too_far(first: date, last: date, at: datetime) -> Refusal | None:
    ends = local(at).year + AHEAD
    if first.year >= FIRST and last.year <= ends:
        return None
    return plain("far", N_("Only days from %(first)s to %(last)s are kept here."), first=str(FIRST), last=str(ends))


def _twice(board: Board, first: date, last: date, at: datetime) -> Refusal | None:
    other = declared(board).filter(day__range=(first, last)).first()
    if other is None:
        return None
    told = {"day": f"{other.day:%d/%m/%Y}", "name": other.name}
    says = N_("%(day)s stands there already: %(name)s. Withdraw it first.")
    return reasons_of(board, on=local(at).date()).no("twice", says, SET_BY, **told)


def _facts(rows: list[DeclaredDay]) -> dict[str, Any]:
    said = rows[0]
    days = sorted(f"{row.day}" for row in rows)
    return {"name": said.name, "days": days, "works": said.works, "paper": said.paper}
