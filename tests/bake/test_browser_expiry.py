"""What went out by a set hour and is over since, in a real browser: the mark is seen, and the page still proves whole.

With PICTURES_TO naming a folder, each screen is kept there.
"""

from datetime import timedelta

import pytest

from chauphe.items import services as items
from tests.bake.site import Baker
from tests.desk.test_browser_absence import PHONE, picture
from tests.public.preview import themed
from tests.public.serving import served
from tests.rigs.browser import OpenPage, faults


@pytest.mark.parametrize(("width", "theme"), [(PHONE, "light"), (1280, "dark")])
def test_what_is_over_says_so_and_is_found_whole(baker: Baker, browser_page: OpenPage, width: int, theme: str) -> None:
    of, due = baker.office, baker.now + timedelta(days=1)
    written = {"not_before": f"{due:%Y-%m-%dT%H:%M}+00:00", "expires": f"{due + timedelta(days=9):%Y-%m-%d}"}
    signed = baker.approve(baker.write("Thông báo tuyển dụng viên chức", **written))
    given = {"board": of.board, "by": of.secretary, "at": baker.later(), "seen": signed.snapshot_id}
    item = items.schedule(signed.item_id, due=due, **given)
    assert items.send_out_due(item.pk, board=of.board, at=baker.later(days=2)) is not None
    baker.catch_up()
    folder = baker.page_of(item).parent
    with served(baker.root.resolve()) as base:
        address = f"{base}/{folder.relative_to(baker.root)}/"
        page = browser_page(width=width)
        page.goto(address)
        picture(page, f"con-han-{width}")
        assert page.locator("p.valid").count() == 1
        assert items.mark_over(item.pk, board=of.board, at=baker.later(days=20)) is not None
        baker.catch_up()
        page.goto(address)
        themed(page, theme)
        picture(page, f"het-han-trang-{width}")
        assert page.locator("aside.over b").inner_text() == "Đã hết thời hạn đăng."
        assert faults(page) == []
        page.goto(f"{base}/kiem-tra/?trang=/{folder.relative_to(baker.root)}/")
        page.wait_for_selector("#ket-qua[data-state=whole]")
        picture(page, f"het-han-kiem-tra-{width}")
