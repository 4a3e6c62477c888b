"""Offices and units change on a telephone: what follows is read first, then recorded.

With PICTURES_TO naming a folder, each screen is kept there.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from tests.desk.rows import PDF
from tests.desk.test_browser import Visit, place, visit
from tests.desk.test_browser_absence import PHONE, picture
from tests.factories import Office
from tests.rigs.browser import faults

__all__ = ["place", "visit"]  # the fixtures of the other browser tests

PAPER = "Quyết định số 21/QĐ-SNV ngày 20/11/2026"


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_the_chief_leaves_and_everybody_is_told_first(place: Office, visit: Visit, width: int) -> None:
    page = visit(place.secretary, "/nhan-su/", width=width)
    picture(page, f"nhan-su-{width}")
    assert faults(page) == []
    page.get_by_role("link", name=place.chief.full_name).click()
    picture(page, f"chuc-danh-{width}")
    assert faults(page) == []
    page.get_by_label("Thôi giữ chức danh").check()
    page.get_by_label("Văn bản quyết định").fill(PAPER)
    page.get_by_label("Tệp văn bản").set_input_files({"name": "qd.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Xem trước hệ quả").click()
    page.get_by_text("Sẽ không còn ai đủ thẩm quyền:").wait_for()
    picture(page, f"chuc-danh-he-qua-{width}")
    assert faults(page) == []
    page.get_by_role("button", name="Đã đọc, vẫn ghi").click()
    page.get_by_text("Đã ghi vào sổ nhân sự.").wait_for()
    picture(page, f"nhan-su-da-ghi-{width}")
    assert faults(page) == []
    page = visit(place.secretary, "/", width=width)
    tomorrow = date_format(timezone.localtime() + timedelta(days=1), "d/m/Y")
    page.get_by_text(f"Từ {tomorrow}:").first.wait_for()
    picture(page, f"hom-nay-sap-thieu-{width}")
    assert faults(page) == []


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_units_merge_after_what_follows_was_read(place: Office, visit: Visit, width: int) -> None:
    page = visit(place.chief, "/nhan-su/don-vi/", width=width)
    picture(page, f"don-vi-{width}")
    assert faults(page) == []
    page.get_by_label(place.centre.name, exact=True).check()
    page.get_by_label("Nhập vào").select_option(label=place.division.name)
    page.get_by_label("Văn bản quyết định").fill(PAPER)
    page.get_by_role("button", name="Xem trước hệ quả").click()
    page.get_by_text("Hệ quả của việc này").wait_for()
    picture(page, f"don-vi-he-qua-{width}")
    assert faults(page) == []
    page.get_by_role("button", name="Ghi vào sổ").click()
    page.get_by_text("Đã ghi vào sổ nhân sự.").wait_for()
    picture(page, f"don-vi-da-ghi-{width}")


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_a_newcomer_is_appointed_and_given_a_link(place: Office, visit: Visit, width: int) -> None:
    page = visit(place.secretary, "/nhan-su/", width=width)
    page.get_by_role("link", name="Phân công chức danh").click()
    picture(page, f"bo-nhiem-{width}")
    assert faults(page) == []
    page.get_by_label("Họ và tên người mới").fill("Nguyễn Thị Bích Hằng")
    page.get_by_label("Địa chỉ thư của người mới").fill("hangntb@snv.example")
    page.get_by_label(place.centre.name, exact=True).check()
    page.get_by_label("Văn bản quyết định").fill(PAPER)
    page.get_by_role("button", name="Xem trước hệ quả").click()
    page.get_by_text("Mở tài khoản cho Nguyễn Thị Bích Hằng").wait_for()
    picture(page, f"bo-nhiem-he-qua-{width}")
    assert faults(page) == []
    page.get_by_role("button", name="Ghi vào sổ").click()
    assert "/tai-khoan/moi/" in page.get_by_label("Liên kết, chỉ hiện lần này").input_value()
    picture(page, f"bo-nhiem-lien-ket-{width}")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("link", name="Nhân sự và đơn vị").first.click()
    picture(page, f"nhan-su-nguoi-moi-{width}")
    assert faults(page) == []
    page.get_by_role("link", name="Hủy Nguyễn Thị Bích Hằng").click()
    picture(page, f"bo-nhiem-huy-{width}")
    assert faults(page) == []
    page.get_by_role("button", name="Xem trước hệ quả").click()
    page.get_by_role("button", name="Ghi vào sổ").click()
    page.get_by_text("Đã ghi vào sổ nhân sự.").wait_for()
