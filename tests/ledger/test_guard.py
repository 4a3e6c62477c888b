import pytest
from django.db import DatabaseError, connection, transaction

from chauphe.items.services import still_right
from chauphe.ledger import guard
from chauphe.ledger.models import Entry
from chauphe.people.services import plan_review
from tests.ledger.writing import set_down_by_chief
from tests.scenarios.office import Office, found

pytestmark = pytest.mark.django_db


def test_every_guarded_table_has_its_triggers() -> None:
    assert guard.missing(connection) == []
    assert set(guard.protected()) == {
        "ledger_entry",
        "ledger_paper",
        "people_change",
        "items_knownhost",
        "items_revision",
        "items_snapshot",
        "items_signoff",
        "items_publication",
        "items_review",
    }


def whole_way_taken_by(office: Office) -> None:
    item = office.moderated(body='<p><a href="https://a.example/">Xem</a></p>')
    office.publish("secretary", office.sign_off("chief", item, ticked=["a.example"]))
    plan_review(office.section, months=1, by=office.people["chief"], at=office.now)
    at, seen = office.later(days=40), office.fresh(item).current.digest
    still_right(item.pk, board=office.board, by=office.people["member"], at=at, seen=seen)
    set_down_by_chief(office)


@pytest.mark.parametrize("table", guard.protected())
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_sealed_rows(table: str, statement: str) -> None:
    whole_way_taken_by(found())
    column = "digest" if table == "items_snapshot" else "id"
    sql = statement.format(table).replace("id = id", f"{column} = {column}")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_table_without_its_triggers_is_noticed() -> None:
    name = "append_only_ledger_entry_" + ("update" if connection.vendor == "sqlite" else "row")
    where = "" if connection.vendor == "sqlite" else " ON ledger_entry"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{where}")
    assert guard.missing(connection) == ["ledger_entry"]
    guard.install(connection)
    assert guard.missing(connection) == []


def test_an_entry_cannot_be_saved_over() -> None:
    office = found()
    office.submit("author", office.write("author"))
    entry = Entry.objects.get()
    entry.act = "publish"
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()
