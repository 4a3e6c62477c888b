"""The first page: what waits for me, since when, and where everything else is."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from chauphe.core.moves import State
from chauphe.desk import today
from chauphe.people.models import Person
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import MORNING, Office


def page(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def headline(client: Client) -> str:
    return page(client).partition("<h1>")[2].partition("</h1>")[0]


def test_the_chief_is_told_how_much_waits_for_sign_off(office: Office, desk: SignIn) -> None:
    for _ in range(4):
        factories.item(office, State.AWAITING_SIGN_OFF)
    assert headline(desk(office.chief)) == "4 việc chờ bà phê duyệt"


def test_each_office_is_told_of_its_own_step(office: Office, desk: SignIn) -> None:
    for state in State:
        factories.item(office, state)
    said: dict[Person, str] = {
        office.member: "1 việc chờ bà trình",
        office.deputy: "1 việc chờ bà duyệt nội dung",
        office.secretary: "1 việc chờ ông đăng",
        office.standing: "Không có việc nào chờ ông",
    }
    assert {person: headline(desk(person)) for person in said} == said


def test_work_of_several_kinds_is_counted_together(office: Office, desk: SignIn) -> None:
    factories.item(office, State.IN_EDITING, unit=office.organisation)
    factories.item(office, State.IN_MODERATION, by=office.deputy)
    assert headline(desk(office.standing)) == "2 việc chờ ông"


def test_what_is_due_first_stands_first_with_its_time(office: Office, desk: SignIn) -> None:
    factories.item(office, State.AWAITING_SIGN_OFF, title="Mới", at=MORNING + timedelta(days=2, hours=19))
    factories.item(office, State.AWAITING_SIGN_OFF, title="Cũ", at=MORNING - timedelta(days=3))
    shown = page(desk(office.chief)).replace("\u00a0", " ")
    # On Monday at nine: the one waits since Tuesday and was due on Wednesday, the other is due after Tuesday's holiday.
    assert shown.index("Quá hạn 2 ngày làm việc") < shown.index("Cũ") < shown.index("Trước 17:00") < shown.index("Mới")
    assert shown.count("1 việc quá hạn") == 1
    assert [shown.count(words) for words in ("· chờ từ 06:15", "· đã chờ 6 ngày")] == [1, 1]


def test_a_board_without_limits_shows_how_long_it_waits(office: Office, desk: SignIn) -> None:
    office.board.regulation = "three-member"
    office.board.save()
    factories.item(office, State.AWAITING_SIGN_OFF, title="Cũ", at=MORNING - timedelta(days=2))
    shown = page(desk(office.chief))
    assert shown.count("Đã chờ 5 ngày") == 1
    assert shown.count("late-words") == 0


def test_what_is_elsewhere_says_with_whom(office: Office, desk: SignIn) -> None:
    factories.item(office, State.IN_MODERATION)
    shown = page(desk(office.chief)).replace("\u00a0", " ")
    assert shown.count('chờ Đặng Thị Mỹ Lệ duyệt nội dung, <span class="since">đã 3 ngày</span>') == 1


def test_a_returned_item_waits_for_its_writer_with_the_reason(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    factories.returned(office, item, by=office.chief, at=MORNING + timedelta(days=1), reason="Thiếu <b>nguồn</b>.")
    writer = desk(office.contributor)
    assert headline(writer) == "1 việc trả lại, chờ bà sửa"
    assert page(writer).count("Thiếu &lt;b&gt;nguồn&lt;/b&gt;.") == 1


def test_a_draft_submitted_again_after_return_is_no_returned_one(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_EDITING)
    factories.returned(office, item, by=office.member, at=MORNING + timedelta(days=1))
    factories.item(office, State.DRAFT)
    assert headline(desk(office.contributor)) == "1 việc trả lại, chờ bà sửa"
    assert headline(desk(office.other_contributor)) == "Không có việc nào chờ ông"


def test_drafts_alone_are_spoken_of_as_drafts(office: Office, desk: SignIn) -> None:
    factories.item(office, State.DRAFT)
    assert headline(desk(office.contributor)) == "Bà đang soạn 1 tin, bài"


def test_a_contributor_sees_nothing_of_another_unit(office: Office, desk: SignIn) -> None:
    factories.item(office, State.IN_MODERATION, title="Chuyện riêng của đơn vị kia")
    assert "Chuyện riêng" not in page(desk(office.other_contributor))
    assert "Chuyện riêng" in page(desk(office.contributor))


def test_the_queue_beside_a_letter_says_where_one_is(office: Office, desk: SignIn) -> None:
    factories.item(office, State.AWAITING_SIGN_OFF, at=MORNING - timedelta(days=1))
    second = factories.item(office, State.AWAITING_SIGN_OFF)
    shown = desk(office.chief).get("/hang-cho/", {"muc": second.number}).content.decode()
    assert shown.count("Việc 2/2") == 1
    assert shown.count('aria-current="true"') == 1


def test_many_at_one_step_are_counted_and_the_rest_is_a_link_away(
    office: Office, desk: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(today, "MINE", 2)
    for number in range(4):
        factories.item(office, State.AWAITING_SIGN_OFF, title=f"Tin {number}")
    shown = page(desk(office.chief))
    assert re.findall(r"<b>(Tin \d)</b>", shown) == ["Tin 0", "Tin 1"]
    assert shown.count('<a href="/tin-bai/?buoc=awaiting_sign_off">Còn 2 việc nữa</a>') == 1
    assert shown.count("<h1>4 việc chờ bà phê duyệt</h1>") == 1


def test_the_queue_shows_the_neighbours_of_a_letter(
    office: Office, desk: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(today, "MINE", 3)
    items = [factories.item(office, State.AWAITING_SIGN_OFF) for _ in range(6)]
    seen = {}
    for place, item in enumerate(items):
        shown = desk(office.chief).get("/hang-cho/", {"muc": item.number}).content.decode()
        beside = [int(number) for number in re.findall(r'href="/tin-bai/(\d+)/"', shown)]
        seen[place] = ([items.index(each) for each in items if each.number in beside], f"{place + 1}/6" in shown)
    first, last = [0, 1, 2], [3, 4, 5]
    assert seen == {
        0: (first, True),
        1: (first, True),
        2: ([1, 2, 3], True),
        3: ([2, 3, 4], True),
        4: (last, True),
        5: (last, True),
    }


def test_more_drafts_than_the_page_shows_are_counted_all(
    office: Office, desk: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(today, "DRAFTS", 2)
    for number in range(5):
        factories.item(office, State.DRAFT, title=f"Tin {number}", at=MORNING + timedelta(minutes=number))
    shown = page(desk(office.contributor))
    assert re.findall(r">(Tin \d)<", shown) == ["Tin 4", "Tin 3"]
    assert shown.count("<h1>Bà đang soạn 5 tin, bài</h1>") == 1
