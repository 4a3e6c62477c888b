"""A real board that answers to the model board of the table of rights, person by person."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction

from chauphe.core.authority import Role
from chauphe.core.moves import URGENT, State
from chauphe.core.rights import Case, Cell, Who, cells
from chauphe.items.models import Item
from chauphe.people.models import Person
from chauphe.people.services import appoint, record_absence
from chauphe.regulation.book import founding, load, shipped
from tests import factories
from tests.factories import MORNING, SINCE, Office

CELLS = list(cells(founding()))
URGENT_CELLS = [cell for cell in cells(load(shipped()["flood-office"])) if cell.move.verb == URGENT]
"""The same of a board whose regulation knows the urgent sign-off, for that row."""


def work_by(office: Office, wanted: list[Cell]) -> None:
    """Let the board work by the regulation that these cells were asked of."""
    office.board.regulation = "flood-office" if wanted is URGENT_CELLS else "founding"
    office.board.save(update_fields=["regulation"])


def people(office: Office) -> dict[Who, Person]:
    """Give everybody of the table; the colleague and the stranger are new to the board."""
    colleague, stranger = factories.person("dong.nghiep", "Trịnh Văn Cẩn"), factories.person("nguoi.la", "Phan Thị Sao")
    appoint(
        colleague, Role.CONTRIBUTOR, board=office.board, title="Cộng tác viên", since=SINCE, units=[office.division]
    )
    known = {who: getattr(office, who) for who in Who if who not in {Who.COLLEAGUE, Who.STRANGER}}
    return known | {Who.COLLEAGUE: colleague, Who.STRANGER: stranger}


def items_at(office: Office) -> dict[State, Item]:
    """Make an item at every state, of each of which an earlier revision was published."""
    return {state: factories.under_revision(office, state) for state in State}


def live_of(item: Item) -> str:
    """Return the digest of what the site shows of an item."""
    return item.live.sign_off.snapshot_id if item.live else ""


def put(items: dict[State, Item], cell: Cell, person: Person) -> Item:
    """Return the item of a cell, in the state that the move is from; whoever asks may be among its authors."""
    item = items[cell.move.source]
    if cell.case is Case.AUTHOR:
        item.writers.add(person)
    return item


def send_away(office: Office, cell: Cell, person: Person) -> None:
    """Record whoever the cell says is away."""
    gone = {Case.AWAY: person, Case.CHIEF_AWAY: office.chief}.get(cell.case)
    if gone is not None and not (cell.case is Case.AWAY and cell.who is Who.STRANGER):
        record_absence(gone, board=office.board, since=MORNING - timedelta(days=1), until=None)


@contextmanager
def undone() -> Iterator[None]:
    """Undo everything that is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
