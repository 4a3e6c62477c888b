"""The days off of the whole country, and the Saturdays worked for them (Bộ luật Lao động 2019 Điều 112).

They are worked out by the library `holidays`. For a year whose notice it knows, the days that were moved are among
them; for a later one only what the law itself fixes, and the notice of that year may still move them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from holidays import country_holidays

FIRST = 2015
"""The first year of which the days are known here."""


@dataclass(frozen=True, slots=True)
class National:
    """Days off by name, days worked in their place, and the years whose moved days are known."""

    off: Mapping[date, str]
    worked: frozenset[date]
    moved: frozenset[int]


@lru_cache(maxsize=32)
def national(last: int, language: str = "vi") -> National:
    """Return the days of every year up to this one, their names in Vietnamese or else in English."""
    spoken = "vi" if language.startswith("vi") else "en_US"
    found = country_holidays("VN", years=range(FIRST, last + 1), language=spoken)
    return National(
        off={day: name for day, name in sorted(found.items()) if day.year >= FIRST},
        worked=frozenset(found.weekend_workdays),
        moved=frozenset(found.special_public_holidays),
    )
