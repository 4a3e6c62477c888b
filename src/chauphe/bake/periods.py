"""Where the years and months of a section begin, so that a reader reaches an old list without turning pages."""

from collections.abc import Sequence

from django.utils.translation import gettext, override

from chauphe.bake.touched import page_of
from chauphe.public.lists import frozen_path
from chauphe.public.pages import Link, Section

YEARS_BY_MONTH = 2
"""The newest years are shown month by month, those before as years."""


def begun(months: Sequence[tuple[str, int]], month: str, section_place: int) -> list[tuple[str, int]]:
    """Add the month (2026-11) that an item falls in, if it is the first of a month later than all before."""
    known = list(months)
    return known if known and month <= known[-1][0] else [*known, (month, section_place)]


def periods(section: Section, months: Sequence[tuple[str, int]], *, total: int, language: str) -> tuple[Link, ...]:
    """Return links to where each period begins, the newest first; `total` is the number of places in the section."""
    if not months:
        return ()
    newest_year = int(months[-1][0][:4])
    links: dict[str, Link] = {}
    with override(language):
        for month, place in months:
            by_month = int(month[:4]) > newest_year - YEARS_BY_MONTH
            name = _month(month) if by_month else gettext("Year %(year)s") % {"year": month[:4]}
            number = page_of(place, total)
            links.setdefault(name, Link(name, frozen_path(section.slug, number) if number else section.path))
    return tuple(reversed(links.values()))


def _month(month: str) -> str:
    year, number = month.split("-")
    return gettext("Month %(month)s/%(year)s") % {"month": int(number), "year": year}
