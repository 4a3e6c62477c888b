from datetime import date, datetime, timedelta
from http import HTTPStatus

import pytest
from django.test import Client

from chauphe.core.moves import State
from chauphe.desk.away import ends
from chauphe.people.models import Absence, Change
from chauphe.people.services import record_absence
from chauphe.people.soundness import astray
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import Office

PLACE, RECORD = "/vang-mat/", "/vang-mat/ghi/"


def test_two_taps_send_the_work_to_whoever_is_next(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    client = desk(office.chief)
    assert f'href="{PLACE}"' in client.get("/").content.decode()
    page = client.get(PLACE).content.decode()
    assert page.count('name="until"') == 4  # three days by one tap, and a field
    answer = client.post(RECORD, {"until": "2026-11-23"})
    assert answer.headers["Location"] == PLACE
    row = Absence.objects.get()
    assert (row.person, row.since) == (office.chief, NOW)
    assert item.title in desk(office.standing).get("/").content.decode()


def test_the_last_day_is_away_to_its_end(office: Office, desk: SignIn) -> None:
    desk(office.chief).post(RECORD, {"until": "24/11/2026"})
    assert Absence.objects.get().until == datetime.fromisoformat("2026-11-25T00:00:00+07:00")


def test_a_day_to_come_begins_at_midnight(office: Office, desk: SignIn) -> None:
    desk(office.member).post(RECORD, {"since": "24/11/2026", "until": "25/11/2026"})
    assert Absence.objects.get().since == datetime.fromisoformat("2026-11-24T00:00:00+07:00")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"until": ""}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"until": "hôm nào đó"}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"since": "31/02/2027", "until": "24/11/2026"}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"until": "19/11/2026"}, HTTPStatus.CONFLICT),
        ({"since": "25/11/2026", "until": "24/11/2026"}, HTTPStatus.CONFLICT),
    ],
)
def test_what_is_no_absence_is_refused_in_words(
    office: Office, desk: SignIn, sent: dict[str, str], status: HTTPStatus
) -> None:
    answer = desk(office.chief).post(RECORD, sent)
    assert (answer.status_code, Absence.objects.count()) == (status, 0)
    assert answer.content.decode().count("Chưa ghi nhận.") == 1


def test_nobody_makes_way_for_themselves_by_a_forged_form(office: Office, desk: SignIn) -> None:
    client = desk(office.standing)
    page = client.get(PLACE).content.decode()
    assert f'value="{office.chief.pk}"' not in page
    assert f'<option value="{office.secretary.pk}">' in page
    answer = client.post(RECORD, {"person": str(office.chief.pk), "until": "2026-11-23"})
    assert (answer.status_code, Absence.objects.count()) == (HTTPStatus.CONFLICT, 0)
    assert f"hoặc: {office.secretary.full_name}" in answer.content.decode()


def test_whoever_is_away_sees_who_recorded_it_and_when(office: Office, desk: SignIn) -> None:
    desk(office.secretary).post(RECORD, {"person": str(office.chief.pk), "until": "2026-11-23"})
    name = office.secretary.full_name.replace(" ", "\u00a0")
    for place in ("/", PLACE):
        page = desk(office.chief).get(place).content.decode()
        assert page.count(f"{name} ghi lúc 09:00, 23/11/2026") == 1, place


def test_an_absence_of_ones_own_says_nothing_of_who_recorded_it(office: Office, desk: SignIn) -> None:
    client = desk(office.chief)
    client.post(RECORD, {"until": "2026-11-23"})
    assert "ghi lúc" not in client.get("/").content.decode() + client.get(PLACE).content.decode()


def test_the_chiefs_office_records_it_for_others(office: Office, desk: SignIn) -> None:
    page = desk(office.secretary).get(PLACE).content.decode()
    assert f'<option value="{office.chief.pk}">' in page
    desk(office.secretary).post(RECORD, {"person": str(office.chief.pk), "until": "24/11/2026"})
    assert Absence.objects.get().person == office.chief


def test_a_forged_form_sends_nobody_away(office: Office, desk: SignIn) -> None:
    page = desk(office.deputy).get(PLACE).content.decode()
    assert str(office.chief.pk) not in page
    answer = desk(office.deputy).post(RECORD, {"person": str(office.chief.pk), "until": "24/11/2026"})
    assert (answer.status_code, Absence.objects.count()) == (HTTPStatus.CONFLICT, 0)


@pytest.mark.parametrize("person", ["khong-ai", "00000000-0000-0000-0000-000000000000", "'; --"])
def test_whom_the_board_does_not_know_is_not_found(office: Office, desk: SignIn, person: str) -> None:
    answer = desk(office.secretary).post(RECORD, {"person": person, "until": "24/11/2026"})
    assert (answer.status_code, Absence.objects.count()) == (HTTPStatus.NOT_FOUND, 0)


def test_whoever_is_back_says_so_with_one_tap(office: Office, desk: SignIn) -> None:
    client = desk(office.chief)
    client.post(RECORD, {"until": "24/11/2026"})
    row = Absence.objects.get()
    assert "Đang ghi vắng mặt" in client.get("/").content.decode()
    assert client.post(f"{PLACE}{row.pk}/tro-lai/").headers["Location"] == PLACE
    assert "Đang ghi vắng mặt" not in client.get("/").content.decode()


