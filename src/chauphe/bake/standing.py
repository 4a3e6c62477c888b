"""Pages that stay although what seals them in the office can no longer be read: they prove themselves.

A live page may not vanish because a row or a picture behind it was damaged: taking down is an act of the board, and
nobody did it. Nor may a page be carried on that can no longer be shown to be lawful. What decides is the page's own
proof, by the rules for any stranger: its files are those that the last release signed, the body put back gives the
digest that was signed off, every act is in today's log, and all of them are a lawful way. Such a page is made anew from
that snapshot, which its digest proves to be the sealed one. No list shows it meanwhile: lists are made from the sealed
rows alone.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist

from chauphe.bake.change import Change
from chauphe.bake.listing import Listing
from chauphe.bake.live import Live
from chauphe.bake.render import Renderer
from chauphe.bake.sealed import Archive, Sealed
from chauphe.bake.trouble import NotSealed, SiteDamaged
from chauphe.core.moves import EXPIRE
from chauphe.people.selectors import local
from chauphe.public.fragment import body_from
from chauphe.public.pages import Card
from chauphe.seal.acts import published_at
from chauphe.seal.layout import PAGE, PROOF, item_folder, version_of
from chauphe.seal.proof import OpenedAct, Proof

if TYPE_CHECKING:
    from chauphe.items.models import Publication


@dataclass(slots=True)
class Standing:
    """The live site as a source of sealed items; `archive` leads to the log of the release in the making."""

    live: Live
    archive: Archive
    _listing: Listing = field(init=False)

    def __post_init__(self) -> None:
        self._listing = Listing(self.live.root, self.live.manifest)

    def page(self, row: "Publication", render: Renderer, related: Sequence[Card]) -> list[Change]:
        """Return the folder of what stands of a publication's item, made anew; nothing where it proves nothing."""
        try:
            found = self._item(row)
            made = [self._in_full(change) for change in render.item(*found, related)] if found else []
            return made + self._earlier(made)
        except (NotSealed, SiteDamaged, ObjectDoesNotExist):
            return []
        except (LookupError, TypeError, ValueError):
            return []  # signed by us, and yet not of the form that we read today

    def _earlier(self, made: list[Change]) -> list[Change]:
        """Carry the earlier texts of the item on as they stand; they prove themselves as well."""
        folder = made[-1].path.partition(f"/{PAGE}")[0] if made else ""
        paths = self._listing.of_item(folder) if made else []
        return [Change(path, self._listing.read(path)) for path in paths if version_of(path[len(folder) + 1 :])]

    def _item(self, row: "Publication") -> tuple[Sealed, list[OpenedAct]] | None:
        folder = self._listing.folder_of(row.item.number)
        if folder is None:
            return None
        proof = Proof.parse(self._listing.read(f"{folder}/{PROOF}"))
        snapshot = proof.sealed(body_from(self._listing.read(f"{folder}/{PAGE}").decode()))
        acts = self.archive.proven(snapshot, proof)
        published = published_at(snapshot, acts)
        if (snapshot["item"], item_folder(snapshot)) != (row.item_id.hex, folder) or published is None:
            return None
        places = row.pk, row.place, row.section_id, row.section_place
        first = local(row.first_at).strftime("%Y-%m")
        expired = acts[-1].record["act"] == EXPIRE
        return Sealed(*places, snapshot, proof.digest, published, acts[-1].seq, first, expired), acts

    def _in_full(self, change: Change) -> Change:
        """Give a picture or an attachment its bytes, from where they stand; raises SiteDamaged, ValueError."""
        if change.stored is None:
            return change
        data = self._listing.read(change.path)
        if hashlib.sha256(data).hexdigest() != change.stored:
            raise ValueError(f"{change.path} is not what was sealed")
        return Change(change.path, data)
