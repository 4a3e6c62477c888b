"""The desk in a real browser: two taps on a telephone, no script needed, nobody shut out."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page

from chauphe.core.moves import State
from chauphe.items import services
from chauphe.items.models import Item
from chauphe.people.models import Person
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import PASSWORD, Office
from tests.rigs.browser import OpenPage, faults

Visit = Callable[..., Page]

WIDTHS = (320, 360, 768, 1280)
TARGET = 24  # CSS pixels each way, WCAG 2.2 AA, 2.5.8
SMALL = """() => [...document.querySelectorAll("a[href], button, input, summary, select")]
  .filter((one) => one.checkVisibility() && one.type !== "hidden" && !one.closest("p, .prose, .skip"))
  .filter((one) => { const box = one.getBoundingClientRect(); return box.width < %d || box.height < %d; })
  .map((one) => one.outerHTML.slice(0, 90))""" % (TARGET, TARGET)  # noqa: UP031  braces belong to the script
WIDE = """() => [...document.body.querySelectorAll("*")]
  .filter((one) => one.checkVisibility() && !one.closest(".vh, .skip, .table"))
  .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((one) => one.outerHTML.slice(0, 90))"""


@pytest.fixture
def place(shared_database: None) -> Office:
    """Give an office with work of every kind in it, made within the last days."""
    cache.clear()
    of, at = factories.office(), timezone.now() - timedelta(days=4)
    asset = factories.picture(of, by=of.contributor)
    image = {"sha256": asset.sha256, "alt": "Lớp học", "caption": "Lớp học nghề", "credit": "An", "lead": True}
    table = "<table><thead><tr><th>Nghề</th></tr></thead><tbody><tr><td>Hàn</td></tr></tbody></table>"
    body = f'<p>Nộp trong tháng 12 qua <a href="https://a.example/x">trang này</a>.</p><h2>Hồ sơ</h2>{table}'
    item = factories.item(of, State.AWAITING_SIGN_OFF, at=at, body=body, images=[image])
    factories.returned(of, item, by=of.chief, at=at + timedelta(hours=9))
    factories.revised(
        of, item, by=of.contributor, at=at + timedelta(hours=10), body=body.replace("12", "11"), title="Mới"
    )
    for verb, by in (("submit", of.contributor), ("forward", of.member), ("moderate", of.deputy)):
        act = getattr(services, verb)
        act(item.pk, board=of.board, by=by, at=at + timedelta(hours=11), seen=factories.seen(item))
    for state in State:
        factories.item(of, state, at=at + timedelta(days=1))
    return of


@pytest.fixture
def visit(live_server: Any, browser_page: OpenPage, desk: SignIn) -> Visit:
    """Give `visit(person, path, width=…)`: a page of the desk, opened by that person.

    They proved who they are so many seconds ago (`proved`; None: never in this session).
    """

    def open_page(person: Person | None, path: str, *, proved: float | None = 0.0, **options: Any) -> Page:
        page = browser_page(**options)
        if person is not None:
            cookie = desk(person, proved=proved).cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return open_page


def seen(of: Office, visit: Visit, **options: Any) -> Iterator[tuple[str, Page]]:
    """Open every kind of page as somebody who meets it, one after the other."""
    ways: dict[Person | None, list[str]] = {
        of.chief: ["/", "/tin-bai/", "/so/", "/so/nhan-su/", "/tin-bai/1/", "/tin-bai/4/", "/tin-bai/7/"],
        of.standing: ["/uy-quyen/", "/bao-cao-lai/"],
        of.contributor: ["/", "/tin-bai/2/", "/tin-bai/3/"],
        of.secretary: ["/tin-bai/6/", "/vang-mat/"],
        None: ["/tai-khoan/dang-nhap/"],
    }
    for person, paths in ways.items():
        page = visit(person, paths[0], **options)
        base = page.url.removesuffix(paths[0])
        for path in paths:
            page.goto(base + path)
            yield f"{person and person.username} {path}", page
        page.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing(place: Office, visit: Visit, width: int, scheme: str) -> None:
    found = {where: faults(page) for where, page in seen(place, visit, width=width, color_scheme=scheme)}
    assert {where: what for where, what in found.items() if what} == {}


def test_nothing_sticks_out_and_everything_can_be_hit(place: Office, visit: Visit) -> None:
    found = {}
    for where, page in seen(place, visit, width=700):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found[where, width] = (page.evaluate(WIDE), page.evaluate(SMALL))
    assert {where: what for where, what in found.items() if what != ([], [])} == {}


def test_a_word_without_end_sticks_out_of_no_list(place: Office, visit: Visit) -> None:
    factories.item(place, title="Khẩn" * 75)
    page = visit(place.contributor, "/ban-thao/", width=360)
    base = page.url.removesuffix("/ban-thao/")
    for path in ("/ban-thao/", "/tin-bai/", "/"):
        page.goto(base + path)
        assert page.evaluate(WIDE) == [], path


def signed_in(page: Page, person: Person) -> None:
    page.fill("[name=login]", person.username)
    page.fill("[name=password]", PASSWORD)
    page.click("main form[action='/tai-khoan/dang-nhap/'] button")
    page.fill("[name=code]", factories.code())
    page.click("main button")
    page.wait_for_url("**/")


def followed(page: Page, tapped: str) -> None:
    """Tap what leads on, and wait for the new page with its styles: before them nothing lies where it will."""
    with page.expect_navigation():
        page.tap(tapped)


def state(item: int) -> str:
    return Item.objects.get(number=item).state


@pytest.mark.parametrize("scripts", [True, False])
def test_the_chief_approves_with_two_taps_at_360_pixels(place: Office, visit: Visit, scripts: bool) -> None:
    page = visit(None, "/tai-khoan/dang-nhap/", width=360, height=780, java_script_enabled=scripts)
    signed_in(page, place.chief)
    followed(page, ".wait li:first-child a")
    bar = page.locator(".decide").bounding_box()
    assert bar is not None
    assert round(bar["y"] + bar["height"]) == 780
    # The text leads to a site that is new to this board: one tap more, and only then.
    page.tap(".decide .tick")
    page.tap(".decide .approve")
    page.wait_for_selector(".told")
    assert page.locator("h1").inner_text() == "1 việc chờ bà phê duyệt"
    assert state(1) == State.SIGNED_OFF


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_what_is_ticked_stands_above_the_two_buttons(place: Office, visit: Visit, width: int) -> None:
    page = visit(place.chief, "/tin-bai/1/", width=width)
    boxes = {name: page.locator(f".decide {name}").bounding_box() for name in (".tick", "summary", ".approve")}
    tick, back, approve = (box or {} for box in boxes.values())
    assert (back["y"], back["height"]) == (approve["y"], approve["height"])
    assert tick["y"] + tick["height"] <= approve["y"]
    assert tick["x"] <= back["x"] < approve["x"]
    assert tick["x"] + tick["width"] == pytest.approx(approve["x"] + approve["width"], abs=1)


@pytest.mark.parametrize("scripts", [True, False])
def test_without_new_sites_an_approval_is_two_taps(place: Office, visit: Visit, scripts: bool) -> None:
    page = visit(None, "/tai-khoan/dang-nhap/", width=360, height=780, java_script_enabled=scripts)
    signed_in(page, place.chief)
    assert page.locator("h1").inner_text() == "2 việc chờ bà phê duyệt"
    taps = ['.wait a[href="/tin-bai/5/"]', ".decide .approve"]
    for tapped in taps:
        # What is tapped lies on the screen as the page opened: nothing to scroll to, to open or to tick first.
        box = page.locator(tapped).bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= box["y"] + box["height"] <= 780
        followed(page, tapped)
    page.wait_for_selector(".told")
    assert (len(taps), state(5), state(1)) == (2, State.SIGNED_OFF, State.AWAITING_SIGN_OFF)


def test_returning_needs_no_script(place: Office, visit: Visit) -> None:
    page = visit(place.chief, "/tin-bai/1/", width=360, java_script_enabled=False)
    page.tap(".decide summary")
    assert page.locator(".decide .approve").is_visible() is False
    page.fill("#ly-do", "Ghi rõ nơi nhận.")
    page.tap(".decide [value=return_]")
    page.tap(".decide .why button")
    page.wait_for_selector(".told")
    assert state(1) == State.DRAFT


def test_the_changes_are_shown_and_hidden_in_place(place: Office, visit: Visit) -> None:
    page = visit(place.chief, "/tin-bai/1/", width=360)
    page.evaluate("window.stayed = true")
    shown = [page.locator(".prose del").count()]
    for checked in ("false", "true"):
        page.tap(".frozen .switch")
        page.wait_for_selector(f".frozen .switch[aria-checked={checked}]")
        shown.append(page.locator(".prose del").count())
    assert shown == [1, 0, 1]
    assert page.evaluate("window.stayed") is True


def test_the_queue_stands_beside_the_letter(place: Office, visit: Visit) -> None:
    page = visit(place.chief, "/tin-bai/1/", width=1280)
    page.wait_for_selector(".queue a")
    assert page.locator(".queue a[href^='/tin-bai/']").count() == 2
    assert page.locator(".queue [aria-current]").count() == 1


def test_a_menu_closes_when_one_turns_away(place: Office, visit: Visit) -> None:
    page = visit(place.chief, "/", width=1280)
    page.click(".me summary")
    assert page.locator(".menu").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".menu").is_visible() is False
    page.click(".me summary")
    page.click("h1")
    assert page.locator(".menu").is_visible() is False
