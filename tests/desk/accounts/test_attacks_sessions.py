"""The A family of attacks on accounts on sessions and first passwords (A4 to A7)."""

import ast
import inspect
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings as live_settings
from django.test import Client
from pytest_django import Settings

import chauphe
from chauphe.people import services
from chauphe.people.services import invite, lock
from tests import factories
from tests.desk.accounts.attempts import DOOR, MINE, SECOND, WRONG, tried

from tests.desk.conftest import NOW, SignIn as Desk  # isort: skip
from tests.factories import PASSWORD, Office

SOURCE = Path(chauphe.__file__).parent


# A4: a session planted beforehand


@pytest.mark.parametrize("who", ["chief", "contributor"])
def test_a4_a_planted_session_is_nobodys_after_the_sign_in(office: Office, who: str) -> None:
    person = getattr(office, who)
    if who == "contributor":
        Authenticator.objects.filter(user=person).delete()
    victim, thief = Client(), Client()
    victim.get(DOOR)
    session = victim.session
    session["planted"] = True
    session.save()
    name = live_settings.SESSION_COOKIE_NAME
    thief.cookies[name] = victim.cookies[name] = str(session.session_key)
    led = tried(person.username, PASSWORD, client=victim)
    if led == SECOND:
        assert thief.get("/").status_code == 302
        victim.post(SECOND, {"code": factories.code()})
    assert (victim.get("/").status_code, thief.get("/").status_code) == (200, 302)
    assert str(victim.cookies[name].value) != str(session.session_key)


def test_a4_a_key_that_the_server_never_gave_is_not_taken(office: Office) -> None:
    client = Client()
    client.cookies[live_settings.SESSION_COOKIE_NAME] = "a" * 32
    tried(office.chief.username, PASSWORD, client=client)
    client.post(SECOND, {"code": factories.code()})
    assert client.cookies[live_settings.SESSION_COOKIE_NAME].value != "a" * 32


# A5: what is kept in the browser


