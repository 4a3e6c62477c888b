"""The board's convention on keeping: what was published is kept for years, whatever became of it since."""

import json

import pytest
from django.db import Error, connection, transaction
from django.db.models import ProtectedError

from chauphe.items.models import Item, Publication, SignOff
from chauphe.items.soundness import astray
from chauphe.regulation.book import founding
from tests.scenarios.office import Office
from tests.scenarios.test_takedown import down


def title_of(signed: SignOff) -> str:
    return str(json.loads(bytes(signed.snapshot.data))["title"])


def test_what_left_the_site_can_be_read_after_the_years_of_the_rule(office: Office) -> None:
    item = office.published(title="Danh sách trúng tuyển")
    down(office, "chief", item)
    years = int(founding().rule("retention.items_years", on=office.now.date()).value)
    office.later(days=366 * years)
    first = Publication.objects.filter(item=item).order_by("pk")[0]
    assert title_of(first.sign_off) == "Danh sách trúng tuyển"
    assert [act["act"] for act in office.trail(item)][-2:] == ["publish", "take_down"]
    assert list(astray(office.board)) == []


@pytest.mark.parametrize(
    "table", ["items_revision", "items_snapshot", "items_signoff", "items_publication", "ledger_entry"]
)
def test_the_database_itself_removes_nothing_of_it(office: Office, table: str) -> None:
    office.published()
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_no_item_is_removed_that_was_ever_frozen(office: Office) -> None:
    item = office.write("author")
    with pytest.raises(ProtectedError):
        item.delete()
    assert Item.objects.filter(pk=item.pk).exists()
