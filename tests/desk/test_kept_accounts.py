"""The secretary sees who can sign in and opens what lay unused, and nothing more (Điều 6 khoản 4)."""

from datetime import timedelta

import pytest
from django.test import Client

from chauphe.people.models import Change, Person
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import PASSWORD, Office

LIST, OPEN = "/tai-khoan-cua-ban/", "/tai-khoan-cua-ban/mo-lai/"


@pytest.fixture
def off(office: Office) -> Person:
    Person.objects.filter(pk=office.chief.pk).update(created_at=NOW - timedelta(days=46))
    return office.chief


def test_the_secretary_opens_what_lay_unused(office: Office, desk: SignIn, off: Person) -> None:
    client = desk(office.secretary)
    assert client.get(LIST).content.decode().count("đã tắt, không dùng từ 08/10/2026") == 1
    assert client.post(OPEN, {"person": str(off.pk)}).headers["Location"] == LIST
    assert client.get(LIST).content.decode().count("đã tắt") == 0
    assert Change.objects.latest("pk").verb == "unlock"


@pytest.mark.parametrize("who", ["chief", "standing", "deputy", "member", "contributor"])
def test_it_is_nobody_elses(office: Office, desk: SignIn, off: Person, who: str) -> None:
    client = desk(getattr(office, who))
    sent = {"person": str(office.other_member.pk)}
    assert [client.get(LIST).status_code, client.post(OPEN, sent).status_code] == [403, 403]
    assert Change.objects.filter(verb="unlock").count() == 0


@pytest.mark.parametrize("person", ["", "x", "0" * 36])
def test_nobody_of_another_board_is_found(office: Office, desk: SignIn, person: str) -> None:
    other = factories.office("stp-anhai")
    client = desk(office.secretary)
    assert [client.post(OPEN, {"person": each}).status_code for each in (person, str(other.chief.pk))] == [404, 404]


def test_it_shows_nobodys_password_and_offers_none(office: Office, desk: SignIn) -> None:
    page = desk(office.secretary).get(LIST).content.decode()
    assert [page.count(word) for word in (PASSWORD, 'type="password"', office.chief.password)] == [0, 0, 0]


def test_an_account_that_is_off_is_told_so_at_the_door(office: Office, off: Person) -> None:
    client = Client()
    answer = client.post("/tai-khoan/dang-nhap/", {"login": off.username, "password": PASSWORD})
    assert answer.headers["Location"] == "/tai-khoan/lau-khong-dung/"
    page = client.get("/tai-khoan/lau-khong-dung/").content.decode()
    assert [page.count(word) for word in ("quá 45 ngày", "chưa đối chiếu với bản gốc")] == [1, 1]
    assert client.get("/").status_code == 302
