"""No page of the desk asks the database more than twelve questions, at whatever size."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chauphe.core.moves import State
from chauphe.items import services
from chauphe.items.models import Asset
from chauphe.people.services import (
    Reorganisation,
    choose_password,
    delegate,
    end_absence,
    invite,
    plan_review,
    record_absence,
    reorganise,
)
from chauphe.people.services.accounts import digest
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.desk.writing.fields import fields
from tests.factories import MORNING, Office

MOST = 12
LINK = '<p>Xem <a href="https://dichvucong.gov.vn/">Cổng Dịch vụ công</a>.</p>'
LISTS = (
    "/",
    "/hang-cho/",
    "/tin-bai/",
    "/tin-bai/?tim=hoc+nghe&buoc=in_moderation",
    "/tin-bai/?tim=17",
    "/tin-bai/?don-vi=cong-chuc&muc=tin-tuc&loai=news&truoc=20",
    "/so/",
    "/so/?truoc=40",
    "/so/nhan-su/",
    "/so/nhan-su/?truoc=40",
    "/ngay-nghi/",
    "/ban-thao/",
    "/viet/",
)
SIZES = pytest.mark.parametrize("rows", [1, 9])
"""The larger fills more than a page of each list: three items and four acts on people come with each."""

QUESTIONS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


def questions(ask: Callable[[], HttpResponse]) -> int:
    """Count what is asked of the database, once what is kept is warm; to begin or end a transaction is no question."""
    ask()
    with CaptureQueriesContext(connection) as seen:
        assert ask().status_code == 200
    return sum(each["sql"].lstrip("(").startswith(QUESTIONS) for each in seen.captured_queries)


def asked(client: Client, address: str) -> int:
    return questions(lambda: client.get(address))


def fill(office: Office, rows: int) -> None:
    for _ in range(rows):
        factories.item(office, State.IN_MODERATION)
        factories.item(office, State.PUBLISHED, body=LINK)
        returned = factories.item(office, State.IN_EDITING)
        factories.returned(office, returned, by=office.member, at=MORNING + timedelta(days=1))


def staffed(office: Office, rows: int) -> None:
    for _ in range(rows):
        token = invite(office.member, board=office.board, by=office.secretary, at=NOW)
        choose_password(digest(token), f"mot cau khac de nho {token}", at=NOW)
        gone = record_absence(office.contributor, board=office.board, since=NOW, until=None, by=None, at=NOW)
        end_absence(gone, by=None, at=NOW)


def pictures(office: Office, count: int) -> list[Asset]:
    colours = (f"#{number:02x}3e8c" for number in range(count))
    return [factories.picture(office, by=office.contributor, colour=colour) for colour in colours]


@SIZES
def test_lists_ask_at_most_twelve_questions(office: Office, desk: SignIn, rows: int) -> None:
    fill(office, rows)
    staffed(office, rows)
    counts = {
        (person.username, address): asked(desk(person), address)
        for person in (office.chief, office.deputy, office.secretary, office.contributor)
        for address in LISTS
    }
    assert [where for where, count in counts.items() if count > MOST] == []


@SIZES
def test_what_units_ask_each_other_takes_at_most_twelve_questions(office: Office, desk: SignIn, rows: int) -> None:
    fill(office, rows)
    until = NOW.date()
    for number in range(rows * 2):
        item = factories.item(office, State.IN_MODERATION, body=LINK)
        who = {"board": office.board, "at": NOW}
        out = services.consult(
            item.pk, by=office.deputy, seen=factories.seen(item), units=[office.centre, office.organisation],
            text="Đúng chưa?", until=until, **who,
        )  # fmt: skip
        if number % 2:
            services.answer(out[0].asked.seq, by=office.other_member, opinion="agrees", **who)
    pages = (
        "/",
        f"/tin-bai/{item.number}/",
        f"/tin-bai/{item.number}/xin-y-kien/",
        f"/tin-bai/{item.number}/y-kien/{out[1].asked.seq}/",
    )
    people = (office.deputy, office.standing, office.other_member, office.chief)
    counts = {
        (person.username, page): asked(desk(person), page)
        for person in people
        for page in pages
        if person == office.deputy or "/xin-" not in page
    }
    assert {where: count for where, count in counts.items() if count > MOST} == {}


@SIZES
def test_pages_of_offices_and_units_ask_at_most_twelve_questions(office: Office, desk: SignIn, rows: int) -> None:
    fill(office, rows)
    for number in range(rows):
        since = NOW.date() + timedelta(days=number)
        merged = Reorganisation(since, "Quyết định số 15", name=f"Phòng {number}")
        unit = reorganise(merged, board=office.board, by=None, at=NOW, anyway=True)
        what = Reorganisation(since + timedelta(days=1), "Quyết định số 16", units=(unit,), into=office.division)
        reorganise(what, board=office.board, by=None, at=NOW, anyway=True)
        away = NOW + timedelta(days=number)
        record_absence(office.member, board=office.board, since=away, until=away + timedelta(hours=1), at=NOW)
    held = office.deputy.appointments.get()
    pages = (
        "/",
        "/nhan-su/",
        "/nhan-su/sap-thieu/",
        "/nhan-su/don-vi/",
        "/nhan-su/bo-nhiem/",
        f"/nhan-su/{held.pk}/",
        f"/nhan-su/{held.pk}/bo/",
        f"/nhan-su/don-vi/{unit.pk}/bo/",
    )
    people = (office.chief, office.secretary)
    counts = {(person.username, page): asked(desk(person), page) for person in people for page in pages}
    assert {where: count for where, count in counts.items() if count > MOST} == {}


@SIZES
def test_the_letter_asks_at_most_twelve_questions(office: Office, desk: SignIn, rows: int) -> None:
    fill(office, rows)
    changed = factories.item(office, State.IN_MODERATION, body=LINK)
    factories.revised(office, changed, by=office.deputy, at=MORNING + timedelta(days=1), body=LINK * 2)
    images = [{"sha256": each.sha256, "alt": "Ảnh", "credit": "An"} for each in pictures(office, rows)]
    items = [changed, *(factories.item(office, state, body=LINK, images=images) for state in State)]
    counts = {
        (person.username, item.number): asked(desk(person), f"/tin-bai/{item.number}/")
        for person in (office.deputy, office.chief, office.contributor)
        for item in items
    }
    assert [where for where, count in counts.items() if count > MOST] == []


@SIZES
def test_the_editor_asks_at_most_twelve_questions(office: Office, desk: SignIn, rows: int) -> None:
    fill(office, rows)
    kept = pictures(office, rows)
    image = {"alt": "Ảnh", "credit": "An"}
    figures = "".join(f'<figure data-image="{each.sha256}"></figure>' for each in kept)
    draft = factories.item(office, body=figures, images=[image | {"sha256": each.sha256} for each in kept])
    early = factories.item(office, State.IN_EDITING)
    counts = {
        (person.username, name): asked(desk(person), f"/viet/{item.pk}/{name}")
        for person, item in ((office.contributor, draft), (office.member, early))
        for name in ("", "xem-truoc/")
    }
    counts[office.contributor.username, "anh"] = asked(desk(office.contributor), f"/anh/{kept[0].sha256}")
    assert [where for where, count in counts.items() if count > MOST] == []


@SIZES
def test_saving_by_the_second_asks_at_most_twelve_questions(office: Office, desk: SignIn, rows: int) -> None:
    fill(office, rows)
    kept, client = pictures(office, rows), desk(office.contributor)
    item = factories.item(office, body="".join(f'<figure data-image="{each.sha256}"></figure>' for each in kept))
    form = fields(item, office.contributor, page="trang-1")
    titles = iter(("Một", "Hai"))

    def save() -> HttpResponse:
        return client.post(f"/viet/{item.pk}/luu/", form | {"title": next(titles)})

    def hold() -> HttpResponse:
        return client.post(f"/viet/{item.pk}/giu/")

    assert [name for name, ask in (("save", save), ("hold", hold)) if questions(ask) > MOST] == []


@SIZES
def test_pages_of_authority_ask_at_most_twelve_questions(office: Office, desk: SignIn, rows: int) -> None:
    record_absence(office.chief, board=office.board, since=MORNING, until=NOW - timedelta(minutes=1))
    chief = office.chief.appointments.get()
    for number in range(rows):
        item = factories.item(office, State.AWAITING_SIGN_OFF, at=MORNING + timedelta(minutes=1))
        at = NOW - timedelta(hours=1)
        services.sign_off(item.pk, board=office.board, by=office.standing, at=at, seen=factories.seen(item))
        since = NOW + timedelta(days=number)
        given = {"since": since, "until": since + timedelta(days=1), "paper": "Giấy ủy quyền số 03/GUQ-SNV"}
        delegate(chief, office.other_deputy, by=office.chief, at=NOW, units=[office.division], **given)
        record_absence(office.member, board=office.board, since=since, until=since + timedelta(hours=1), at=NOW)
        factories.item(office, State.PUBLISHED, at=MORNING - timedelta(days=90))
    plan_review(office.news, months=1, by=office.secretary, at=NOW)
    waiting = factories.item(office, State.IN_MODERATION)
    pages = (
        "/",
        "/vang-mat/",
        "/bao-cao-lai/",
        "/uy-quyen/",
        "/thoi-han/",
        "/thoi-han/?quy=2026-3",
        "/ra-soat/",
        f"/tin-bai/{waiting.number}/ai-quyet/",
    )
    people = (office.chief, office.standing, office.secretary, office.member)
    counts = {(person.username, page): asked(desk(person), page) for person in people for page in pages}
    assert {where: count for where, count in counts.items() if count > MOST} == {}


@SIZES
def test_several_at_once_ask_at_most_twelve_questions(office: Office, desk: SignIn, rows: int) -> None:
    for number in range(rows):
        item = factories.item(office, State.IN_MODERATION, title=f"Tin {number}", body=LINK)
        factories.revised(office, item, by=office.deputy, at=MORNING + timedelta(days=1), body=LINK * 2)
    pages = ("buoc=moderate", "&".join(["buoc=moderate", *(f"muc={number}" for number in range(1, rows + 1))]))
    counts = {page: asked(desk(office.deputy), f"/hang-cho/nhieu-viec/?{page}") for page in pages}
    assert {page: count for page, count in counts.items() if count > MOST} == {}
