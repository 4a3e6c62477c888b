"""New publications: which items they are, where they stand now and stood before, and what is remembered of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chauphe.bake.periods import begun
from chauphe.bake.publications import Published
from chauphe.bake.render import DOCUMENTS, RELATED, card_of
from chauphe.bake.sealed import Archive, Sealed, sound
from chauphe.bake.state import State
from chauphe.bake.touched import Spot
from chauphe.bake.trouble import NotSealed
from chauphe.core.moves import UNLISTS

if TYPE_CHECKING:
    from chauphe.items.models import Publication


@dataclass(frozen=True, slots=True)
class News:
    """A verified item that is not on the site as it stands; `before` is the spot that it had, if it was there.

    One that was held back comes `late`: others may have been published since. Where a notice stood before, or what is
    withdrawn or over, lists did not show the item: it was `hidden`.
    """

    sealed: Sealed
    now: Spot
    before: Spot | None = None
    section_before: int | None = None
    late: bool = False
    hidden: bool = False

    def sections(self) -> set[str]:
        """Return the sections (slugs) whose lists this concerns."""
        return {spot.section for spot in (self.now, self.before) if spot}

    def row(self) -> tuple[str, str, bool]:
        """Return address and ISO day, as the site map lists them, and whether it does."""
        card = card_of(self.sealed)
        return card.path, card.day, self.sealed.listed

    def neighbours(self, published: Published) -> Iterator[int]:
        """Yield the publications whose pages name this item as related: only one revised or late has any."""
        if self.before is not None and self.section_before is not None:
            yield from published.beyond(self.section_before, self.before.section_place, count=RELATED)
        if self.before is not None or self.late:
            yield from published.beyond(self.sealed.section, self.sealed.section_place, count=RELATED)


def waiting(published: Published, live: State) -> "list[Publication]":
    """Return the publications that the live site does not show yet, those refused before and overtaken included."""
    return published.load(sorted({*live.held, *published.after(live.publication)}))


def news(
    rows: "Iterable[Publication]",
    published: Published,
    archive: Archive,
    live: State,
    refused: Callable[[NotSealed], None],
) -> list[News]:
    """Return what of these may be shown, with the spot each has on the live site; the rest goes to `refused`.

    Those that were overtaken are passed over.
    """
    unseen = {row.pk: row for row in rows}
    newest = published.at({row.place for row in unseen.values()})
    by_id = {one: unseen[one] for one in sorted(newest) if one in unseen}
    held = frozenset(live.held)
    found = []
    for sealed in sound(by_id.values(), archive, refused):
        row = by_id[sealed.publication]
        now = Spot(row.place, row.section.slug, row.section_place)
        shown = published.shown(row.place, until=live.publication, besides=live.held)
        late = row.pk in held
        if shown is None:
            found.append(News(sealed, now, late=late))
        else:
            before = Spot(shown.place, shown.section.slug, shown.section_place)
            hidden = shown.entry.act in UNLISTS
            found.append(News(sealed, now, before, shown.section_id, late=late, hidden=hidden))
    return found


def taken_in(state: State, fresh: Iterable[News]) -> None:
    """Bring what the baker remembers up to date."""
    for each in fresh:
        snapshot, now = each.sealed.snapshot, each.now
        if each.before is None or each.before.section != now.section:
            months = state.months.get(now.section, [])
            state.months[now.section] = begun(months, each.sealed.first, now.section_place)
        if each.before is not None and not each.hidden:
            state.counts[each.before.section] -= 1
        if each.sealed.listed:
            state.counts[now.section] = state.counts.get(now.section, 0) + 1
        is_one = snapshot["kind"] == "legal_document" and each.sealed.listed
        state.documents = _documents(state.documents, now.place, is_one=is_one)
        state.stale = state.stale or snapshot["kind"] == "standing_page"


def _documents(places: list[int], place: int, *, is_one: bool) -> list[int]:
    others = [one for one in places if one != place]
    return sorted([*others, place] if is_one else others, reverse=True)[: 4 * DOCUMENTS]
