"""A withdrawn page as readers meet it: on a telephone, on a screen, on paper, and before their own browser's check.

With PICTURES_TO naming a folder, each view is kept there.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import factories
from tests.bake.site import Baker
from tests.bake.test_withdrawal import withdraw
from tests.public.preview import themed
from tests.public.serving import served
from tests.public.test_browser_looks import WIDE
from tests.rigs.browser import OpenPage, faults

BODY = (
    "<p>Người lao động nộp hồ sơ từ ngày 01/12 tại Bộ phận Một cửa.</p><h2>Hồ sơ gồm</h2>"
    "<ul><li>Đơn đề nghị</li><li>Bản sao chứng chỉ</li></ul>"
    "<table><caption>Mức hỗ trợ</caption><thead><tr><th>Nghề</th><th>Mức</th></tr></thead>"
    "<tbody><tr><td>Hàn</td><td>3 triệu đồng</td></tr></tbody></table>"
)


def kept(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES_TO"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_withdrawn_page_is_read_as_withdrawn(baker: Baker, browser_page: OpenPage, width: int) -> None:
    of = baker.office
    of.board.phone, of.board.email = "0259 3822 222", "bbt@anhai.example"
    of.board.save()
    asset = factories.picture(of, by=of.contributor)
    picture = {"sha256": asset.sha256, "alt": "Lớp học", "caption": "Lớp hàn", "credit": "Ảnh: Phòng", "lead": True}
    item = baker.publish("Hỗ trợ học nghề năm 2026 cho lao động nông thôn", body=BODY, images=[picture])
    withdraw(baker, item)
    baker.catch_up()
    path = f"/{baker.page_of(item).parent.relative_to(baker.root)}/"
    with served(baker.root) as base:
        page = browser_page(width=width)
        page.goto(base + path)
        found = {}
        for theme in ("light", "dark"):
            themed(page, theme)
            kept(page, f"da-rut-{width}-{theme}")
            found[theme] = faults(page)
        assert (found, page.evaluate(WIDE)) == ({"light": [], "dark": []}, [])
        marks = "(all) => all.map((one) => getComputedStyle(one, '::before').content)"
        assert set(page.locator(".withdrawn :is(.prose > p, li, h2, caption)").evaluate_all(marks)) == {'"Đã rút"'}
        page.emulate_media(media="print")
        kept(page, f"da-rut-{width}-in")
        assert page.get_by_text("đã được rút ngày").is_visible()
        page.emulate_media(media="screen")
        page.goto(f"{base}/kiem-tra/?trang={path}")
        page.locator("#ket-qua[data-state=withdrawn]").wait_for()
        kept(page, f"kiem-tra-da-rut-{width}")
        assert page.locator("#ket-qua h2").inner_text().startswith("Trang này đã được rút")
