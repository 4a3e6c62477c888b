"""The short chain on a telephone: one tap answers all the questions, the deputy signs off, everybody sees which chain.

With PICTURES_TO naming a folder, each screen is kept there.
"""

import pytest
from playwright.sync_api import Page

from chauphe.core.moves import State
from chauphe.items.models import Draft, Item
from tests import factories
from tests.desk.test_browser import Visit, place, visit
from tests.desk.test_browser_absence import PHONE, picture
from tests.desk.test_short_chain import NO
from tests.factories import PASSWORD, Office
from tests.rigs.browser import faults

__all__ = ["place", "visit"]  # the fixtures of the other browser tests


@pytest.fixture
def small(place: Office) -> Office:
    place.board.regulation = "three-member"
    place.board.save(update_fields=["regulation"])
    return place


def looked_at(page: Page, name: str, *, checked: bool = False) -> None:
    page.wait_for_load_state()
    picture(page, name)
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), name
    assert not checked or faults(page) == []


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "light"), (1280, "dark")])
def test_one_tap_answers_everything_and_the_deputy_signs_off(
    small: Office, visit: Visit, width: int, scheme: str
) -> None:
    item = factories.item(small, State.IN_EDITING, title="Lịch tiếp công dân tháng 12")
    page = visit(small.member, f"/viet/{item.pk}/", width=width, color_scheme=scheme)
    page.wait_for_selector("#write[data-ready]")
    assert page.locator("#checklist input[type=radio]:checked").count() == 0
    page.locator("#checklist").scroll_into_view_if_needed()
    looked_at(page, f"cau-hoi-{width}")
    page.get_by_role("button", name="Tất cả: không").click()
    page.get_by_text("Trình tự rút gọn: mọi câu trả lời là “không”.").wait_for()
    assert Draft.objects.get(item=item).content["checklist"] == NO
    looked_at(page, f"cau-hoi-da-tra-loi-{width}", checked=True)
    page.locator(".submit .button").first.click()
    page.wait_for_url("**/tin-bai/**")
    looked_at(page, f"cau-hoi-da-trinh-{width}")

    page = visit(small.deputy, f"/tin-bai/{item.number}/", width=width, color_scheme=scheme)
    looked_at(page, f"rut-gon-phe-duyet-{width}", checked=True)
    page.locator(".course").scroll_into_view_if_needed()
    looked_at(page, f"rut-gon-vi-sao-{width}")
    page.get_by_role("link", name="Ai quyết định được").click()
    page.wait_for_url("**/ai-quyet/")
    looked_at(page, f"rut-gon-ai-quyet-{width}", checked=True)
    page.go_back()
    page.get_by_role("button", name="Phê duyệt", exact=True).click()
    if page.locator("input[type=password]").count():
        page.locator("input[type=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Phê duyệt", exact=True).click()
    page.get_by_text("Đã ghi vào sổ:").wait_for()
    assert Item.objects.get(pk=item.pk).state == State.SIGNED_OFF


def test_a_yes_leads_to_the_chief_and_cannot_be_eased(small: Office, visit: Visit) -> None:
    item = factories.item(small, State.IN_MODERATION, title="Lớp hè", checklist=NO | {"minors": True})
    page = visit(small.deputy, f"/tin-bai/{item.number}/", width=PHONE)
    page.locator(".course").scroll_into_view_if_needed()
    looked_at(page, "du-buoc-360")
    page.goto(f"{page.url.partition('/tin-bai/')[0]}/viet/{item.pk}/")
    page.wait_for_selector("#write[data-ready]")
    page.locator("#checklist").scroll_into_view_if_needed()
    looked_at(page, "du-buoc-sua-360")
    assert page.locator("#checklist [name=answer-minors][value=no]").is_disabled()


def test_answers_come_back_and_the_enter_key_hands_nothing_in(small: Office, visit: Visit) -> None:
    item = factories.item(small, State.IN_EDITING, title="Lớp hè")
    page = visit(small.member, f"/viet/{item.pk}/", width=PHONE)
    page.wait_for_selector("#write[data-ready]")
    page.locator("[name=answer-minors][value=yes]").check()
    page.wait_for_selector("#status[data-state=saved]")
    page.locator("[name=answer-minors][value=yes]").press("Enter")
    page.reload()
    assert page.locator("[name=answer-minors][value=yes]").is_checked()
    assert Item.objects.get(pk=item.pk).state == State.IN_EDITING
