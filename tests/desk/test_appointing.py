"""Offices are given at the desk and taken back: what follows first, the link once, nobody's password in other hands."""

import re
from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chauphe.items.models import Asset
from chauphe.people.models import Appointment, Change, Invitation, Person, Unit
from tests import factories
from tests.desk.conftest import SignIn
from tests.desk.rows import PDF, Paper
from tests.desk.test_offices import PAPER, PLACE, SEEN, UNITS, address, confirmed, form, merger, shown
from tests.factories import Office

APPOINT = "/nhan-su/bo-nhiem/"
LINK = re.compile(r">(http[^<]+/tai-khoan/moi/[^<]+/)<")
NEW = "mot cau dai de nho ca nam"


def newcomer(office: Office, **changed: Any) -> dict[str, Any]:
    facts = {"name": "Nguyễn Thị Bích Hằng", "email": "hangntb@snv.example", "honorific": "bà", "role": "contributor"}
    return facts | {"unit": [office.centre.pk], "since": "23/11/2026", "decision": PAPER} | changed


def hang() -> Person:
    return Person.objects.get(email="hangntb@snv.example")


def test_a_newcomer_comes_in_by_the_link_and_writes(office: Office, desk: SignIn) -> None:
    page, answer = confirmed(desk(office.secretary), APPOINT, newcomer(office))
    assert "Mở tài khoản cho Nguyễn Thị Bích Hằng; người này tự đặt mật khẩu." in page
    assert "Không thiếu ai vì việc này." in page
    link = LINK.search(answer.content.decode())
    assert link is not None
    browser = Client()
    browser.get(link[1], follow=True)
    browser.post("/tai-khoan/moi/dat/", {"password1": NEW, "password2": NEW})
    assert hang().check_password(NEW)
    assert desk(hang()).get("/viet/").status_code == HTTPStatus.OK


def test_the_link_is_shown_once_and_kept_by_no_browser(office: Office, desk: SignIn) -> None:
    client, sent = desk(office.secretary), newcomer(office)
    _page, answer = confirmed(client, APPOINT, sent)
    assert LINK.search(answer.content.decode())
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    again = client.post(APPOINT, sent)
    assert (again.status_code, Invitation.objects.count()) == (HTTPStatus.CONFLICT, 1)
    assert LINK.search(client.get(PLACE).content.decode()) is None


def test_whoever_records_a_deputy_is_given_no_link(office: Office, desk: SignIn) -> None:
    _page, answer = confirmed(desk(office.secretary), APPOINT, newcomer(office, role="deputy_editor", file=Paper()))
    shown_page = answer.content.decode()
    assert (LINK.search(shown_page), Invitation.objects.count()) == (None, 0)
    assert "chauphe board invite snv-anhai hangntb" in shown_page


def test_the_first_sending_opens_no_account(office: Office, desk: SignIn) -> None:
    for seen in ({}, {"seen": "0" * 64}):
        answer = desk(office.secretary).post(APPOINT, newcomer(office) | seen)
        assert (answer.status_code, Change.objects.filter(verb="enrol").count()) == (HTTPStatus.OK, 0)


def test_the_paper_is_kept_with_the_office(office: Office, desk: SignIn) -> None:
    client = desk(office.secretary)
    sent = newcomer(office, file=SimpleUploadedFile("quyet-dinh.pdf", PDF))
    page = client.post(APPOINT, sent).content.decode()
    kept = Asset.objects.get(name="quyet-dinh.pdf")
    seen = SEEN.search(page)
    assert seen is not None
    assert page.count(f'name="paper" value="{kept.sha256}"') == 2
    client.post(APPOINT, newcomer(office, paper=kept.sha256, seen=seen[1]))
    facts = Change.objects.get(verb="appoint", person=hang()).facts
    assert (facts["file"], facts["file_name"]) == (kept.sha256, "quyet-dinh.pdf")
    assert f'href="/tep/{kept.sha256}"' in client.get("/so/nhan-su/").content.decode()


