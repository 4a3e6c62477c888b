"""What a hostile service, network or visitor says opens nothing: every check of the answer, one by one."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from pytest_django import Settings

from chauphe.people.services import link
from tests.desk.accounts.by_service import BACK, BEGIN, DOOR, at_service, come, linked, service, went

from tests.desk.conftest import NOW  # isort: skip
from tests.factories import Office
from tests.rigs.issuer import CLIENT, Issuer

__all__ = ["service"]  # the fixture


@pytest.mark.parametrize(
    ("lies", "without"),
    [
        ({"nonce": "cua-nguoi-khac"}, ()),
        ({}, ("nonce",)),
        ({"aud": "phan-mem-khac"}, ()),
        ({"aud": [CLIENT, "phan-mem-khac"]}, ()),
        ({"aud": [CLIENT, "phan-mem-khac"], "azp": "phan-mem-khac"}, ()),
        ({"azp": "phan-mem-khac"}, ()),
        ({"iss": "https://noi-khac.example"}, ()),
        ({}, ("iss",)),
        ({"exp": NOW.timestamp() - 120, "iat": NOW.timestamp() - 400}, ()),
        ({}, ("exp",)),
        ({"iat": NOW.timestamp() + 3600}, ()),
        ({"sub": ""}, ()),
        ({"sub": 7}, ()),
        ({"sub": "x" * 256}, ()),
        ({}, ("sub",)),
    ],
)
def test_a_token_that_is_not_for_this_question_opens_nothing(
    office: Office, service: Issuer, lies: dict[str, Any], without: tuple[str, ...]
) -> None:
    linked(office, service)
    service.lies, service.without = lies, without
    client = Client()
    answer = come(client)
    assert (answer.status_code, client.get(f"{DOOR}buoc-hai/").status_code) == (401, 302)
    assert "Chưa xác nhận được việc đăng nhập" in answer.content.decode()


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("ES256", ec.generate_private_key(ec.SECP256R1())),
        ("HS256", "khoa-chung-ma-ai-cung-biet-0123456789"),
        ("none", None),
    ],
)
def test_a_token_that_somebody_else_signed_opens_nothing(
    office: Office, service: Issuer, algorithm: str, key: Any
) -> None:
    linked(office, service)
    service.algorithm, service.signed_by = algorithm, key
    if algorithm == "none":
        service.key = None  # type: ignore[assignment]  # a token that nobody signed
        service.keys = lambda: {"keys": []}  # type: ignore[method-assign]
    assert come(Client()).status_code == 401


def test_an_answer_is_taken_once_and_by_the_browser_that_asked(office: Office, service: Issuer) -> None:
    linked(office, service)
    client, thief = Client(), Client()
    at = at_service(went(client.post(BEGIN)))
    assert thief.get(at).status_code == 401
    assert [client.get(at).status_code, client.get(at).status_code] == [302, 401]


def test_a_code_of_another_browser_is_worth_nothing_in_mine(office: Office, service: Issuer) -> None:
    linked(office, service)
    client, other = Client(), Client()
    stolen = parse_qs(urlsplit(at_service(went(other.post(BEGIN)))).query)["code"][0]
    mine = parse_qs(urlsplit(went(client.post(BEGIN))).query)["state"][0]
    assert client.get(BACK, {"code": stolen, "state": mine}).status_code == 401


def test_a_question_is_good_for_ten_minutes(office: Office, service: Issuer) -> None:
    linked(office, service)
    client = Client()
    at = at_service(went(client.post(BEGIN)))
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        assert client.get(at).status_code == 401


def test_state_nonce_and_proof_of_the_code_go_along(office: Office, service: Issuer) -> None:
    linked(office, service)
    client = Client()
    asked = [
        {name: value[0] for name, value in parse_qs(urlsplit(went(client.post(BEGIN))).query).items()} for _ in "ab"
    ]
    assert {each["code_challenge_method"] for each in asked} == {"S256"}
    assert {(each["client_id"], each["scope"], each["response_type"]) for each in asked} == {(CLIENT, "openid", "code")}
    assert all(asked[0][name] != asked[1][name] for name in ("state", "nonce", "code_challenge"))
    assert all(len(asked[0][name]) >= 16 for name in ("state", "nonce", "code_challenge"))


@pytest.mark.parametrize(
    "told",
    [
        {"authorization_endpoint": "http://127.0.0.1:9/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
        {"token_endpoint": "https://noi-khac.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"issuer": "https://noi-khac.example"},
        {"issuer": None},
    ],
)
def test_the_browser_is_led_to_the_service_and_to_nobody_else(service: Issuer, told: dict[str, Any]) -> None:
    service.told = told
    answer = Client().post(BEGIN)
    assert (answer.status_code, answer.headers.get("Refresh"), answer.headers.get("Location")) == (401, None, None)


@pytest.mark.parametrize(
    "at", ["https://ke-gian.example/", "//ke-gian.example", "/\\ke-gian.example", "javascript:alert(1)"]
)
def test_nobody_is_led_on_to_a_foreign_place(office: Office, service: Issuer, at: str) -> None:
    linked(office, service, office.contributor)
    Authenticator.objects.filter(user=office.contributor).delete()
    assert come(Client(), next=at).headers["Location"] == "/"


def test_a_number_of_another_service_is_another_person(office: Office, service: Issuer, settings: Settings) -> None:
    link(office.chief, issuer="https://noi-cu.example", subject=service.subject, at=NOW)
    assert come(Client()).status_code == 403


def test_no_row_of_the_database_makes_a_service(office: Office, settings: Settings, service: Issuer) -> None:
    evil = {"provider": "openid_connect", "provider_id": "oidc", "name": "x", "client_id": "x", "secret": "x"}
    SocialApp.objects.create(**evil, settings={"server_url": "https://ke-gian.example"})
    assert went(Client().post(BEGIN)).startswith(service.url)


def test_begin_is_a_post_and_back_is_a_get(service: Issuer) -> None:
    assert [Client().get(BEGIN).status_code, Client().post(BACK).status_code] == [405, 405]
    assert Client(enforce_csrf_checks=True).post(BEGIN).status_code == 403


def test_what_the_service_says_of_an_error_is_not_shown(service: Issuer) -> None:
    client = Client()
    state = parse_qs(urlsplit(went(client.post(BEGIN))).query)["state"][0]
    answer = client.get(BACK, {"error": "<script>x</script>", "error_description": "goi 1900-lua-dao", "state": state})
    assert (answer.status_code, "lua-dao" in answer.content.decode()) == (401, False)
    state = parse_qs(urlsplit(went(client.post(BEGIN))).query)["state"][0]
    gave_up = client.get(BACK, {"error": "access_denied", "state": state})
    assert "đã dừng giữa chừng" in gave_up.content.decode()


def test_an_answer_that_names_another_service_is_refused(office: Office, service: Issuer) -> None:
    linked(office, service)
    client = Client()
    at = at_service(went(client.post(BEGIN)))
    assert client.get(f"{at}&iss=https://noi-khac.example").status_code == 401


def test_a_session_key_changes_as_somebody_comes_in(office: Office, service: Issuer) -> None:
    linked(office, service, office.contributor)
    Authenticator.objects.filter(user=office.contributor).delete()
    client = Client()
    at = at_service(went(client.post(BEGIN)))
    before = client.session.session_key
    client.get(at)
    assert (client.session.session_key != before, client.get("/").status_code) == (True, 200)


def test_neither_code_nor_secret_reaches_a_log(
    office: Office, service: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    service.signed_by = ec.generate_private_key(ec.SECP256R1())
    client = Client()
    at = at_service(went(client.post(BEGIN)))
    client.get(at)
    code = parse_qs(urlsplit(at).query)["code"][0]
    assert [each.name for each in caplog.records if each.name == "chauphe.oidc"] == ["chauphe.oidc"]
    assert not any(secret in caplog.text for secret in (code, service.settings()["secret"], "eyJ"))
