"""Units change in time: founded, renamed, taken in by another or merged into a new one, by a paper and from a day on.

A unit that ends names its successor, and nothing else is written: whose its items and its remits are is worked out at
the instant of each act. Past acts and sealed copies keep the names of their day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from chauphe.core.appointing import against_recording
from chauphe.core.refusal import N_, Refusal
from chauphe.core.text import fold, slug
from chauphe.people.models import Board, Person, Unit
from chauphe.people.naming import Unfit, line
from chauphe.people.selectors import bench_of, book_of, local
from chauphe.people.services.record import note
from chauphe.people.services.refusing import plain, reasons_of, refuse, unfit
from chauphe.people.standing import gaps_on

RULE = "unit.succession"


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """What a paper decided: these units end the day before `since`, and their work is that of another from then on.

    That is `into`, or a new unit called `name`; without `units` the new one is founded beside the others.
    """

    since: date
    decision: str
    units: tuple[Unit, ...] = field(default=())
    into: Unit | None = None
    name: str = ""
    kind: str = str(Unit.Kind.DIVISION)


@transaction.atomic
def reorganise(what: Reorganisation, *, board: Board, by: Person | None, at: datetime, anyway: bool = False) -> Unit:
    """Record what became of units, or raise Refused; where somebody would then be missing, unless `anyway`.

    Returns the unit whose the work is from that day on.
    """
    Board.objects.select_for_update().get(pk=board.pk)
    units = list(Unit.objects.select_for_update().filter(board=board, pk__in=[unit.pk for unit in what.units]))
    into = None if what.into is None else Unit.objects.get(pk=what.into.pk)
    name = _name(what)
    refuse([*_right(what, board, by, at), *_against(what, units, into, name, board, at)])
    before = gaps_on(board, day=what.since).lacking
    target = into or _new(what, name, board, units)
    Unit.objects.filter(pk__in=[unit.pk for unit in units]).update(
        until=what.since - timedelta(days=1), successor=target, decision=what.decision
    )
    facts: dict[str, Any] = {
        "units": [unit.code for unit in units],
        "names": [unit.name for unit in units],
        "into": target.code,
        "name": target.name,
        "new": into is None,
        "since": what.since.isoformat(),
        "decision": what.decision,
    }
    if units:
        note("reorganise", at=at, by=by, board=board, **facts)
    else:
        note("open_unit", at=at, by=by, board=board, **facts)
    if not anyway:
        refuse(each for each in gaps_on(board, day=what.since).lacking if each not in before)
    return target


def _name(what: Reorganisation) -> str:
    """Return the new unit's name as it is kept, or raise Refused."""
    if what.into is not None:
        return ""
    try:
        return line(what.name)[:200]
    except Unfit as error:
        refuse([unfit(error)])
        raise


def _right(what: Reorganisation, board: Board, by: Person | None, at: datetime) -> Iterable[Refusal]:
    if by is None:
        return ()
    bench, book = bench_of(board, at=at), book_of(board)
    return against_recording(str(by.pk), bench, book, at=local(at), paper=what.decision)


def _against(
    what: Reorganisation, units: list[Unit], into: Unit | None, name: str, board: Board, at: datetime
) -> Iterator[Refusal]:
    reasons = reasons_of(board, on=what.since)
    if what.since < local(at).date():
        yield plain("past", N_("A unit changes today at the earliest: the past stays as it was."))
    if len(units) != len(what.units) or (into is not None and into.board_id != board.pk):
        yield plain("board", N_("A unit of another board is named."))
    if into is not None and not units:
        yield reasons.no("units", N_("Choose the units that end."), RULE)
    for unit in units:
        if unit.until is not None:
            says = N_("%(unit)s ends with %(until)s already.")
            yield reasons.no("closed", says, RULE, unit=unit.name, until=f"{unit.until:%d/%m/%Y}")
        elif unit.since is not None and unit.since >= what.since:
            says = N_("%(unit)s begins on %(since)s only.")
            yield reasons.no("closed", says, RULE, unit=unit.name, since=f"{unit.since:%d/%m/%Y}")
    if into is not None and (into in units or not into.is_open(what.since) or into.until is not None):
        says = N_("%(unit)s does not go on after that day, so nothing can be handed to it.")
        yield reasons.no("into", says, RULE, unit=into.name)
    going_on = Unit.objects.filter(board=board, until=None).exclude(pk__in=[unit.pk for unit in units])
    if into is None and fold(name) in {fold(each) for each in going_on.values_list("name", flat=True)}:
        yield reasons.no("name", N_("The board has a unit of this name already."), RULE)


def _new(what: Reorganisation, name: str, board: Board, units: list[Unit]) -> Unit:
    """Found the new unit, where the first of those that it follows stood in the board's order."""
    others = Unit.objects.filter(board=board)
    order = min((unit.order for unit in units), default=others.count())
    kind = what.kind if what.kind in Unit.Kind.values else Unit.Kind.DIVISION
    return Unit.objects.create(
        board=board, code=_code(name, set(others.values_list("code", flat=True))), name=name, kind=kind, order=order,
        since=what.since, decision=what.decision,
    )  # fmt: skip


def _code(name: str, taken: set[str]) -> str:
    """Return a code for the rules that no unit of the board ever had."""
    first = slug(name)[:36].strip("-") or "don-vi"
    codes = (first, *(f"{first}-{count}" for count in range(2, len(taken) + 3)))
    return next(code for code in codes if code not in taken)