def test_another_boards_paper_is_not_taken(office: Office, desk: SignIn) -> None:
    other = factories.office("bqltt")
    strange = factories.picture(other, by=other.contributor)
    confirmed(desk(office.secretary), APPOINT, newcomer(office, paper=strange.sha256))
    assert "file" not in Change.objects.get(verb="appoint", person=hang()).facts


def test_what_is_no_file_for_the_board_is_refused_in_words(office: Office, desk: SignIn) -> None:
    answer = desk(office.secretary).post(APPOINT, newcomer(office, file=SimpleUploadedFile("a.exe", b"MZ")))
    assert (answer.status_code, answer.content.decode().count("Chưa ghi nhận.")) == (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        1,
    )


def test_somebody_known_gets_an_office_and_no_link(office: Office, desk: SignIn) -> None:
    sent = newcomer(office, person=str(office.contributor.pk), name="", email="", role="board_member")
    _page, answer = confirmed(desk(office.standing), APPOINT, sent)
    assert answer.headers["Location"] == PLACE
    held = office.contributor.appointments.order_by("-pk")[0]
    assert (held.role, held.since, held.decision) == ("board_member", date(2026, 11, 23), PAPER)


def test_a_namesake_is_pointed_out_first(office: Office, desk: SignIn) -> None:
    sent = newcomer(office, name=office.member.full_name)
    page = desk(office.secretary).post(APPOINT, sent).content.decode().replace("\u00a0", " ")
    assert "Ban đã có Huỳnh Thị Ngữ, Ủy viên. Nếu là cùng một người, hãy chọn trong danh sách." in page


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"role": "chua-te"}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"since": "mai"}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"until": "mai"}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"name": "A" * 121}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"name": "", "email": ""}, HTTPStatus.CONFLICT),
        ({"person": "khong-ai"}, HTTPStatus.CONFLICT),
        ({"unit": []}, HTTPStatus.CONFLICT),
        ({"until": "01/11/2026"}, HTTPStatus.CONFLICT),
        ({"role": "editor_in_chief"}, HTTPStatus.CONFLICT),
    ],
)
def test_what_is_no_appointment_is_refused_in_words(
    office: Office, desk: SignIn, changed: dict[str, Any], status: HTTPStatus
) -> None:
    people = Person.objects.count()
    answer = desk(office.secretary).post(APPOINT, newcomer(office, **changed))
    assert (answer.status_code, Person.objects.count()) == (status, people)
    assert answer.content.decode().count("Chưa ghi nhận.") == 1


@pytest.mark.parametrize("who", ["deputy", "member", "contributor"])
def test_nobody_else_appoints_or_takes_back(office: Office, desk: SignIn, who: str) -> None:
    confirmed(desk(office.secretary), APPOINT, newcomer(office, since="24/11/2026"))
    held = Appointment.objects.get(person=hang())
    client, before = desk(getattr(office, who)), Change.objects.count()
    places = (APPOINT, f"{PLACE}{held.pk}/bo/", f"{PLACE}{held.pk}/lien-ket/", f"{UNITS}{office.centre.pk}/bo/")
    for path in places:
        assert client.post(path, newcomer(office)).status_code == HTTPStatus.FORBIDDEN
        assert client.get(path).status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED}
    assert Change.objects.count() == before


def test_another_boards_offices_and_units_are_not_found(office: Office, desk: SignIn) -> None:
    client = desk(factories.office("bqltt").secretary)
    held = office.deputy.appointments.get()
    for path in (f"{PLACE}{held.pk}/bo/", f"{PLACE}{held.pk}/lien-ket/", f"{UNITS}{office.centre.pk}/bo/"):
        assert client.post(path).status_code == HTTPStatus.NOT_FOUND


