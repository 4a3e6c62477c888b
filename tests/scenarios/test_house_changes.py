"""Whatever becomes of units and offices, past acts stay as they were, and open items have somebody, or it is told."""

import random
from datetime import timedelta

import pytest

from chauphe.core.item import whose_turn
from chauphe.core.moves import MOVING, State
from chauphe.core.refusal import Refused
from chauphe.items.facts import facts_of
from chauphe.items.models import Item, Snapshot
from chauphe.ledger.models import Entry
from chauphe.people.models import Appointment, Unit
from chauphe.people.outlook import outlook
from chauphe.people.selectors import bench_of, book_of, local, open_units
from chauphe.people.services import Change, Kind, Reorganisation, change_office, record_absence, reorganise
from tests.scenarios.office import Office

PAPER = "Quyết định số 21/QĐ-SNV ngày 20/11/2026"
FILE = ("ab" * 32, "quyet-dinh.pdf")
STEPS = 12


def merge(office: Office, dice: random.Random) -> None:
    """Let some units become another or a new one."""
    units = list(open_units(office.board, on=office.now.date()))
    chosen = dice.sample(units, dice.randint(1, min(2, len(units))))
    into = dice.choice([None, *(unit for unit in units if unit not in chosen)])
    name = f"Phòng mới {Unit.objects.count()}"
    since = office.now.date() + timedelta(days=dice.randint(0, 2))
    what = Reorganisation(since=since, decision=PAPER, units=tuple(chosen), into=into, name=name)
    reorganise(what, board=office.board, by=None, at=office.now, anyway=True)


def change(office: Office, dice: random.Random) -> None:
    """Let an office end, be handed over, or be for another unit."""
    held = dice.choice(list(Appointment.objects.filter(board=office.board, until=None)))
    since = office.now.date() + timedelta(days=dice.randint(1, 3))
    units = tuple(dice.sample(list(open_units(office.board, on=since)), 1))
    to, kind = dice.choice(list(office.people.values())), dice.choice(list(Kind))
    what = Change(office=held, kind=kind, since=since, decision=PAPER, to=to, units=units, file=FILE)
    by = next(each.person for each in Appointment.objects.filter(role="secretary").order_by("-pk"))
    change_office(what, board=office.board, by=by, at=office.now, anyway=True)


def leave(office: Office, dice: random.Random) -> None:
    who = dice.choice(list(office.people.values()))
    until = office.now + timedelta(days=dice.randint(1, 3))
    record_absence(who, board=office.board, since=office.now, until=until, by=None, at=office.now)


def sealed() -> tuple[list[object], list[object]]:
    """Return every act on record and every sealed copy."""
    acts = list(Entry.objects.order_by("pk").values_list("record", "leaf"))
    return acts, sorted(Snapshot.objects.values_list("digest", flat=True))


@pytest.mark.parametrize("seed", range(12))
def test_every_open_item_has_somebody_or_the_gap_is_told(office: Office, seed: int) -> None:
    office.published()
    office.moderated()
    office.submit("clerk", office.write("clerk", unit="organisation"))
    office.forward("member", office.submit("author", office.write("author")))
    before, dice, done = sealed(), random.Random(seed), 0
    for _ in range(STEPS):
        try:
            dice.choice([merge, change, change, leave])(office, dice)
            done += 1
        except Refused:
            pass
        office.later(days=dice.randint(0, 2))
        bench, book = bench_of(office.board, at=office.now), book_of(office.board)
        told = outlook(office.board, at=office.now, until=office.now)
        for item in Item.objects.filter(state__in=MOVING).select_related("board", "unit", "section", "current"):
            turn = whose_turn(facts_of(item), bench, book, at=local(office.now))
            assert turn is not None
            assert turn.holders or told, (item, State(item.state))
            assert bench.placed(item.unit.code) in {
                unit.code for unit in open_units(office.board, on=office.now.date())
            }
    assert (sealed(), done > 0) == (before, True)