def cookie_settings(**env: str) -> dict[str, Any]:
    """Read the settings of the cookies as a server with this environment has them."""
    names = [
        f"{which}_COOKIE_{what}"
        for which in ("SESSION", "CSRF")
        for what in ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "PATH", "DOMAIN")
    ]
    code = (
        "import json; from chauphe.config import settings as s; from django.conf import global_settings as g;"
        f"found = {{n: getattr(s, n, getattr(g, n)) for n in {names!r}}};"
        "print(json.dumps(found | {'HSTS': getattr(s, 'SECURE_HSTS_SECONDS', 0)}))"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHAUPHE_")}
    surroundings = kept | {"CHAUPHE_HOME": os.environ["CHAUPHE_HOME"], "PYTHONPATH": str(SOURCE.parent)} | env
    done = subprocess.run([sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def test_a5_by_default_cookies_are_host_secure_and_out_of_scripts_reach(office: Office, settings: Settings) -> None:
    found = cookie_settings()
    assert found.pop("HSTS") >= 31_536_000
    for name, value in found.items():
        setattr(settings, name, value)
    client = Client()
    client.get(DOOR, secure=True)
    client.post(DOOR, {"login": office.chief.username, "password": PASSWORD}, secure=True)
    client.post(SECOND, {"code": factories.code()}, secure=True)
    assert client.get("/", secure=True).status_code == 200
    flags = {
        name: {flag: each[flag] for flag in ("secure", "httponly", "samesite", "path", "domain")}
        for name, each in client.cookies.items()
        if name != "messages"
    }
    wanted = {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": ""}
    assert flags == {"__Host-sessionid": wanted, "__Host-csrftoken": wanted}


def test_a5_without_https_they_are_still_out_of_scripts_reach() -> None:
    found = cookie_settings(CHAUPHE_HTTPS="no")
    assert [found[f"{which}_COOKIE_{what}"] for which in ("SESSION", "CSRF") for what in ("HTTPONLY", "SAMESITE")] == [
        True,
        "Lax",
    ] * 2
    assert [found[f"{which}_COOKIE_SECURE"] for which in ("SESSION", "CSRF")] == [False, False]


def test_a5_pages_of_accounts_are_kept_by_no_cache_and_framed_by_nobody(office: Office, desk: Desk) -> None:
    for answer in (Client().get(DOOR), desk(office.chief).get(MINE)):
        assert "no-store" in answer.headers["Cache-Control"]
        assert (
            answer.headers["X-Frame-Options"],
            "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"],
        ) == ("DENY", True)


# A6: leaving, and being away


def test_a6_after_signing_out_the_cookie_opens_nothing_even_where_it_was_copied(office: Office, desk: Desk) -> None:
    client = desk(office.chief)
    copied = Client()
    copied.cookies[live_settings.SESSION_COOKIE_NAME] = str(client.session.session_key)
    assert copied.get("/").status_code == 200
    client.post("/tai-khoan/dang-xuat/")
    assert [each.get("/").status_code for each in (client, copied)] == [302, 302]


def test_a6_a_foreign_page_signs_nobody_out(office: Office) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.chief)
    assert client.post("/tai-khoan/dang-xuat/").status_code == 403
    client.get("/tai-khoan/dang-xuat/")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(("minutes", "status"), [(15, 200), (16, 302)])
def test_a6_an_idle_session_is_over_by_the_rule_whatever_the_cookie_says(
    office: Office, desk: Desk, minutes: int, status: int
) -> None:
    client = desk(office.chief)
    client.get("/")
    with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
        assert client.get("/").status_code == status


def test_a6_no_session_outlives_the_working_day_however_busy(office: Office, desk: Desk) -> None:
    client = desk(office.chief)
    seen = {}
    for minute in range(0, 12 * 60 + 20, 10):
        with time_machine.travel(NOW + timedelta(minutes=minute), tick=False):
            seen[minute] = client.get("/").status_code
    assert [minute for minute, status in seen.items() if status != 200] == [730]


def test_a6_a_lock_ends_every_session_at_once(office: Office, desk: Desk) -> None:
    client = desk(office.chief)
    lock(office.chief, board=office.board, by=None, at=NOW)
    assert client.get("/").status_code == 302


# A7: no password that somebody else knows


def test_a7_a_new_account_has_no_password_until_its_owner_sets_one(office: Office) -> None:
    made = services.enrol("moi.nguoi", full_name="Người Mới", by=None, at=NOW, board=office.board)
    assert (made.has_usable_password(), made.check_password(""), made.check_password("moi.nguoi")) == (False,) * 3
    assert [tried("moi.nguoi", each) for each in ("", "moi.nguoi", "123456")][1:] == [WRONG] * 2


def test_a7_a_link_sets_one_password_once(office: Office) -> None:
    token = invite(office.member, board=office.board, by=None, at=NOW)
    new, thief = "một câu khác để nhớ", "một câu của kẻ gian"
    for password in (new, thief):
        client = Client()
        client.get(f"/tai-khoan/moi/{token}/")
        client.post("/tai-khoan/moi/dat/", {"password1": password, "password2": password})
    assert [tried(office.member.username, each) for each in (thief, new)] == [WRONG, SECOND]


def calls_of(name: str) -> Iterator[tuple[str, str]]:
    """Yield file and line of every call of a method of this name in our source."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name:
                yield str(file.relative_to(SOURCE)), ast.unparse(node)


def test_a7_only_the_invited_person_ever_has_a_password_set() -> None:
    assert [file for file, _ in calls_of("set_password")] == [
        "people/models.py",
        "people/models.py",
        "people/services/accounts.py",
    ]
    assert [said for _, said in calls_of("create_user") if "password" in said] == []
    assert "by" not in inspect.signature(services.choose_password).parameters


@pytest.mark.parametrize("command", ["changepassword", "createsuperuser"])
def test_a7_no_command_of_the_server_chooses_a_password_for_somebody(command: str) -> None:
    from click.testing import CliRunner

    from chauphe.cli.manage import manage

    done = CliRunner().invoke(manage, [command, "ha"])
    assert (done.exit_code, "không ai đặt mật khẩu thay người khác" in done.output) == (1, True)
