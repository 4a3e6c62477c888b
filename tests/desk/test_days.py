"""Ngày nghỉ, ngày làm việc: a year of the office, what the notice says, and what is only worked out."""

from datetime import date
from http import HTTPStatus

import pytest
from django.test import Client

from chauphe.core.moves import State
from chauphe.desk.days import Origin, spells
from chauphe.people.models import DeclaredDay
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import Office

PLACE, DECLARE, WITHDRAW = "/ngay-nghi/", "/ngay-nghi/ghi/", "/ngay-nghi/bo/"
FORM = {
    "works": "0",
    "since": "04/02/2027",
    "until": "10/02/2027",
    "name": "Nghỉ Tết Đinh Mùi",
    "paper": "Thông báo số 12/TB-SNV",
}
ONLY_COMPUTED = "Lịch nghỉ năm 2027 mới chỉ là tính trước."


def page(client: Client, year: str = "") -> str:
    answer = client.get(PLACE, {"nam": year} if year else {})
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode().replace("\u00a0", " ")


def test_everybody_reads_when_the_office_works(office: Office, desk: SignIn) -> None:
    shown = page(desk(office.contributor))
    assert shown.count("Ngày Văn hóa Việt Nam") == 1
    assert [shown.count(spell) for spell in ("07:30 – 11:30", "13:30 – 17:00")] == [1, 1]
    assert shown.count("lịch đã công bố") == shown.count("<li><div><b>")
    assert DECLARE not in shown


def test_next_year_is_said_to_be_worked_out_only(office: Office, desk: SignIn) -> None:
    shown = page(desk(office.secretary), "2027")
    assert (shown.count(ONLY_COMPUTED), shown.count("tính theo luật")) == (1, 7)
    assert ONLY_COMPUTED not in page(desk(office.secretary))


def test_the_notice_is_recorded_with_its_number(office: Office, desk: SignIn) -> None:
    client = desk(office.secretary)
    answer = client.post(DECLARE, FORM)
    assert answer.headers["Location"] == f"{PLACE}?nam=2027"
    shown = page(client, "2027")
    assert (shown.count(ONLY_COMPUTED), shown.count("Nghỉ Tết Đinh Mùi")) == (0, 2)  # the name, and its button's
    assert DeclaredDay.objects.count() == 7
    book = client.get("/so/nhan-su/").content.decode().replace("\u00a0", " ")
    said = "ghi ngày nghỉ: ngày 04/02/2027 đến ngày 10/02/2027 (<b><bdi>Nghỉ Tết Đinh Mùi</bdi></b>), theo"
    assert book.count(said) == 1


def test_a_single_day_needs_no_last_day(office: Office, desk: SignIn) -> None:
    desk(office.chief).post(DECLARE, FORM | {"until": "", "works": "1"})
    row = DeclaredDay.objects.get()
    assert (row.day, row.works) == (date(2027, 2, 4), True)


def test_a_day_off_moves_what_is_due(office: Office, desk: SignIn) -> None:
    factories.item(office, State.AWAITING_SIGN_OFF, at=factories.MORNING.replace(day=23, hour=0))
    chief = desk(office.chief)
    before = chief.get("/").content.decode().replace("\u00a0", " ")
    chief.post(DECLARE, FORM | {"since": "25/11/2026", "until": ""})
    after = chief.get("/").content.decode().replace("\u00a0", " ")
    assert [("25/11" in shown, "26/11" in shown) for shown in (before, after)] == [(True, False), (False, True)]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"since": ""}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"until": "31/02/2027"}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"until": "01/02/2027"}, HTTPStatus.CONFLICT),
        ({"paper": ""}, HTTPStatus.CONFLICT),
        ({"name": " "}, HTTPStatus.CONFLICT),
        ({"since": "04/02/2098", "until": ""}, HTTPStatus.CONFLICT),
    ],
)
def test_what_is_no_notice_is_refused_in_words(
    office: Office, desk: SignIn, sent: dict[str, str], status: HTTPStatus
) -> None:
    answer = desk(office.secretary).post(DECLARE, FORM | sent)
    assert (answer.status_code, DeclaredDay.objects.count()) == (status, 0)
    assert answer.content.decode().count("Chưa ghi nhận.") == 1


