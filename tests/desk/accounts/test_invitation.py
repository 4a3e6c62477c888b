"""A link lets one person set one password, once, and tells nobody else anything."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from chauphe.core.authority import Role
from chauphe.core.refusal import Refused
from chauphe.people.models import Invitation, Person
from chauphe.people.services import appoint, choose_password, invite, lock
from chauphe.people.services.accounts import digest
from tests import factories
from tests.factories import PASSWORD, Office

NEW = "một câu khác để nhớ"
DEAD = "Liên kết này không còn dùng được"


def link(office: Office, person: Person, *, at: datetime | None = None) -> str:
    at = at or datetime.now(UTC)
    return f"/tai-khoan/moi/{invite(person, board=office.board, by=None, at=at)}/"


def set_password(client: Client, first: str = NEW, second: str = NEW) -> tuple[int, str]:
    """Send the form; give the status and where it leads, or the page."""
    answer = client.post("/tai-khoan/moi/dat/", {"password1": first, "password2": second})
    return answer.status_code, answer.headers.get("Location") or answer.content.decode()


def test_a_link_lets_its_person_set_a_password(office: Office) -> None:
    client = Client()
    answer = client.get(link(office, office.chief))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tai-khoan/moi/dat/")
    assert set_password(client) == (302, "/tai-khoan/dang-nhap/")
    assert Person.objects.get(pk=office.chief.pk).check_password(NEW)


def test_neither_database_nor_session_holds_the_secret(office: Office) -> None:
    client, address = Client(), link(office, office.chief)
    client.get(address)
    kept = [each.get_decoded() for each in Session.objects.all()]
    assert address.split("/")[-2] not in str(kept) + str(list(Invitation.objects.values()))
    assert [list(each) for each in kept] == [["invitation"]]


def test_looking_at_a_link_uses_nothing_up(office: Office) -> None:
    address = link(office, office.chief)
    assert [Client().get(address).status_code for _ in range(3)] == [302] * 3
    assert Client().head(address).status_code == 302


def test_a_link_works_once(office: Office) -> None:
    address = link(office, office.chief)
    first, second = Client(), Client()
    first.get(address)
    second.get(address)
    assert set_password(first)[0] == 302
    status, page = set_password(second, "mật khẩu của kẻ đến sau", "mật khẩu của kẻ đến sau")
    assert (status, DEAD in page) == (410, True)
    assert Client().get(address).status_code == 410
    assert Person.objects.get(pk=office.chief.pk).check_password(NEW)


def test_a_newer_link_voids_the_older(office: Office) -> None:
    old, new = link(office, office.chief), link(office, office.chief)
    assert [Client().get(each).status_code for each in (old, new)] == [410, 302]


def test_a_link_is_over_after_its_days(office: Office, now: datetime) -> None:
    client = Client()
    address = link(office, office.chief, at=now - timedelta(days=3) + timedelta(seconds=1))
    assert client.get(address).status_code == 302
    late = link(office, office.chief, at=now - timedelta(days=3))
    assert (client.get(late).status_code, set_password(client)[0]) == (410, 410)


def test_a_locked_account_gets_no_password(office: Office, now: datetime) -> None:
    client = Client()
    client.get(link(office, office.chief))
    lock(office.chief, board=office.board, by=None, at=now)
    assert set_password(client)[0] == 410
    assert Person.objects.get(pk=office.chief.pk).check_password(PASSWORD)


@pytest.mark.parametrize("token", ["doan-thu", "a" * 5_000, "%00", "../dat", "é" * 30, "<script>"])
def test_a_guessed_link_tells_nothing(office: Office, token: str) -> None:
    answer = Client().get(f"/tai-khoan/moi/{token}/")
    assert answer.status_code in (404, 410)
    assert token not in answer.content.decode()


def test_the_form_alone_opens_nothing(office: Office) -> None:
    assert set_password(Client())[0] == 410
    assert Client().get("/tai-khoan/moi/dat/").status_code == 410


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("ngắn", "ngắn", "Mật khẩu quá ngắn"),
        ("12345678901234567890", "12345678901234567890", "Mật khẩu không được chỉ gồm chữ số."),
        (NEW, NEW + "!", "Hai lần nhập không giống nhau."),
        ("dài " * 500, "dài " * 500, "errorlist"),
        ("tran thi thu ha", "tran thi thu ha", "Mật khẩu quá giống họ và tên."),
        ("TRẦN thị thu hà 1", "TRẦN thị thu hà 1", "Mật khẩu quá giống họ và tên."),
    ],
)
def test_a_weak_password_leaves_the_link_as_it_was(office: Office, first: str, second: str, told: str) -> None:
    client = Client()
    client.get(link(office, office.chief))
    status, page = set_password(client, first, second)
    assert (status, told in page) == (200, True)
    assert set_password(client)[0] == 302


def test_a_new_password_ends_every_session_of_its_person(office: Office) -> None:
    elsewhere, here = Client(), Client()
    elsewhere.force_login(office.chief)
    here.force_login(office.secretary)
    here.get(link(office, office.chief))
    set_password(here)
    assert [client.get("/").status_code for client in (elsewhere, here)] == [302, 302]


def test_a_name_is_written_out_and_never_run(office: Office) -> None:
    Person.objects.filter(pk=office.chief.pk).update(full_name="<script>alert(1)</script>")
    client = Client()
    client.get(link(office, Person.objects.get(pk=office.chief.pk)))
    page = client.get("/tai-khoan/moi/dat/").content.decode()
    assert ("<script>alert" in page, "&lt;script&gt;alert" in page) == (False, True)


def test_a_password_is_the_same_on_every_keyboard(office: Office) -> None:
    client = Client()
    client.get(link(office, office.chief))
    composed = unicodedata.normalize("NFC", NEW)
    set_password(client, composed, composed)
    typed = {"login": office.chief.username, "password": unicodedata.normalize("NFD", NEW)}
    assert client.post("/tai-khoan/dang-nhap/", typed).headers["Location"] == "/tai-khoan/dang-nhap/buoc-hai/"


def test_links_cannot_be_tried_one_after_the_other(office: Office) -> None:
    client = Client()
    answers = [client.get(f"/tai-khoan/moi/{number:043}/").status_code for number in range(61)]
    assert answers == [410] * 60 + [429]
    assert client.get(link(office, office.chief)).status_code == 429
    assert client.post("/tai-khoan/moi/dat/").status_code == 429


def test_the_rules_are_shown_before_anything_is_typed(office: Office) -> None:
    client = Client()
    client.get(link(office, office.chief))
    page = client.get("/tai-khoan/moi/dat/").content.decode()
    rules = page.partition('id="rules"><ul>')[2].partition("</ul>")[0]
    assert [rule.partition("<")[0] for rule in rules.split("<li>")[1:]] == [
        "Mật khẩu phải có ít nhất 14 ký tự. Tốt nhất là một câu dài, dễ nhớ.",
        "Mật khẩu không được giống tên, địa chỉ thư điện tử hay thông tin cá nhân khác.",
        "Mật khẩu không được là mật khẩu phổ biến, dễ bị đoán.",
        "Mật khẩu không được chỉ gồm chữ số.",
    ]


def test_a_planted_session_learns_nothing_of_the_link(office: Office) -> None:
    thief, victim = Client(), Client()
    thief.get("/tai-khoan/dang-nhap/")
    session = thief.session
    session["planted"] = True
    session.save()
    victim.cookies["sessionid"] = thief.cookies["sessionid"] = str(session.session_key)
    answer = victim.get(link(office, office.chief))
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert thief.get("/tai-khoan/moi/dat/").status_code == 410
    assert victim.get("/tai-khoan/moi/dat/").status_code == 200


def test_a_link_used_twice_at_once_sets_one_password(shared_database: None) -> None:
    person = factories.person("mot.nguoi", "Một Người")
    place = factories.board()
    appoint(person, Role.SECRETARY, board=place, title="Thư ký", since=factories.SINCE)
    kept = digest(invite(person, board=place, by=None, at=datetime.now(UTC)))

    def choose(password: str) -> str:
        try:
            choose_password(kept, password, at=datetime.now(UTC))
        except Refused:
            return ""
        finally:
            connection.close()
        return password

    with ThreadPoolExecutor(8) as pool:
        chosen = [each for each in pool.map(choose, [f"mot cau du dai {number}" for number in range(8)]) if each]
    person.refresh_from_db()
    assert (len(chosen), person.check_password(chosen[0])) == (1, True)
