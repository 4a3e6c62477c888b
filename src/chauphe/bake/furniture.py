"""What every page of a site has around its content, and the test whether all pages still have the same.

Name, address, sections and menu come from the board's settings; templates, styles and scripts from this program. When
either changes, the whole site is baked anew; in between, a publication touches its own pages only.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, override

import chauphe.bake
import chauphe.public
from chauphe.ledger.selectors import entries
from chauphe.people.models import Board
from chauphe.public.site import Link, Section, Site, item_path

LANGUAGE = "vi"
STANDING = b'"kind":"standing_page"'


@cache
def version() -> str:
    """Return a hash over everything that decides what a page looks like."""
    whole = hashlib.sha256()
    for package in (chauphe.public, chauphe.bake):
        folder = Path(str(package.__file__)).parent
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                whole.update(f"{file.relative_to(folder)}\n".encode() + file.read_bytes())
    return whole.hexdigest()


def site_of(board: Board, *, at: datetime, pages: Iterable[Link] = ()) -> Site:
    """Describe a board's site as its settings are now; `pages` stand in menu and footer."""
    with override(LANGUAGE):
        title = gettext("Website of %(name)s") % {"name": board.name}
    responsible, _, office = board.responsible.partition(", ")
    return Site(
        board=board.slug,
        name=board.name,
        title=title,
        base_url=board.base_url.rstrip("/"),
        opened=_opened(board, at=at),
        sections=tuple(Section(section.slug, section.name) for section in board.sections.all()),
        responsible=responsible,
        responsible_title=office,
        address=board.address,
        phone=board.phone,
        email=board.email,
        superior=board.parent_name,
        colour=board.colour,
        language=LANGUAGE,
        demo=board.is_demo,
        pages=tuple(pages),
    )


def written(site: Site) -> dict[str, Any]:
    """Write a site's description as plain values."""
    return asdict(site)


def read(values: dict[str, Any]) -> Site:
    """Read a site's description."""
    lists = {
        "sections": tuple(Section(**each) for each in values["sections"]),
        "pages": tuple(Link(**each) for each in values["pages"]),
        "often": tuple(Link(**each) for each in values["often"]),
    }
    return Site(**{**values, **lists})


def same(one: Site, other: Site) -> bool:
    """Say whether two descriptions differ in nothing but the standing pages in their menus."""
    return replace(one, pages=()) == replace(other, pages=())


def link_to(snapshot: Mapping[str, Any]) -> Link:
    """Return the menu entry of a standing page."""
    return Link(snapshot["title"], item_path(snapshot["kind"], snapshot["slug"], snapshot["number"]))


def standing(datas: Iterable[tuple[int, bytes | memoryview | str]]) -> Iterator[int]:
    """Yield, of publications and their sealed bytes, the ids of those that are standing pages.

    What somebody turned into text behind our back is looked at all the same, and refused where it is read.
    """
    for publication, data in datas:
        if STANDING in (data.encode() if isinstance(data, str) else bytes(data)):
            yield publication


def _opened(board: Board, *, at: datetime) -> str:
    """Return the day of the board's first act, in its own time zone."""
    first = entries(board).values_list("at", flat=True).first()
    return timezone.localtime(first or at).date().isoformat()
