"""What forms send as text: days, as people write them or a calendar field does, and the keys of rows."""

import re
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

_WRITTEN = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s*", re.ASCII)
_KEY = re.compile(r"[0-9]{1,15}")
_YEARS = range(2000, 2101)

NO_DAY = _("Write the days as in 24/11/2026, from the year 2000 to the year 2100.")
"""What a form says where `read_day` found none."""


def read_day(text: str) -> date | None:
    """Return the day in "24/11/2026" or "2026-11-24"; None for anything else, and for a year that nobody plans by."""
    written = _WRITTEN.fullmatch(text)
    try:
        if written:
            day, month, year = (int(part) for part in written.groups())
            found = date(year, month, day)
        else:
            found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def read_keys(texts: Iterable[str]) -> list[int]:
    """Return the keys among what was sent, as far as a database can hold them."""
    return [int(each) for each in texts if _KEY.fullmatch(each)]
