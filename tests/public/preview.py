"""Look at the public site: `python -m tests.public.preview FOLDER` writes it there and takes pictures of every page.

The pictures are PNG, named by page, width and theme; the site itself lies in `FOLDER/site` and can be served as it is.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES = Path(__file__).parent / "pictures"
THEMES = ("light", "dark", "contrast", "dark contrast")
WIDTHS = (1280, 360)


def drawn(browser: "Browser") -> dict[str, bytes]:
    """Turn the drawings into PNG by the hash of their originals."""
    from tests.public import office

    made = {}
    for name, sha256, height in (("hoi-dong-thi", office.PICTURE, 756), ("mot-cua", office.SECOND, 560)):
        page = browser.new_page(viewport={"width": 1344, "height": height})
        page.goto((PICTURES / f"{name}.svg").as_uri())
        made[sha256] = page.screenshot()
        page.close()
    return made


def themed(page: "Page", theme: str) -> None:
    """Show a page in a theme, as a reader's choice in the top line would."""
    ground, contrast = "dark" if "dark" in theme else "light", "more" if "contrast" in theme else "less"
    page.evaluate(f"Object.assign(document.documentElement.dataset, {{theme: '{ground}', contrast: '{contrast}'}})")


def main(folder: Path, only: tuple[str, ...]) -> None:
    """Write the site and photograph it, or the pages in `only`."""
    from playwright.sync_api import sync_playwright

    from tests.public import trial_site
    from tests.public.serving import served
    from tests.rigs.browser import FLAGS, find_chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        trial = trial_site.write(folder / "site", drawings=drawn(browser))
        with served(trial.folder) as base:
            for name, path in trial_pages(trial.paths).items():
                if only and name not in only:
                    continue
                for width in WIDTHS:
                    for theme in THEMES:
                        page = browser.new_page(viewport={"width": width, "height": 900})
                        page.goto(base + path, wait_until="networkidle")
                        themed(page, theme)
                        page.screenshot(path=folder / f"{name}-{width}-{theme.replace(' ', '-')}.png", full_page=True)
                        page.close()
            page = browser.new_page()
            page.goto(base + trial.paths["article"])
            page.pdf(path=folder / "article.pdf", format="A4", prefer_css_page_size=True)
        browser.close()


def trial_pages(items: dict[str, str]) -> dict[str, str]:
    """Name every kind of page and its address."""
    return {
        **items,
        "home": "/",
        "empty": "/trong/",
        "list": "/chuyen-muc/tin-tuc/",
        "frozen": "/chuyen-muc/tin-tuc/trang-60/",
        "documents": "/chuyen-muc/van-ban/",
        "empty-list": "/chuyen-muc/nguoi-co-cong/",
        "map": "/so-do/",
        "search": "/tim/",
        "found": "/tim/?q=hoc+nghe",
        "check": "/kiem-tra/",
        "checked": f"/kiem-tra/?trang={items['article']}",
        "404": "/404.html",
        "message": "/loi-nhan/",
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chauphe.config.settings")
    django.setup()
    main(Path(sys.argv[1]), tuple(sys.argv[2:]))
