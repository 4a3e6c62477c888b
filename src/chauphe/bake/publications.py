"""Which publications there are, and where lists show them: the only rows that the baker reads besides the ledger.

Publications are counted in the order of the ledger, and everything is asked "as of" one of them, so that a release
shows one state of the board even while the board goes on working. Never are items, drafts or revisions read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from chauphe.core.moves import UNLISTS
from chauphe.people.models import Board

if TYPE_CHECKING:
    from chauphe.items.models import Publication

SEALS = ("sign_off__snapshot", "sign_off__entry", "entry", "section")
HEAD = 120
"""How many of the newest are looked through for the newest of every section at once."""


@dataclass(frozen=True, slots=True)
class Published:
    """The publications of a board up to the one with id `last`."""

    board: Board
    last: int
    _totals: dict[int, int] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, board: Board, *, entries: int) -> "Published":
        """Take those that the first `entries` entries of the ledger record."""
        # Within a board both are given out under the lock on the log's row, so ids and entries run alike.
        newest = board.publications.filter(entry__seq__lt=entries).order_by("-id").values_list("id", flat=True).first()
        return cls(board, newest or 0)

    def rows(self) -> "QuerySet[Publication]":
        """Return all of them, those overtaken by a later publication of the same item included."""
        # As a sum: else SQLite takes "up to the last", which is nearly all of them, for a narrower choice than a place.
        return self.board.publications.annotate(until=F("id") + 0).filter(until__lte=self.last)

    def sealed(self) -> "Iterator[tuple[int, bytes | memoryview]]":
        """Yield the ids of all, with their sealed bytes, a few at a time in memory."""
        return self.rows().order_by("id").values_list("id", "sign_off__snapshot__data").iterator(chunk_size=100)

    def load(self, ids: "Iterable[int]") -> "list[Publication]":
        """Return publications by id with all that seals them, in the order of the ids (1 query)."""
        wanted = list(ids)
        if not wanted:
            return []
        found = {row.pk: row for row in self.rows().filter(id__in=wanted).select_related(*SEALS)}
        torn = [one for one in wanted if one not in found]
        if torn:
            # What seals them is gone in part: they come without it, so that they are refused and not overlooked.
            found |= {row.pk: row for row in self.rows().filter(id__in=torn).prefetch_related(*SEALS)}
        return [found[one] for one in wanted if one in found]

    def versions(self, item: str, revisions: Iterable[int]) -> "list[Publication]":
        """Return the publications of these revisions of an item (its id in hex), the oldest first (1 query)."""
        rows = self.rows().filter(item=UUID(hex=item), sign_off__revision__number__in=list(revisions))
        found = {row.sign_off.revision_id: row for row in rows.select_related(*SEALS).order_by("id")}
        return list(found.values())

    def after(self, publication: int) -> list[int]:
        """Return those after the one with this id, overtaken ones included."""
        return list(self.rows().filter(id__gt=publication).order_by("id").values_list("id", flat=True))

    def numbered(self, numbers: Iterable[int]) -> list[int]:
        """Return what stands on the site of the items with these numbers."""
        places = self.rows().filter(item__number__in=list(numbers)).values_list("place", flat=True)
        return self.at(set(places)) if numbers else []

    def shown(self, place: int, *, until: int, besides: Iterable[int]) -> "Publication | None":
        """Return what stood at a place when the publication `until` was the last, `besides` being left out."""
        rows = self.rows().filter(place=place, id__lte=until).exclude(id__in=list(besides))
        return rows.select_related("section", "entry").order_by("-id").first()

    def total(self) -> int:
        """Return how many places there are on the board's site."""
        return _next(self.rows().order_by("-place").values_list("place", flat=True).first())

    def total_of(self, section: int) -> int:
        """Return how many places there are in a section, those left by items that moved away included."""
        if section not in self._totals:
            rows = self.rows().filter(section=section).order_by("-section_place")
            self._totals[section] = _next(rows.values_list("section_place", flat=True).first())
        return self._totals[section]

    def at(self, places: Iterable[int]) -> list[int]:
        """Return what stands at these places of the board, in the order given."""
        wanted = list(places)
        # Sorted here, or SQLite walks the board in the order of the ids instead of looking the places up.
        newest = dict(sorted(self.rows().filter(place__in=wanted).values_list("place", "id"), key=itemgetter(1)))
        return [newest[place] for place in wanted if place in newest]

    def of_place(self, place: int) -> list[int]:
        """Return all that ever stood at a place of the board, those overtaken included."""
        return sorted(self.rows().filter(place=place).values_list("id", flat=True))

    def newest(self, count: int) -> list[int]:
        """Return the newest of the board that lists show, the newest first."""
        return list(self._shown().order_by("-place").values_list("id", flat=True)[:count])

    def heads(self, count: int) -> dict[int, list[int]]:
        """Return, by section, the newest of it among the newest of the board, the newest first; at most `count`."""
        rows = self._shown().filter(place__gte=self.total() - HEAD).order_by("-place").values_list("id", "section")
        found: dict[int, list[int]] = {}
        for publication, section in rows:
            if len(found.setdefault(section, [])) < count:
                found[section].append(publication)
        return found

    def in_section(self, section: int, places: slice) -> list[int]:
        """Return what lists show at these places of a section, the newest first; what moved away is left out."""
        rows = self._shown().filter(section=section, section_place__gte=places.start, section_place__lt=places.stop)
        return list(rows.order_by("-section_place").values_list("id", flat=True))

    def before(self, section: int, place: int, *, count: int) -> list[int]:
        """Return the nearest older ones in a section that lists show, the newest first."""
        rows = self._shown().filter(section=section, section_place__lt=place)
        return list(rows.order_by("-section_place").values_list("id", flat=True)[:count])

    def beyond(self, section: int, place: int, *, count: int) -> list[int]:
        """Return the nearest newer ones in a section that lists show, the oldest first."""
        rows = self._shown().filter(section=section, section_place__gt=place)
        return list(rows.order_by("section_place").values_list("id", flat=True)[:count])

    def every(self, section: int, *, chunk: int) -> "Iterator[list[Publication]]":
        """Yield all that stand in a section, the oldest first, so many at a time."""
        later = self.rows().filter(place=OuterRef("place"), id__gt=OuterRef("id"))
        rows = self.rows().filter(~Exists(later), section=section).order_by("section_place")
        ids = rows.values_list("id", flat=True).iterator(chunk_size=2_000)
        while some := list(islice(ids, chunk)):
            yield self.load(some)

    def _shown(self) -> "QuerySet[Publication]":
        """Return what lists show: nothing that a later publication of the same item overtook, and nothing that left."""
        # Left out here, row by row, and not from what was read: else so many that are left out would hide the rest.
        later = self.rows().filter(place=OuterRef("place"), id__gt=OuterRef("id"))
        return self.rows().filter(~Exists(later)).exclude(entry__act__in=UNLISTS)


def _next(top: int | None) -> int:
    return 0 if top is None else top + 1
