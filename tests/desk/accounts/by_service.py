"""How tests come by the office's sign-in service, as a browser would: led there, and sent back with an answer."""

import html
import http.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from chauphe.people.models import Person, SignIn
from chauphe.people.services import link

from tests.desk.conftest import NOW, SignIn as Desk  # isort: skip
from tests.factories import PASSWORD, Office
from tests.rigs.issuer import Issuer, issuing

DOOR, BEGIN = "/tai-khoan/dang-nhap/", "/tai-khoan/dang-nhap/co-quan/"
BACK, LINK, UNLINK, MINE = f"{BEGIN}ve/", "/tai-khoan/co-quan/", "/tai-khoan/co-quan/bo/", "/tai-khoan/"


@pytest.fixture
def service(settings: Settings, db: None) -> Iterator[Issuer]:
    cache.clear()
    with issuing() as made:
        settings.OIDC = made.settings()
        yield made


def went(answer: Any) -> str:
    """Return where a page leads the browser by itself."""
    assert answer.status_code == 200, answer.status_code
    at = str(answer.headers["Refresh"].removeprefix("0;url="))
    assert html.escape(at) in answer.content.decode()
    return at


def at_service(address: str) -> str:
    """Sign in at the service, and return where it sends the browser back to."""
    parts = urlsplit(address)
    asked = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=5)
    asked.request("GET", f"{parts.path}?{parts.query}")
    answer = asked.getresponse()
    answer.read()
    asked.close()
    to = urlsplit(str(answer.getheader("Location")))
    return f"{to.path}?{to.query}"


def come(client: Client, **form: str) -> HttpResponse:
    return client.get(at_service(went(client.post(BEGIN, form))))


def linked(of: Office, service: Issuer, person: Person | None = None) -> Person:
    owner = person or of.chief
    link(owner, issuer=service.url, subject=service.subject, at=NOW)
    return owner


def tries(person: Person | None) -> list[tuple[bool, str, str]]:
    return list(SignIn.objects.filter(person=person).order_by("pk").values_list("worked", "why", "factors"))


def ask_for_link(desk: Desk, person: Person) -> Client:
    client = desk(person)
    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})
    return client
