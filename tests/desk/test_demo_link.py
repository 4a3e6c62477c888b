"""The demonstration's links let people on this machine try a role; anywhere else they are not there."""

import pytest
from django.core import signing
from django.test import Client
from pytest_django.fixtures import Settings

from chauphe.core.authority import Role
from chauphe.core.moves import State
from chauphe.desk.demo_link import SALT, link_for
from chauphe.people.services import appoint
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import SINCE, Office


@pytest.fixture
def shown(office: Office, settings: Settings) -> Office:
    """Give an office of the demonstration."""
    settings.DEMO = True
    office.board.is_demo = True
    office.board.save()
    return office


def test_the_link_names_person_and_office_and_signs_in_on_post(shown: Office) -> None:
    client, link = Client(), link_for(shown.chief)
    page = client.get(link).content.decode().replace("\u00a0", " ")
    assert page.count("<h1>Vào với tư cách Trần Thị Thu Hà, Trưởng Ban biên tập</h1>") == 1
    assert client.get("/").status_code == 302
    assert client.post(link).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_whoever_was_signed_in_before_is_signed_out(shown: Office) -> None:
    client = Client()
    client.post(link_for(shown.chief))
    before = client.session.session_key
    client.post(link_for(shown.deputy))
    assert client.session.session_key != before
    assert client.get("/").wsgi_request.user == shown.deputy


def test_outside_the_demonstration_there_is_no_such_link(shown: Office, settings: Settings) -> None:
    link = link_for(shown.chief)
    settings.DEMO = False
    assert (Client().get(link).status_code, Client().post(link).status_code) == (404, 404)


@pytest.mark.parametrize(
    "client",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "localhost"},
    ],
)
def test_another_machine_finds_nothing(shown: Office, client: dict[str, str]) -> None:
    assert Client().post(link_for(shown.chief), **client).status_code == 404


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "127.8.0.1"])
def test_this_machine_is_let_in(shown: Office, address: str) -> None:
    assert Client().post(link_for(shown.chief), REMOTE_ADDR=address).status_code == 302


def test_a_forged_token_finds_nothing(shown: Office) -> None:
    link = link_for(shown.chief)
    other = signing.Signer(salt="other").sign(shown.chief.username)
    tokens = (link[:-2] + ("y/" if link[-2] == "x" else "x/"), f"/thu/{other}/", "/thu/x/")
    odd = f"/thu/{signing.Signer(salt=SALT).sign('nobody')}/"
    assert {Client().get(each).status_code for each in (*tokens, odd)} == {404}


def test_a_person_of_a_real_board_has_no_such_link(shown: Office) -> None:
    real = factories.office("stp-anhai").board
    assert Client().get(link_for(factories.person("khach", "Lý Khách"))).status_code == 404
    appoint(shown.chief, Role.SECRETARY, board=real, title="Thư ký", since=SINCE)
    assert Client().get(link_for(shown.chief)).status_code == 404


def test_the_form_of_the_link_needs_its_token(shown: Office) -> None:
    assert Client(enforce_csrf_checks=True).post(link_for(shown.chief)).status_code == 403


@pytest.mark.parametrize(("demo", "after"), [(True, State.SIGNED_OFF), (False, State.AWAITING_SIGN_OFF)])
def test_a_link_is_as_good_at_the_end_of_the_day(
    shown: Office, desk: SignIn, settings: Settings, demo: bool, after: State
) -> None:
    item = factories.item(shown, State.AWAITING_SIGN_OFF)
    client = desk(shown.chief, proved=5 * 3600, method="demo_link")
    settings.DEMO = demo
    form = {"verb": "sign_off", "item": str(item.pk), "digest": factories.seen(item)}
    client.post(f"/tin-bai/{item.number}/quyet-dinh/", form)
    assert factories.fresh(item).state == after
