"""Time limits in a real browser: what is late is said in words, and a notice of days off is recorded by telephone.

With PICTURES_TO naming a folder, each screen is kept there.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from chauphe.core.moves import State
from chauphe.items import services
from chauphe.people.models import DeclaredDay
from chauphe.people.services import plan_review
from tests import factories
from tests.desk.test_browser import Visit, place, visit
from tests.desk.test_browser_absence import PHONE, picture
from tests.factories import Office
from tests.rigs.browser import faults

__all__ = ["place", "visit"]  # the fixtures of the other browser tests


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_axe_finds_nothing_where_limits_are_shown(place: Office, visit: Visit, width: int) -> None:
    for days in (0, 1, 9):
        at = timezone.now() - timedelta(days=days, hours=4)
        factories.item(place, State.AWAITING_SIGN_OFF, title=f"Chờ phê duyệt từ {days} ngày trước", at=at)
    factories.item(place, State.PUBLISHED, title="Giờ tiếp công dân", at=timezone.now() - timedelta(days=99))
    slow = factories.item(place, State.IN_EDITING, title="Trình muộn", at=timezone.now() - timedelta(days=9))
    services.forward(slow.pk, board=place.board, by=place.member, at=timezone.now(), seen=factories.seen(slow))
    for section, given in ((place.news, {"person": place.chief}), (place.notices, {"role": "secretary"})):
        plan_review(section, months=3, by=place.secretary, at=timezone.now(), **given)
    found = {}
    for path in (
        "/",
        "/thoi-han/",
        "/ra-soat/",
        "/ngay-nghi/",
        "/ngay-nghi/?nam=2027",
        "/tin-bai/",
        f"/tin-bai/{slow.number}/",
    ):
        page = visit(place.chief, path, width=width)
        page.wait_for_load_state("networkidle")
        picture(page, f"han-{path.strip('/').replace('/', '-').replace('?', '-')}-{width}")
        found[path] = faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
        page.context.close()
    assert {path: what for path, what in found.items() if what} == {}


def test_the_notice_of_a_year_is_recorded_by_telephone(place: Office, visit: Visit) -> None:
    year = timezone.now().year + 1
    page = visit(place.secretary, f"/ngay-nghi/?nam={year}", width=PHONE)
    assert page.get_by_text(f"Lịch nghỉ năm {year} mới chỉ là tính trước.").count() == 1
    page.get_by_label("Từ ngày").fill(f"04/02/{year}")
    page.get_by_label("Đến ngày (nếu nhiều ngày)").fill(f"10/02/{year}")
    page.get_by_label("Vì việc gì").fill("Nghỉ Tết Nguyên Đán")
    page.get_by_label("Văn bản").fill("Thông báo số 12/TB-SNV ngày 20/12")
    page.get_by_role("button", name="Ghi các ngày này").click()
    page.get_by_text("Đã ghi 7 ngày.").wait_for()
    picture(page, "han-ngay-nghi-da-ghi")
    assert DeclaredDay.objects.count() == 7
    page.get_by_role("button", name="Bỏ Nghỉ Tết Nguyên Đán").click()
    page.get_by_text("Đã bỏ.").wait_for()
    assert DeclaredDay.objects.filter(withdrawn_at=None).count() == 0


def test_period_and_owner_are_set_and_a_page_is_found_right_by_telephone(place: Office, visit: Visit) -> None:
    item = factories.item(place, State.PUBLISHED, title="Giờ tiếp công dân", at=timezone.now() - timedelta(days=99))
    page = visit(place.secretary, "/ra-soat/", width=PHONE)
    page.get_by_text("Đổi Tin tức").click()
    page.get_by_label("Kỳ (số tháng)").first.fill("3")
    page.locator("select[name=owner]").first.select_option("role:secretary")
    picture(page, "han-ra-soat-doi")
    assert faults(page) == []
    page.get_by_role("button", name="Ghi kỳ rà soát").first.click()
    page.get_by_role("button", name=f"Còn đúng {item.title}").click()
    page.get_by_text("Đã ghi còn đúng.").wait_for()
    assert page.get_by_text("Không có nội dung nào đến kỳ rà soát.").count() == 1
