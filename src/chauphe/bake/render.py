"""The contents of every file of a site, from verified items and their cards.

What a page is made of is decided here: how many cards a front page has, what is related, what a feed holds. All of it
follows from what is published and in which order, so that a page baked alone and in a whole bake is the same.
"""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as N_

from chauphe.bake.change import Change, UnsafePath
from chauphe.bake.packing import packed
from chauphe.bake.sealed import Sealed, name_of
from chauphe.bake.sitemap import index_of
from chauphe.bake.trouble import NotSealed
from chauphe.public import assets, pages
from chauphe.public.pages import Card, HomePage, ItemPage, ListPage, MapPage, Section, Site
from chauphe.seal.canonical import encode_parsed
from chauphe.seal.layout import PAGE, PROOF, item_folder, version
from chauphe.seal.proof import FORMAT, OpenedAct

HASH_BYTES = 47
"""What one hash of a path takes in a proof: 44 characters, quotes and comma."""
LEVELS = 16

RELATED = 3
FEED = 20
NEWEST = 8
DOCUMENTS = 5
IN_SECTION = 3
LEADS = 6
"""Among this many newest items the front page looks for one with a picture to lead with."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Makes the files of one site; `checkpoint` is the signed note in which the proofs of this release end."""

    site: Site
    checkpoint: str

    def item(
        self,
        sealed: Sealed,
        acts: Sequence[OpenedAct],
        related: Sequence[Card],
        *,
        under: Mapping[str, Any] | None = None,
    ) -> Iterator[Change]:
        """Yield an item's folder: page, proof, pictures, attachments; raises NotSealed for what cannot stand there.

        An earlier text of it lies `under` the folder of the snapshot in force.
        """
        snapshot, folder = sealed.snapshot, item_folder(under or sealed.snapshot)
        current = f"/{folder}/" if under else ""
        folder += f"/{version(snapshot['revision'])}"[:-1] if under else ""
        try:
            files = [Change(f"{folder}/{name}", stored=sha256) for name, sha256 in files_of(snapshot)]
            Change.gone(f"{folder}/{PAGE}")
        except UnsafePath as error:
            raise NotSealed(name_of(snapshot), N_("one of its files has no safe name: %(path)s"), path=error) from error
        proof = proof_of(sealed, acts, self.checkpoint)
        try:
            page = pages.render_item(
                self.site,
                ItemPage(
                    snapshot=snapshot,
                    acts=tuple(act.record for act in acts),
                    digest=sealed.digest,
                    proof_bytes=_shown_size(proof, acts, self.checkpoint),
                    related=tuple(related),
                    place=f"/{folder}/" if under else "",
                    current=current,
                ),
            )
        except (ValueError, LookupError, TypeError) as error:
            raise NotSealed(name_of(snapshot), N_("its page cannot be made (%(error)s)"), error=error) from error
        yield from files
        yield from _packed(f"{folder}/{PROOF}", proof)
        yield from _text(f"{folder}/{PAGE}", page)

    def list(self, page: ListPage) -> Iterator[Change]:
        """Yield a list of a section."""
        number = f"trang-{page.number}/" if page.number else ""
        yield from _text(f"chuyen-muc/{page.section.slug}/{number}{PAGE}", pages.render_list(self.site, page))

    def feeds(self, cards: Sequence[Card], section: Section | None = None) -> Iterator[Change]:
        """Yield both feeds of the site or of a section; `cards` are the newest first."""
        place = f"chuyen-muc/{section.slug}/" if section else ""
        newest = cards[:FEED]
        yield from _text(f"{place}feed.atom", pages.atom(self.site, newest, section))
        yield from _text(f"{place}feed.json", pages.json_feed(self.site, newest, section))

    def home(
        self, newest: Sequence[Card], documents: Sequence[Card], sections: Iterable[tuple[Section, Sequence[Card]]]
    ) -> Iterator[Change]:
        """Yield the front page; all cards are the newest first."""
        lead = next((card for card in newest[:LEADS] if card.image), newest[0] if newest else None)
        others = [card for card in newest if card is not lead]
        page = HomePage(
            lead=lead,
            newest=tuple(others[:NEWEST]),
            documents=tuple(documents[:DOCUMENTS]),
            sections=tuple((section, tuple(cards[:IN_SECTION])) for section, cards in sections),
        )
        yield from _text(PAGE, pages.render_home(self.site, page))

    def maps(self, page: MapPage) -> Iterator[Change]:
        """Yield the two pages that show the tree of the site."""
        yield from _text(f"so-do/{PAGE}", pages.render_map(self.site, page))
        yield from _text(f"tim/{PAGE}", pages.render_search(self.site, page))

    def sitemap(self, path: str, rows: Iterable[tuple[str, str]]) -> Iterator[Change]:
        """Yield one part of the site map for machines from pairs of address and ISO day."""
        yield from _text(path, pages.sitemap(self.site, rows))

    def sitemap_index(self, days: Sequence[str]) -> Iterator[Change]:
        """Yield the index of the site map from the day of the last change in each part."""
        yield from _text("sitemap.xml", pages.sitemap_index(self.site, index_of(days)))

    def furniture(self) -> Iterator[Change]:
        """Yield what no publication changes: styles, scripts, fonts, the page for a missing page, robots.txt."""
        for asset in assets.bundle():
            yield from _packed(asset.path, asset.data)
        yield from _text("404.html", pages.render_404(self.site))
        yield from _text(f"kiem-tra/{PAGE}", pages.render_check(self.site))
        yield from _text("robots.txt", pages.robots(self.site))


