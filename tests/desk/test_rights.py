"""Every cell of the table of rights, put to the desk as a form: done, or refused and nothing changed."""

from http import HTTPStatus

import pytest
from django.test import Client

from chauphe.core.moves import RIGHTS, UNLISTS
from chauphe.core.rights import REASON, Case, Cell, Who
from chauphe.items.models import Item
from chauphe.ledger.selectors import entries
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import Office
from tests.rights import CELLS, URGENT_CELLS, items_at, live_of, people, put, send_away, undone, work_by

pytestmark = pytest.mark.once
REFUSED = {HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT}


def posted(client: Client, item: Item, verb: str) -> int:
    """Send what the button of a move sends; the editor is opened where the move is an edit."""
    item = factories.fresh(item)
    if verb == "edit":
        return client.get(f"/viet/{item.pk}/").status_code
    seen = item.sign_off.snapshot_id if verb == "publish" and item.sign_off else factories.seen(item)
    seen = live_of(item) if verb in (*UNLISTS, *RIGHTS) else seen
    form = {"verb": verb, "item": str(item.pk), "digest": seen, "reason": REASON} | {
        "ground": "duplicate",
        "notice": "Đã gỡ",
        "due-day": "25/11/2026",
        "due-hour": "8h",
    }
    return client.post(f"/tin-bai/{item.number}/{'dang' if verb == 'publish' else 'quyet-dinh'}/", form).status_code


@pytest.mark.parametrize("case", Case)
@pytest.mark.parametrize("cells", [CELLS, URGENT_CELLS], ids=["founding", "urgent"])
def test_every_cell_holds_at_the_desk(office: Office, desk: SignIn, cells: list[Cell], case: Case) -> None:
    work_by(office, cells)
    persons = people(office)
    clients = {who: desk(person) for who, person in persons.items()}
    wrong: list[tuple[str, str, str, int, int]] = []
    items = items_at(office)
    for cell in (cell for cell in cells if cell.case is case):
        with undone():
            item = put(items, cell, persons[cell.who])
            send_away(office, cell, persons[cell.who])
            before = entries(office.board).count()
            status = posted(clients[cell.who], item, cell.move.verb)
            acts = entries(office.board).count() - before
            if not _as_the_table_says(cell, status, acts):
                wrong.append((cell.who, cell.move.verb, cell.move.source, status, acts))
    assert wrong == []


def _as_the_table_says(cell: Cell, status: int, acts: int) -> bool:
    if not cell.allowed:
        return status in REFUSED and acts == 0
    if cell.move.verb == "edit":
        return status == HTTPStatus.OK and acts == 0
    return status == HTTPStatus.FOUND and acts == 1


@pytest.mark.parametrize("who", [who for who in Who if who is not Who.STRANGER])
def test_a_get_decides_nothing(office: Office, desk: SignIn, who: Who) -> None:
    client = desk(people(office)[who])
    item = factories.item(office)
    for place in ("quyet-dinh", "dang"):
        assert client.get(f"/tin-bai/{item.number}/{place}/").status_code == HTTPStatus.FOUND
    assert entries(office.board).count() == 0
