"""A real Chromium for the tests: where it is, how it is started, and what a page may never do.

Every page opened here is watched: a request that leaves this machine, a script error or a violated content policy
fails the test that opened it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize, sync_playwright

NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page asks for beyond this machine is not found, and so is seen.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
PATIENCE = 15_000  # milliseconds a page may take for any one thing
OpenPage = Callable[..., Page]


def find_chromium() -> str | None:
    """Find Chromium: CHAUPHE_CHROMIUM, the path, or what Playwright downloaded."""
    named = os.environ.get("CHAUPHE_CHROMIUM")
    if named:
        return named
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@contextmanager
def started(chromium: str) -> Iterator[Browser]:
    """Start Chromium without a window, and close it at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visitor:
    """Opens pages in fresh contexts, and remembers what they did that they may not."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, *, width: int = 1280, height: int = 900, may_complain: bool = False, **options: Any) -> Page:
        """Open an empty page of this size in CSS pixels; `options` are those of Playwright's `new_context`.

        With `may_complain`, errors on the console (a 404 that is the point of the test) do not fail the test;
        requests that leave this machine still do.
        """
        narrow = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2} if width < 600 else {}
        size = ViewportSize(width=width, height=height)
        # Nothing moves: what is half-way between two colours is neither legible nor illegible.
        still = {"locale": "vi-VN", "reduced_motion": "reduce"}
        context = self.browser.new_context(viewport=size, **{**still, **narrow, **options})
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        context.on("request", self._watch_request)
        if not may_complain:
            context.on("console", self._watch_console)
            context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        return context.new_page()

    def close(self) -> None:
        """Close everything that was opened."""
        for context in self.contexts:
            context.close()

    def _watch_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in ("127.0.0.1", "localhost"):
            self.complaints.append(f"left this machine: {request.url}")

    def _watch_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe finds against a page that has arrived: the rule and the elements, for each."""
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
