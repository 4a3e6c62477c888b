"""Thời hạn: the limits with their clauses, and what is late by step and by person."""

import re
from datetime import timedelta
from http import HTTPStatus

from django.test import Client

from chauphe.core.moves import State
from chauphe.items import services
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import MORNING, Office

PLACE = "/thoi-han/"


def plain(client: Client, path: str = PLACE) -> str:
    text = client.get(path).content.decode().replace("\u00a0", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def test_what_is_late_is_counted_by_step_and_person(office: Office, desk: SignIn) -> None:
    for _ in range(2):
        factories.item(office, State.AWAITING_SIGN_OFF, at=MORNING - timedelta(days=7))
    factories.item(office, State.IN_MODERATION, at=MORNING + timedelta(days=2, hours=22))
    shown = plain(desk(office.secretary))
    assert "Duyệt nội dung 1 ngày làm việc Quy ước của Ban biên tập 1 0" in shown
    assert "Phê duyệt 1 ngày làm việc Quy ước của Ban biên tập 2 2" in shown
    assert "Trình 4 giờ làm việc Quy ước của Ban biên tập (theo Điều 5 khoản 3) 0 0" in shown
    assert "Trần Thị Thu Hà Trưởng Ban biên tập 2 2" in shown
    assert "2 tin, bài trễ hạn" in shown


def test_without_limits_nothing_is_late(office: Office, desk: SignIn) -> None:
    office.board.regulation = "three-member"
    office.board.save()
    factories.item(office, State.AWAITING_SIGN_OFF, at=MORNING - timedelta(days=70))
    shown = plain(desk(office.chief))
    assert "Phê duyệt không đặt 1 0" in shown
    assert "Không có tin, bài nào trễ hạn." in shown


def test_whoever_only_contributes_has_no_part_in_it(office: Office, desk: SignIn) -> None:
    assert desk(office.contributor).get(PLACE).status_code == HTTPStatus.FORBIDDEN
    assert PLACE not in desk(office.contributor).get("/").content.decode()
    assert Client().get(PLACE).status_code == HTTPStatus.FOUND
    assert desk(office.chief).post(PLACE).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_another_boards_items_are_not_counted(office: Office, desk: SignIn) -> None:
    factories.item(factories.office("bqltt"), State.AWAITING_SIGN_OFF, at=MORNING - timedelta(days=7))
    assert "Không có tin, bài nào trễ hạn." in plain(desk(office.chief))


def test_the_letter_says_until_when_and_by_which_clause(office: Office, desk: SignIn) -> None:
    soon = factories.item(office, State.IN_EDITING, at=MORNING + timedelta(days=2, hours=22))
    late = factories.item(office, State.IN_EDITING, at=MORNING - timedelta(days=2))
    says = "thời hạn 4 giờ làm việc, Quy ước của Ban biên tập (theo Điều 5 khoản 3)"
    member = desk(office.member)
    assert f"trước 11:30 hôm nay ({says})" in plain(member, f"/tin-bai/{soon.number}/")
    assert f"quá hạn 2 ngày làm việc ({says})" in plain(member, f"/tin-bai/{late.number}/")


def test_lists_and_queue_say_what_is_late(office: Office, desk: SignIn) -> None:
    factories.item(office, State.AWAITING_SIGN_OFF, at=MORNING - timedelta(days=7))
    chief = desk(office.chief)
    assert [plain(chief, path).count("uá hạn 4 ngày làm việc") for path in ("/", "/hang-cho/", "/tin-bai/")] == [1] * 3


def test_steps_that_were_passed_are_counted_by_step_person_and_unit(office: Office, desk: SignIn) -> None:
    factories.item(office, State.PUBLISHED, at=MORNING - timedelta(days=7))
    late = factories.item(office, State.IN_EDITING, at=MORNING - timedelta(days=7))
    seen = factories.seen(late)
    services.forward(late.pk, board=office.board, by=office.member, at=MORNING - timedelta(days=2), seen=seen)
    shown = plain(desk(office.secretary))
    assert "Các bước đã qua trong quý 4/2026" in shown
    assert "Trình 2 1" in shown
    assert "Huỳnh Thị Ngữ Ủy viên 2 1" in shown
    assert "Phòng Công chức, viên chức 5 1" in shown
    assert "1 bước đã qua bị trễ hạn" in shown
    assert "chờ 2 ngày làm việc, hạn 4 giờ làm việc" in shown


def test_another_quarter_is_asked_for_and_nonsense_is_this_one(office: Office, desk: SignIn) -> None:
    factories.item(office, State.PUBLISHED, at=MORNING - timedelta(days=90))
    chief = desk(office.chief)
    assert "Chưa có bước nào đã qua trong thời gian này." in plain(chief)
    assert "Các bước đã qua trong quý 3/2026" in plain(chief, f"{PLACE}?quy=2026-3")
    assert "Chưa có bước nào" not in plain(chief, f"{PLACE}?quy=2026-3")
    for nonsense in ("2019-1", "x", "2026-9", "2026-3' OR 1=1"):
        assert "Các bước đã qua trong quý 4/2026" in plain(chief, f"{PLACE}?quy={nonsense}")


def test_the_items_way_says_how_long_each_step_waited(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.SIGNED_OFF)
    shown = plain(desk(office.chief), f"/tin-bai/{item.number}/")
    assert "Chờ 1 giờ làm việc, hạn 4 giờ làm việc" in shown
    late = factories.item(office, State.IN_EDITING, at=MORNING - timedelta(days=7))
    services.forward(late.pk, board=office.board, by=office.member, at=NOW, seen=factories.seen(late))
    shown = plain(desk(office.member), f"/tin-bai/{late.number}/")
    assert "Chờ 5 ngày làm việc, hạn 4 giờ làm việc: quá hạn 5 ngày làm việc" in shown
