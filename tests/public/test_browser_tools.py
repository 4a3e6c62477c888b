"""What scripts add for those who have them: text size, contrast, dark ground, and looking among the newest items."""

import pytest
from playwright.sync_api import Page

from tests.rigs.browser import OpenPage


def root(page: Page, what: str) -> str | None:
    return page.locator("html").get_attribute(f"data-{what}")


def test_text_size_goes_round_in_three_steps(reader: Page) -> None:
    button = reader.get_by_role("button", name="Cỡ chữ").first
    sizes = []
    for _step in range(4):
        sizes.append((root(reader, "size"), button.inner_text().split(": ")[1]))
        button.click()
    assert sizes == [("0", "vừa"), ("1", "lớn"), ("2", "rất lớn"), ("0", "vừa")]


def test_a_choice_is_kept_from_page_to_page(reader: Page, base: str) -> None:
    reader.get_by_role("button", name="Nền tối").first.click()
    reader.get_by_role("button", name="Tương phản cao").first.click()
    reader.goto(f"{base}/so-do/")
    assert (root(reader, "theme"), root(reader, "contrast")) == ("dark", "more")
    assert reader.get_by_role("button", name="Nền tối").first.get_attribute("aria-pressed") == "true"


def test_a_choice_shows_before_the_page_is_drawn(reader: Page, base: str) -> None:
    reader.get_by_role("button", name="Nền tối").first.click()
    reader.add_init_script(
        "addEventListener('DOMContentLoaded', () => window.early = document.documentElement.dataset.theme)"
    )
    reader.goto(f"{base}/so-do/")
    assert reader.evaluate("window.early") == "dark"


def test_the_system_decides_until_the_reader_does(browser_page: OpenPage, base: str) -> None:
    page = browser_page(color_scheme="dark")
    page.goto(base)
    ground = "getComputedStyle(document.body).backgroundColor"
    button = page.get_by_role("button", name="Nền tối").first
    assert (root(page, "theme"), page.evaluate(ground)) == (None, "rgb(28, 25, 23)")
    button.click()
    assert (root(page, "theme"), page.evaluate(ground)) == ("light", "rgb(251, 250, 247)")


def test_a_broken_storage_breaks_no_page(browser_page: OpenPage, base: str) -> None:
    page = browser_page()
    page.add_init_script("localStorage.setItem('hien-thi', '{broken')")
    page.goto(base)
    page.get_by_role("button", name="Nền tối").first.click()
    assert root(page, "theme") == "dark"


def test_the_buttons_are_in_the_menu_on_a_phone(browser_page: OpenPage, base: str) -> None:
    page = browser_page(width=360)
    page.goto(base)
    page.locator(".sections summary").click()
    page.get_by_role("button", name="Tương phản cao").last.click()
    assert root(page, "contrast") == "more"


@pytest.mark.parametrize("asked", ["hoc nghe", "HỌC NGHỀ", "học   nghề", "nghe ho tro"])
def test_search_finds_words_without_their_marks(reader: Page, asked: str) -> None:
    reader.get_by_role("searchbox").fill(asked)
    reader.get_by_role("button", name="Tìm", exact=True).click()
    reader.wait_for_selector(".found li")
    assert reader.locator(".found b").all_inner_texts() == ["Từ 01/12, nhận hồ sơ hỗ trợ học nghề tại cả 64 xã, phường"]
    assert reader.locator(".found h2").inner_text() == "Tìm thấy 1 kết quả trong 15 tin, bài, văn bản mới nhất"


def test_search_finds_a_document_by_its_number(reader: Page, base: str) -> None:
    reader.goto(f"{base}/tim/?q=1847/qd-snv")
    reader.wait_for_selector(".found li")
    assert (
        reader.locator(".found a").get_attribute("href") == "/van-ban/quyet-dinh-ban-hanh-quy-che-tiep-cong-dan-1203/"
    )


def test_search_says_when_it_found_nothing_and_where_to_look(reader: Page, base: str) -> None:
    reader.goto(f"{base}/tim/?q=<img src=x onerror=alert(1)>")
    title = reader.locator(".found h2")
    reader.wait_for_selector(".found h2:not(:empty)")
    assert title.inner_text().startswith("Không tìm thấy trong 15 tin, bài, văn bản mới nhất.")
    assert reader.get_by_role("searchbox").input_value() == "<img src=x onerror=alert(1)>"


def test_without_scripts_search_leads_to_the_lists(browser_page: OpenPage, base: str) -> None:
    page = browser_page(java_script_enabled=False, may_complain=True)
    page.goto(base)
    page.get_by_role("searchbox").fill("học nghề")
    page.get_by_role("button", name="Tìm", exact=True).click()
    assert page.locator(".found").is_hidden()
    page.get_by_role("link", name="Lao động – Việc làm, 2025").click()
    assert page.url == f"{base}/chuyen-muc/lao-dong/trang-21/"
