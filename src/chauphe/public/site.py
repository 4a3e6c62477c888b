"""What the public pages are made from: plain values, handed over by whoever bakes (DESIGN §1, invariant 1).

Nothing here knows a database. The addresses of the site are decided in this file and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from chauphe.public.fragment import local

FOLDERS = {"legal_document": "van-ban", "standing_page": "trang"}


def item_path(kind: str, slug: str, number: int) -> str:
    """Give the address of an item below the web root, with a slash at both ends."""
    return f"/{FOLDERS.get(kind, 'tin')}/{slug}-{number}/"


def grouped(number: int) -> str:
    """Write a number with a point between thousands, as offices do: 1.204."""
    return f"{number:,}".replace(",", ".")


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the site; `about` is one sentence under its title."""

    slug: str
    name: str
    about: str = ""

    @property
    def path(self) -> str:
        """Give the address of the newest list of the section."""
        return f"/chuyen-muc/{self.slug}/"


BAR = 7
"""Places in the row of sections on a wide screen; the last leads to all of them where there are more."""


@dataclass(frozen=True, slots=True)
class Site:
    """One board's site: who it is, who answers for it (TT 32/2017 Điều 16), and how it looks.

    `superior` is the body above the office, `base_url` has no slash at its end, `opened` is the ISO day on which the
    site began, `colour` one of cham, luc, nau, `emblem` an address below the web root. `pages` are the standing pages
    that stand in menu and footer, `often` the four or five things that people come for.
    """

    board: str
    name: str
    title: str
    base_url: str
    opened: str
    sections: tuple[Section, ...]
    responsible: str
    responsible_title: str
    address: str
    phone: str
    email: str
    superior: str = ""
    emblem: str = "/_/img/emblem.svg"
    colour: str = "cham"
    language: str = "vi"
    demo: bool = False
    pages: tuple[Link, ...] = ()
    often: tuple[Link, ...] = ()

    @property
    def menu(self) -> tuple[Link, ...]:
        """List what stands in the main menu: the sections, then the standing pages."""
        return (*(Link(section.name, section.path) for section in self.sections), *self.pages)

    @property
    def bar(self) -> tuple[Link, ...]:
        """List what stands in one row on a wide screen: the whole menu, or the first sections where it is longer."""
        return self.menu if len(self.menu) <= BAR else self.menu[: BAR - 1]


@dataclass(frozen=True, slots=True)
class Card:
    """An item as lists, feeds and the home page show it; `published` is an RFC 3339 instant.

    `image`, `document` and `file` are the mappings of the sealed snapshot.
    """

    number: int
    kind: str
    slug: str
    title: str
    summary: str
    section: Section
    unit: str
    published: str
    authors: tuple[str, ...] = ()
    language: str = "vi"
    image: Mapping[str, Any] | None = None
    document: Mapping[str, Any] | None = None
    file: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, snapshot: Mapping[str, Any], *, published: str) -> Self:
        """Make the card of a sealed snapshot."""
        return cls(
            number=snapshot["number"],
            kind=snapshot["kind"],
            slug=snapshot["slug"],
            title=snapshot["title"],
            summary=snapshot["summary"],
            section=Section(snapshot["section"]["slug"], snapshot["section"]["name"]),
            unit=snapshot["unit"]["name"],
            published=published,
            authors=tuple(author["name"] for author in snapshot["authors"]),
            language=snapshot["language"],
            image=next((image for image in snapshot["images"] if image["lead"]), None),
            document=snapshot["document"],
            file=next(iter(snapshot["files"]), None),
        )

    @property
    def path(self) -> str:
        """Give the address of the item's page."""
        return item_path(self.kind, self.slug, self.number)

    @property
    def day(self) -> str:
        """Give the ISO day of publication in Vietnam."""
        return local(self.published).date().isoformat()
