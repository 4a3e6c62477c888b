"""Signing in by the office's service: only by a link that its owner made, and held to every rule besides."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django import Settings

from chauphe.core.moves import State
from chauphe.people import selectors
from chauphe.people.models import Change, Person
from chauphe.people.services import lock
from chauphe.people.services.identities import uid_of
from tests import factories
from tests.core.books import answering
from tests.desk.accounts.by_service import (
    BACK,
    BEGIN,
    DOOR,
    LINK,
    MINE,
    UNLINK,
    ask_for_link,
    at_service,
    come,
    linked,
    service,
    tries,
    went,
)

from tests.desk.conftest import NOW, SignIn as Desk  # isort: skip
from tests.factories import PASSWORD, Office
from tests.rigs.issuer import Issuer

__all__ = ["service"]  # the fixture


def test_whoever_linked_their_account_comes_in_by_the_service_and_their_device(office: Office, service: Issuer) -> None:
    linked(office, service)
    client = Client()
    answer = come(client, next="/so/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{DOOR}buoc-hai/")
    assert client.get("/").status_code == 302
    inside = client.post(f"{DOOR}buoc-hai/", {"code": factories.code()})
    assert (inside.headers["Location"], client.get("/so/").status_code) == ("/so/", 200)
    assert tries(office.chief) == [(True, "", "oidc+totp")]
    page = client.get(MINE).content.decode()
    assert page.count("Đã đăng nhập: hệ thống đăng nhập của cơ quan (OIDC) + mã dùng một lần") == 1


def test_a_link_is_made_by_its_owner_while_signed_in(office: Office, service: Issuer, desk: Desk) -> None:
    client = desk(office.chief, proved=3600)
    asked = client.get(LINK)
    assert asked.headers["Location"].startswith("/tai-khoan/xac-nhan/")
    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})
    answer = client.get(at_service(went(client.post(LINK))))
    assert (answer.status_code, answer.headers["Location"]) == (302, MINE)
    row = SocialAccount.objects.get()
    assert (row.user, row.uid) == (office.chief, uid_of(service.url, service.subject))
    assert row.extra_data == {"issuer": service.url, "subject": service.subject}
    note = Change.objects.get(verb="link")
    assert (note.by, note.person, note.facts["key"]) == (office.chief, office.chief, row.uid)
    assert "Tài khoản đã được liên kết" in client.get(MINE).content.decode()


def test_nobody_comes_in_unlinked_whatever_name_and_mail_the_service_says(office: Office, service: Issuer) -> None:
    Person.objects.filter(pk=office.chief.pk).update(email="ha@anhai.example")
    service.lies = {
        "email": "ha@anhai.example",
        "email_verified": True,
        "preferred_username": office.chief.username,
        "name": office.chief.full_name,
    }
    before = Person.objects.count()
    client = Client()
    answer = come(client)
    assert (answer.status_code, client.get("/").status_code) == (403, 302)
    assert "Chưa có tài khoản nào được liên kết" in answer.content.decode()
    assert (Person.objects.count(), SocialAccount.objects.count(), tries(None)) == (before, 0, [(False, "service", "")])


def test_a_service_that_is_gone_is_said_and_shuts_no_other_door(settings: Settings, service: Issuer) -> None:
    settings.OIDC = service.settings() | {"issuer": "http://127.0.0.1:9"}
    answer = Client().post(BEGIN)
    assert (answer.status_code, Client().get(DOOR).status_code) == (502, 200)
    assert "Hệ thống đăng nhập không trả lời" in answer.content.decode()


def test_a_locked_account_stays_locked_and_its_owner_can_see_the_try(office: Office, service: Issuer) -> None:
    linked(office, service)
    lock(office.chief, board=office.board, by=None, at=NOW)
    client = Client()
    assert come(client).headers["Location"] == "/tai-khoan/da-khoa/"
    assert (client.get("/").status_code, tries(office.chief)) == (302, [(False, "locked", "")])


def test_an_account_that_lay_unused_stays_off(office: Office, service: Issuer) -> None:
    linked(office, service)
    with time_machine.travel(NOW + timedelta(days=60), tick=False):
        assert come(Client()).headers["Location"] == "/tai-khoan/lau-khong-dung/"
    assert tries(office.chief) == [(False, "unused", "")]


def test_a_number_that_somebody_has_is_nobody_elses(office: Office, service: Issuer, desk: Desk) -> None:
    linked(office, service, office.deputy)
    client = ask_for_link(desk, office.chief)
    answer = client.get(at_service(went(client.post(LINK))))
    assert (answer.status_code, SocialAccount.objects.get().user) == (409, office.deputy)
    assert office.deputy.full_name not in answer.content.decode()


def test_a_link_begun_by_one_is_not_made_for_another(office: Office, service: Issuer, desk: Desk) -> None:
    client = ask_for_link(desk, office.chief)
    at = at_service(went(client.post(LINK)))
    session = client.session
    states = session["socialaccount_states"]
    client.force_login(office.deputy)
    session = client.session
    session["socialaccount_states"] = states
    session.save()
    assert (client.get(at).status_code, SocialAccount.objects.count()) == (409, 0)


def test_a_session_left_lying_links_nothing(office: Office, service: Issuer, desk: Desk) -> None:
    client = desk(office.chief, proved=3600)
    answers = [client.post(LINK), client.post(UNLINK)]
    assert [each.headers["Location"].partition("?")[0] for each in answers] == ["/tai-khoan/xac-nhan/"] * 2


def test_whoever_came_by_the_service_proves_themselves_before_anything_of_the_account_changes(
    office: Office, service: Issuer
) -> None:
    Authenticator.objects.filter(user=office.chief).delete()
    linked(office, service)
    client = Client()
    come(client)
    for at in ("/tai-khoan/ma/", "/tai-khoan/khoa/them/", LINK):
        assert client.get(at).headers["Location"].startswith("/tai-khoan/xac-nhan/"), at


def test_removing_the_link_ends_what_began_by_it(office: Office, service: Issuer, desk: Desk) -> None:
    linked(office, service, office.contributor)
    Authenticator.objects.filter(user=office.contributor).delete()
    by_it = Client()
    come(by_it)
    mine = ask_for_link(desk, office.contributor)
    assert (by_it.get("/").status_code, mine.post(UNLINK).status_code) == (200, 302)
    assert [client.get("/").status_code for client in (by_it, mine)] == [302, 200]
    assert (SocialAccount.objects.count(), come(Client()).status_code) == (0, 403)


def test_the_service_alone_is_no_second_factor(office: Office, service: Issuer) -> None:
    Authenticator.objects.filter(user=office.chief).delete()
    linked(office, service)
    service.lies = {"amr": ["pwd", "otp", "mfa"], "acr": "cao"}
    client = Client()
    come(client)
    assert (client.get("/").status_code, client.get("/").headers["Location"]) == (302, MINE)


@pytest.mark.parametrize(
    ("accepted", "through"), [(["amr:mfa"], True), (["acr:cao"], True), (["amr:hwk"], False), (False, False)]
)
def test_where_the_board_accepts_the_services_second_factor_it_is_one(
    office: Office, service: Issuer, monkeypatch: pytest.MonkeyPatch, accepted: object, through: bool
) -> None:
    monkeypatch.setitem(selectors._BOOKS, "accepting", answering("account.service_factor", accepted))
    office.board.regulation = "accepting"
    office.board.save()
    linked(office, service)
    service.lies = {"amr": ["pwd", "mfa"], "acr": "cao"}
    client = Client()
    assert come(client).headers["Location"] == ("/" if through else f"{DOOR}buoc-hai/")
    assert client.get("/").status_code == (200 if through else 302)


def test_the_services_word_is_too_weak_to_sign_off_on(office: Office, service: Issuer, desk: Desk) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    form = {"verb": "sign_off", "item": str(item.pk), "digest": factories.seen(item)}
    answer = desk(office.chief, method="socialaccount").post(f"/tin-bai/{item.number}/quyet-dinh/", form)
    assert answer.headers["Location"].startswith("/tai-khoan/xac-nhan/")
    assert factories.fresh(item).state == State.AWAITING_SIGN_OFF


def test_without_a_service_there_is_no_such_door(office: Office, desk: Desk, settings: Settings) -> None:
    assert settings.OIDC is None
    assert "Đăng nhập bằng" not in Client().get(DOOR).content.decode().replace("Đăng nhập bằng khóa truy cập", "")
    client = ask_for_link(desk, office.chief)
    assert [Client().post(BEGIN).status_code, Client().get(BACK).status_code, client.get(LINK).status_code] == [404] * 3
