"""The office's sign-in service in a real browser: link the account once, then come in by it and one's own device.

With PICTURES_TO naming a folder, each screen is kept there.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

from chauphe.people.models import SignIn
from tests import factories
from tests.desk.accounts.test_browser import looked
from tests.desk.test_browser import Visit, place, signed_in, visit
from tests.factories import PASSWORD, Office
from tests.rigs.issuer import Issuer, issuing

__all__ = ["place", "visit"]  # the fixtures of the other browser tests


@pytest.fixture
def service(settings: Settings) -> Iterator[Issuer]:
    with issuing() as made:
        made.asks = True
        settings.OIDC = made.settings()
        yield made


def at_service(page: Page, subject: str) -> None:
    page.locator("input[name=sub]").fill(subject)
    page.get_by_role("button", name="Đồng ý").click()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_the_account_is_linked_once_and_opened_by_the_service(
    place: Office, visit: Visit, service: Issuer, width: int, scheme: str
) -> None:
    page = visit(None, "/tai-khoan/dang-nhap/", width=width, color_scheme=scheme, may_complain=True)
    base = page.url.partition("/tai-khoan/")[0]
    seen = {"door": looked(page, f"dang-nhap-co-quan-{width}")}
    page.get_by_role("button", name="Đăng nhập bằng Cổng đăng nhập thử").click()
    at_service(page, "cccd-07")
    page.get_by_role("heading", name="Chưa có tài khoản nào được liên kết").wait_for()
    seen["unlinked"] = looked(page, f"chua-lien-ket-{width}")
    page.goto(base + "/tai-khoan/dang-nhap/")
    signed_in(page, place.chief)
    page.goto(base + "/tai-khoan/")
    seen["mine"] = looked(page, f"tai-khoan-chua-lien-ket-{width}")
    page.get_by_role("link", name="Liên kết", exact=True).click()
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    page.get_by_role("heading", name="Liên kết hệ thống đăng nhập của cơ quan").wait_for()
    seen["link"] = looked(page, f"lien-ket-{width}")
    page.get_by_role("button", name="Tiếp tục").click()
    at_service(page, "cccd-07")
    page.locator(".told").wait_for()
    seen["linked"] = looked(page, f"tai-khoan-da-lien-ket-{width}")
    page.goto(base + "/tai-khoan/dang-xuat/")
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("button", name="Đăng nhập bằng Cổng đăng nhập thử").click()
    at_service(page, "cccd-07")
    page.locator("[name=code]").fill(factories.code(later=1))
    page.locator("main form button", has_text="Tiếp tục").last.click()
    page.locator("details.me").wait_for()
    assert SignIn.objects.filter(person=place.chief, worked=True).latest("pk").factors == "oidc+totp"
    assert {where: what for where, what in seen.items() if what != [[], [], []]} == {}


def test_it_needs_no_script(place: Office, visit: Visit, service: Issuer) -> None:
    page = visit(None, "/tai-khoan/dang-nhap/", width=360, java_script_enabled=False, may_complain=True)
    page.get_by_role("button", name="Đăng nhập bằng Cổng đăng nhập thử").click()
    at_service(page, "cccd-07")
    assert page.locator("h1").inner_text() == "Chưa có tài khoản nào được liên kết"