def test_a_forged_form_declares_and_withdraws_nothing(office: Office, desk: SignIn) -> None:
    desk(office.secretary).post(DECLARE, FORM | {"until": ""})
    row = DeclaredDay.objects.get()
    for person in (office.standing, office.deputy, office.member, office.contributor):
        client = desk(person)
        statuses = [client.post(DECLARE, FORM).status_code, client.post(WITHDRAW, {"day": row.pk}).status_code]
        assert statuses == [HTTPStatus.CONFLICT] * 2
    assert [each.withdrawn_at for each in DeclaredDay.objects.all()] == [None]


def test_what_was_recorded_is_withdrawn_once(office: Office, desk: SignIn) -> None:
    client = desk(office.secretary)
    client.post(DECLARE, FORM)
    keys = [str(row.pk) for row in DeclaredDay.objects.all()]
    assert [client.post(WITHDRAW, {"day": keys}).status_code for _ in range(2)] == [
        HTTPStatus.FOUND,
        HTTPStatus.CONFLICT,
    ]
    assert page(client, "2027").count(ONLY_COMPUTED) == 1


@pytest.mark.parametrize("day", ["", "0", "9" * 30, "một", "-1"])
def test_another_boards_days_and_none_at_all_stay(office: Office, desk: SignIn, day: str) -> None:
    other = factories.office("bqltt")
    desk(other.secretary).post(DECLARE, FORM | {"until": ""})
    key = DeclaredDay.objects.get().pk
    answer = desk(office.secretary).post(WITHDRAW, {"day": [day, str(key)]})
    assert (answer.status_code, DeclaredDay.objects.get().withdrawn_at) == (HTTPStatus.CONFLICT, None)
    assert page(desk(office.secretary), "2027").count("Đinh Mùi") == 0


@pytest.mark.parametrize("path", [DECLARE, WITHDRAW])
def test_a_get_declares_nothing(office: Office, desk: SignIn, path: str) -> None:
    assert desk(office.secretary).get(path).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert Client().post(path).status_code == HTTPStatus.FOUND
    assert desk(office.secretary).post(PLACE).status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize("year", ["1066", "9999", "-1", "x", "²⁰²⁷", "20270"])
def test_a_year_that_nobody_knows_is_this_one(office: Office, desk: SignIn, year: str) -> None:
    assert page(desk(office.contributor), year).count("<h1>Ngày nghỉ, ngày làm việc năm 2026</h1>") == 1


def test_days_on_end_are_one_line_by_their_names() -> None:
    found = [(each.first, each.last.day, each.name) for each in spells((), 2026, language="vi")]
    assert found[1] == (date(2026, 2, 16), 20, "Giao thừa Tết Nguyên Đán – Mùng bốn Tết Nguyên Đán")
    assert found[3] == (date(2026, 4, 30), 1, "Ngày Chiến thắng; Ngày Quốc tế Lao động")
    assert found[5] == (date(2026, 8, 31), 2, "Ngày nghỉ (thay cho ngày 22/08/2026); Quốc khánh")
    assert len(found) == 7


def test_days_on_end_of_one_notice_are_one_line(office: Office) -> None:
    said = [DeclaredDay(pk=day, day=date(2027, 2, day), name="Tết", paper="TB 12", works=False) for day in (4, 5, 6)]
    said.append(DeclaredDay(pk=9, day=date(2027, 2, 13), name="Bù", paper="TB 12", works=True))
    found = [each for each in spells(said, 2027, language="vi") if each.origin is Origin.DECLARED]
    assert [(each.first.day, each.last.day, each.works, each.keys) for each in found] == [
        (4, 6, False, (4, 5, 6)),
        (13, 13, True, (9,)),
    ]
