"""One is at the desk of a board on which one holds an office today, and of no other."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from chauphe.core.authority import Role
from chauphe.core.moves import State
from chauphe.people.models import Absence, Delegation
from chauphe.people.services import appoint
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import SINCE, Office

SEATED = re.compile('name="seated" value="([^"]+)"')


def test_a_person_without_an_office_is_told_so(office: Office, desk: SignIn) -> None:
    answer = desk(factories.person("khach", "Lý Văn Khách")).get("/")
    assert answer.status_code == 403
    assert answer.content.decode().count("chưa được phân công nhiệm vụ trong Ban biên tập</h1>") == 1


def test_an_office_ends_with_its_last_day(office: Office, desk: SignIn) -> None:
    record = office.chief.appointments.get()
    for until, status in ((NOW.date(), 200), (NOW.date() - timedelta(days=1), 403)):
        record.until = until
        record.save()
        assert desk(office.chief).get("/").status_code == status


def test_one_goes_over_to_another_board_of_ones_own(office: Office, desk: SignIn) -> None:
    other = factories.office("stp-anhai")
    appoint(office.secretary, Role.SECRETARY, board=other.board, title="Thư ký", since=SINCE)
    factories.item(office, State.SIGNED_OFF, title="Tin của Ban này")
    factories.item(other, State.SIGNED_OFF, title="Tin của Ban kia")
    client = desk(office.secretary)
    seen = {}
    for slug in ("snv-anhai", "stp-anhai"):
        assert client.post("/ban/", {"board": slug}).headers["Location"] == "/"
        shown = client.get("/").content.decode()
        seen[slug] = ("Tin của Ban này" in shown, "Tin của Ban kia" in shown)
    assert seen == {"snv-anhai": (True, False), "stp-anhai": (False, True)}


def test_a_board_of_others_cannot_be_chosen(office: Office, desk: SignIn) -> None:
    factories.office("stp-anhai")
    assert desk(office.chief).post("/ban/", {"board": "stp-anhai"}).status_code == 404


def test_a_board_chosen_once_is_left_when_the_office_there_ends(office: Office, desk: SignIn) -> None:
    other = factories.office("stp-anhai")
    record = appoint(office.secretary, Role.SECRETARY, board=other.board, title="Thư ký", since=SINCE)
    client = desk(office.secretary)
    client.post("/ban/", {"board": "stp-anhai"})
    record.until = NOW.date() - timedelta(days=1)
    record.save()
    assert client.get("/").wsgi_request.board == office.board  # type: ignore[attr-defined]


def test_choosing_a_board_is_a_decision_and_needs_a_post(office: Office, desk: SignIn) -> None:
    assert desk(office.chief).get("/ban/").status_code == 405


def test_every_screen_asks_who_is_there(office: Office) -> None:
    item = factories.item(office, State.PUBLISHED)
    digest = factories.seen(item)
    screens = (
        "/",
        "/hang-cho/",
        "/tin-bai/",
        "/tin-bai/1/",
        "/tin-bai/1/1/x.png",
        "/so/",
        "/so/nhan-su/",
        f"/tep/{digest}",
    )
    doors = {Client().get(screen).headers.get("Location", "").partition("?")[0] for screen in screens}
    assert doors == {"/tai-khoan/dang-nhap/"}


def two_boards(office: Office) -> Office:
    """Let the chief and a deputy sit on a second board as well, and return it."""
    other = factories.office("stp-anhai")
    for person, role in ((office.chief, Role.EDITOR_IN_CHIEF), (office.deputy, Role.DEPUTY_EDITOR)):
        other.board.appointments.filter(role=role).delete()
        appoint(person, role, board=other.board, title="Chức danh", since=SINCE)
    return other


FORMS = {
    "/vang-mat/": ("/vang-mat/ghi/", {"until": "2026-11-24"}),
    "/uy-quyen/": (
        "/uy-quyen/ghi/",
        {"since": "23/11/2026", "until": "30/11/2026", "paper": "số 03", "move": "sign_off"},
    ),
}


@pytest.mark.parametrize("page", FORMS)
@pytest.mark.parametrize("named", [True, False])
def test_a_form_opened_on_another_board_is_refused(office: Office, desk: SignIn, page: str, named: bool) -> None:
    other, client = two_boards(office), desk(office.chief)
    client.post("/ban/", {"board": office.board.slug})
    found = SEATED.search(client.get(page).content.decode())
    assert found is not None
    assert found[1] == office.board.slug
    path, sent = FORMS[page]
    sent = sent | {"person": str(office.deputy.pk)} | ({"seated": found[1]} if named else {})
    client.post("/ban/", {"board": other.board.slug, "seated": found[1]})
    answer = client.post(path, sent)
    assert answer.status_code == 409
    assert f"Hiện đang làm việc ở {other.board.name}. Chưa ghi gì." in answer.content.decode()
    assert (Absence.objects.count(), Delegation.objects.count()) == (0, 0)


def test_the_form_goes_through_on_the_board_that_it_names(office: Office, desk: SignIn) -> None:
    other, client = two_boards(office), desk(office.chief)
    client.post("/ban/", {"board": other.board.slug})
    assert client.post("/vang-mat/ghi/", {"until": "2026-11-24", "seated": other.board.slug}).status_code in (200, 302)
    assert client.post("/vang-mat/ghi/", {"until": "2026-11-24", "seated": office.board.slug}).status_code == 409


def test_every_form_names_the_board(office: Office, desk: SignIn) -> None:
    """All of them, of whatever page: the token and the board are written by one tag."""
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    for page in (
        "/",
        "/vang-mat/",
        "/uy-quyen/",
        "/viet/",
        "/ngay-nghi/",
        "/nhan-su/don-vi/",
        f"/tin-bai/{item.number}/",
    ):
        shown = desk(office.chief).get(page).content.decode()
        forms = shown.count('method="post"')
        assert forms > 0
        assert shown.count(f'name="seated" value="{office.board.slug}"') == forms
