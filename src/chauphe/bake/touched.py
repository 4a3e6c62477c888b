"""Which lists a publication touches: so few that a site of 100,000 items is rewritten no more than one of a hundred.

Items are counted from the oldest, by place on the board and by place in their section. Twenty make a frozen page; the
newest list shows the twenty to thirty-nine that are left (chauphe.public.lists).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chauphe.public.lists import PAGE, frozen_pages

A_MAP = 500
"""Items in one part of the site map for machines."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an item stands: its place on the board, its section (slug) and its place there."""

    place: int
    section: str
    section_place: int


@dataclass(slots=True)
class Touched:
    """Frozen pages by section and number, newest lists by section, parts of the site map by number."""

    frozen: set[tuple[str, int]] = field(default_factory=set)
    newest: set[str] = field(default_factory=set)
    maps: set[int] = field(default_factory=set)


def page_of(section_place: int, total: int) -> int | None:
    """Return the number of the frozen page that shows a place of a section, None for the newest list."""
    number = section_place // PAGE + 1
    return number if number <= frozen_pages(total) else None


def map_of(place: int) -> int:
    """Return the number of the part of the site map that lists a place of the board."""
    return place // A_MAP


def places_of(number: int) -> range:
    """Return the places of the board that a part of the site map lists."""
    return range(number * A_MAP, (number + 1) * A_MAP)


def touched(moves: Iterable[tuple[Spot, Spot | None]], before: Mapping[str, int], after: Mapping[str, int]) -> Touched:
    """Say what changes when items take their spots (each with the spot that it had before, if it had one).

    `before` and `after` are the numbers of places by section.
    """
    found = Touched()
    for now, old in moves:
        found.maps.add(map_of(now.place))
        for spot in (now, old):
            if spot is not None:
                _list_of(spot, after.get(spot.section, 0), found)
    for section, total in after.items():
        frozen, fresh = frozen_pages(before.get(section, 0)), frozen_pages(total)
        if fresh > frozen:
            # The page that was the last frozen one led on to the newest list; now it leads to the next one.
            found.frozen |= {(section, number) for number in range(max(1, frozen), fresh + 1)}
            found.newest.add(section)
    return found


def _list_of(spot: Spot, total: int, found: Touched) -> None:
    number = page_of(spot.section_place, total)
    if number is None:
        found.newest.add(spot.section)
    else:
        found.frozen.add((spot.section, number))
