"""The services under tampering and in each other's way."""

from hashlib import sha256

import pytest
from django.db import connection

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items.models import Publication, Snapshot
from chauphe.items.services.lock import Tampered
from chauphe.items.signals import acted
from tests.scenarios.office import Office, found

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return found()


def overwrite(table: str, column: str, value: object, key: str, pk: object) -> None:
    """Do what a database administrator can: take the trigger away and change the row."""
    with connection.cursor() as cursor:
        name = "update" if connection.vendor == "sqlite" else "row"
        where = "" if connection.vendor == "sqlite" else f" ON {table}"
        cursor.execute(f"DROP TRIGGER append_only_{table}_{name}{where}")
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", [value, pk])


def test_a_revision_changed_in_the_database_is_not_signed(office: Office) -> None:
    item = office.moderated()
    overwrite("items_revision", "content", item.current.content.replace("180", "190"), "id", item.current.pk)
    with pytest.raises(Tampered):
        office.sign_off("chief", item)


def test_nothing_is_decided_on_words_changed_with_their_digest(office: Office) -> None:
    item = office.moderated()
    content = item.current.content.replace("180", "190")
    overwrite("items_revision", "content", content, "id", item.current.pk)
    with connection.cursor() as cursor:
        digest = sha256(content.encode()).hexdigest()
        cursor.execute("UPDATE items_revision SET digest = %s WHERE id = %s", [digest, item.current.pk])
    with pytest.raises(Tampered):
        office.sign_off("chief", item)
    assert office.fresh(item).state == State.AWAITING_SIGN_OFF


def test_a_snapshot_changed_in_the_database_is_not_published(office: Office) -> None:
    signed = office.sign_off("chief", office.moderated())
    overwrite("items_snapshot", "data", b"{}", "digest", signed.snapshot_id)
    with pytest.raises(Tampered):
        office.publish("secretary", signed)
    assert Publication.objects.count() == 0


def test_the_snapshot_is_named_by_its_own_hash(office: Office) -> None:
    office.sign_off("chief", office.moderated())
    snapshot = Snapshot.objects.get()
    assert sha256(bytes(snapshot.data)).hexdigest() == snapshot.digest


def test_deciding_twice_has_one_effect(office: Office) -> None:
    item = office.moderated()
    signed = office.sign_off("chief", item)
    with pytest.raises(Refused) as refused:
        office.sign_off("chief", item)
    assert [each.code for each in refused.value.refusals] == ["state"]
    office.publish("secretary", signed)
    with pytest.raises(Refused):
        office.publish("secretary", signed)
    assert Publication.objects.count() == 1


def test_places_count_up_from_the_oldest(office: Office) -> None:
    places = [(office.published(title=f"Tin {n}").live.place, n) for n in range(3)]
    assert places == [(0, 0), (1, 1), (2, 2)]


def test_others_are_told_only_after_the_commit(office: Office, django_capture_on_commit_callbacks: object) -> None:
    heard: list[str] = []

    def listen(entry: object, **_: object) -> None:
        heard.append(entry.act)  # type: ignore[attr-defined]  # a ledger entry

    acted.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
            office.submit("author", office.write("author"))
            assert heard == []
        assert heard == ["submit"]
    finally:
        acted.disconnect(listen)
