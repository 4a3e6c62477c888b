"""Whoever is signed out in the middle of a form comes back to its page; nothing is recorded, and little is lost."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from chauphe.core.moves import State
from chauphe.desk.kept import KEPT, PAGES
from chauphe.people.models import Absence, Person
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.desk.rows import ROWS, World, place, world
from tests.factories import PASSWORD, Office
from tools.addresses import Address

LOST = "Nội dung vừa gửi chưa được ghi"
LATER = NOW + timedelta(hours=3)
POST_ONLY = [row for row in ROWS if tuple(row.methods) == ("POST",) and row.name.startswith("desk:")]


@pytest.fixture
def clock(now: object) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def enter(client: Client, person: Person, page: str) -> str:
    """Sign in with password and code, and return where that leads."""
    answer = client.post("/tai-khoan/dang-nhap/", {"login": person.username, "password": PASSWORD, "next": page})
    if "buoc-hai" in answer.headers["Location"]:
        answer = client.post(answer.headers["Location"], {"code": factories.code(), "next": page})
    return str(answer.headers["Location"])


def next_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["next"][0]


def test_a_clerk_who_idled_out_comes_back_to_the_page_and_what_was_typed(
    office: Office, clock: time_machine.Traveller
) -> None:
    client = Client()
    enter(client, office.contributor, "/vang-mat/")
    client.get("/vang-mat/")
    clock.move_to(LATER)
    answer = client.post("/vang-mat/ghi/", {"since": "25/11/2026", "until": "27/11/2026"})
    assert next_of(answer.headers["Location"]) == "/vang-mat/"
    assert client.get(answer.headers["Location"]).content.decode().count(LOST) == 1
    assert enter(client, office.contributor, "/vang-mat/") == "/vang-mat/"
    page = client.get("/vang-mat/").content.decode()
    assert (page.count(LOST), page.count('value="27/11/2026"'), Absence.objects.count()) == (1, 1, 0)
    assert client.get("/vang-mat/").content.decode().count('value="27/11/2026"') == 0


def test_nobody_else_at_the_same_machine_is_shown_it(office: Office, clock: time_machine.Traveller) -> None:
    client, item = Client(), factories.item(office, State.IN_MODERATION)
    enter(client, office.deputy, "/")
    client.get("/")
    clock.move_to(LATER)
    form = {"verb": "return_", "item": str(item.pk), "digest": factories.seen(item), "reason": "Chỉ riêng tôi viết"}
    client.post(f"/tin-bai/{item.number}/quyet-dinh/", form)
    place = enter(client, office.chief, f"/tin-bai/{item.number}/")
    assert "Chỉ riêng tôi viết" not in client.get(place).content.decode()
    assert KEPT not in client.session


def test_a_reason_is_not_lost_either(office: Office, clock: time_machine.Traveller) -> None:
    client, item = Client(), factories.item(office, State.IN_MODERATION)
    enter(client, office.deputy, "/")
    client.get("/")
    clock.move_to(LATER)
    form = {"verb": "return_", "item": str(item.pk), "digest": factories.seen(item), "reason": "Thiếu số liệu"}
    client.post(f"/tin-bai/{item.number}/quyet-dinh/", form)
    shown = client.get(enter(client, office.deputy, f"/tin-bai/{item.number}/")).content.decode()
    assert shown.count(">Thiếu số liệu</textarea>") == 1


@pytest.mark.parametrize(
    ("came", "page"),
    [
        ("http://testserver/", "/"),
        ("http://testserver/?x=1", "/?x=1"),
        ("http://testserver/bao-cao-lai/da-xem/", "/bao-cao-lai/"),
        ("http://testserver/khong-co/", "/bao-cao-lai/"),
        ("https://elsewhere.example/", "/bao-cao-lai/"),
        ("", "/bao-cao-lai/"),
    ],
)
def test_the_way_back_is_a_page_of_ours(office: Office, came: str, page: str) -> None:
    answer = Client(headers={"referer": came}).post("/bao-cao-lai/da-xem/", {"report": "1"})
    assert next_of(answer.headers["Location"]) == page


def test_a_stranger_leaves_nothing_in_the_database(office: Office) -> None:
    Client().post("/vang-mat/ghi/", {"until": "27/11/2026"})
    assert Session.objects.count() == 0


def test_every_address_that_only_takes_a_form_has_its_page() -> None:
    assert sorted(PAGES) == sorted(row.name.removeprefix("desk:") for row in POST_ONLY)


@pytest.fixture
def of(db: None, now: object) -> World:
    return world()


@pytest.mark.once
def test_reading_such_an_address_leads_back_in_words(of: World, desk: SignIn) -> None:
    client = desk(of.office.chief)
    blank: list[tuple[str, int]] = []
    for row in POST_ONLY:
        answer = client.get(place(row, of))
        if answer.status_code == HTTPStatus.FOUND:
            continue
        home = unescape(answer.content.decode()).rpartition('class="button" href="')[2].partition('"')[0]
        read = client.get(home).status_code
        if (
            answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED
            or answer.headers["Allow"] != "POST"
            or read not in _SEEN
        ):
            blank.append((row.name, answer.status_code))
    assert blank == []


_SEEN = {HTTPStatus.OK, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
"""A page in words; whether this person may see it is another matter."""


@pytest.mark.parametrize("row", POST_ONLY, ids=lambda row: row.name)
def test_whoever_was_signed_out_lands_on_a_page(row: Address, office: Office, desk: SignIn) -> None:
    """The row's path is filled by hand: nobody signed in knows what it names."""
    path = "/" + _filled(row.path)
    page = next_of(Client().post(path).headers["Location"])
    assert desk(office.chief).get(page).status_code in _SEEN


def _filled(path: str) -> str:
    values = {"<uuid:item_id>": "0f3f2e4c-6f7a-4c0e-9d58-000000000000"}
    parts = path.split("/")
    return "/".join(values.get(part, "1") if part.startswith("<") else part for part in parts)


def test_an_unknown_decision_is_refused_and_logged(
    office: Office, desk: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    form = {"verb": "approve_all", "item": str(item.pk), "digest": factories.seen(item)}
    answer = desk(office.chief).post(f"/tin-bai/{item.number}/quyet-dinh/", form)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert next(line for line in caplog.messages if line.startswith("refused 409 POST desk:decide")).endswith(
        "codes=verb"
    )