def test_nobody_ends_the_absence_of_another(office: Office, desk: SignIn) -> None:
    desk(office.chief).post(RECORD, {"until": "24/11/2026"})
    row = Absence.objects.get()
    assert desk(office.deputy).post(f"{PLACE}{row.pk}/tro-lai/").status_code == HTTPStatus.CONFLICT
    other = factories.office("bqltt")
    assert desk(other.chief).post(f"{PLACE}{row.pk}/tro-lai/").status_code == HTTPStatus.NOT_FOUND
    assert Absence.objects.get().until == row.until


@pytest.mark.parametrize("path", [RECORD, f"{PLACE}1/tro-lai/"])
def test_a_get_records_nothing(office: Office, desk: SignIn, path: str) -> None:
    assert desk(office.chief).get(path).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert Client().post(path).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 11, 23), [23, 24, 27]),
        (date(2026, 11, 25), [25, 26, 27]),
        (date(2026, 11, 26), [26, 27, 4]),
        (date(2026, 11, 27), [27, 28, 4]),
        (date(2026, 11, 28), [28, 29, 4]),
    ],
)
def test_one_tap_offers_today_tomorrow_and_a_friday(today: date, days: list[int]) -> None:
    assert [end.day.day for end in ends(today)] == days
    assert ends(today)[2].day - today >= timedelta(days=2)


def until(absence: Absence) -> str:
    return f"/vang-mat/{absence.pk}/den-ngay/"


def left(office: Office, days: int = 2) -> Absence:
    """Let the chief be away since an hour ago."""
    since, last = NOW - timedelta(hours=1), NOW + timedelta(days=days)
    return record_absence(office.chief, board=office.board, since=since, until=last)


@pytest.mark.parametrize(("day", "end"), [("04/12/2026", "2026-12-05"), ("23/11/2026", "2026-11-24")])
def test_an_absence_that_runs_is_prolonged_or_shortened(office: Office, desk: SignIn, day: str, end: str) -> None:
    row, client = left(office), desk(office.chief)
    assert until(row) in client.get(PLACE).content.decode()
    assert client.post(until(row), {"until": day}).headers["Location"] == PLACE
    row.refresh_from_db()
    assert (row.until, row.since) == (datetime.fromisoformat(f"{end}T00:00:00+07:00"), NOW - timedelta(hours=1))
    act = Change.objects.get(verb="away_until")
    assert (act.by, act.person, act.facts["until"]) == (office.chief, office.chief, f"{end}T00:00:00+07:00")
    assert "vắng đến " in client.get("/so/nhan-su/").content.decode().replace("\u00a0", " ")
    assert list(astray(office.board)) == []


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("22/11/2026", HTTPStatus.CONFLICT),
        ("", HTTPStatus.UNPROCESSABLE_ENTITY),
        ("31/12/9999", HTTPStatus.UNPROCESSABLE_ENTITY),
        ("20/12/2026", HTTPStatus.CONFLICT),
    ],
)
def test_the_past_stays_and_two_absences_do_not_meet(
    office: Office, desk: SignIn, day: str, status: HTTPStatus
) -> None:
    row = left(office)
    later = NOW + timedelta(days=20)
    record_absence(office.chief, board=office.board, since=later, until=later + timedelta(days=9))
    assert desk(office.chief).post(until(row), {"until": day}).status_code == status
    assert (Absence.objects.get(pk=row.pk).until, Change.objects.filter(verb="away_until").count()) == (row.until, 0)


def test_twice_is_once_and_what_is_over_stays_over(office: Office, desk: SignIn) -> None:
    row, client = left(office), desk(office.chief)
    client.post(until(row), {"until": "04/12/2026"})
    assert client.post(until(row), {"until": "04/12/2026"}).status_code == HTTPStatus.CONFLICT
    client.post(f"/vang-mat/{row.pk}/tro-lai/")
    assert client.post(until(row), {"until": "05/12/2026"}).status_code == HTTPStatus.CONFLICT
    assert Change.objects.filter(verb="away_until").count() == 1


@pytest.mark.parametrize("who", ["member", "deputy", "standing", "other"])
def test_nobody_makes_way_for_themselves_by_a_longer_absence(office: Office, desk: SignIn, who: str) -> None:
    row = left(office)
    person = factories.office("stp-anhai").chief if who == "other" else getattr(office, who)
    answer = desk(person).post(until(row), {"until": "04/12/2026"})
    assert answer.status_code in {HTTPStatus.CONFLICT, HTTPStatus.NOT_FOUND}
    assert Absence.objects.get(pk=row.pk).until == row.until


def test_the_secretary_shortens_it_for_the_chief(office: Office, desk: SignIn) -> None:
    row = left(office)
    assert desk(office.secretary).post(until(row), {"until": "24/11/2026"}).status_code == HTTPStatus.FOUND
    assert desk(office.chief).get(until(row)).status_code == HTTPStatus.METHOD_NOT_ALLOWED
