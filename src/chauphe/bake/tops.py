"""The pages that show many items: lists, front page, feeds, site maps. Made from cards of verified items.

The same for a publication, which needs a few of them, and for a whole bake, which needs them all at its end.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from chauphe.bake.change import Change
from chauphe.bake.periods import periods
from chauphe.bake.publications import Published
from chauphe.bake.render import DOCUMENTS, FEED, IN_SECTION, NEWEST, Renderer, card_of
from chauphe.bake.sealed import Archive, sound
from chauphe.bake.state import State
from chauphe.bake.trouble import NotSealed
from chauphe.public.lists import PAGE, frozen_pages, frozen_slice, newest_slice
from chauphe.public.pages import Branch, Card, Link, ListPage, MapPage, Section


@dataclass(slots=True)
class Shelf:
    """Cards of published items by the id of their publication.

    What is unsound is told to `refused` and left out, and so are the `withheld`, which have no page, and what left
    the lists.
    """

    published: Published
    archive: Archive
    refused: Callable[[NotSealed], None]
    withheld: set[int] = field(default_factory=set)
    _cards: dict[int, Card] = field(default_factory=dict)

    def cards(self, ids: Iterable[int]) -> list[Card]:
        """Return cards in the order of the ids."""
        wanted = [one for one in ids if one not in self.withheld]
        missing = [one for one in wanted if one not in self._cards]
        for sealed in sound(self.published.load(missing), self.archive, self.refused):
            if sealed.listed:
                self._cards[sealed.publication] = card_of(sealed)
        return [self._cards[one] for one in wanted if one in self._cards]


@dataclass(frozen=True, slots=True)
class Tops:
    """Makes the pages of many items of one release; `sections` are the ids of the sections by slug."""

    render: Renderer
    shelf: Shelf
    state: State
    sections: dict[str, int]

    def total(self, section: str) -> int:
        """Return the number of places in a section."""
        return self.shelf.published.total_of(self.sections[section])

    def frozen(self, section: Section, number: int) -> Iterator[Change]:
        """Yield one frozen page of a section."""
        ids = self.shelf.published.in_section(self.sections[section.slug], frozen_slice(number))
        yield from self.frozen_of(section, number, self.shelf.cards(ids), total=self.total(section.slug))

    def frozen_of(self, section: Section, number: int, cards: Iterable[Card], *, total: int) -> Iterator[Change]:
        """Yield a frozen page with these cards, the newest first."""
        page = ListPage(section=section, cards=tuple(cards), number=number, frozen=frozen_pages(total))
        yield from self.render.list(page)

    def newest(self, section: Section) -> Iterator[Change]:
        """Yield the newest list of a section and its feeds."""
        total = self.total(section.slug)
        ids = self.shelf.published.in_section(self.sections[section.slug], newest_slice(total))
        cards = self.shelf.cards(ids)
        page = ListPage(
            section=section,
            cards=tuple(cards),
            frozen=frozen_pages(total),
            total=self.state.counts.get(section.slug, 0),
            periods=self._periods(section, total),
        )
        yield from self.render.list(page)
        yield from self.render.feeds(cards, section)

    def front(self) -> Iterator[Change]:
        """Yield the front page and the feeds of the site."""
        published, site = self.shelf.published, self.render.site
        newest, documents = published.newest(max(FEED, NEWEST + 1)), published.at(self.state.documents[:DOCUMENTS])
        heads = published.heads(IN_SECTION)
        few = {section.slug: self._few(section, heads) for section in site.sections}
        self.shelf.cards({*newest, *documents, *(one for ids in few.values() for one in ids)})
        cards = self.shelf.cards(newest)
        bands = [(section, self.shelf.cards(few[section.slug])) for section in site.sections]
        yield from self.render.home(cards, self.shelf.cards(documents), bands)
        yield from self.render.feeds(cards)

    def trees(self) -> Iterator[Change]:
        """Yield the two pages that lead into every section by time: most publications change nothing of them."""
        yield from self.render.maps(MapPage(tuple(self._branch(section) for section in self.render.site.sections)))

    def _few(self, section: Section, heads: Mapping[int, list[int]]) -> list[int]:
        """Return a few of the newest of a section; one in which little happens is looked through by itself."""
        key = self.sections[section.slug]
        if len(heads.get(key, ())) >= IN_SECTION:
            return heads[key]
        total = self.shelf.published.total_of(key)
        return self.shelf.published.in_section(key, slice(max(0, total - PAGE), total))[:IN_SECTION]

    def _branch(self, section: Section) -> Branch:
        return Branch(section, self._periods(section, self.total(section.slug)))

    def _periods(self, section: Section, total: int) -> tuple[Link, ...]:
        months = self.state.months.get(section.slug, [])
        return periods(section, months, total=total, language=self.render.site.language)
