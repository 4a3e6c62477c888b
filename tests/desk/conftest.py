"""An office with its bench, the time at which its tests happen, and people signed in at the desk."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from chauphe.people.models import Person
from tests import factories
from tests.factories import Office

SignIn = Callable[..., Client]

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday, 09:00 in An Hải; the items of the factories are of the Friday before."""


@pytest.fixture
def now() -> Iterator[datetime]:
    """Let it be Monday morning."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def office(db: None, now: datetime) -> Office:
    """Give a board with its whole bench, on Monday morning."""
    return factories.office()


@pytest.fixture
def desk(now: datetime) -> SignIn:
    """Give `desk(person, proved=seconds ago)`: a client signed in as that person."""

    def sign_in(person: Person, *, proved: float | None = 0.0, method: str = "password", **options: bool) -> Client:
        client = Client(**options)
        client.force_login(person)
        if proved is not None:
            session = client.session
            session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": time.time() - proved}]
            session["account_authentication_methods_user"] = str(person.pk)
            session.save()
        return client

    return sign_in
