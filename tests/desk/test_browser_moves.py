"""Going back, refusing, recalling and taking down, on a telephone and on a desk: what people see and what is recorded.

With PICTURES_TO naming a folder, each screen is kept there.
"""

import pytest
from playwright.sync_api import Locator, Page

from chauphe.core.moves import State
from chauphe.ledger.selectors import trail_of
from tests import factories
from tests.desk.test_browser import Visit, place, visit
from tests.desk.test_browser_absence import PHONE, picture
from tests.factories import Office
from tests.rigs.browser import faults

__all__ = ["place", "visit"]  # the fixtures of the other browser tests


def open_step(page: Page, name: str) -> Locator:
    """Open what lies folded under a name, and return it."""
    page.locator("summary", has_text=name).click()
    return page.locator("details", has=page.locator("summary", has_text=name))


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_the_chief_returns_an_item_to_the_deputy(place: Office, visit: Visit, width: int) -> None:
    item = factories.item(place, State.AWAITING_SIGN_OFF)
    page = visit(place.chief, f"/tin-bai/{item.number}/", width=width)
    page.locator("summary", has_text="Trả lại").first.click()
    page.get_by_label("Phó Trưởng Ban phụ trách, duyệt lại").check()
    page.get_by_label("Cần sửa gì? Người nhận lại sẽ đọc lý do này.").fill("Xem lại mức hỗ trợ.")
    picture(page, f"tra-lai-{width}")
    assert faults(page) == []
    page.get_by_role("button", name="Trả lại với lý do này").click()
    page.get_by_text("Đã ghi vào sổ").wait_for()
    assert trail_of(item.pk, board=place.board)[-1]["act"] == "return_to_moderation"


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_the_member_refuses_an_item_on_a_ground(place: Office, visit: Visit, width: int) -> None:
    item = factories.item(place, State.IN_EDITING)
    page = visit(place.member, f"/tin-bai/{item.number}/", width=width)
    open_step(page, "Từ chối đăng")
    page.get_by_label("Trùng với tin, bài đã có").check()
    page.get_by_label("Nói rõ lý do để người viết biết").fill("Đã đăng ngày 12/11, số 3.")
    picture(page, f"tu-choi-{width}")
    assert faults(page) == []
    page.get_by_role("button", name="Từ chối đăng").click()
    page.get_by_text("Đã ghi vào sổ").wait_for()
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + f"/tin-bai/{item.number}/")
    picture(page, f"da-tu-choi-{width}")
    assert page.get_by_text("Căn cứ: Trùng với tin, bài đã có").count() == 1
    assert faults(page) == []


@pytest.mark.parametrize(
    ("who", "name", "verb"),
    [("chief", "Gỡ khỏi trang", "take_down"), ("secretary", "Gỡ khẩn cấp", "take_down_at_once")],
)
def test_what_is_on_the_site_is_taken_down(place: Office, visit: Visit, who: str, name: str, verb: str) -> None:
    item = factories.item(place, State.PUBLISHED)
    page = visit(getattr(place, who), f"/tin-bai/{item.number}/", width=PHONE)
    form = open_step(page, name)
    form.get_by_label("Lời thông báo tại địa chỉ này").fill("Gỡ để bảo vệ thông tin cá nhân của người dân.")
    form.get_by_label("Lý do, ghi vào sổ của Ban").fill("Bảng kê có số điện thoại của 12 người.")
    picture(page, f"go-{who}")
    assert faults(page) == []
    page.get_by_role("button", name=name).click()
    page.get_by_text("Đã ghi vào sổ").wait_for()
    assert trail_of(item.pk, board=place.board)[-1]["act"] == verb
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + f"/tin-bai/{item.number}/")
    picture(page, f"da-go-{who}")
    assert faults(page) == []


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_what_is_on_the_site_is_withdrawn_with_a_notice(place: Office, visit: Visit, width: int) -> None:
    item = factories.item(place, State.PUBLISHED)
    page = visit(place.chief, f"/tin-bai/{item.number}/", width=width)
    open_step(page, "Nội dung có sai sót? Chọn cách xử lý")
    picture(page, f"chon-cach-{width}")
    names = [each.inner_text() for each in page.locator("dl.choosing dt").all()]
    assert names == ["Đính chính", "Cải chính", "Rút bài", "Gỡ bài"]
    form = open_step(page, "Rút bài, có thông báo")
    form.get_by_label("Lý do mà người đọc sẽ thấy").fill("Chương trình đã kết thúc trước hạn.")
    form.get_by_label("Lý do, ghi vào sổ của Ban").fill("Phòng đề nghị, có phiếu số 12.")
    picture(page, f"rut-bai-{width}")
    assert faults(page) == []
    page.get_by_role("button", name="Rút bài", exact=True).click()
    page.get_by_text("Đã ghi vào sổ").wait_for()
    assert trail_of(item.pk, board=place.board)[-1]["act"] == "withdraw"
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + f"/tin-bai/{item.number}/")
    picture(page, f"da-rut-bai-{width}")
    assert page.get_by_text("Lý do: Chương trình đã kết thúc trước hạn.").count() == 1
    assert page.locator("dl.choosing").count() == 0
    assert faults(page) == []


def test_an_approval_is_taken_back_on_a_telephone(place: Office, visit: Visit) -> None:
    item = factories.item(place, State.SIGNED_OFF)
    page = visit(place.chief, f"/tin-bai/{item.number}/", width=PHONE)
    open_step(page, "Thu hồi phê duyệt")
    page.get_by_label("Lý do").fill("Chờ số liệu mới của Sở Tài chính.")
    picture(page, "thu-hoi")
    page.get_by_role("button", name="Thu hồi phê duyệt").click()
    page.get_by_text("Đã ghi vào sổ").wait_for()
    assert factories.fresh(item).state == State.AWAITING_SIGN_OFF
