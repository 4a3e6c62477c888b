"""Giving power away asks who one is, as an approval does: for offices, units and delegations (DESIGN §4)."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from chauphe.people.models import Appointment, Delegation, Unit
from chauphe.people.selectors import book_of
from tests.desk.conftest import NOW, SignIn
from tests.desk.rows import PAPER, Paper
from tests.desk.test_offices import SEEN, UNITS, address, form, merger
from tests.factories import PASSWORD, Office

APPOINT, GIVE = "/nhan-su/bo-nhiem/", "/uy-quyen/ghi/"
FILING = ("editor_in_chief", "standing_deputy", "deputy_editor", "secretary")
ASKED = "/tai-khoan/xac-nhan/"
LONG = 8 * 3600.0

Sent = Callable[[Office], tuple[str, dict[str, Any]]]


def handed_over(office: Office) -> tuple[str, dict[str, Any]]:
    return address(office.chief), form("handed_over", to=str(office.contributor.pk))


def appointed(office: Office) -> tuple[str, dict[str, Any]]:
    sent = {"person": str(office.contributor.pk), "role": "board_member", "unit": [office.centre.pk]}
    return APPOINT, sent | {"since": "24/11/2026", "decision": PAPER, "file": Paper()}


def merged(office: Office) -> tuple[str, dict[str, Any]]:
    return UNITS, merger(office)


def given(office: Office) -> tuple[str, dict[str, Any]]:
    sent = {"person": str(office.deputy.pk), "since": "23/11/2026", "until": "30/11/2026", "paper": PAPER}
    return GIVE, sent | {"move": ["sign_off"], "file": Paper()}


def held() -> tuple[int, int, int]:
    return Appointment.objects.count(), Unit.objects.count(), Delegation.objects.count()


def asked(client: Client, path: str, sent: dict[str, Any]) -> str:
    """Send a form, be asked for a proof, give it, and return the page that it leads back to."""
    before = held()
    answer = client.post(path, sent)
    assert answer.headers["Location"].startswith(ASKED)
    back = parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0]
    answer = client.post(ASKED, {"password": PASSWORD, "next": back})
    assert (answer.headers["Location"], held()) == (back, before)
    return client.get(back).content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("make", [handed_over, appointed, merged, given])
def test_a_session_left_lying_gives_no_power_away(office: Office, desk: SignIn, make: Sent) -> None:
    path, sent = make(office)
    page = asked(desk(office.chief if make is given else office.standing, proved=LONG), path, sent)
    assert page.count("Nội dung vừa gửi chưa được ghi") == 1
    paper = sent.get("decision") or sent["paper"]
    assert (page.count(f'value="{paper}"'), page.count(f'value="{sent["since"]}"')) == (1, 1)
    assert page.count("Tệp đã gửi vẫn được giữ") == int("file" in sent)


def test_what_was_typed_and_the_file_go_on_after_the_proof(office: Office, desk: SignIn) -> None:
    client = desk(office.standing, proved=LONG)
    path, sent = handed_over(office)
    page = asked(client, path, sent)
    again = {
        "kind": "handed_over",
        "to": str(office.contributor.pk),
        "since": sent["since"],
        "decision": sent["decision"],
    }
    kept = page.partition('name="paper" value="')[2][:64]
    shown = client.post(path, again | {"paper": kept})
    seen = SEEN.search(shown.content.decode())
    assert seen is not None
    assert client.post(path, again | {"paper": kept, "seen": seen[1]}).status_code == HTTPStatus.FOUND
    assert Appointment.objects.filter(role="editor_in_chief").count() == 2


@pytest.mark.parametrize("method", ["password", "socialaccount"])
def test_a_young_proof_is_enough_and_the_offices_service_is_none(office: Office, desk: SignIn, method: str) -> None:
    path, sent = given(office)
    answer = desk(office.chief, method=method).post(path, sent)
    assert answer.headers["Location"].startswith(ASKED) == (method == "socialaccount")
    assert Delegation.objects.count() == int(method == "password")


def test_the_form_names_the_offices_of_which_the_paper_is_filed(office: Office, desk: SignIn) -> None:
    page = desk(office.standing).get(address(office.chief)).content.decode().replace("\u00a0", " ")
    said = page.partition("Bắt buộc với chức danh quyết định hoặc đăng tải: ")[2].partition("</p>")[0]
    book = book_of(office.board)
    titles = [str(book.rule(f"role.{role}", on=NOW.date()).value) for role in FILING]
    assert [title for title in titles if title not in said] == []


def test_whoever_may_record_nothing_is_refused_and_not_asked(office: Office, desk: SignIn) -> None:
    path, sent = handed_over(office)
    assert desk(office.member, proved=LONG).post(path, sent).status_code == HTTPStatus.FORBIDDEN
    path, sent = given(office)
    assert desk(office.deputy, proved=LONG).post(path, sent).status_code == HTTPStatus.FORBIDDEN
