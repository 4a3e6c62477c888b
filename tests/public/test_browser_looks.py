"""Every page in a real browser: nobody is shut out, nothing sticks out, everything can be hit with a thumb."""

from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Page

from tests.public.preview import THEMES, themed, trial_pages
from tests.public.trial_site import TrialSite
from tests.rigs.browser import OpenPage, faults

WIDTHS = (320, 360, 768, 1280)
KINDS = tuple(trial_pages({"article": "", "decision": "", "about": ""}))
BUDGET = 100_000  # an article without pictures, everything included
TARGET = 24  # CSS pixels each way, WCAG 2.2 AA, 2.5.8
# Links within a sentence are exempt; so is what only a reader of the screen finds.
SMALL = """() => [...document.querySelectorAll("a[href], button, input, summary")]
  .filter((one) => one.checkVisibility() && !one.closest("p, .skip, li:not(:has(> a:only-child)) > span"))
  .map((one) => [one.getBoundingClientRect(), one])
  .filter(([box]) => box.width < %d || box.height < %d)
  .map(([box, one]) => `${one.outerHTML.slice(0, 90)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
WIDE = """() => [...document.body.querySelectorAll("*")]
  .filter((one) => !one.closest(".table") || one.matches(".table"))
  .filter((one) => one.checkVisibility() && !one.closest(".vh, .skip"))
  .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((one) => one.outerHTML.slice(0, 90))"""


def opened(page: Page, base: str, trial: TrialSite, kind: str) -> Page:
    page.goto(base + trial_pages(trial.paths)[kind])
    page.evaluate("document.fonts.ready")
    if kind in ("checked", "found"):
        page.wait_for_selector("#ket-qua[data-state=whole], .found li")
    return page


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_in_any_theme(browser_page: OpenPage, base: str, trial: TrialSite, kind: str) -> None:
    page = opened(browser_page(width=1280), base, trial, kind)
    found = {}
    for theme in THEMES:
        themed(page, theme)
        found[theme] = faults(page)
    assert found == {theme: [] for theme in THEMES}


@pytest.mark.parametrize("kind", ["article", "home", "documents", "map", "checked"])
def test_axe_finds_nothing_on_a_phone(browser_page: OpenPage, base: str, trial: TrialSite, kind: str) -> None:
    page = opened(browser_page(width=360), base, trial, kind)
    page.locator(".sections summary").click()
    assert faults(page) == []


@pytest.mark.parametrize("colour", ["luc", "nau"])
def test_every_board_colour_is_legible(browser_page: OpenPage, base: str, trial: TrialSite, colour: str) -> None:
    page = opened(browser_page(), base, trial, "article")
    page.evaluate(f"document.documentElement.dataset.board = '{colour}'")
    found = {}
    for theme in THEMES:
        themed(page, theme)
        found[theme] = faults(page)
    assert found == {theme: [] for theme in THEMES}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_sticks_out_at_any_width(browser_page: OpenPage, base: str, trial: TrialSite, kind: str) -> None:
    page = opened(browser_page(width=700), base, trial, kind)
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate(WIDE)
    assert found == {width: [] for width in WIDTHS}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_sticks_out_with_letters_twice_as_large(
    browser_page: OpenPage, base: str, trial: TrialSite, kind: str
) -> None:
    page = opened(browser_page(width=640), base, trial, kind)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(WIDE) == []


@pytest.mark.parametrize("kind", KINDS)
def test_everything_can_be_hit_with_a_thumb(browser_page: OpenPage, base: str, trial: TrialSite, kind: str) -> None:
    page = opened(browser_page(width=360), base, trial, kind)
    page.locator(".sections summary").click()
    assert page.evaluate(SMALL % (TARGET, TARGET)) == []


def test_an_article_without_pictures_weighs_under_100_kilobytes(
    browser_page: OpenPage, base: str, trial: TrialSite
) -> None:
    page = browser_page(width=360)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(base)))
    opened(page, base, trial, "decision")
    page.wait_for_load_state("networkidle")
    weight = {path: sent(trial.folder, path) for path in asked}
    assert sum(weight.values()) < BUDGET
    assert sorted({Path(path).suffix for path in weight}) == ["", ".css", ".js", ".svg", ".woff2"]


def sent(folder: Path, path: str) -> int:
    """Count the bytes that go over the wire: compressed beforehand, but for what is compressed already."""
    file = folder / path.strip("/")
    data = (file / "index.html" if file.is_dir() else file).read_bytes()
    return len(data) if path.endswith(".woff2") else len(brotli.compress(data, quality=9))


def test_without_scripts_everything_can_still_be_read(browser_page: OpenPage, base: str, trial: TrialSite) -> None:
    page = opened(browser_page(width=360, java_script_enabled=False), base, trial, "article")
    assert page.locator(".display:visible").count() == 0
    assert page.locator(".thread > li:visible").count() == 5
    page.locator(".sections summary").click()
    assert page.locator(".narrow a:visible").count() == 7


def test_the_seal_link_under_the_title_leads_to_the_panel(browser_page: OpenPage, base: str, trial: TrialSite) -> None:
    page = opened(browser_page(width=360), base, trial, "article")
    page.get_by_role("link", name="Đã phê duyệt", exact=True).click()
    box = page.locator("#duyet").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 200


def test_on_paper_stand_address_seal_and_digest(browser_page: OpenPage, base: str, trial: TrialSite) -> None:
    page = opened(browser_page(width=800, color_scheme="dark"), base, trial, "article")
    page.emulate_media(media="print")
    assert page.locator(".printed").inner_text().startswith("https://sonoivu.anhai.example/tin/412-thi-sinh")
    assert page.locator(".seal").is_visible()
    assert [page.locator(part).is_visible() for part in (".sections", ".search", ".health")] == [False] * 3
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_right_letters_are_loaded(reader: Page) -> None:
    reader.wait_for_load_state("networkidle")
    loaded = reader.evaluate("[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family + f.weight)")
    faces = sorted(face.replace('"', "") for face in loaded)
    assert faces == ["Be Vietnam Pro400", "Be Vietnam Pro500", "Be Vietnam Pro600"]
