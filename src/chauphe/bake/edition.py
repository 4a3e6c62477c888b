"""Everything that one release is made with, and how an item gets into it: verified, opened, rendered, complete."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop as N_

from chauphe.bake import furniture
from chauphe.bake.change import Change
from chauphe.bake.issue import Issue
from chauphe.bake.publications import Published
from chauphe.bake.render import Renderer
from chauphe.bake.sealed import Archive, Sealed, name_of
from chauphe.bake.state import State
from chauphe.bake.tops import Shelf, Tops
from chauphe.bake.trouble import NotSealed
from chauphe.items import store
from chauphe.public.pages import Card, Section, Site
from chauphe.seal.proof import OpenedAct
from chauphe.seal.tiles import TiledLog


@dataclass(slots=True)
class Edition:
    """One release of one site. `refused` collects what could not be shown, `state` is what will be remembered."""

    issue: Issue
    log: TiledLog
    site: Site
    state: State
    note: bytes = b""
    refused: list[NotSealed] = field(default_factory=list)
    published: Published = field(init=False)
    archive: Archive = field(init=False)
    shelf: Shelf = field(init=False)
    render: Renderer = field(init=False)
    tops: Tops = field(init=False)
    sections: dict[str, Section] = field(init=False)

    def __post_init__(self) -> None:
        board = self.issue.board
        self.note = self.issue.checkpoint()
        self.published = Published.of(board, entries=self.log.size)
        self.archive = Archive(board, self.log, self.issue.log)
        self.shelf = Shelf(self.published, self.archive, self.refused.append)
        self.render = Renderer(self.site, self.note.decode())
        self.sections = {section.slug: section for section in self.site.sections}
        keys = dict(board.sections.values_list("slug", "id"))
        self.tops = Tops(self.render, self.shelf, self.state, keys)

    def item(self, sealed: Sealed, acts: list[OpenedAct] | NotSealed, related: Sequence[Card]) -> list[Change]:
        """Return an item's folder; of an item that cannot be shown, nothing, and no list will show it either."""
        try:
            if isinstance(acts, NotSealed):
                raise acts
            changes = list(self.render.item(sealed, acts, related if sealed.listed else ()))
            changes += self._earlier(sealed)
            for change in changes:
                if change.stored is not None:
                    _kept(sealed, change.stored)
        except NotSealed as error:
            self.refused.append(error)
            self.shelf.withheld.add(sealed.publication)
            return []
        return changes

    def _earlier(self, sealed: Sealed) -> Iterator[Change]:
        """Yield the folders of the earlier texts that the item's page says were put right; raises NotSealed."""
        revisions = [notice["revision"] for notice in sealed.snapshot.get("notices", ()) if notice["revision"]]
        if not revisions:
            return
        rows = self.published.versions(sealed.snapshot["item"], revisions)
        if len(rows) != len(set(revisions)):
            raise NotSealed(name_of(sealed.snapshot), N_("an earlier text of it is missing"))
        for before, acts in self.archive.opened([self.archive.read(row) for row in rows], earlier=True):
            if isinstance(acts, NotSealed):
                raise acts
            yield from self.render.item(before, acts, (), under=sealed.snapshot)

    def remember(self, manifest: str) -> str:
        """Return what will be remembered of this release, given the digest of its manifest."""
        self.state.manifest = manifest
        self.state.publication = self.published.last
        return self.state.text()


def fresh_state(site: Site) -> State:
    """Return the state of a site without an item."""
    return State(manifest="", furniture=furniture.version(), site=furniture.written(site))


def _kept(sealed: Sealed, sha256: str) -> None:
    """Demand that the store holds these bytes unchanged."""
    try:
        store.get(sha256)
    except (OSError, ValueError, store.Damaged) as error:
        raise NotSealed(
            name_of(sealed.snapshot), N_("its file %(sha)s is missing or was changed"), sha=sha256
        ) from error
