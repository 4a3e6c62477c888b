"""Writes the new body with what was taken out struck (`del`), what was put in underlined (`ins`), by words.

Structure follows the new body; what was deleted is put where it stood, inside the list or table that it belonged to.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from chauphe.items.changes.align import Pair, Purse, matches
from chauphe.items.changes.leaves import EMPTY, WHOLE, Leaf, Node, Path, Word, leaves

SAME, OLD, NEW = "", "del", "ins"
Marked = tuple[str, Word]

ALIKE = 0.3
"""Blocks that share this part of their words are one block that was changed, not two."""
SAME_OPENING = 0.1
"""A block that begins with the same two words needs to share less."""
AHEAD = 6
"""How many deleted blocks are looked at to find the one that a new block came from."""


@dataclass
class Writer:
    """Writes words under their elements, closing and opening what lies between one word and the next."""

    out: list[str] = field(default_factory=list)
    open: list[Node] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    places: int = 0
    _gap: bool = False
    _at: Path = ()

    def go(self, path: Path) -> None:
        """Make `path` the open elements."""
        if path is self._at:
            return
        self._at = path
        kept = _shared(self.open, path)
        while len(self.open) > kept:
            node = self.open.pop()
            if node.tag not in EMPTY:
                self.out.append(f"</{node.tag}>")
        for node in path[kept:]:
            self.out.append(self._start(node))
            self.open.append(node)

    def words(self, path: Path, marked: Iterable[Marked]) -> None:
        """Write the words of one leaf."""
        self._gap, before, mark = False, SAME, Node("", "")
        where, inside = path, None
        for op, word in marked:
            if op != before:
                self._gap |= before == OLD and op == NEW and word.text.isalnum()
                mark, before, inside = Node(op, f"<{op}>"), op, None
            if word.inside is not inside:
                where, inside = path + word.inside, word.inside
                if op and word.text:
                    where += (mark,)
            if self._gap:
                self.go(where[: _shared(self._at, where)])
                self.out.append(" ")
            self.go(where)
            self.out.append("<br>" if word.text == "\n" else escape(word.text, quote=False))
            self._gap = word.gap

    def leaf(self, leaf: Leaf, path: Path, op: str) -> None:
        """Write a leaf that is wholly old, wholly new or unchanged."""
        if op and leaf.tag in WHOLE:
            frame = Node("div", '<div class="changed">')
            self.go((*path[:-1], frame, Node(op, f"<{op}>"), path[-1]))
            return
        if op:
            self.changed.add(id(path[-1]))
        self.words(path, ((op, word) for word in leaf.words))

    def end(self) -> str:
        """Close everything and return the text."""
        self.go(())
        return "".join(self.out)

    def _start(self, node: Node) -> str:
        return f'{node.start[:-1]} class="changed">' if id(node) in self.changed else node.start


def marked_body(old: str, new: str) -> tuple[str, int]:
    """Return the new body with its changes marked, and how many places were changed."""
    purse, before, after = Purse(), leaves(old), leaves(new)
    pairs = matches([leaf.key for leaf in before], [leaf.key for leaf in after], purse)
    writer, homes = Writer(), _homes((before[i], after[j]) for i, j in pairs)
    start_old = start_new = 0
    for i, j in [*pairs, (len(before), len(after))]:
        _write_gap(writer, before[start_old:i], after[start_new:j], homes, purse)
        if j < len(after):
            writer.leaf(after[j], after[j].path, SAME)
        start_old, start_new = i + 1, j + 1
    return writer.end(), writer.places


def _write_gap(writer: Writer, old: list[Leaf], new: list[Leaf], homes: dict[int, Node], purse: Purse) -> None:
    """Write what lies between two unchanged leaves: changed ones word by word, the others whole."""
    steps = list(_steps(old, new))
    homes |= _homes((one, other) for one, other in steps if one and other)
    running = False
    for one, other in steps:
        if one and other:
            writer.changed.add(id(other.path[-1]))
            marked = _row(one, other, purse) if other.tag == "tr" else _compared(one.words, other.words, purse)
            writer.words(other.path, marked)
            writer.places += _runs(marked)
        elif one:
            writer.leaf(one, tuple(homes.get(id(node), node) for node in one.path[:-1]) + one.path[-1:], OLD)
        elif other:
            writer.leaf(other, other.path, NEW)
        whole = not (one and other)
        writer.places += whole and not running
        running = whole


def _steps(old: list[Leaf], new: list[Leaf]) -> Iterator[tuple[Leaf | None, Leaf | None]]:
    """Pair each new leaf with the old one that it came from, if any, in order; deleted ones come before new ones."""
    at = begun = 0
    bags = [Counter(word.text for word in leaf.words) for leaf in old]
    for place, leaf in enumerate(new):
        found = _came_from(leaf, old, bags, at)
        if found is not None:
            yield from ((gone, None) for gone in old[at:found])
            yield from ((None, come) for come in new[begun:place])
            yield old[found], leaf
            at, begun = found + 1, place + 1
    yield from ((gone, None) for gone in old[at:])
    yield from ((None, come) for come in new[begun:])


def _came_from(leaf: Leaf, old: list[Leaf], bags: list[Counter[str]], at: int) -> int | None:
    bag = Counter(word.text for word in leaf.words)
    best, found = ALIKE, None
    for place in range(at, min(at + AHEAD, len(old))):
        if not _comparable(old[place], leaf):
            continue
        alike = 2 * (bag & bags[place]).total() / (bag.total() + bags[place].total())
        if _opening(old[place]) == _opening(leaf):
            alike += SAME_OPENING
        if alike > best:
            best, found = alike, place
    return found


def _opening(leaf: Leaf) -> list[str]:
    return [word.text for word in leaf.words[:2]]


def _comparable(old: Leaf, new: Leaf) -> bool:
    if old.tag != new.tag or new.tag in WHOLE:
        return False
    return new.tag != "tr" or _columns(old) == _columns(new)


def _columns(row: Leaf) -> list[str]:
    return [cell[0].inside[0].start for cell in row.cells() if cell[0].inside]


def _row(old: Leaf, new: Leaf, purse: Purse) -> list[Marked]:
    """Compare a table row cell by cell, old words moving into the new row's cells."""
    found: list[Marked] = []
    for before, after in zip(old.cells(), new.cells(), strict=True):
        cell = after[0].inside[0]
        moved = [Word(word.text, (cell, *word.inside[1:]), word.set_in, word.gap) for word in before]
        found.extend(_compared(moved, after, purse))
    return found


