"""Another unit's opinion on a telephone: asked about the frozen copy, read, answered once, and seen by whoever decides.

With PICTURES_TO naming a folder, each screen is kept there.
"""

import pytest
from playwright.sync_api import Page

from chauphe.core.moves import State
from chauphe.items.models import Consultation
from tests import factories
from tests.desk.test_browser import Visit, place, visit
from tests.desk.test_browser_absence import PHONE, picture
from tests.factories import Office
from tests.rigs.browser import faults

__all__ = ["place", "visit"]  # the fixtures of the other browser tests

QUESTION = "Mức hỗ trợ 3 triệu đồng có còn hiệu lực không?"


def looked_at(page: Page, name: str) -> None:
    picture(page, name)
    assert faults(page) == []


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_an_opinion_is_asked_for_given_and_read(place: Office, visit: Visit, width: int) -> None:
    item = factories.item(place, State.IN_MODERATION, title="Tuyển sinh lớp hàn tháng 12")
    page = visit(place.deputy, f"/tin-bai/{item.number}/", width=width)
    page.get_by_role("link", name="Xin ý kiến đơn vị khác").click()
    looked_at(page, f"xin-y-kien-{width}")
    page.get_by_label(place.centre.name).check()
    page.get_by_label("Nội dung cần hỏi").fill(QUESTION)
    page.get_by_role("button", name="Gửi câu hỏi").click()
    page.get_by_text("Đã ghi. Câu hỏi đã đến").wait_for()
    looked_at(page, f"xin-y-kien-da-ghi-{width}")

    page = visit(place.other_member, "/", width=width)
    looked_at(page, f"cho-y-kien-hom-nay-{width}")
    page.get_by_role("link", name=item.title).first.click()
    looked_at(page, f"cho-y-kien-{width}")
    page.get_by_label("Nhất trí, có góp ý").check()
    page.get_by_label("Nội dung góp ý").fill("Mức mới là 4 triệu đồng, theo Nghị quyết 12.")
    page.get_by_role("button", name="Gửi ý kiến").click()
    page.get_by_text("Đã ghi. Người hỏi đã xem được ý kiến.").wait_for()
    looked_at(page, f"cho-y-kien-da-ghi-{width}")

    page = visit(place.deputy, "/", width=width)
    looked_at(page, f"y-kien-da-xin-{width}")
    page.goto(f"{page.url}tin-bai/{item.number}/")
    looked_at(page, f"y-kien-tren-tin-bai-{width}")
    assert page.get_by_text("Mức mới là 4 triệu đồng").count() == 2
    assert Consultation.objects.get().opinion == "remarks"
