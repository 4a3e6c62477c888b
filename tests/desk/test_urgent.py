"""Urgent sign-off at the desk: offered to those who may; what it owes stands first on the chief's page."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from chauphe.core.moves import URGENT, State
from chauphe.items import services
from chauphe.items.models import Item, StandIn
from chauphe.ledger.selectors import entries, trail_of
from chauphe.people.services import record_absence
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import Office

WHY = "Bão số 9 đổ bộ lúc 02:00, chưa gọi được Trưởng Ban"
BUTTON = 'name="verb" value="sign_off_urgently"'


@pytest.fixture
def storm(office: Office) -> Office:
    """Give the same office under a regulation that knows the urgent sign-off."""
    office.board.regulation = "flood-office"
    office.board.save(update_fields=["regulation"])
    return office


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\u00a0", " ")


def urgently(client: Client, item: Item, /, **changed: str) -> HttpResponse:
    form = {"verb": URGENT, "item": str(item.pk), "digest": factories.seen(item), "reason": WHY} | changed
    return client.post(f"/tin-bai/{item.number}/quyet-dinh/", form)


def signed(office: Office, title: str = "Sơ tán trước 18 giờ", *, by: str = "standing") -> Item:
    item = factories.item(office, State.AWAITING_SIGN_OFF, title=title)
    given = {"board": office.board, "by": getattr(office, by), "at": NOW, "seen": factories.seen(item)}
    services.sign_off_urgently(item.pk, reason=WHY, **given)
    return factories.fresh(item)


def ratified(client: Client, item: Item, /, **changed: str) -> HttpResponse:
    form = {"item": str(item.pk), "digest": factories.seen(item), "report": str(StandIn.objects.get(item=item).pk)}
    return client.post(f"/tin-bai/{item.number}/xac-nhan/", form | changed)


def acts(item: Item) -> list[str]:
    return [record["act"] for record in trail_of(item.pk, board=item.board)]


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("standing", True), ("other_deputy", True), ("chief", False), ("deputy", False), ("member", False),
        ("secretary", False), ("contributor", False),
    ],
)  # fmt: skip
def test_it_is_offered_to_those_who_may(storm: Office, desk: SignIn, who: str, *, offered: bool) -> None:
    item = factories.item(storm, State.AWAITING_SIGN_OFF)
    shown = page(desk(getattr(storm, who)), f"/tin-bai/{item.number}/")
    assert (BUTTON in shown, "trong 4 giờ làm việc" in shown) == (offered, offered)


@pytest.mark.parametrize("state", [each for each in State if each is not State.AWAITING_SIGN_OFF])
def test_it_is_offered_while_an_item_awaits_sign_off_and_at_no_other_time(
    storm: Office, desk: SignIn, state: State
) -> None:
    item = factories.under_revision(storm, state)
    assert BUTTON not in page(desk(storm.standing), f"/tin-bai/{item.number}/")
    assert urgently(desk(storm.standing), item).status_code == HTTPStatus.CONFLICT


def test_on_the_founding_board_it_is_offered_to_nobody_and_says_by_which_clause(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    assert BUTTON not in page(desk(office.standing), f"/tin-bai/{item.number}/")
    answer = urgently(desk(office.standing), item)
    said = answer.content.decode().replace("\u00a0", " ")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "Quy chế của Ban biên tập không có phê duyệt khẩn" in said
    assert "Điều 7 khoản 3" in said
    assert factories.fresh(item).state == State.AWAITING_SIGN_OFF


def test_a_deputy_signs_off_urgently(storm: Office, desk: SignIn) -> None:
    item = factories.item(storm, State.AWAITING_SIGN_OFF)
    answer = urgently(desk(storm.standing), item)
    assert (answer.status_code, factories.fresh(item).state) == (HTTPStatus.FOUND, State.SIGNED_OFF)
    record = trail_of(item.pk, board=storm.board)[-1]
    assert (record["act"], record["reason"], record["factor"]) == (URGENT, WHY, "password")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"reason": ""}, "Ghi rõ lý do"),
        ({"reason": "Bão lớn"}, "Nêu ít nhất 6 từ"),
        ({"reason": ". . . . . ."}, "Nêu ít nhất 6 từ"),
        ({"reason": "… 1 2 3 4 Bão lớn ?!"}, "Nêu ít nhất 6 từ"),
        ({"digest": "0" * 64}, "đã thay đổi"),
    ],
)
def test_a_forged_form_is_refused_with_the_reason(
    storm: Office, desk: SignIn, changed: dict[str, str], says: str
) -> None:
    item = factories.item(storm, State.AWAITING_SIGN_OFF)
    answer = urgently(desk(storm.standing), item, **changed)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert acts(item)[-1] == "moderate"


def test_vermilion_comes_with_the_ratification(storm: Office, desk: SignIn) -> None:
    item = signed(storm)
    seal, owed = '<span class="sealed">', '<span class="owed">Phê duyệt khẩn, chờ xác nhận '
    for who in (storm.standing, storm.secretary, storm.chief):
        shown = page(desk(who), f"/tin-bai/{item.number}/")
        assert (shown.count(seal), shown.count(owed)) == (0, 1)
    ratified(desk(storm.chief), item)
    shown = page(desk(storm.secretary), f"/tin-bai/{item.number}/")
    assert (shown.count(f"{seal}Đã phê duyệt khẩn "), shown.count(owed)) == (1, 0)


def test_it_asks_for_a_fresh_proof(storm: Office, desk: SignIn) -> None:
    item = factories.item(storm, State.AWAITING_SIGN_OFF)
    answer = urgently(desk(storm.standing, proved=5 * 3600), item)
    assert answer.headers["Location"].startswith("/tai-khoan/xac-nhan/")
    item = signed(storm)
    answer = ratified(desk(storm.chief, proved=5 * 3600), item)
    assert answer.headers["Location"].startswith("/tai-khoan/xac-nhan/")
    assert acts(item)[-1] == URGENT


def test_it_stands_first_on_the_chiefs_page_with_its_clock(storm: Office, desk: SignIn) -> None:
    item = signed(storm)
    shown = page(desk(storm.chief), "/")
    assert "1 phê duyệt khẩn chờ xác nhận" in shown
    assert f"/tin-bai/{item.number}/#duyet-khan" in shown
    assert "Trước 15:00" in shown
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        late = page(desk(storm.chief), "/")
    assert "Quá hạn" in late
    assert "4 giờ làm việc" in page(desk(storm.chief), "/thoi-han/")


def test_the_chief_ratifies_it_on_its_page(storm: Office, desk: SignIn) -> None:
    item = signed(storm)
    shown = page(desk(storm.chief), f"/tin-bai/{item.number}/")
    assert (WHY in shown, "/xac-nhan/" in shown) == (True, True)
    answer = ratified(desk(storm.chief), item)
    assert (answer.status_code, answer.headers["Location"]) == (HTTPStatus.FOUND, f"/tin-bai/{item.number}/")
    assert acts(item)[-1] == "ratify"
    shown = page(desk(storm.chief), f"/tin-bai/{item.number}/")
    assert ("/xac-nhan/" in shown, "đã xác nhận lúc" in shown) == (False, True)
    assert "phê duyệt khẩn chờ xác nhận" not in page(desk(storm.chief), "/")


def test_whoever_taps_twice_is_told_that_it_is_done(storm: Office, desk: SignIn) -> None:
    item = signed(storm)
    for _ in range(2):
        assert ratified(desk(storm.chief), item).status_code == HTTPStatus.FOUND
    assert acts(item).count("ratify") == 1


@pytest.mark.parametrize("who", ["standing", "deputy", "other_deputy", "member", "secretary", "contributor"])
def test_nobody_else_ratifies_it(storm: Office, desk: SignIn, who: str) -> None:
    item = signed(storm)
    assert "/xac-nhan/" not in page(desk(getattr(storm, who)), f"/tin-bai/{item.number}/")
    assert ratified(desk(getattr(storm, who)), item).status_code == HTTPStatus.FORBIDDEN
    assert acts(item)[-1] == URGENT


def test_while_the_chief_is_away_it_stands_on_the_page_of_who_stands_in(storm: Office, desk: SignIn) -> None:
    item = signed(storm, by="other_deputy")
    record_absence(storm.chief, board=storm.board, since=NOW - timedelta(minutes=5), until=NOW + timedelta(days=9))
    assert "1 phê duyệt khẩn chờ xác nhận" in page(desk(storm.standing), "/")
    assert "phê duyệt khẩn chờ xác nhận" not in page(desk(storm.other_deputy), "/")
    assert ratified(desk(storm.standing), item).status_code == HTTPStatus.FOUND
    assert acts(item)[-1] == "ratify"


@pytest.mark.parametrize(
    "changed",
    [{"report": "999999"}, {"report": "x"}, {"report": ""}, {"item": "00000000-0000-0000-0000-000000000000"}],
)
def test_a_report_that_is_not_this_items_is_not_there(storm: Office, desk: SignIn, changed: dict[str, str]) -> None:
    item = signed(storm)
    assert ratified(desk(storm.chief), item, **changed).status_code == HTTPStatus.NOT_FOUND
    assert acts(item)[-1] == URGENT


def test_the_report_of_another_item_or_board_is_not_there(storm: Office, desk: SignIn) -> None:
    item, other = signed(storm), signed(storm, "Tin khác")
    report = str(StandIn.objects.get(item=other).pk)
    assert ratified(desk(storm.chief), item, report=report).status_code == HTTPStatus.NOT_FOUND
    elsewhere = factories.office("stp-anhai")
    assert ratified(desk(elsewhere.chief), item).status_code == HTTPStatus.NOT_FOUND
    assert [acts(each)[-1] for each in (item, other)] == [URGENT, URGENT]


def test_a_get_ratifies_nothing(storm: Office, desk: SignIn) -> None:
    item = signed(storm)
    before = entries(storm.board).count()
    answer = desk(storm.chief).get(f"/tin-bai/{item.number}/xac-nhan/")
    assert (answer.status_code, entries(storm.board).count()) == (HTTPStatus.FOUND, before)


def test_all_reports_at_once_leave_it_alone(storm: Office, desk: SignIn) -> None:
    item = signed(storm)
    report = StandIn.objects.get(item=item).pk
    assert f'value="{report}"' not in page(desk(storm.chief), "/bao-cao-lai/")
    answer = desk(storm.chief).post("/bao-cao-lai/da-xem/", {"report": report})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert acts(item)[-1] == URGENT


def test_undoing_it_ends_what_it_owes(storm: Office, desk: SignIn) -> None:
    item = signed(storm)
    form = {"verb": "recall", "item": str(item.pk), "digest": factories.seen(item), "reason": "Chưa kiểm chứng"}
    desk(storm.chief).post(f"/tin-bai/{item.number}/quyet-dinh/", form)
    assert factories.fresh(item).state == State.AWAITING_SIGN_OFF
    assert "phê duyệt khẩn chờ xác nhận" not in page(desk(storm.chief), "/")


def test_it_is_not_decided_several_at_once(storm: Office, desk: SignIn) -> None:
    item = factories.item(storm, State.AWAITING_SIGN_OFF)
    form = {"verb": URGENT, "item": f"{item.pk}:{factories.seen(item)}", "reason": WHY}
    desk(storm.standing).post("/hang-cho/nhieu-viec/quyet-dinh/", form)
    assert factories.fresh(item).state == State.AWAITING_SIGN_OFF


def test_who_could_sign_it_urgently_is_said_where_the_board_knows_it(storm: Office, desk: SignIn) -> None:
    item = factories.item(storm, State.AWAITING_SIGN_OFF)
    address = f"/tin-bai/{item.number}/ai-quyet/"
    names = page(desk(storm.secretary), address).partition("Phê duyệt khẩn, phải được xác nhận sau đó")[2]
    assert [name in names for name in ("Nguyễn Hữu Phước", "Lê Quang Định", "Đặng Thị Mỹ Lệ")] == [True, True, False]
    storm.board.regulation = "founding"
    storm.board.save(update_fields=["regulation"])
    assert "phải được xác nhận sau đó" not in page(desk(storm.secretary), address)