def _compared(old: list[Word], new: list[Word], purse: Purse) -> list[Marked]:
    """Mark the words of two versions of one leaf; a deleted word stays in the link or emphasis that it stood in."""
    pairs = _steady(matches([word.key for word in old], [word.key for word in new], purse), len(old), len(new))
    homes = {id(before): after for i, j in pairs for before, after in zip(old[i].inside, new[j].inside, strict=True)}
    found: list[Marked] = []
    start_old = start_new = 0
    for i, j in [*pairs, (len(old), len(new))]:
        found.extend((OLD, _moved(word, homes)) for word in old[start_old:i] if word.text)
        found.extend((NEW, word) for word in new[start_new:j])
        if j < len(new):
            found.append((SAME, new[j]))
        start_old, start_new = i + 1, j + 1
    return found


def _moved(word: Word, homes: Mapping[int, Node]) -> Word:
    return Word(word.text, tuple(homes.get(id(node), node) for node in word.inside), word.set_in, word.gap)


def _steady(pairs: list[Pair], old: int, new: int) -> list[Pair]:
    """Drop a lone common word between two replacements: "của" alone in a new sentence is no anchor for the eye."""
    kept: list[Pair] = []
    for place, (i, j) in enumerate(pairs):
        before = pairs[place - 1] if place else (-1, -1)
        after = pairs[place + 1] if place + 1 < len(pairs) else (old, new)
        replaced = i - before[0] > 1 and j - before[1] > 1 and after[0] - i > 1 and after[1] - j > 1
        if not replaced:
            kept.append((i, j))
    return kept


def _runs(marked: list[Marked]) -> int:
    """Count the places: a stretch of words taken out, put in or replaced is one."""
    return sum(1 for place, (op, _) in enumerate(marked) if op and (place == 0 or not marked[place - 1][0]))


def _homes(pairs: Iterable[tuple[Leaf, Leaf]]) -> dict[int, Node]:
    """Say which new element an old one has become, by the leaves they have in common."""
    found: dict[int, Node] = {}
    for old, new in pairs:
        for before, after in zip(old.path, new.path, strict=False):
            if before.tag != after.tag:
                break
            found.setdefault(id(before), after)
    return found


def _shared(one: Sequence[Node], other: Sequence[Node]) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first is not second:
            break
        count += 1
    return count
