"""The hour of publication on a telephone and at a desk: set, seen, called off; and an item's own times in the form.

With PICTURES_TO naming a folder, each screen is kept there.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from chauphe.core.moves import State
from chauphe.items.models import Draft, Item
from tests import factories
from tests.desk.test_browser import Visit, place, visit
from tests.desk.test_browser_absence import PHONE, picture
from tests.factories import Office
from tests.rigs.browser import faults

__all__ = ["place", "visit"]  # the fixtures of the other browser tests


def looked_at(page: Page, name: str) -> None:
    picture(page, name)
    assert faults(page) == []


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_the_hour_is_set_seen_and_called_off(place: Office, visit: Visit, width: int) -> None:
    at = timezone.now() - timedelta(days=1)
    item = factories.item(place, State.SIGNED_OFF, title="Lịch tiếp công dân tháng 12", at=at)
    page = visit(place.secretary, f"/tin-bai/{item.number}/", width=width)
    looked_at(page, f"hen-gio-cho-dang-{width}")
    page.get_by_text("Hẹn giờ", exact=True).click()
    day = timezone.localdate() + timedelta(days=2)
    page.get_by_label("Giờ", exact=True).fill("8h30")
    page.get_by_label("Ngày", exact=True).fill(f"{day:%d/%m/%Y}")
    looked_at(page, f"hen-gio-dang-dien-{width}")
    page.get_by_role("button", name="Hẹn giờ đăng").click()
    page.get_by_text("Tin, bài sẽ tự đăng lúc 08:30").wait_for()
    looked_at(page, f"hen-gio-hom-nay-{width}")
    page.get_by_role("link", name=item.title).first.click()
    page.get_by_text("Hẹn đăng lúc 08:30").wait_for()
    looked_at(page, f"hen-gio-da-hen-{width}")
    page.get_by_role("button", name="Bỏ hẹn").click()
    page.get_by_text("Đã ghi vào sổ").wait_for()
    assert Item.objects.get(pk=item.pk).state == State.SIGNED_OFF


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_an_embargo_is_told_to_whoever_decides(place: Office, visit: Visit, width: int) -> None:
    at, day = timezone.now() - timedelta(days=1), timezone.localdate() + timedelta(days=2)
    times = {"not_before": f"{day:%Y-%m-%d}T08:00", "expires": f"{day + timedelta(days=30):%Y-%m-%d}"}
    item = factories.item(place, State.SIGNED_OFF, title="Kết quả xét tuyển viên chức", at=at, **times)
    page = visit(place.secretary, f"/tin-bai/{item.number}/", width=width)
    looked_at(page, f"chua-dang-truoc-{width}")
    page.get_by_text("Hẹn giờ", exact=True).click()
    assert page.get_by_label("Giờ", exact=True).input_value() == "08:00"
    looked_at(page, f"chua-dang-truoc-hen-{width}")


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_the_times_are_written_in_the_form(place: Office, visit: Visit, width: int) -> None:
    item = factories.item(place, title="Thông báo tuyển dụng")
    page = visit(place.contributor, f"/viet/{item.pk}/", width=width)
    page.wait_for_selector("#write[data-ready]")
    page.get_by_text("Thời gian đăng (nếu cần)").click()
    page.get_by_label("Giờ", exact=True).fill("8h")
    page.get_by_label("Ngày", exact=True).fill("25/11/2030")
    page.get_by_label("Hết hạn đăng sau ngày").fill("31/12/2030")
    page.wait_for_selector("#status[data-state=saved]", timeout=25_000)
    page.get_by_label("Hết hạn đăng sau ngày").scroll_into_view_if_needed()
    looked_at(page, f"thoi-gian-dang-{width}")
    kept = Draft.objects.get(item=item).content
    assert (kept["not_before"], kept["expires"]) == ("2030-11-25T08:00", "2030-12-31")


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_what_is_over_is_told_at_the_desk(place: Office, visit: Visit, width: int) -> None:
    item = factories.item(place, State.EXPIRED, title="Thông báo đã hết hạn")
    page = visit(place.contributor, f"/tin-bai/{item.number}/", width=width)
    expect(page.locator(".asked")).to_contain_text("Hết thời hạn đăng")
    expect(page.locator(".asked")).to_contain_text("không còn trong các danh mục")
    looked_at(page, f"het-han-{width}")
