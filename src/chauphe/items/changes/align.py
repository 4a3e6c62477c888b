"""Finds what two sequences have in common, in order and in bounded time whatever they hold.

First what is equal at both ends, then what occurs exactly once on both sides (it cannot be matched wrongly), and only
in the small gaps between is every pairing weighed. A purse limits the work of a whole comparison: when it is empty,
the rest counts as replaced, which is true, if coarse.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Pair = tuple[int, int]

SMALL = 40_000
"""Gaps of at most this many possible pairs are weighed in full (200 by 200 words)."""


@dataclass
class Purse:
    """How many pairs of elements may still be looked at; a megabyte against another stays around a second."""

    left: int = 2_000_000

    def pays(self, price: int) -> bool:
        """Take the price out, or say that it cannot be afforded."""
        if price > self.left:
            return False
        self.left -= price
        return True


def matches(old: Sequence[Hashable], new: Sequence[Hashable], purse: Purse) -> list[Pair]:
    """Return the places of equal elements as (old, new), both strictly rising."""
    found: list[Pair] = []
    todo = [(0, len(old), 0, len(new))]
    while todo:
        low, high, floor, ceiling = todo.pop()
        while low < high and floor < ceiling and old[low] == new[floor]:
            found.append((low, floor))
            low, floor = low + 1, floor + 1
        while low < high and floor < ceiling and old[high - 1] == new[ceiling - 1]:
            high, ceiling = high - 1, ceiling - 1
            found.append((high, ceiling))
        if low == high or floor == ceiling or not purse.pays(high - low + ceiling - floor):
            continue
        anchors = _anchors(old, new, low, high, floor, ceiling)
        if anchors:
            found.extend(anchors)
            todo.extend(_gaps(anchors, low, high, floor, ceiling))
        elif (high - low) * (ceiling - floor) <= SMALL and purse.pays((high - low) * (ceiling - floor)):
            found.extend(_weighed(old[low:high], new[floor:ceiling], low, floor))
    return sorted(found)


def _gaps(anchors: list[Pair], low: int, high: int, floor: int, ceiling: int) -> list[tuple[int, int, int, int]]:
    starts = [(low, floor), *((i + 1, j + 1) for i, j in anchors)]
    ends = [*anchors, (high, ceiling)]
    return [(start[0], end[0], start[1], end[1]) for start, end in zip(starts, ends, strict=True)]


def _anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], low: int, high: int, floor: int, ceiling: int
) -> list[Pair]:
    """Return the longest rising run of elements that occur once on each side ("patience")."""
    once = {each for each, count in Counter(old[low:high]).items() if count == 1}
    counts = Counter(new[floor:ceiling])
    place = {new[j]: j for j in range(floor, ceiling) if counts[new[j]] == 1}
    return _rising([(i, place[old[i]]) for i in range(low, high) if old[i] in once and old[i] in place])


def _rising(pairs: list[Pair]) -> list[Pair]:
    """Return the longest subsequence whose second numbers rise; the first ones rise already."""
    piles: list[int] = []
    tops: list[int] = []
    before: list[int | None] = []
    for index, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(piles[pile - 1] if pile else None)
        if pile == len(piles):
            piles.append(index)
            tops.append(j)
        else:
            piles[pile], tops[pile] = index, j
    chain: list[Pair] = []
    last = piles[-1] if piles else None
    while last is not None:
        chain.append(pairs[last])
        last = before[last]
    return chain[::-1]


def _weighed(old: Sequence[Hashable], new: Sequence[Hashable], low: int, floor: int) -> list[Pair]:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [(low + block.a + step, floor + block.b + step) for block in blocks for step in range(block.size)]
