"""Whoever can decide or publish proves more than a password; until then they are led to it and decide nothing."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import Settings

from chauphe.core.item import State
from chauphe.people.models import Board, Person
from chauphe.people.second_factor import is_asked_anywhere
from tests import factories, passkeys
from tests.desk.conftest import SignIn
from tests.factories import Office

MINE = "/tai-khoan/"
ASKED = ("chief", "standing", "deputy", "member", "secretary")


def bare(person: Person) -> None:
    Authenticator.objects.filter(user=person).delete()


@pytest.mark.parametrize("who", ASKED)
def test_nothing_is_decided_without_a_second_factor(office: Office, desk: SignIn, who: str) -> None:
    person = getattr(office, who)
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    bare(person)
    form = {"verb": "sign_off", "item": str(item.pk), "digest": factories.seen(item)}
    client = desk(person)
    looked, decided = client.get("/"), client.post(f"/tin-bai/{item.number}/quyet-dinh/", form)
    assert (looked.status_code, looked.headers["Location"]) == (302, MINE)
    assert (decided.status_code, factories.fresh(item).state) == (403, State.AWAITING_SIGN_OFF)
    page = client.get(MINE).content.decode()
    assert page.count("Cần thiết lập khóa truy cập hoặc mã dùng một lần trước") == 1


@pytest.mark.parametrize("who", ["contributor", "other_contributor"])
def test_contributors_may_and_need_not(office: Office, desk: SignIn, who: str) -> None:
    bare(getattr(office, who))
    client = desk(getattr(office, who))
    assert [client.get(at).status_code for at in ("/", MINE)] == [200, 200]


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_either_device_is_enough(office: Office, desk: SignIn, kind: str) -> None:
    bare(office.chief)
    if kind == Authenticator.Type.TOTP:
        factories.device(office.chief)
    else:
        passkeys.register(office.chief)
    assert desk(office.chief).get("/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(office: Office, desk: SignIn) -> None:
    Authenticator.objects.filter(user=office.chief).update(type=Authenticator.Type.RECOVERY_CODES)
    assert desk(office.chief).get("/").headers["Location"] == MINE


def test_a_device_of_somebody_else_is_none_of_mine(office: Office, desk: SignIn) -> None:
    bare(office.chief)
    passkeys.register(office.deputy)
    assert desk(office.chief).get("/").headers["Location"] == MINE


def test_only_the_demonstration_does_without_and_says_so(office: Office, desk: SignIn, settings: Settings) -> None:
    bare(office.chief)
    answers = []
    for demo, board in ((True, False), (False, True), (True, True)):
        settings.DEMO = demo
        Board.objects.filter(pk=office.board.pk).update(is_demo=board)
        answers.append(desk(office.chief).get("/").status_code)
    assert answers == [302, 302, 200]
    assert desk(office.chief).get(MINE).content.decode().count("Đây là bản dùng thử nên không bắt buộc.") == 1


def test_a_first_device_is_set_up_right_after_signing_in(office: Office, desk: SignIn) -> None:
    bare(office.chief)
    client = desk(office.chief)
    page = client.get("/tai-khoan/ma/").content.decode()
    secret = page.partition('<code class="key">')[2].partition("<")[0]
    code = factories.code(secret)
    assert client.post("/tai-khoan/ma/", {"code": code}).headers["Location"] == "/tai-khoan/ma-du-phong/"
    assert client.get("/").status_code == 200
    codes = client.get("/tai-khoan/ma-du-phong/").content.decode().count("<li><code>")
    assert (codes, client.get("/tai-khoan/ma-du-phong/").content.decode().count("<li><code>")) == (10, 0)


def test_a_further_device_asks_who_it_is_first(office: Office, desk: SignIn) -> None:
    at = desk(office.chief).get("/tai-khoan/khoa/them/").headers["Location"]
    assert at.partition("?")[0] == "/tai-khoan/xac-nhan/"


def test_a_session_left_lying_sets_up_no_device(office: Office, desk: SignIn) -> None:
    bare(office.chief)
    at = desk(office.chief, proved=601).get("/tai-khoan/ma/").headers["Location"]
    assert at.partition("?")[0] == "/tai-khoan/xac-nhan/"


def reproved(office: Office, desk: SignIn) -> Client:
    client = desk(office.chief)
    client.post("/tai-khoan/xac-nhan/", {"password": factories.PASSWORD})
    return client


def test_the_last_device_stays(office: Office, desk: SignIn) -> None:
    client = reproved(office, desk)
    assert client.post("/tai-khoan/ma/xoa/").status_code == 200
    key = passkeys.register(office.chief)
    assert client.post("/tai-khoan/ma/xoa/").status_code == 302
    client.post(f"/tai-khoan/khoa/{key.pk}/xoa/")
    kinds = list(Authenticator.objects.filter(user=office.chief).values_list("type", flat=True))
    assert (kinds, is_asked_anywhere(office.chief, at=factories.MORNING)) == (["webauthn"], True)


def test_nobody_removes_the_device_of_another(office: Office, desk: SignIn) -> None:
    key = passkeys.register(office.deputy)
    assert reproved(office, desk).post(f"/tai-khoan/khoa/{key.pk}/xoa/").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).count() == 1


def test_the_database_alone_tells_no_code(office: Office) -> None:
    kept = Authenticator.objects.get(user=office.chief).data["secret"]
    assert (factories.SECRET in kept, len(kept) > 60) == (False, True)
