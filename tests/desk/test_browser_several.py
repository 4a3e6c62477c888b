"""Several at once on a telephone and a desktop, with and without scripts; PICTURES_TO keeps each screen."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from chauphe.core.moves import State
from chauphe.items.models import Item
from chauphe.ledger.selectors import trail_of
from tests import factories
from tests.desk.test_browser import SMALL, WIDE, Visit, visit
from tests.desk.test_browser_absence import picture
from tests.factories import PASSWORD, Office
from tests.rigs.browser import faults

__all__ = ["visit"]  # the fixture of the other browser tests

TITLES = (
    "Hướng dẫn hồ sơ hỗ trợ học nghề cho lao động nông thôn quý IV",
    "Lịch tiếp công dân tháng 12 của Giám đốc Sở",
    "Tập huấn số hóa tài liệu lưu trữ cấp huyện",
)
LINK = '<p>Xem <a href="https://la.example/">trang này</a>.</p>'


@pytest.fixture
def waiting(shared_database: None) -> tuple[Office, list[Item]]:
    """Let four items wait for the chief, one of them with a link to a new site, and one put forward again."""
    cache.clear()
    of, at = factories.office(), timezone.now() - timedelta(days=2)
    items = [factories.item(of, State.AWAITING_SIGN_OFF, title=title, at=at) for title in TITLES]
    items.append(factories.item(of, State.AWAITING_SIGN_OFF, title="Thi tuyển công chức năm 2027", body=LINK, at=at))
    factories.revised(of, items[1], by=of.chief, at=at + timedelta(hours=9), body=f"{factories.BODY}<p>Thêm.</p>")
    return of, items


@pytest.mark.parametrize(("width", "scripts"), [(360, False), (1280, True)])
def test_the_chief_signs_off_several_and_reads_what_became_of_each(
    waiting: tuple[Office, list[Item]], visit: Visit, width: int, scripts: bool
) -> None:
    office, items = waiting
    page = visit(office.chief, "/", proved=None, width=width, java_script_enabled=scripts)
    page.get_by_role("link", name="Quyết định nhiều việc một lần").click()
    seen = {}
    page.get_by_label(TITLES[0]).check()
    picture(page, f"nhieu-viec-chon-{width}")
    seen["choose"] = (page.evaluate(WIDE), page.evaluate(SMALL))
    page.get_by_role("button", name="Xem cả 4 việc").click()
    picture(page, f"nhieu-viec-xem-{width}")
    seen["read"] = (page.evaluate(WIDE), page.evaluate(SMALL))
    assert page.get_by_role("checkbox").count() == 3
    page.get_by_label(TITLES[2]).uncheck()
    page.get_by_role("button", name="Phê duyệt các việc đã đánh dấu").click()
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button").last.click()
    page.get_by_label(TITLES[0]).wait_for()
    factories.revised(office, items[1], by=office.chief, at=timezone.now(), body=factories.BODY)
    page.get_by_role("button", name="Phê duyệt các việc đã đánh dấu").click()
    page.get_by_role("heading", name="Đã ghi vào sổ 1 việc").wait_for()
    picture(page, f"nhieu-viec-ket-qua-{width}")
    seen["done"] = (page.evaluate(WIDE), page.evaluate(SMALL))
    assert seen == {place: ([], []) for place in seen}
    acts = [trail_of(item.pk, board=office.board)[-1]["act"] for item in items]
    assert acts == ["sign_off", "edit", "moderate", "moderate"]


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_where_several_are_decided(
    waiting: tuple[Office, list[Item]], visit: Visit, width: int
) -> None:
    office, _ = waiting
    page = visit(office.chief, "/hang-cho/nhieu-viec/?buoc=sign_off", width=width)
    found = [faults(page)]
    page.get_by_role("button", name="Xem cả 4 việc").click()
    found.append(faults(page))
    page.get_by_role("button", name="Phê duyệt các việc đã đánh dấu").wait_for()
    assert found == [[], []]
