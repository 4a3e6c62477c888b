"""Every answer of the desk forbids the browser what the desk does not need."""

from django.test import Client

from chauphe.core.moves import State
from chauphe.desk.security import POLICY
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import Office


def test_every_page_carries_the_policy(office: Office, desk: SignIn) -> None:
    factories.item(office, State.AWAITING_SIGN_OFF)
    client = desk(office.chief)
    answers = [client.get(address) for address in ("/", "/tin-bai/", "/tin-bai/1/", "/so/", "/nowhere/")]
    answers += [Client().get("/tai-khoan/dang-nhap/"), client.post("/ban/", {"board": "x"})]
    assert {answer.headers["Content-Security-Policy"] for answer in answers} == {POLICY}
    assert {"unsafe" in POLICY, "http" in POLICY} == {False}


def test_pages_are_not_kept_by_shared_machines(office: Office, desk: SignIn) -> None:
    assert desk(office.chief).get("/").headers["Cache-Control"] == "private, no-store"


def test_frames_and_sensors_are_closed(office: Office, desk: SignIn) -> None:
    headers = desk(office.chief).get("/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Permissions-Policy"].count("camera=()") == 1
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_no_page_holds_inline_script_or_style(office: Office, desk: SignIn) -> None:
    factories.item(office, State.AWAITING_SIGN_OFF)
    client = desk(office.chief)
    pages = [client.get(address).content.decode() for address in ("/", "/tin-bai/", "/tin-bai/1/", "/so/", "/nowhere/")]
    pages.append(Client().get("/tai-khoan/dang-nhap/").content.decode())
    for forbidden in (" style=", "<style", " onclick=", " onload=", "<script>", "javascript:"):
        assert [page.count(forbidden) for page in pages] == [0] * len(pages)
