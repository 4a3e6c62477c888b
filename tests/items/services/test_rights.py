"""Every cell of the table of rights, put to the services: the answer is the one that the docs print."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from chauphe.core.moves import MOVES, State
from chauphe.core.refusal import Refused
from chauphe.core.rights import REASON, Case, Cell
from chauphe.items import services
from chauphe.items.models import Item
from chauphe.people.models import Person
from tests import factories
from tests.factories import MORNING, Office
from tests.rights import CELLS, URGENT_CELLS, items_at, live_of, people, put, send_away, undone, work_by

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOW = MORNING + timedelta(days=3)


def answer(office: Office, item: Item, verb: str, person: Person, at: datetime) -> frozenset[str]:
    """Try a move and give the codes of what is against it; none means that it was done."""
    given: dict[str, Any] = {"board": office.board, "by": person, "at": at}
    item = factories.fresh(item)
    try:
        if verb == "publish":
            assert item.sign_off is not None
            services.publish(item.sign_off.pk, seen=item.sign_off.snapshot_id, **given)
        elif verb == "edit":
            services.hold(item.pk, **given)
        else:
            brought = {"digest": {"seen": factories.seen(item)}, "reason": {"reason": REASON}}
            brought |= {
                "ground": {"ground": "duplicate"},
                "notice": {"notice": "Đã gỡ"},
                "live": {"seen": live_of(item)},
                "due": {"due": at + timedelta(hours=1)},
            }
            needs = {need for move in MOVES if move.verb == verb for need in move.needs}
            for need in needs & brought.keys():
                given |= brought[need]
            getattr(services, verb)(item.pk, **given)
    except Refused as no:
        return frozenset(each.code for each in no.refusals)
    return frozenset()


@pytest.mark.parametrize("case", Case)
@pytest.mark.parametrize("cells", [CELLS, URGENT_CELLS], ids=["founding", "urgent"])
def test_every_cell_holds_at_the_services(cells: list[Cell], case: Case) -> None:
    office = factories.office()
    work_by(office, cells)
    persons = people(office)
    wrong: list[tuple[str, str, str, set[str], set[str]]] = []
    items = items_at(office)
    for cell in (cell for cell in cells if cell.case is case):
        with undone():
            person = persons[cell.who]
            item = put(items, cell, person)
            send_away(office, cell, person)
            got, wanted = answer(office, item, cell.move.verb, person, NOW), _codes(cell)
            if got != wanted:
                wrong.append((cell.who, cell.move.verb, cell.move.source, set(got), set(wanted)))
    assert wrong == []


@pytest.mark.parametrize("state", State)
def test_a_move_that_the_table_does_not_give_is_refused_to_everybody(state: State) -> None:
    office = factories.office()
    item = factories.item(office, state)
    given = {move.verb for move in MOVES if move.source is state}
    verbs = {move.verb for move in MOVES} - given - {"publish"}
    for verb in sorted(verbs):
        for person in people(office).values() if verb == "submit" else (office.chief, office.member, office.secretary):
            with undone():
                assert answer(office, item, verb, person, NOW) & {"state", "office"}


def _codes(cell: Cell) -> frozenset[str]:
    return frozenset(each.code for each in cell.verdict.refusals)
