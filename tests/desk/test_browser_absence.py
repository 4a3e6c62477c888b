"""Điều 7 khoản 3 on a telephone: the chief goes away, two deputies stand in, and the chief reads what they did.

With PICTURES_TO naming a folder, each screen is kept there: the pictures of the docs are made so.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from chauphe.core.moves import State
from chauphe.items.models import Item, StandIn
from chauphe.ledger.selectors import trail_of
from chauphe.people.models import Person
from tests import factories
from tests.desk.test_browser import Visit, place, visit
from tests.factories import PASSWORD, Office
from tests.rigs.browser import faults

__all__ = ["place", "visit"]  # the fixtures of the other browser tests

PHONE = 360


def picture(page: Page, name: str) -> None:
    if os.environ.get("PICTURES_TO"):
        page.screenshot(path=Path(os.environ["PICTURES_TO"]) / f"{name}.png")


def goes_away(visit: Visit, person: Person, name: str, *, missed: bool = False) -> None:
    """Go away in two taps from the first page; whoever would be missed is told so, and taps once more."""
    page = visit(person, "/", width=PHONE)
    page.get_by_role("link", name="Báo vắng mặt").click()
    picture(page, f"vang-mat-{name}")
    page.get_by_role("button", name="Đến hết ngày mai").click()
    if missed:
        picture(page, f"vang-mat-{name}-se-thieu")
        page.get_by_role("button", name="Đã đọc, vẫn ghi").click()
    page.get_by_text("Đã ghi.").wait_for()
    picture(page, f"vang-mat-{name}-da-ghi")
    page.context.close()


def signs(visit: Visit, person: Person, item: Item, name: str) -> None:
    page = visit(person, "/", width=PHONE)
    page.get_by_role("link", name=item.title).first.click()
    picture(page, f"phe-duyet-{name}")
    page.get_by_role("button", name="Phê duyệt").click()
    if page.locator("input[type=password]").count():
        page.locator("input[type=password]").fill(PASSWORD)
        page.get_by_role("button").last.click()
        page.get_by_role("button", name="Phê duyệt").click()
    page.get_by_text("Đã ghi vào sổ").wait_for()
    page.context.close()


@pytest.mark.usefixtures("place")
def test_the_chief_comes_back_to_two_reports(place: Office, visit: Visit) -> None:
    first = factories.item(place, State.AWAITING_SIGN_OFF, title="Tuyển sinh lớp hàn tháng 12")
    second = factories.item(place, State.AWAITING_SIGN_OFF, title="Lịch tiếp công dân tháng 12")
    goes_away(visit, place.chief, "truong-ban")
    signs(visit, place.standing, first, "pho-truc")
    # Nobody else edits for the organisation unit of this office, which has no member of its own.
    goes_away(visit, place.standing, "pho-truc", missed=True)
    signs(visit, place.other_deputy, second, "pho-ban")
    assert [trail_of(item.pk, board=place.board)[-1]["person"]["name"] for item in (first, second)] == [
        place.standing.full_name,
        place.other_deputy.full_name,
    ]

    page = visit(place.chief, "/", width=PHONE)
    page.get_by_role("link", name="Đang ghi vắng mặt").click()
    page.get_by_role("button", name="Đã trở lại").click()
    page.goto(page.url.replace("/vang-mat/", "/"))
    picture(page, "bao-cao-lai-hom-nay")
    assert faults(page) == []
    assert page.get_by_text("2 việc đã làm thay, chờ xem báo cáo").count() == 1
    page.get_by_role("link", name="Xem báo cáo").click()
    picture(page, "bao-cao-lai")
    assert faults(page) == []
    page.get_by_role("button", name="Đã xem cả 2 báo cáo").click()
    page.get_by_text("Đã xem 2 báo cáo.").wait_for()
    picture(page, "bao-cao-lai-da-xem")
    assert StandIn.objects.filter(acknowledged=None).count() == 0


@pytest.mark.parametrize("path", ["/vang-mat/", "/uy-quyen/", "/bao-cao-lai/"])
@pytest.mark.parametrize("width", [PHONE, 1280])
def test_axe_finds_nothing_on_the_pages_of_authority(place: Office, visit: Visit, path: str, width: int) -> None:
    page = visit(place.chief, path, width=width)
    picture(page, f"{path.strip('/')}-{width}")
    assert faults(page) == []
