"""Rà soát: what stands on the site is read again by its owner, and nobody else says that it is right."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from chauphe.core.moves import State
from chauphe.items.models import Item, Review
from chauphe.items.reviews import due_for_review
from chauphe.ledger.selectors import trail_of
from chauphe.people.models import ReviewPlan, Unit
from chauphe.people.reviews import plans_of
from chauphe.people.selectors import bench_of, book_of
from chauphe.people.services import plan_review
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import MORNING, Office

PLACE, RIGHT, PLAN = "/ra-soat/", "/ra-soat/con-dung/", "/ra-soat/chuyen-muc/"
LONG_AGO = MORNING - timedelta(days=200)


def old(office: Office, **given: Any) -> Item:
    return factories.item(office, State.PUBLISHED, title="Giờ tiếp công dân", at=LONG_AGO, **given)


def planned(office: Office, **given: Any) -> None:
    plan_review(office.news, by=office.secretary, at=NOW, **{"months": 6} | given)


def form(item: Item) -> dict[str, str]:
    return {"item": str(item.pk), "digest": factories.seen(item)}


def page(client: Client) -> str:
    answer = client.get(PLACE)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode().replace("\u00a0", " ")


def test_the_owner_says_with_one_tap_that_it_is_right(office: Office, desk: SignIn) -> None:
    planned(office)
    item = old(office)
    member = desk(office.member)
    assert (page(member).count("đến kỳ từ"), page(member).count(RIGHT)) == (1, 1)
    assert member.post(RIGHT, form(item)).headers["Location"] == PLACE
    assert page(member).count("Không có nội dung nào đến kỳ rà soát.") == 1
    assert trail_of(item.pk, board=office.board)[-1]["act"] == "review"
    assert "Rà soát: còn đúng" in desk(office.chief).get(f"/tin-bai/{item.number}/").content.decode()
    assert "Rà soát: còn đúng" in desk(office.chief).get("/so/").content.decode()


def test_others_see_with_whom_it_is(office: Office, desk: SignIn) -> None:
    planned(office, person=office.other_member)
    old(office)
    shown = page(desk(office.chief))
    assert (shown.count("Phan Văn Tứ, Ủy viên</span>"), shown.count(RIGHT)) == (1, 0)


def test_a_forged_or_stale_form_records_nothing(office: Office, desk: SignIn) -> None:
    planned(office)
    item = old(office)
    for person in (office.chief, office.other_deputy, office.contributor):
        assert desk(person).post(RIGHT, form(item)).status_code == HTTPStatus.CONFLICT
    assert desk(office.member).post(RIGHT, form(item) | {"digest": "0" * 64}).status_code == HTTPStatus.CONFLICT
    assert Review.objects.count() == 0


@pytest.mark.parametrize("sent", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_what_is_not_there_is_not_found(office: Office, desk: SignIn, sent: str) -> None:
    assert desk(office.member).post(RIGHT, {"item": sent}).status_code == HTTPStatus.NOT_FOUND
    assert desk(office.secretary).post(PLAN, {"section": sent}).status_code == HTTPStatus.NOT_FOUND


def test_another_boards_items_and_sections_are_not_found(office: Office, desk: SignIn) -> None:
    other = factories.office("bqltt")
    planned(other)
    item = old(other)
    assert desk(office.member).post(RIGHT, form(item)).status_code == HTTPStatus.NOT_FOUND
    sent = {"section": other.news.pk, "never": "1"}
    assert desk(office.secretary).post(PLAN, sent).status_code == HTTPStatus.NOT_FOUND
    assert (Review.objects.count(), ReviewPlan.objects.count()) == (0, 1)


def test_twice_on_end_it_is_recorded_once(office: Office, desk: SignIn) -> None:
    planned(office)
    item = old(office)
    member = desk(office.member)
    answers = [member.post(RIGHT, form(item)) for _ in range(2)]
    assert [each.status_code for each in answers] == [HTTPStatus.FOUND, HTTPStatus.CONFLICT]
    assert answers[1].content.decode().count("Chưa đến kỳ rà soát: đến kỳ từ ngày 23/05/2027.") == 1
    assert Review.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "months", "owner"),
    [
        ({"months": "3"}, 3, ("", "")),
        ({"months": " ", "owner": "role:secretary"}, None, ("", "secretary")),
        ({"months": "12", "owner": "person"}, 12, ("member", "")),
    ],
)
def test_the_secretary_sets_period_and_owner(
    office: Office, desk: SignIn, sent: dict[str, str], months: int | None, owner: tuple[str, str]
) -> None:
    sent = sent | ({"owner": f"person:{office.member.pk}"} if sent.get("owner") == "person" else {})
    client = desk(office.secretary)
    assert client.post(PLAN, sent | {"section": office.news.pk}).status_code == HTTPStatus.FOUND
    row = ReviewPlan.objects.get()
    assert (row.section, row.months, row.role) == (office.news, months, owner[1])
    assert row.person == (office.member if owner[0] else None)
    assert client.get("/so/nhan-su/").content.decode().count("đặt kỳ rà soát chuyên mục") == 1


def test_a_section_is_let_go_of(office: Office, desk: SignIn) -> None:
    planned(office)
    desk(office.chief).post(PLAN, {"section": office.news.pk, "never": "1"})
    assert ReviewPlan.objects.count() == 0
    assert page(desk(office.chief)).count("không đặt kỳ rà soát") == 2


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"months": "ba"}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"months": "0"}, HTTPStatus.CONFLICT),
        ({"months": "99"}, HTTPStatus.CONFLICT),
        ({"months": "3", "owner": "role:janitor"}, HTTPStatus.CONFLICT),
        ({"months": "3", "owner": "person:khong-ai"}, HTTPStatus.NOT_FOUND),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    office: Office, desk: SignIn, sent: dict[str, str], status: HTTPStatus
) -> None:
    answer = desk(office.secretary).post(PLAN, sent | {"section": office.news.pk})
    assert (answer.status_code, ReviewPlan.objects.count()) == (status, 0)


def test_nobody_else_sets_a_period_by_a_forged_form(office: Office, desk: SignIn) -> None:
    assert PLAN not in page(desk(office.member))
    sent = {"section": office.news.pk, "months": "3"}
    for person in (office.standing, office.member, office.contributor):
        assert desk(person).post(PLAN, sent).status_code == HTTPStatus.CONFLICT
    assert ReviewPlan.objects.count() == 0


def test_whoever_only_contributes_has_no_part_in_it(office: Office, desk: SignIn) -> None:
    assert desk(office.contributor).get(PLACE).status_code == HTTPStatus.FORBIDDEN
    assert PLACE not in desk(office.contributor).get("/").content.decode()


@pytest.mark.parametrize("path", [RIGHT, PLAN])
def test_a_get_records_nothing(office: Office, desk: SignIn, path: str) -> None:
    assert desk(office.secretary).get(path).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert Client().post(path).status_code == HTTPStatus.FOUND


def test_today_shows_what_is_mine_to_read_again_with_the_ways_onward(office: Office, desk: SignIn) -> None:
    planned(office)
    item = old(office)
    member = desk(office.member)
    today = member.get("/").content.decode()
    assert "1 nội dung đã đăng chờ bà rà soát" in today
    assert (today.count(RIGHT), f"/tin-bai/{item.number}/#sua-lai" in today, "#go-xuong" in today) == (1, True, False)
    assert member.post(RIGHT, form(item) | {"from": "today"}).headers["Location"] == "/"
    assert RIGHT not in member.get("/").content.decode()


def test_whoever_takes_down_is_shown_the_way_there(office: Office, desk: SignIn) -> None:
    planned(office, role="secretary")
    item = old(office)
    today = desk(office.secretary).get("/").content.decode()
    assert (f"/tin-bai/{item.number}/#go-xuong" in today, "#sua-lai" in today) == (True, False)
    assert f"/tin-bai/{item.number}/#go-xuong" in desk(office.secretary).get(PLACE).content.decode()
    assert 'id="go-xuong"' in desk(office.secretary).get(f"/tin-bai/{item.number}/").content.decode()


@pytest.mark.parametrize("who", ["other_member", "chief", "contributor"])
def test_today_shows_nobody_what_is_anothers_to_read_again(office: Office, desk: SignIn, who: str) -> None:
    planned(office)
    old(office)
    assert RIGHT not in desk(getattr(office, who)).get("/").content.decode()


def test_today_shows_the_oldest_and_leads_to_the_rest(office: Office, desk: SignIn) -> None:
    planned(office)
    for number in range(7):
        factories.item(office, State.PUBLISHED, title=f"Lịch {number}", at=LONG_AGO - timedelta(days=number))
    today = desk(office.member).get("/").content.decode()
    assert [today.count(f">Lịch {number}<") for number in range(7)] == [0, 0, 1, 1, 1, 1, 1]
    assert (today.count(RIGHT), "2 việc nữa" in today or "còn 2" in today.lower()) == (5, True)


def test_who_owns_is_the_same_in_ones_own_list_and_in_the_whole(office: Office) -> None:
    """By unit, by section, by office, by person, and for a unit that no remit names: one question asked two ways."""
    book, bench = book_of(office.board), bench_of(office.board, at=NOW)
    spare = Unit.objects.create(board=office.board, code="khac", name="Phòng Khác")
    office.other_deputy.appointments.get().sections.add(office.news)
    for unit in (office.division, office.centre, office.organisation, spare):
        Item.objects.filter(pk=old(office).pk).update(unit=unit)
    for plan in ({}, {"role": "secretary"}, {"role": "board_member"}, {"person": office.member}):
        planned(office, **plan)
        bench = bench_of(office.board, at=NOW)
        plans = plans_of(office.board, book, on=NOW.date())
        whole = due_for_review(office.board, plans, bench, at=NOW, most=50)
        assert len(whole) == 4
        for person in {each.person for each in bench.appointments}:
            own = due_for_review(office.board, plans, bench, at=NOW, most=50, of=person)
            assert [each.item.number for each in own] == [each.item.number for each in whole if each.is_of(person)]
