"""Passkeys in a real browser, with its virtual authenticator: set one up, sign in by it, sign off by it.

With PICTURES_TO naming a folder, each screen is kept there.
"""

import os
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import CDPSession, Page

from chauphe.core.moves import State
from chauphe.ledger.selectors import trail_of
from chauphe.people.models import Change, SignIn
from chauphe.seal.device import holds
from tests import factories, passkeys
from tests.desk.test_browser import SMALL, WIDE, Visit, place, signed_in, visit
from tests.factories import PASSWORD, Office
from tests.rigs.browser import faults

__all__ = ["place", "visit"]  # the fixtures of the other browser tests

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def picture(page: Page, name: str) -> None:
    if os.environ.get("PICTURES_TO"):
        page.screenshot(path=Path(os.environ["PICTURES_TO"]) / f"{name}.png", full_page=True)


def looked(page: Page, name: str) -> list[object]:
    """Take a picture; give what axe finds, what sticks out, and what is too small to be hit."""
    picture(page, name)
    return [faults(page), page.evaluate(WIDE), page.evaluate(SMALL)]


def with_device(page: Page) -> tuple[CDPSession, str]:
    """Give a page a device that holds passkeys and verifies its holder."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    return browser, browser.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]


def set_up(page: Page, of: Office) -> None:
    """Come in by password for the first time, and be led to a passkey."""
    Authenticator.objects.filter(user=of.chief).delete()
    page.fill("[name=login]", of.chief.username)
    page.fill("[name=password]", PASSWORD)
    page.click("main form[action='/tai-khoan/dang-nhap/'] button")
    page.get_by_role("alert").wait_for()
    picture(page, "tai-khoan-lan-dau")
    page.get_by_role("link", name="Thiết lập khóa truy cập").click()
    picture(page, "khoa-truy-cap-them")
    page.fill("[name=name]", "Điện thoại của tôi")
    page.get_by_role("button", name="Thiết lập trên thiết bị này").click()
    page.locator(".codes li").first.wait_for()
    picture(page, "ma-du-phong")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_passkey_is_set_up_signs_in_and_signs_off(place: Office, visit: Visit, width: int) -> None:
    page = visit(None, "/tai-khoan/dang-nhap/", width=width)
    with_device(page)
    picture(page, f"dang-nhap-{width}")
    assert (page.get_by_role("alert").count(), faults(page)) == (0, [])
    set_up(page, place)
    assert Change.objects.filter(verb="add_device", person=place.chief).exclude(facts__key="").count() == 1
    page.goto(page.url.partition("/tai-khoan/")[0] + "/tai-khoan/")
    picture(page, f"tai-khoan-{width}")
    assert [faults(page), page.evaluate(WIDE), page.evaluate(SMALL)] == [[], [], []]
    page.locator("details.me summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.locator("details.me").wait_for()
    assert SignIn.objects.filter(person=place.chief, worked=True).latest("pk").factors == "webauthn"
    item = factories.item(place, State.AWAITING_SIGN_OFF, title="Lịch tiếp công dân tháng 12")
    page.goto(f"{page.url}tin-bai/{item.number}/")
    picture(page, f"phe-duyet-khoa-{width}")
    page.click(".decide .approve")
    page.wait_for_selector(".told")
    record = trail_of(item.pk, board=place.board)[-1]
    assert (record["act"], record["factor"], holds(record)) == ("sign_off", "passkey", True)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_every_page_of_the_account_is_sound_on_a_telephone_and_a_desktop(
    place: Office, visit: Visit, width: int, scheme: str
) -> None:
    page = visit(None, "/tai-khoan/dang-nhap/", width=width, color_scheme=scheme)
    with_device(page)
    base = page.url.partition("/tai-khoan/")[0]
    page.fill("[name=login]", place.chief.username)
    page.fill("[name=password]", PASSWORD)
    page.click("main form[action='/tai-khoan/dang-nhap/'] button")
    seen = {"buoc-hai": looked(page, f"buoc-hai-{width}")}
    page.fill("[name=code]", factories.code())
    page.locator("main button", has_text="Tiếp tục").last.click()
    page.locator("details.me").wait_for()
    page.goto(f"{base}/tai-khoan/xac-nhan/?next=/tai-khoan/")
    seen["xac-nhan"] = looked(page, f"xac-nhan-{width}")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    key = passkeys.register(place.chief, host="localhost")
    for at in ("", "khoa/them/", "ma/xoa/", "ma-du-phong/tao/", "mat-khau/", f"khoa/{key.pk}/xoa/", "dang-xuat/"):
        page.goto(f"{base}/tai-khoan/{at}")
        name = "-".join(part for part in at.split("/") if part and not part.isdigit()) or "tai-khoan"
        seen[name] = looked(page, f"{name}-{width}")
    assert {where: what for where, what in seen.items() if what != [[], [], []]} == {}


def test_one_touch_of_the_device_signs_off_all_that_is_ticked(place: Office, visit: Visit) -> None:
    page = visit(None, "/tai-khoan/dang-nhap/", width=360)
    with_device(page)
    set_up(page, place)
    items = [factories.item(place, State.AWAITING_SIGN_OFF, title=f"Tin thứ {number}") for number in (1, 2, 3)]
    chosen = "&".join(f"muc={item.number}" for item in items)
    page.goto(page.url.partition("/tai-khoan/")[0] + f"/hang-cho/nhieu-viec/?buoc=sign_off&{chosen}")
    page.get_by_label("Tin thứ 2").uncheck()
    picture(page, "nhieu-viec-khoa")
    page.locator(".decide .approve").click()
    page.get_by_text("Đã ghi vào sổ 2 việc").wait_for()
    records = [trail_of(item.pk, board=place.board)[-1] for item in items]
    assert [each["act"] for each in records] == ["sign_off", "moderate", "sign_off"]
    assert [(each["factor"], holds(each)) for each in (records[0], records[2])] == [("passkey", True)] * 2
    assert len(records[0]["device"]["among"].split()) == 2


def test_a_device_that_refuses_leaves_the_weaker_way(place: Office, visit: Visit) -> None:
    page = visit(None, "/tai-khoan/dang-nhap/", width=360)
    browser, device = with_device(page)
    set_up(page, place)
    browser.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    item = factories.item(place, State.AWAITING_SIGN_OFF, title="Lịch tiếp công dân tháng 12")
    page.goto(page.url.partition("/tai-khoan/")[0] + f"/tin-bai/{item.number}/")
    page.click(".decide .approve")
    page.locator("[data-trouble]").wait_for()
    picture(page, "thiet-bi-chua-xac-nhan")
    assert (factories.fresh(item).state, faults(page)) == (State.AWAITING_SIGN_OFF, [])
    page.get_by_role("button", name="Phê duyệt không dùng thiết bị").click()
    page.wait_for_selector(".told")
    assert trail_of(item.pk, board=place.board)[-1]["factor"] == "password"


def test_the_second_step_takes_a_passkey_too(place: Office, visit: Visit) -> None:
    page = visit(None, "/tai-khoan/dang-nhap/", width=360)
    with_device(page)
    set_up(page, place)
    page.goto(page.url.partition("/tai-khoan/")[0] + "/tai-khoan/dang-xuat/")
    page.get_by_role("button", name="Đăng xuất").click()
    page.fill("[name=login]", place.chief.username)
    page.fill("[name=password]", PASSWORD)
    page.click("main form[action='/tai-khoan/dang-nhap/'] button")
    picture(page, "buoc-hai")
    page.get_by_role("button", name="Xác nhận bằng khóa truy cập").click()
    page.locator("details.me").wait_for()
    assert SignIn.objects.filter(person=place.chief, worked=True).latest("pk").factors == "password+webauthn"


def test_one_time_codes_need_no_script(place: Office, visit: Visit) -> None:
    page = visit(None, "/tai-khoan/dang-nhap/", width=360, java_script_enabled=False)
    assert page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").count() == 0
    signed_in(page, place.secretary)
    page.goto(f"{page.url}tai-khoan/")
    page.get_by_role("link", name="Tạo mã mới").click()
    picture(page, "xac-nhan")
    page.goto(page.url.partition("/tai-khoan/")[0] + "/tai-khoan-cua-ban/")
    picture(page, "tai-khoan-cua-ban")
    assert page.locator("h1").inner_text() == "Tài khoản của Ban"
