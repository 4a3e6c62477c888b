"""Several at once at the desk: chosen, seen, decided one by one, and told what became of each."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from chauphe.core.moves import State
from chauphe.items import services
from chauphe.items.models import Item, StandIn
from chauphe.ledger.selectors import entries, trail_of
from chauphe.people.services import record_absence
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import MORNING, Office

PLACE, DECIDE = "/hang-cho/nhieu-viec/", "/hang-cho/nhieu-viec/quyet-dinh/"
LINK = '<p>Xem <a href="https://la.example/">trang này</a>.</p>'


def items_at(office: Office, state: State, count: int = 3) -> list[Item]:
    return [factories.item(office, state, title=f"Tin thứ {number}") for number in range(1, count + 1)]


def box(item: Item) -> str:
    return f"{item.pk}:{factories.seen(item)}"


def decided(client: Client, verb: str, *boxes: str) -> HttpResponse:
    return client.post(DECIDE, {"verb": verb, "item": boxes})


def read(client: Client, step: str, *items: Item) -> HttpResponse:
    return client.get(PLACE, {"buoc": step, "muc": [item.number for item in items]})


def text(answer: HttpResponse) -> str:
    return answer.content.decode().replace("\u00a0", " ")


def acts(item: Item) -> list[str]:
    return [record["act"] for record in trail_of(item.pk, board=item.board)]


@pytest.mark.parametrize(
    ("step", "verb", "state", "who"),
    [
        ("edit", "forward", State.IN_EDITING, "member"),
        ("moderate", "moderate", State.IN_MODERATION, "deputy"),
        ("sign_off", "sign_off", State.AWAITING_SIGN_OFF, "chief"),
        ("publish", "publish", State.SIGNED_OFF, "secretary"),
    ],
)
def test_what_waits_at_one_step_is_chosen_seen_and_decided(
    office: Office, desk: SignIn, step: str, verb: str, state: State, who: str
) -> None:
    items = items_at(office, state)
    client = desk(getattr(office, who))
    assert f"{PLACE}?buoc={step}" in text(client.get("/"))
    choice = text(client.get(PLACE, {"buoc": step}))
    assert re.findall(r'name="muc" value="(\d+)"', choice) == [str(item.number) for item in items]
    page = text(read(client, step, *items[:2]))
    boxes = re.findall(r'name="item" value="([^"]+)"', page)
    assert boxes == [box(item) for item in items[:2]]
    answer = decided(client, re.findall(r'name="verb" value="(\w+)"', page)[0], *boxes)
    assert (answer.status_code, text(answer).count("Đã ghi vào sổ 2 việc</h1>")) == (HTTPStatus.OK, 1)
    assert [acts(item)[-1] == verb for item in items] == [True, True, False]


def test_each_copy_stands_there_with_all_that_tells_it(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF, title="Tin <một>")
    factories.returned(office, item, by=office.chief, at=MORNING + timedelta(hours=8))
    factories.revised(office, item, by=office.contributor, at=MORNING + timedelta(hours=9), title="Tin <hai>")
    for verb, by in (("submit", office.contributor), ("forward", office.member), ("moderate", office.deputy)):
        at = MORNING + timedelta(hours=10)
        getattr(services, verb)(item.pk, board=office.board, by=by, at=at, seen=factories.seen(item))
    page = text(read(desk(office.chief), "sign_off", item))
    digest = factories.seen(item)
    told = [
        "Tin &lt;hai&gt;",
        "Phòng Công chức, viên chức",
        "Mai Xuân Thảo",
        f"{digest[:4]} {digest[4:8]}",
        "1 chỗ sửa",
        "lần 2",
        f'href="/tin-bai/{item.number}/"',
        "Phê duyệt với tư cách Trưởng Ban biên tập, Điều 3",
    ]
    assert [each for each in told if each not in page] == []


def test_a_new_site_is_looked_at_on_the_items_own_page(office: Office, desk: SignIn) -> None:
    plain, linked = (
        factories.item(office, State.AWAITING_SIGN_OFF),
        factories.item(office, State.AWAITING_SIGN_OFF, body=LINK),
    )
    client = desk(office.chief)
    page = text(read(client, "sign_off", plain, linked))
    assert re.findall(r'name="item" value="([^"]+)"', page) == [box(plain)]
    assert page.count("Việc này phải quyết định ở trang riêng:") == page.count("la.example</p>") + 1 == 1
    answer = decided(client, "sign_off", box(plain), box(linked))
    assert (acts(plain)[-1], acts(linked)[-1]) == ("sign_off", "moderate")
    assert text(answer).count("1 việc không ghi được") == 1


def test_half_stale_half_recorded_and_every_reason_told(
    office: Office, desk: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    items = items_at(office, State.IN_MODERATION, 4)
    boxes = [box(item) for item in items]
    for item in items[:2]:
        factories.revised(office, item, by=office.deputy, at=NOW - timedelta(hours=1), title="Tên khác")
    answer = decided(desk(office.deputy), "moderate", *boxes)
    page = text(answer)
    assert (answer.status_code, page.count("Đã ghi vào sổ 2 việc"), page.count("2 việc không ghi được")) == (200, 1, 1)
    assert page.count("Hãy đọc bản mới rồi quyết định") == 2
    assert [acts(item)[-1] for item in items] == ["edit", "edit", "moderate", "moderate"]
    lines = [line for line in caplog.messages if line.startswith("refused 409 POST desk:decide-several")]
    assert [re.findall(r"item=(\d+) .*codes=([\w,]+)$", line) for line in lines] == [
        [(str(item.number), "digest")] for item in items[:2]
    ]


def test_all_refused_is_a_refusal_with_its_clauses(office: Office, desk: SignIn) -> None:
    items = items_at(office, State.IN_MODERATION, 2)
    answer = decided(desk(office.other_deputy), "moderate", *map(box, items))
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert text(answer).count("Việc này đang chờ Đặng Thị Mỹ Lệ (Phó Trưởng Ban) quyết định.") == 2
    assert text(answer).count("Điều 4 khoản 1") == 2
    assert [acts(item)[-1] for item in items] == ["forward", "forward"]


def test_names_of_others_and_their_items_stay_theirs(office: Office, desk: SignIn) -> None:
    """(W11)"""
    theirs = items_at(factories.office("stp-anhai"), State.IN_MODERATION)[-1]
    closed = factories.item(office, State.IN_MODERATION, title="Tin kín của phòng kia")
    for client, item in ((desk(office.secretary), theirs), (desk(office.other_contributor), closed)):
        pages = [decided(client, "moderate", box(item)), read(client, "moderate", item)]
        assert [page.status_code for page in pages] == [HTTPStatus.CONFLICT, HTTPStatus.OK]
        shown = "".join(map(text, pages))
        assert [name for name in ("Tin kín", "Tin thứ", "Mỹ Lệ", "Huỳnh Thị Ngữ", "Mai Xuân") if name in shown] == []
        assert (text(pages[0]).count("Ban này không có tin, bài đó."), acts(item)[-1]) == (1, "forward")


def test_another_boards_item_among_them_stops_none(office: Office, desk: SignIn) -> None:
    theirs = factories.item(factories.office("stp-anhai"), State.IN_MODERATION)
    ours = items_at(office, State.IN_MODERATION, 2)
    answer = decided(desk(office.deputy), "moderate", box(ours[0]), box(theirs), box(ours[1]))
    assert (answer.status_code, [acts(item)[-1] for item in (*ours, theirs)]) == (
        HTTPStatus.OK,
        ["moderate", "moderate", "forward"],
    )


def test_what_was_sent_twice_is_recorded_once_and_said_so(office: Office, desk: SignIn) -> None:
    """(W12)"""
    items, client = items_at(office, State.AWAITING_SIGN_OFF, 2), desk(office.chief)
    boxes = [box(item) for item in items]
    decided(client, "sign_off", *boxes)
    again = decided(client, "sign_off", *boxes)
    assert (again.status_code, text(again).count("Đã ghi từ trước; không ghi lần thứ hai")) == (HTTPStatus.OK, 1)
    assert [acts(item).count("sign_off") for item in items] == [1, 1]


@pytest.mark.usefixtures("shared_database")
def test_twice_at_once_has_one_effect_each(desk: SignIn) -> None:
    office = factories.office()
    items = items_at(office, State.IN_MODERATION)
    boxes = [box(item) for item in items]
    clients = [desk(office.deputy), desk(office.deputy)]

    def send(client: Client) -> int:
        try:
            return decided(client, "moderate", *boxes).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(send, clients)) == [HTTPStatus.OK, HTTPStatus.OK]
    assert [acts(item).count("moderate") for item in items] == [1, 1, 1]


@pytest.mark.parametrize(
    "verb", ["return_", "refuse", "retract", "revise", "recall", "submit", "edit", "", "__class__"]
)
def test_going_back_is_decided_one_by_one(office: Office, desk: SignIn, verb: str) -> None:
    item = factories.item(office, State.IN_MODERATION)
    answer = decided(desk(office.deputy), verb, box(item))
    assert (answer.status_code, acts(item)[-1]) == (HTTPStatus.CONFLICT, "forward")
    assert text(answer).count("Việc này quyết định từng tin, bài một") == 1


@pytest.mark.parametrize("boxes", [[], ["x"], ["1:2"], ["0" * 36 + ":" + "0" * 64]])
def test_what_is_no_box_is_no_decision(office: Office, desk: SignIn, boxes: list[str]) -> None:
    assert decided(desk(office.chief), "sign_off", *boxes).status_code == HTTPStatus.CONFLICT
    assert entries(office.board).count() == 0


def test_more_than_the_board_allows_do_nothing(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_MODERATION)
    others = [f"00000000-0000-4000-8000-{number:012}:{'0' * 64}" for number in range(30)]
    answer = decided(desk(office.deputy), "moderate", box(item), *others)
    assert (answer.status_code, acts(item)[-1]) == (HTTPStatus.CONFLICT, "forward")
    assert text(answer).count("nhiều nhất 30 việc trong một lần") == 1


@pytest.mark.parametrize("proved", [None, 5 * 3600.0])
def test_an_old_session_proves_itself_and_comes_back_to_its_choice(
    office: Office, desk: SignIn, proved: float | None
) -> None:
    items = items_at(office, State.AWAITING_SIGN_OFF, 2)
    answer = decided(desk(office.chief, proved=proved), "sign_off", *map(box, items))
    back = f"%2Fhang-cho%2Fnhieu-viec%2F%3Fbuoc%3Dsign_off%26muc%3D{items[0].number}%26muc%3D{items[1].number}"
    assert answer.headers["Location"] == f"/tai-khoan/xac-nhan/?next={back}"
    assert [acts(item)[-1] for item in items] == ["moderate", "moderate"]


def test_in_the_chiefs_place_each_is_signed_and_reported_so(office: Office, desk: SignIn) -> None:
    items = items_at(office, State.AWAITING_SIGN_OFF, 2)
    record_absence(office.chief, board=office.board, since=MORNING, until=None)
    page = text(read(desk(office.standing), "sign_off", *items))
    assert page.count("KT. Trưởng Ban biên tập, Phó Trưởng Ban trực, Điều 7 khoản 3") == 1
    decided(desk(office.standing), "sign_off", *map(box, items))
    assert [trail_of(item.pk, board=office.board)[-1]["capacity"] for item in items] == ["for", "for"]
    assert StandIn.objects.filter(item__in=items, acknowledged=None).count() == 2


def test_a_board_that_signs_one_by_one_offers_no_more(office: Office, desk: SignIn) -> None:
    items = items_at(office, State.AWAITING_SIGN_OFF, 2)
    office.board.regulation = "three-member"
    office.board.save()
    client = desk(office.chief)
    assert PLACE not in text(client.get("/"))
    assert text(client.get(PLACE, {"buoc": "sign_off"})).count("Ban này phê duyệt từng tin, bài một.") == 1
    assert decided(client, "sign_off", *map(box, items)).status_code == HTTPStatus.CONFLICT
    assert [acts(item)[-1] for item in items] == ["moderate", "moderate"]


@pytest.mark.parametrize("step", ["", "x", "draft", "__class__"])
def test_a_step_that_is_none_is_not_there(office: Office, desk: SignIn, step: str) -> None:
    assert desk(office.chief).get(PLACE, {"buoc": step}).status_code == HTTPStatus.NOT_FOUND


def test_all_that_wait_are_chosen_with_one_button(office: Office, desk: SignIn) -> None:
    items = items_at(office, State.IN_MODERATION)
    answer = desk(office.deputy).get(PLACE, {"buoc": "moderate", "tat-ca": "1"})
    assert answer.headers["Location"] == f"{PLACE}?buoc=moderate&" + "&".join(f"muc={item.number}" for item in items)


def test_what_went_another_way_meanwhile_is_told_and_not_offered(office: Office, desk: SignIn) -> None:
    items, client = items_at(office, State.IN_MODERATION, 2), desk(office.deputy)
    decided(client, "moderate", box(items[0]))
    page = text(read(client, "moderate", *items))
    assert re.findall(r'name="item" value="([^"]+)"', page) == [box(items[1])]
    assert page.count("Việc này phải quyết định ở trang riêng:") == 1


def test_one_waiting_item_offers_no_choice_of_several(office: Office, desk: SignIn) -> None:
    factories.item(office, State.IN_MODERATION)
    assert PLACE not in text(desk(office.deputy).get("/"))
