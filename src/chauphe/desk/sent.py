"""What forms send as text: days, as people write them or a calendar field does, and the keys of rows."""

import re
from collections.abc import Iterable
from datetime import date

_WRITTEN = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s*", re.ASCII)
_KEY = re.compile(r"[0-9]{1,15}")


def read_day(text: str) -> date | None:
    """Return the day in "24/11/2026" or "2026-11-24"; None for anything else."""
    written = _WRITTEN.fullmatch(text)
    try:
        if written:
            day, month, year = (int(part) for part in written.groups())
            return date(year, month, day)
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def read_keys(texts: Iterable[str]) -> list[int]:
    """Return the keys among what was sent, as far as a database can hold them."""
    return [int(each) for each in texts if _KEY.fullmatch(each)]
