"""The site map for machines: parts that are full and keep still, and the newest one, which fills.

The newest part has a name of its own and stands in the index without a day, so that a publication changes that one
part and neither the index nor the list of the full parts in the manifest. A part is brought up to date without looking
at its other items again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from chauphe.seal.layout import PAGE, item_of

_ROW = re.compile(r"<url><loc>([^<]+)</loc><lastmod>([^<]+)</lastmod></url>")
Rows = list[tuple[str, str]]

NEWEST = "sitemap-moi.xml"


def part_path(number: int, parts: int) -> str:
    """Return the path of a part by its number, from 0 on, where there are so many parts."""
    return NEWEST if number == parts - 1 else f"sitemap-{number}.xml"


def index_of(days: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield address and ISO day of every part from the days of their last changes; no day for the newest."""
    for number, day in enumerate(days):
        path = part_path(number, len(days))
        yield f"/{path}", "" if path == NEWEST else day


def rows_of(xml: str, base_url: str) -> Rows:
    """Read the (address, ISO day) pairs of a part that we wrote."""
    return [(unescape(found[1]).removeprefix(base_url), found[2]) for found in _ROW.finditer(xml)]


def updated(rows: Rows, changed: Iterable[tuple[str, str, bool]]) -> Rows:
    """Put changed items in, each in its old place, a new one at the end; and take out those that are listed no more."""
    found = {_number(path): (path, day) for path, day in rows}
    for path, day, listed in changed:
        if listed:
            found[_number(path)] = (path, day)
        else:
            found.pop(_number(path), None)
    return list(found.values())


def _number(path: str) -> int:
    item = item_of(f"{path[1:]}{PAGE}")
    if item is None:
        raise ValueError(f"not the address of an item: {path}")
    return item[1]
