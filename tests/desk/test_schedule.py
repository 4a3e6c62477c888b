"""The hour of publication at the desk: set, called off, kept; and what an item says of its own time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from chauphe.core.moves import State
from chauphe.desk.hours import fields_of, read_hour, read_moment, written
from chauphe.items import services
from chauphe.items.models import Item
from chauphe.ledger.selectors import entries, trail_of
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import Office

DUE = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
HOUR = {"due-day": "25/11/2026", "due-hour": "8h"}


def sent(client: Client, item: Item, verb: str = "schedule", **form: str) -> HttpResponse:
    said = {"verb": verb, "item": str(item.pk), "digest": factories.seen(item)} | HOUR | form
    return client.post(f"/tin-bai/{item.number}/quyet-dinh/", said)


def text(answer: HttpResponse) -> str:
    return answer.content.decode().replace("\u00a0", " ")


def page(client: Client, item: Item) -> str:
    return text(client.get(f"/tin-bai/{item.number}/"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("8h", "08:00"), ("8h30", "08:30"), ("08:05", "08:05"), ("8 giờ 15", "08:15"), ("17g", "17:00"),
        ("7", "07:00"), ("8 giờ 15 phút", "08:15"), ("24h", None), ("8:60", None), ("sáng", None), ("", None),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(typed: str, read: str | None) -> None:
    found = read_hour(typed)
    assert (f"{found:%H:%M}" if found else None) == read


def test_a_day_and_an_hour_are_kept_and_shown_as_they_were_meant() -> None:
    assert written("25/11/2026", "8h") == "2026-11-25T08:00"
    assert written("25/11/2026", "") == "2026-11-25T00:00"
    assert written("25/13/2026", "8h") == "25/13/2026 8h"
    assert (written("", ""), written("", "8h")) == ("", "8h")
    assert fields_of("2026-11-25T08:00") == ("25/11/2026", "08:00")
    assert fields_of("25/13/2026 8h") == ("25/13/2026 8h", "")
    assert fields_of("2026-13-45T08:00") == ("2026-13-45T08:00", "")
    assert read_moment("25/11/2026", "8h") == DUE
    assert read_moment("25/11/2026", "") is None


def test_the_secretary_sets_the_hour_and_everybody_sees_it(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.SIGNED_OFF)
    secretary = desk(office.secretary)
    assert "Hẹn giờ đăng" in page(secretary, item)
    assert sent(secretary, item).status_code == 302
    assert (factories.fresh(item).state, factories.fresh(item).due) == (State.SCHEDULED, DUE)
    told = "Tin, bài sẽ tự đăng lúc 08:00, Thứ Tư, 25/11/2026."
    assert told in text(secretary.get("/"))
    assert "Hẹn đăng lúc 08:00, Thứ Tư, 25/11/2026" in page(desk(office.member), item)
    for person in (office.chief, office.secretary, office.member):
        assert "08:00, Thứ Tư, 25/11/2026" in text(desk(person).get("/"))
    assert "hẹn đăng 08:00, 25/11/2026" in text(secretary.get("/tin-bai/"))
    assert "Hẹn giờ đăng: 08:00, 25/11/2026" in text(secretary.get("/so/"))


def test_it_is_called_off_and_published_at_once(office: Office, desk: SignIn) -> None:
    item, secretary = factories.item(office, State.SCHEDULED), desk(office.secretary)
    shown = page(secretary, item)
    assert ("Bỏ hẹn" in shown, "Đăng ngay" in shown) == (True, True)
    assert sent(secretary, item, "unschedule").status_code == 302
    assert factories.fresh(item).state == State.SIGNED_OFF
    sent(secretary, item)
    form = {"item": str(item.pk), "digest": factories.seen(item)}
    assert secretary.post(f"/tin-bai/{item.number}/dang/", form).status_code == 302
    assert factories.fresh(item).state == State.PUBLISHED


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"due-day": "25/13/2026"}, "Hãy ghi ngày và giờ đăng"),
        ({"due-hour": ""}, "Hãy ghi ngày và giờ đăng"),
        ({"due-day": "20/11/2026"}, "đã qua"),
        ({"due-day": "25/11/2027"}, "Hẹn quá xa: nhiều nhất 90 ngày."),
        ({"digest": "0" * 64}, "Hãy đọc bản mới rồi quyết định"),
        ({"due-day": "9" * 9_000}, "Hãy ghi ngày và giờ đăng"),
    ],
)
def test_an_hour_that_cannot_be_set_is_refused_with_the_reason(
    office: Office, desk: SignIn, form: dict[str, str], says: str
) -> None:
    item = factories.item(office, State.SIGNED_OFF)
    acts = entries(office.board).count()
    answer = sent(desk(office.secretary), item, **form)
    assert (answer.status_code, says in text(answer)) == (409, True)
    assert (factories.fresh(item).state, entries(office.board).count()) == (State.SIGNED_OFF, acts)


@pytest.mark.parametrize("verb", ["schedule", "unschedule"])
def test_a_get_another_boards_form_and_a_forged_one_set_nothing(office: Office, desk: SignIn, verb: str) -> None:
    item = factories.item(office, State.SIGNED_OFF if verb == "schedule" else State.SCHEDULED)
    other = factories.office("khac")
    before, address = factories.fresh(item).due, f"/tin-bai/{item.number}/quyet-dinh/"
    secretary, strict = desk(office.secretary), desk(office.secretary, enforce_csrf_checks=True)
    form = {"verb": verb, "item": str(item.pk), "digest": factories.seen(item)} | HOUR
    assert secretary.get(address, form).status_code == 302
    assert strict.post(address, form).status_code == 403
    assert desk(other.secretary).post(address, form).status_code == 404
    assert secretary.post(address, form | {"item": str(other.board.pk)}).status_code == 404
    assert desk(office.chief).post(address, form).status_code == 403
    assert factories.fresh(item).due == before


def test_a_second_press_sets_it_once_and_says_so(office: Office, desk: SignIn) -> None:
    item, secretary = factories.item(office, State.SIGNED_OFF), desk(office.secretary)
    sent(secretary, item)
    assert sent(secretary, item).status_code == 302
    assert "không ghi lại lần thứ hai" in text(secretary.get("/"))
    assert [record["act"] for record in trail_of(item.pk, board=office.board)].count("schedule") == 1


def test_an_embargo_is_shown_to_whoever_decides_and_holds_the_secretary_up(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF, not_before="2026-11-25T08:00", expires="2026-12-31")
    shown = page(desk(office.chief), item)
    assert "Chưa đăng trước <b>08:00, 25/11/2026</b>" in shown
    assert 'Có giá trị đến hết ngày <time datetime="2026-12-31">31/12/2026</time>' in shown
    services.sign_off(
        item.pk, board=office.board, by=office.chief, at=NOW - timedelta(hours=1), seen=factories.seen(item)
    )
    secretary = desk(office.secretary)
    shown = page(secretary, item)
    assert "Chưa đăng được lúc này:" in shown
    assert "Nội dung đã phê duyệt ghi chưa đăng trước 08:00, 25/11/2026." in shown
    assert ('value="25/11/2026"' in shown, 'value="08:00"' in shown) == (True, True)
    answer = secretary.post(f"/tin-bai/{item.number}/dang/", {"item": str(item.pk), "digest": factories.seen(item)})
    assert (answer.status_code, "chưa đăng trước 08:00, 25/11/2026" in text(answer)) == (409, True)
    assert "Điều 6 khoản 2" in text(answer)
    assert sent(secretary, item).status_code == 302


def test_what_is_due_and_may_not_go_out_says_why(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.SCHEDULED)
    Item.objects.filter(pk=item.pk).update(due=NOW - timedelta(minutes=1))
    shown = page(desk(office.secretary), item)
    assert "Đã đến giờ hẹn nhưng chưa đăng được" in shown
    assert "Đã quá giờ hẹn" in text(desk(office.secretary).get("/"))


def test_what_is_over_says_so_at_the_desk(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.EXPIRED)
    shown = page(desk(office.contributor), item)
    assert "Hết thời hạn đăng" in shown
    assert "không còn trong các danh mục" in shown
    assert "Lập bản sửa" in shown
    assert "hết thời hạn đăng" in text(desk(office.chief).get("/tin-bai/"))
