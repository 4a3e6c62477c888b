"""No page of the desk asks the database more than twelve questions, at whatever size."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chauphe.core.item import State
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import MORNING, Office

MOST = 12
LINK = '<p>Xem <a href="https://dichvucong.gov.vn/">Cổng Dịch vụ công</a>.</p>'
LISTS = ("/", "/hang-cho/", "/tin-bai/", "/tin-bai/?tim=hoc+nghe&buoc=in_moderation", "/so/")


def asked(client: Client, address: str) -> int:
    """Count the queries of a page after a first visit has warmed what is kept."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("rows", [1, 30])
def test_lists_ask_at_most_twelve_questions(office: Office, desk: SignIn, rows: int) -> None:
    for _ in range(rows):
        factories.item(office, State.IN_MODERATION)
        returned = factories.item(office, State.IN_EDITING)
        factories.returned(office, returned, by=office.member, at=MORNING + timedelta(days=1))
    counts = {
        (person.username, address): asked(desk(person), address)
        for person in (office.deputy, office.contributor)
        for address in LISTS
    }
    assert [where for where, count in counts.items() if count > MOST] == []


def test_the_letter_asks_at_most_twelve_questions(office: Office, desk: SignIn) -> None:
    changed = factories.item(office, State.IN_MODERATION, body=LINK)
    factories.revised(office, changed, by=office.deputy, at=MORNING + timedelta(days=1), body=LINK * 2)
    items = [changed, *(factories.item(office, state, body=LINK) for state in State)]
    counts = {
        (person.username, item.number): asked(desk(person), f"/tin-bai/{item.number}/")
        for person in (office.deputy, office.chief, office.contributor)
        for item in items
    }
    assert [where for where, count in counts.items() if count > MOST] == []
