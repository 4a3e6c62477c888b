"""My account: my sessions and my history, nobody else's, and ends I can make (A4, A6)."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from chauphe.desk.accounts.agents import device_of
from chauphe.people.models import SignIn
from tests import factories

from tests.desk.conftest import NOW, SignIn as Desk  # isort: skip
from tests.factories import PASSWORD, Office

MINE, END, DOOR = "/tai-khoan/", "/tai-khoan/phien/", "/tai-khoan/dang-nhap/"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


def come_in(office: Office, **headers: str) -> Client:
    client = Client(headers=headers)
    client.post(DOOR, {"login": office.chief.username, "password": PASSWORD})
    client.post(f"{DOOR}buoc-hai/", {"code": factories.code()})
    return client


def history(client: Client) -> list[str]:
    page = client.get(MINE).content.decode().partition('id="lich-su"')[2]
    return [" ".join(part.partition("</b>")[0].split("</svg>")[-1].split()) for part in page.split("<b>")[1:]]


def test_the_history_says_when_from_where_and_by_what(office: Office) -> None:
    Client().post(DOOR, {"login": office.chief.username, "password": "sai"})
    client = come_in(office, user_agent=PHONE)
    row = SignIn.objects.filter(person=office.chief, worked=True).get()
    assert (row.at, row.address, row.factors) == (NOW, "127.0.0.1", "password+totp")
    assert history(client) == ["Đã đăng nhập: mật khẩu + mã dùng một lần", "Đăng nhập không thành công"]
    assert "Chrome, Android" in client.get(MINE).content.decode()


def test_a_wrong_code_is_in_the_history(office: Office) -> None:
    client = Client()
    client.post(DOOR, {"login": office.chief.username, "password": PASSWORD})
    client.post(f"{DOOR}buoc-hai/", {"code": "000000"})
    assert list(SignIn.objects.values_list("person", "worked")) == [(office.chief.pk, False)]


def test_a_name_that_belongs_to_nobody_is_not_kept(office: Office) -> None:
    Client().post(DOOR, {"login": "mat khau cua toi", "password": "sai"})
    assert list(SignIn.objects.values_list("person", "worked", "factors", "session")) == [(None, False, "", "")]


def test_another_session_is_ended_by_its_owner(office: Office, desk: Desk) -> None:
    here, there = desk(office.chief), desk(office.chief)
    row = SignIn.objects.get(session=there.session.session_key)
    here.post(END, {"session": row.pk})
    assert [client.get("/").status_code for client in (here, there)] == [200, 302]


def test_all_the_others_are_ended_at_once(office: Office, desk: Desk) -> None:
    here, *others = (desk(office.chief) for _ in range(4))
    stranger = desk(office.deputy)
    here.post(END, {"session": "others"})
    assert [client.get("/").status_code for client in (here, *others, stranger)] == [200, 302, 302, 302, 200]


@pytest.mark.parametrize("chosen", ["", "x", "9" * 40, "-1", "0"])
def test_a_session_of_somebody_else_goes_on(office: Office, desk: Desk, chosen: str) -> None:
    theirs, mine = desk(office.deputy), desk(office.chief)
    row = SignIn.objects.get(session=theirs.session.session_key)
    assert [mine.post(END, {"session": each}).status_code for each in (row.pk, chosen)] == [302, 302]
    assert theirs.get("/").status_code == 200


def test_a_new_password_ends_the_other_sessions(office: Office, desk: Desk) -> None:
    here, there = desk(office.chief), desk(office.chief)
    new = "một câu khác để nhớ"
    here.post("/tai-khoan/mat-khau/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [client.get("/").status_code for client in (here, there)] == [200, 302]
    assert here.get(MINE).content.decode().count("phiên này") == 1


def test_nothing_of_anybody_else_is_shown(office: Office, desk: Desk) -> None:
    desk(office.deputy)
    page = desk(office.chief).get(MINE).content.decode()
    assert (office.deputy.full_name in page, office.deputy.username in page) == (False, False)


def test_it_is_closed_to_whoever_is_not_signed_in() -> None:
    answers = [Client().get(MINE), Client().post(END, {"session": "others"})]
    assert [answer.headers["Location"].partition("?")[0] for answer in answers] == [DOOR, DOOR]


def test_whoever_holds_no_office_still_has_an_account(office: Office, desk: Desk) -> None:
    page = desk(factories.person("nguoi.la", "Phan Thị Sao")).get(MINE)
    assert (page.status_code, "Phan Thị Sao" in page.content.decode()) == (200, True)


@pytest.mark.parametrize(("minutes", "status"), [(15, 200), (16, 302)])
def test_an_idle_session_is_over_by_the_rule(office: Office, desk: Desk, minutes: int, status: int) -> None:
    client = desk(office.chief)
    client.get("/")
    with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
        assert client.get("/").status_code == status


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(office: Office, desk: Desk) -> None:
    client = desk(office.chief)
    client.get("/")
    for minutes in (7, 14):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            client.get("/hang-cho/")
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        assert client.get("/").status_code == 302


def test_whoever_works_stays_signed_in(office: Office, desk: Desk) -> None:
    client = desk(office.chief)
    for minutes in range(0, 60, 14):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (PHONE, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("<script>", "thiết bị không rõ"),
    ],
)
def test_a_device_is_named_in_two_words(agent: str, device: str) -> None:
    assert device_of(agent) == device
