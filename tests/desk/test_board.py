"""One is at the desk of a board on which one holds an office today, and of no other."""

from datetime import timedelta

from django.test import Client

from chauphe.core.authority import Role
from chauphe.core.moves import State
from chauphe.people.services import appoint
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import SINCE, Office


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
