import logging

import pytest
from django.conf import settings
from django.urls import reverse

from chauphe.config.logs import WithoutSecrets

TOKEN = "TErbslw6PphjkFNJZLYMOVMrHImtuphRY_zHatO3spI"


def said(message: str, *args: object) -> str:
    """Give a line as it comes out of the filter."""
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    assert WithoutSecrets().filter(record) is True
    return record.getMessage()


def test_the_secret_of_an_invitation_is_in_no_line() -> None:
    address = reverse("invitation", args=[TOKEN])
    assert said("%s: %s", "Gone", address) == "Gone: /tai-khoan/moi/…/"
    assert said(f"at {address}?next=/ and {address}") == "at /tai-khoan/moi/…/?next=/ and /tai-khoan/moi/…/"


@pytest.mark.parametrize("line", ["Not Found: /tai-khoan/moi/dat/", "100 % of /tin-bai/", "%s"])
def test_every_other_line_stays_as_it_is(line: str) -> None:
    assert said(line) == line


def test_every_line_of_the_desk_passes_the_filter() -> None:
    handlers, filters = settings.LOGGING["handlers"], settings.LOGGING["filters"]
    assert {name: each["filters"] for name, each in handlers.items()} == {"console": ["secrets"]}
    assert filters == {"secrets": {"()": "chauphe.config.logs.WithoutSecrets"}}