def proof_of(sealed: Sealed, acts: Iterable[OpenedAct], checkpoint: str) -> bytes:
    """Return what seal.proof.proof_bytes does, faster, for what was read as canonical and has been verified."""
    opened = [
        {
            "seq": act.seq,
            "salt": act.salt.hex(),
            "record": act.record,
            "path": [base64.b64encode(each).decode() for each in act.path],
        }
        for act in acts
    ]
    document: dict[str, Any] = {
        "format": FORMAT,
        "snapshot": {**sealed.snapshot, "body": None},
        "digest": sealed.digest,
        "acts": opened,
        "checkpoint": checkpoint,
    }
    return encode_parsed(document)


def _shown_size(proof: bytes, acts: Sequence[OpenedAct], checkpoint: str) -> int:
    """Return how large a proof is said to be: as if the log had some 65,000 entries, whatever it has now.

    Otherwise a page would say another size, and be another page, each time it is made.
    """
    paths = sum(len(act.path) * HASH_BYTES for act in acts)
    return len(proof) - paths - len(checkpoint) + len(acts) * LEVELS * HASH_BYTES


def card_of(sealed: Sealed) -> Card:
    """Return a verified item as lists show it."""
    return Card.of(sealed.snapshot, published=sealed.published)


def files_of(snapshot: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Return name and hash of pictures and attachments, each name once; raises NotSealed where that cannot be."""
    seen: dict[str, str] = {}
    named = [(one["name"], one["sha256"]) for image in snapshot["images"] for one in image["renditions"]]
    named += [(file["name"], file["sha256"]) for file in snapshot["files"]]
    for name, sha256 in named:
        if "/" in name:
            raise NotSealed(name_of(snapshot), N_("one of its files has no safe name: %(path)s"), path=name)
        if name in (PAGE, PROOF) or seen.setdefault(name, sha256) != sha256:
            raise NotSealed(name_of(snapshot), N_("two of its files would be called %(name)s"), name=name)
    return seen.items()


def _text(path: str, text: str) -> Iterator[Change]:
    yield from _packed(path, text.encode())


def _packed(path: str, data: bytes) -> Iterator[Change]:
    for form, contents in packed(path, data):
        yield Change(form, contents)
