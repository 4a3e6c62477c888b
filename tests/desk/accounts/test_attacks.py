"""The A family of attacks on accounts on passwords and names (A1, A2, A3); the rest are in test_attacks_sessions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import hashers
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from chauphe.people.models import Person, SignIn
from chauphe.people.services import invite
from tests import factories
from tests.desk.accounts.attempts import DOOR, MINE, SECOND, STOPPED, WRONG, tried

from tests.desk.conftest import NOW, SignIn as Desk  # isort: skip
from tests.factories import PASSWORD, Office

WRONG_MAIL = "Địa chỉ thư điện tử hoặc mật khẩu không đúng."


def history(person: Person | None) -> list[tuple[bool, str]]:
    return list(SignIn.objects.filter(person=person).order_by("pk").values_list("worked", "why"))


# A1: brute force on one account


def test_a1_after_five_failures_even_the_right_password_waits(office: Office) -> None:
    told = [tried(office.chief.username, f"sai {number}") for number in range(6)]
    assert told == [WRONG] * 5 + [STOPPED]
    assert tried(office.chief.username, PASSWORD) == STOPPED
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        assert tried(office.chief.username, PASSWORD) == SECOND


@pytest.mark.parametrize("way", ["host", "address", "case", "mail", "forwarded", "cache"])
def test_a1_nothing_that_an_attacker_can_vary_begins_anew(office: Office, settings: Settings, way: str) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    Person.objects.filter(pk=office.chief.pk).update(email="ha@anhai.example")
    name, told = office.chief.username, []
    for number in range(7):
        if way == "cache":
            cache.clear()
        extra: dict[str, Any] = {
            "host": {"headers": {"host": f"desk.example:{8000 + number}"}},
            "address": {"REMOTE_ADDR": f"10.0.0.{number}"},
            "forwarded": {"headers": {"x-forwarded-for": f"10.0.0.{number}"}},
        }.get(way, {})
        typed = {"case": name.upper() if number % 2 else name, "mail": "HA@anhai.example" if number % 2 else name}
        told.append(tried(typed.get(way, name), "sai", **extra))
    wrong = [WRONG_MAIL if way == "mail" and number % 2 else WRONG for number in range(5)]
    assert told == wrong + [STOPPED] * 2


def test_a1_the_code_of_the_second_step_is_guessed_five_times_at_most(office: Office) -> None:
    client = Client()
    tried(office.chief.username, PASSWORD, client=client)
    for number in range(5):
        client.post(SECOND, {"code": f"00000{number}"})
    assert client.post(SECOND, {"code": factories.code()}).status_code == 200
    assert client.get("/").status_code == 302
    assert history(office.chief) == [(False, "")] * 5 + [(False, "throttled")]


@pytest.mark.parametrize("later", [0, 45])
def test_a1_a_code_seen_over_a_shoulder_is_good_for_nobody_else(office: Office, later: int) -> None:
    code, told = factories.code(), []
    for seconds in (0, later):
        cache.clear()  # as on another machine of the desk
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            client = Client()
            tried(office.chief.username, PASSWORD, client=client)
            told.append(client.post(SECOND, {"code": f"{code[:3]} {code[3:]}"}).status_code)
    assert (told, history(office.chief)) == ([302, 200], [(True, ""), (False, "")])
    client.post(SECOND, {"code": factories.code(later=1)})
    assert client.get("/").status_code == 200


def test_a1_a_code_proves_its_owner_again_once(office: Office, desk: Desk) -> None:
    client, code = desk(office.chief), factories.code()
    told = [client.post("/tai-khoan/xac-nhan/ma/", {"code": code}) for _ in range(2) if cache.clear() is None]
    assert [answer.status_code for answer in told] == [302, 200]


def test_a1_the_owner_sees_each_failure_and_that_it_was_stopped(office: Office, desk: Desk) -> None:
    for number in range(9):
        tried(office.chief.username, f"sai {number}")
    assert history(office.chief) == [(False, "")] * 5 + [(False, "throttled")]
    page = desk(office.chief).get(MINE).content.decode()
    assert (page.count("Thử quá nhiều lần: không xét nữa"), page.count("Đăng nhập không thành công")) == (1, 5)


def test_a1_passwords_guessed_at_the_renewed_proof_are_counted_too(office: Office, desk: Desk) -> None:
    client = desk(office.chief)
    for number in range(5):
        client.post("/tai-khoan/xac-nhan/", {"password": f"sai {number}"})
    assert client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD}).status_code == 200
    assert tried(office.chief.username, PASSWORD) == STOPPED


@pytest.mark.usefixtures("shared_database")
def test_a1_a_hundred_guesses_at_one_instant_are_five(now: object) -> None:
    office, looked = factories.office(), []
    checked = Person.check_password

    def look(self: Person, password: str | None) -> bool:
        looked.append(password)
        return checked(self, password)

    def guess(number: int) -> str:
        try:
            return tried(office.chief.username, f"sai {number}", REMOTE_ADDR=f"10.1.0.{number}")
        finally:
            connections.close_all()

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(8) as pool:
        patch.setattr(Person, "check_password", look)
        told = list(pool.map(guess, range(24)))
    assert (sorted(set(told)), told.count(WRONG), len(looked)) == (sorted([WRONG, STOPPED]), 5, 5)


# A2: one password tried on many accounts


def test_a2_one_address_tries_thirty_accounts_and_no_more(office: Office) -> None:
    people = [factories.person(f"nguoi{number}", f"Người {number}") for number in range(32)]
    told = [tried(each.username, "Matkhau@123456") for each in people]
    assert told == [WRONG] * 30 + ["429"] * 2
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        assert tried(people[31].username, PASSWORD) == STOPPED
        assert tried(people[31].username, PASSWORD, REMOTE_ADDR="10.0.0.9") != STOPPED


def test_a2_a_forged_forwarding_header_is_no_other_address(office: Office) -> None:
    people = [factories.person(f"nguoi{number}", f"Người {number}") for number in range(31)]
    for number, each in enumerate(people[:30]):
        tried(each.username, "sai", headers={"x-forwarded-for": f"10.0.0.{number}"})
    assert tried(people[30].username, PASSWORD, headers={"x-forwarded-for": "10.9.9.9"}) in {STOPPED, "429"}


def test_a2_slow_spraying_is_in_every_history_and_a_password_alone_opens_no_office(office: Office) -> None:
    bench = [office.chief, office.standing, office.deputy, office.member, office.secretary]
    for hour, person in enumerate(bench):
        with time_machine.travel(NOW + timedelta(hours=hour), tick=False):
            assert tried(person.username, "Anhai@2026!!!!", REMOTE_ADDR=f"10.0.0.{hour}") == WRONG
    assert [history(person) for person in bench] == [[(False, "")]] * 5
    client = Client()
    assert tried(office.chief.username, PASSWORD, client=client) == SECOND
    assert [client.get(at).status_code for at in ("/", MINE, "/tin-bai/")] == [302, 302, 302]


@pytest.mark.parametrize("weak", ["12345678901234", "matkhau123456", "ngan-qua"])
def test_a2_a_password_that_everybody_tries_first_cannot_be_chosen(office: Office, weak: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        validate_password(weak, office.chief)


# A3: who exists


@pytest.fixture
def kinds(office: Office) -> dict[str, str]:
    """Give a name of every kind that an attacker would like to tell apart."""
    locked, without, unused = (factories.person(f"loai{number}", f"Loại {number}") for number in range(3))
    Person.objects.filter(pk=without.pk).update(password=hashers.make_password(None))
    Person.objects.filter(pk=unused.pk).update(created_at=NOW - timedelta(days=99))
    Person.objects.filter(pk=locked.pk).update(is_active=False)
    Person.objects.filter(pk=office.deputy.pk).update(email="le@anhai.example")
    return {
        "device": office.chief.username,
        "mail": "le@anhai.example",
        "locked": locked.username,
        "without": without.username,
        "unused": unused.username,
        "nobody": "khong-co-ai",
        "nobody's mail": "khong@co.example",
    }


def test_a3_the_text_is_the_same_whoever_there_is(kinds: dict[str, str]) -> None:
    pages = {}
    for kind, name in kinds.items():
        answer = Client().post(DOOR, {"login": name, "password": "sai"})
        pages[kind] = (answer.status_code, answer.content.decode().replace(name, "…").partition("<main")[2])
    hidden = {kind: (status, _without_tokens(page)) for kind, (status, page) in pages.items()}
    # What is said of a mail address and of a user name differs by what was typed alone.
    by_mail = {hidden.pop("mail"), hidden.pop("nobody's mail")}
    assert (len(by_mail), len(set(hidden.values()))) == (1, 1), hidden


def _without_tokens(page: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_a3_the_work_is_the_same_whoever_there_is(kinds: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes time is the hash, a third of a second each: every kind costs one; the queries are as many."""
    hashed: list[str] = []
    for hasher in {type(each) for each in hashers.get_hashers()}:
        encode = hasher.encode

        def counted(self: Any, *words: Any, _encode: Any = encode, **named: Any) -> str:
            hashed.append("x")
            return str(_encode(self, *words, **named))

        monkeypatch.setattr(hasher, "encode", counted)
    work = {}
    for kind, name in kinds.items():
        hashed.clear()
        with CaptureQueriesContext(connection) as asked:
            tried(name, "sai")
        work[kind] = (len(hashed), len(asked))
    assert {hashes for hashes, _ in work.values()} == {1}, work
    assert max(asked for _, asked in work.values()) - min(asked for _, asked in work.values()) <= 1, work


def test_a3_nobody_is_stopped_as_somebody_is(office: Office) -> None:
    for name in (office.chief.username, "khong-co-ai"):
        assert [tried(name, "sai") for _ in range(6)] == [WRONG] * 5 + [STOPPED], name


def test_a3_a_dead_link_and_a_link_that_never_was_are_the_same(office: Office) -> None:
    token = invite(office.member, board=office.board, by=None, at=NOW)
    invite(office.member, board=office.board, by=None, at=NOW)
    answers = [Client().get(f"/tai-khoan/moi/{each}/") for each in (token, "x" * len(token))]
    assert len({(each.status_code, each.content) for each in answers}) == 1
