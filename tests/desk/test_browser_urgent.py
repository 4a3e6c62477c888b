"""Urgent sign-off on a telephone and on a desk: signed by a deputy in the night, ratified by the chief in the morning.

With PICTURES_TO naming a folder, each screen is kept there.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from chauphe.core.moves import URGENT, State
from chauphe.items import services
from chauphe.items.models import Item
from chauphe.ledger.models import Entry
from chauphe.ledger.selectors import trail_of
from tests import factories
from tests.desk.test_browser import Visit, faults, place, visit
from tests.desk.test_browser_absence import PHONE, picture
from tests.factories import Office

__all__ = ["place", "visit"]  # the fixtures of the other browser tests

WHY = "Bão số 9 đổ bộ lúc 02:00, chưa gọi được Trưởng Ban qua cả hai số máy"


@pytest.fixture
def storm(place: Office) -> Office:
    place.board.regulation = "flood-office"
    place.board.save(update_fields=["regulation"])
    return place


def acts(item: Item) -> list[str]:
    return [record["act"] for record in trail_of(item.pk, board=item.board)]


def opened(page: Page, item: Item) -> None:
    page.goto("/".join(page.url.split("/")[:3]) + f"/tin-bai/{item.number}/")


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_a_deputy_signs_off_urgently_and_the_chief_ratifies(storm: Office, visit: Visit, width: int) -> None:
    item = factories.item(storm, State.AWAITING_SIGN_OFF, title="Sơ tán dân khu vực Cửa Hải trước 18 giờ hôm nay")
    page = visit(storm.standing, f"/tin-bai/{item.number}/", width=width)
    page.locator("summary", has_text="Phê duyệt khẩn").click()
    page.get_by_label("Vì sao không thể chờ").fill(WHY)
    page.get_by_label("Vì sao không thể chờ").scroll_into_view_if_needed()
    picture(page, f"duyet-khan-{width}")
    assert faults(page) == []
    page.get_by_role("button", name="Phê duyệt khẩn").click()
    page.wait_for_selector(".told")
    assert acts(item)[-1] == URGENT
    page = visit(storm.chief, "/", width=width)
    picture(page, f"hom-nay-truong-ban-{width}")
    assert faults(page) == []
    page.get_by_role("link", name="Đọc rồi xác nhận hoặc hủy").click()
    page.locator("#duyet-khan").wait_for()
    picture(page, f"xac-nhan-{width}")
    assert faults(page) == []
    page.get_by_role("button", name="Xác nhận").click()
    page.wait_for_selector(".told")
    assert acts(item)[-1] == "ratify"
    picture(page, f"da-xac-nhan-{width}")
    assert faults(page) == []


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_what_is_late_to_be_ratified_is_seen(storm: Office, visit: Visit, width: int) -> None:
    item = factories.item(storm, State.AWAITING_SIGN_OFF, title="Đóng cầu phao Bến Mới từ 20 giờ")
    at = timezone.now() - timedelta(days=9)
    given = {"board": storm.board, "by": storm.standing, "at": at, "seen": factories.seen(item), "reason": WHY}
    services.sign_off_urgently(item.pk, **given)
    assert Entry.objects.filter(act=URGENT).count() == 1
    page = visit(storm.chief, "/", width=width)
    assert page.locator(".reports .late-words").count() == 1
    picture(page, f"tre-xac-nhan-{width}")
    for path in ("/bao-cao-lai/", "/thoi-han/"):
        page.goto("/".join(page.url.split("/")[:3]) + path)
        picture(page, f"tre{path.strip('/')}-{width}")
        assert faults(page) == []
    opened(page, item)
    picture(page, f"muc-tre-{width}")
    assert faults(page) == []
