"""A release that changes what it must and nothing else: new publications, or files that have to be made again.

Item pages come first, for what cannot be made into a page may not be shown in a list either; then the lists, from the
state that all of them lead to; then log, manifest shards and, last of all, the manifest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_noop as N_

from chauphe.bake import furniture, ledger
from chauphe.bake.change import Change
from chauphe.bake.edition import Edition
from chauphe.bake.issue import Issue
from chauphe.bake.listing import Listing, TileReader, tile_reader
from chauphe.bake.live import Live
from chauphe.bake.log import GrowingLog
from chauphe.bake.news import News, news, taken_in, waiting
from chauphe.bake.publications import Published
from chauphe.bake.redo import Plan
from chauphe.bake.render import RELATED
from chauphe.bake.sealed import sound
from chauphe.bake.sitemap import Rows, index_of, part_path, rows_of, updated
from chauphe.bake.touched import Touched, map_of, places_of, touched
from chauphe.bake.trouble import LedgerDamaged, SiteDamaged
from chauphe.people.models import Board
from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.layout import CHECKPOINT, MANIFEST, PACKED, SEALS, item_folder
from chauphe.seal.manifest import note_digest
from chauphe.seal.note import Signer

AT_ONCE = 40
"""The most publications in one release: a plan of some megabytes."""


@dataclass(slots=True)
class Again:
    """What is to be made once more although nothing was published: items by number, lists, front, furniture.

    `newest_map` is the part of the site map that fills, with the index; `gone` are files that are to be taken away.
    """

    items: set[int] = field(default_factory=set)
    lists: Touched = field(default_factory=Touched)
    newest_map: bool = False
    front: bool = False
    furniture: bool = False
    gone: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Update:
    """One release on top of the live one."""

    edition: Edition
    live: Live
    listing: Listing
    tiles: TileReader
    outgrown: list[str]
    items: int = 0

    @classmethod
    def begun(cls, board: Board, live: Live, signer: Signer, *, at: datetime) -> "Update":
        """Take in what the ledger holds beyond the live log; raises LedgerDamaged or SiteDamaged."""
        size, frontier = ledger.head(board)
        if size < live.checkpoint.size:
            shorter = N_("the ledger ends at %(size)s entries, and %(published)s are published")
            raise LedgerDamaged(shorter, size=size, published=live.checkpoint.size)
        until = _until(board, live, size)
        tiles = tile_reader(live.root)
        try:
            log = GrowingLog.opened(tiles, tiles.fresh.__setitem__, live.checkpoint)
        except LedgerDamaged as error:
            raise SiteDamaged(error.message, **error.particulars) from error
        log.extend(ledger.rows(board, since=live.checkpoint.size, until=until))
        tiled = log.finish(state=(size, frontier) if until == size else None)
        head = Checkpoint(board.origin, until, tiled.root())
        issue = Issue(board, signer, live.manifest.release + 1, live.digest, at, head)
        edition = Edition(issue, tiled, furniture.read(live.state.site), live.state)
        return cls(edition, live, Listing(live.root, live.manifest), tiles, list(log.outgrown()))

    @property
    def grown(self) -> bool:
        """Say whether the ledger holds entries that the live log does not."""
        return self.edition.log.size > self.live.checkpoint.size

    def _ratified(self) -> set[int]:
        """Return the items of whose approval the ledger says more by now than their page (1 query)."""
        return ledger.ratified(self.edition.issue.board, since=self.live.checkpoint.size, until=self.edition.log.size)

    @property
    def idle(self) -> bool:
        """Say whether the ledger holds nothing that the site does not, and nothing is held back."""
        return not self.grown and not self.live.state.held

    def plan(self, again: Again | None = None) -> Plan | None:
        """Work the whole release out; None where what was refused before is still refused, and nothing is new."""
        edition, live = self.edition, self.live.state
        rows = waiting(edition.published, live)
        fresh = news(rows, edition.published, edition.archive, live, edition.refused.append)
        changes = list(self._items(fresh, self._ratified() | (again.items if again else set())))
        # Only now is known what its own acts keep away: it is no news either, however often it is asked for.
        fresh = [each for each in fresh if each.sealed.publication not in edition.shelf.withheld]
        if not fresh and again is None and not self.grown:
            return None
        again = again or Again()
        shown = {each.now.place for each in fresh}
        live.held = sorted(row.pk for row in rows if row.place not in shown)
        before = Published(edition.issue.board, live.publication)
        lists = self._touched(fresh, before)
        taken_in(edition.state, fresh)
        for part in (again.lists, lists):
            changes += self._lists(part)
        changes += self._maps(fresh, lists.maps, self._maps_anew(fresh, again))
        if fresh or again.front:
            changes += edition.tops.front()
            changes += (each for each in edition.tops.trees() if again.front or not self.listing.says(each))
        if again.furniture:
            changes += edition.render.furniture()
        changes += [Change.gone(path) for path in sorted(again.gone)]
        changes = _once(changes)
        return self._sealed([*changes, *self._outgrown(changes)])

    def _outgrown(self, changes: Iterable[Change]) -> Iterator[Change]:
        """Yield the packed forms, to be taken away, of files that are too small by now to have any."""
        written = {change.path for change in changes}
        for change in changes:
            for form in PACKED if change.data is not None else ():
                if change.path + form not in written and self.listing.holds(change.path + form):
                    yield Change.gone(change.path + form)

    def _items(self, fresh: Iterable[News], again: set[int]) -> Iterator[Change]:
        edition, published = self.edition, self.edition.published
        wanted = {each.sealed.publication: each.sealed for each in fresh}
        beside = {one for each in fresh for one in each.neighbours(published)} | set(published.numbered(again))
        rows = published.load(sorted(beside - wanted.keys()))
        wanted |= {each.publication: each for each in sound(rows, edition.archive, edition.refused.append)}
        for sealed, acts in edition.archive.opened(wanted.values()):
            related = edition.shelf.cards(published.before(sealed.section, sealed.section_place, count=RELATED))
            made = edition.item(sealed, acts, related)
            self.items += bool(made)
            yield from made
            if made:
                kept = {change.path for change in made}
                old = self.listing.of_item(item_folder(sealed.snapshot))
                yield from (Change.gone(path) for path in old if path not in kept)

    def _touched(self, fresh: Iterable[News], before: Published) -> Touched:
        keys = {slug: self.edition.tops.sections[slug] for each in fresh for slug in each.sections()}
        was = {slug: before.total_of(key) for slug, key in keys.items()}
        now = {slug: self.edition.published.total_of(key) for slug, key in keys.items()}
        return touched(((each.now, each.before) for each in fresh), was, now)

    def _lists(self, lists: Touched) -> Iterator[Change]:
        tops, sections = self.edition.tops, self.edition.sections
        for slug, number in sorted(lists.frozen):
            yield from tops.frozen(sections[slug], number)
        for slug in sorted(lists.newest):
            yield from tops.newest(sections[slug])

    def _maps_anew(self, fresh: Iterable[News], again: Again) -> set[int]:
        # Those that come late, or again after a notice, have their place among others that are listed already.
        late = {map_of(each.now.place) for each in fresh if each.late or each.hidden}
        newest = {max(0, len(self.edition.state.maps) - 1)} if again.newest_map else set()
        return again.lists.maps | late | newest

    def _maps(self, fresh: Iterable[News], changed: set[int], anew: set[int]) -> Iterator[Change]:
        edition, before = self.edition, self.edition.state.maps
        days, parts = list(before), dict[int, Rows]()
        if len(before) <= max(changed, default=0):
            changed = changed | set(range(len(before))[-1:])  # the part that is full now gets its number
        for number in sorted(changed | anew):
            rows = self._anew(number) if number in anew else self._rows(number)
            changes = [each.row() for each in fresh if map_of(each.now.place) == number]
            rows = updated(rows, changes)
            if rows or changes or number < len(before):
                parts[number] = rows
                # A part is as old as its last change, were it that something was taken out of it.
                known = [*before[number : number + 1], *(row[1] for row in rows), *(row[1] for row in changes)]
                days[number:] = [max(known), *days[number + 1 :]]
        for number, rows in parts.items():
            yield from edition.render.sitemap(part_path(number, len(days)), rows)
        edition.state.maps = days
        if anew or list(index_of(days)) != list(index_of(before)):
            yield from edition.render.sitemap_index(days)

    def _rows(self, number: int) -> Rows:
        path = part_path(number, len(self.live.state.maps))
        held = self.listing.read(path).decode() if self.listing.holds(path) else ""
        return rows_of(held, self.edition.site.base_url)

    def _anew(self, number: int) -> Rows:
        cards = self.edition.shelf.cards(self.edition.published.at(places_of(number)))
        return [(card.path, card.day) for card in cards]

    def _sealed(self, changes: list[Change]) -> Plan:
        edition, issue = self.edition, self.edition.issue
        self.listing.apply(changes)
        changes += [Change(SEALS + path, data) for path, data in self.tiles.fresh.items()]
        changes += [Change.gone(SEALS + path) for path in self.outgrown]
        changes += self.listing.changes()
        changes.append(Change(CHECKPOINT, edition.note))
        signed = issue.manifest(self.listing.shards())
        changes.append(Change(MANIFEST, signed))
        digest = note_digest(signed)
        return Plan(issue.previous, digest, edition.remember(digest), issue.last(signed), changes)


def _until(board: Board, live: Live, size: int) -> int:
    """Return where to end: at the ledger's end, or before the publication that would be one too many."""
    waiting = board.publications.filter(id__gt=live.state.publication).order_by("id")
    over = waiting.values_list("entry__seq", flat=True)[AT_ONCE : AT_ONCE + 1]
    return min([size, *over])


def _once(changes: Iterable[Change]) -> list[Change]:
    """Keep the last word on each path, removals after everything that is written."""
    found = {change.path: change for change in changes}
    return sorted(found.values(), key=lambda change: change.removed)
