"""A writer at the editor in a real browser, and what the tests do with the page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from chauphe.items.models import Draft, Item
from chauphe.people.models import Person
from tests import factories
from tests.factories import Office
from tests.rigs.browser import OpenPage

Editor = Callable[..., "Writer"]
SignedIn = Callable[..., Page]
SAVED = 25_000  # milliseconds until what is typed is on the server, on a slow machine


@dataclass
class Writer:
    """Somebody with the editor of an item open."""

    page: Page
    item: Item

    def type(self, text: str) -> None:
        """Type at the end of the text."""
        self.page.locator("#body-editor").press("ControlOrMeta+End")
        self.page.keyboard.type(text)

    def saved(self) -> dict[str, Any]:
        """Wait until everything is saved, and give the working copy."""
        self.page.wait_for_selector("#status[data-state=saved]", timeout=SAVED)
        return self.draft().content

    def draft(self) -> Draft:
        """Read the working copy from the database."""
        return Draft.objects.get(item=self.item)

    def told(self) -> str:
        """Read what the page tells beside the tools."""
        return self.page.locator("#told").inner_text().replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def of(shared_database: None) -> Office:
    """Give an office that the server of the browser tests sees too."""
    cache.clear()
    return factories.office()


@pytest.fixture
def signed_in(live_server: Any, browser_page: OpenPage) -> SignedIn:
    """Give `signed_in(person, path, …)`: a page of the desk, opened by that person; options as for `browser_page`."""

    def open_page(person: Person, path: str, **options: Any) -> Page:
        page = browser_page(**options)
        sign_in(page, person, live_server.url)
        page.goto(live_server.url + path)
        return page

    return open_page


@pytest.fixture
def editor(signed_in: SignedIn) -> Editor:
    """Give `editor(item, person, …)`: somebody at the editor of an item, ready to type."""

    def open_editor(item: Item, person: Person, **options: Any) -> Writer:
        page = signed_in(person, reverse("desk:write", args=[item.pk]), **options)
        page.wait_for_selector("#write[data-ready]")
        return Writer(page, item)

    return open_editor


def draft_of(of: Office, **content: object) -> Item:
    """Begin a draft some minutes ago."""
    return factories.item(of, at=timezone.now() - timedelta(minutes=10), **content)


def sign_in(page: Page, person: Person, address: str) -> None:
    """Give a page's browser the session of a person."""
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