def test_a_newcomer_who_lost_the_link_is_given_another(office: Office, desk: SignIn) -> None:
    client = desk(office.secretary)
    _page, first = confirmed(client, APPOINT, newcomer(office))
    held = Appointment.objects.get(person=hang())
    roster = client.get(PLACE).content.decode()
    assert f'action="{PLACE}{held.pk}/lien-ket/"' in roster
    after = re.search(r'name="after" value="(\d+)"', roster)
    assert after is not None
    answer = client.post(f"{PLACE}{held.pk}/lien-ket/", {"after": after[1]})
    old, new = (LINK.search(each.content.decode()) for each in (first, answer))
    assert old is not None
    assert new is not None
    assert Client().get(old[1]).status_code == HTTPStatus.GONE
    again = client.post(f"{PLACE}{held.pk}/lien-ket/", {"after": after[1]})
    assert (again.status_code, "Vừa có liên kết khác được tạo" in again.content.decode()) == (HTTPStatus.CONFLICT, True)


def test_nobody_with_a_password_is_given_a_link(office: Office, desk: SignIn) -> None:
    held = office.member.appointments.get()
    answer = desk(office.secretary).post(f"{PLACE}{held.pk}/lien-ket/")
    assert (answer.status_code, Invitation.objects.count()) == (HTTPStatus.CONFLICT, 0)


def test_an_appointment_to_come_is_taken_back_at_the_desk(office: Office, desk: SignIn) -> None:
    client = desk(office.secretary)
    confirmed(client, address(office.deputy), form("handed_over", to=str(office.contributor.pk)))
    held = office.contributor.appointments.order_by("-pk")[0]
    place = f"{PLACE}{held.pk}/bo/"
    assert place in client.get(PLACE).content.decode()
    assert "Nếu hủy, Đặng Thị Mỹ Lệ tiếp tục như trước." in shown(client, place)
    _page, answer = confirmed(client, place, {})
    assert answer.headers["Location"] == PLACE
    assert office.deputy.appointments.get().until is None
    book = shown(client, "/so/nhan-su/")
    assert "ghi việc <b><bdi>Đặng Thị Mỹ Lệ</bdi></b> tiếp tục làm" in book


def test_a_leaving_to_come_is_taken_back_at_the_desk(office: Office, desk: SignIn) -> None:
    client = desk(office.secretary)
    confirmed(client, address(office.deputy), form("leaves"))
    held = office.deputy.appointments.get()
    assert held.until is not None
    place = f"{PLACE}{held.pk}/bo/"
    assert place in client.get(PLACE).content.decode()
    assert "Nếu hủy, người này tiếp tục như trước." in shown(client, place)
    confirmed(client, place, {})
    assert office.deputy.appointments.get().until is None
    assert place not in client.get(PLACE).content.decode()
    assert client.post(place).status_code == HTTPStatus.CONFLICT


def test_what_has_begun_is_refused_in_words(office: Office, desk: SignIn) -> None:
    held = office.deputy.appointments.get()
    answer = desk(office.chief).post(f"{PLACE}{held.pk}/bo/")
    assert (answer.status_code, "Chức danh này đã bắt đầu" in answer.content.decode()) == (HTTPStatus.CONFLICT, True)


def test_a_merger_to_come_is_taken_back_at_the_desk(office: Office, desk: SignIn) -> None:
    client = desk(office.chief)
    confirmed(client, UNITS, merger(office))
    place = f"{UNITS}{office.centre.pk}/bo/"
    assert place in client.get(PLACE).content.decode()
    assert "Từ ngày 01/12/2026, các đơn vị sau chuyển thành Phòng Công chức, viên chức:" in shown(client, place)
    _page, answer = confirmed(client, place, {})
    assert answer.headers["Location"] == PLACE
    assert Unit.objects.get(pk=office.centre.pk).until is None
    assert "hủy việc" in shown(client, "/so/nhan-su/")
    assert client.post(place).status_code == HTTPStatus.CONFLICT
