"""Reads a stored body as a flat run of leaves: paragraphs, list entries, table rows, pictures, each made of words.

A leaf knows the elements it lies in and a word the elements around it, so that two bodies can be compared as two plain
sequences and any mixture of both still be written out well nested.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from chauphe.items.html.tokens import Token, tokens

INLINE = frozenset({"strong", "em", "sub", "sup", "a"})
EMPTY = frozenset({"br", "hr"})
WHOLE = frozenset({"figure", "hr"})
"""Leaves that hold no words: they are there or not there."""

_WORD = re.compile(r"\w+(?:[.,:/%–-]\w+)*|[^\w\s]|\s+")


@dataclass(eq=False, slots=True)
class Node:
    """One element as it stands in one body; two elements are never equal, their start tags may be."""

    tag: str
    start: str
    filled: bool = False


Path = tuple[Node, ...]
WordKey = tuple[str, tuple[str, ...]]
LeafKey = tuple[tuple[str, ...], tuple[WordKey, ...]]


@dataclass(slots=True)
class Word:
    """A word with the elements around it inside its leaf and their start tags; `gap` tells that a space follows."""

    text: str
    inside: Path
    set_in: tuple[str, ...]
    gap: bool = False

    @property
    def key(self) -> WordKey:
        """What makes two words the same: letters, and how they are set."""
        return self.text, self.set_in


@dataclass(slots=True)
class Leaf:
    """A run of words with one place in the text; `path` ends with the leaf's own element."""

    path: Path
    words: list[Word] = field(default_factory=list)

    @property
    def tag(self) -> str:
        return self.path[-1].tag if self.path else ""

    @property
    def key(self) -> LeafKey:
        """What makes two leaves the same."""
        return _starts(self.path), tuple((word.text, word.set_in) for word in self.words)

    def cells(self) -> list[list[Word]]:
        """Return the words of a table row by cell."""
        found: list[list[Word]] = []
        last: Node | None = None
        for word in self.words:
            cell = word.inside[0] if word.inside else None
            if cell is not last or not found:
                found.append([])
                last = cell
            found[-1].append(word)
        return found


def leaves(body: str) -> list[Leaf]:
    """Read a stored body; one pass, linear in its length."""
    reader = _Reader()
    for token in tokens(body):
        reader.take(token)
    return reader.found


class _Reader:
    """Keeps the open elements while the tokens go by."""

    def __init__(self) -> None:
        self.found: list[Leaf] = []
        self.open: list[Node] = []

    def take(self, token: Token) -> None:
        if not token.name:
            self._text(token.text)
        elif token.name == "br":
            self._word("\n")
        elif not token.opens:
            self._close(token.name)
        else:
            self.open.append(Node(token.name, _start(token)))
            if token.name in EMPTY:
                self._close(token.name)

    def _text(self, text: str) -> None:
        path, inside = self._split()
        pieces = _WORD.findall(text)
        if pieces and pieces[0].isspace() and self.found and self.found[-1].path == path:
            self.found[-1].words[-1].gap = True
        words = self._leaf(path).words if text.strip() else []
        set_in = _starts(inside)
        for piece in pieces:
            if not piece.isspace():
                words.append(Word(piece, inside, set_in))
            elif words:
                words[-1].gap = True

    def _word(self, text: str) -> None:
        path, inside = self._split()
        self._leaf(path).words.append(Word(text, inside, _starts(inside)))

    def _leaf(self, path: Path) -> Leaf:
        """Return the leaf at this path, a new one if the text has moved on."""
        if not self.found or self.found[-1].path != path:
            self.found.append(Leaf(path))
        for node in reversed(self.open):
            if node.filled:
                break
            node.filled = True
        return self.found[-1]

    def _close(self, tag: str) -> None:
        if all(node.tag != tag for node in self.open):
            return
        while self.open:
            if not self.open[-1].filled and self.open[-1].tag not in INLINE:
                self._word("")
            if self.open.pop().tag == tag:
                return

    def _split(self) -> tuple[Path, Path]:
        """Return the path of the leaf that is being read, and what lies inside it."""
        cut = next((place + 1 for place, node in enumerate(self.open) if node.tag == "tr"), 0)
        if not cut:
            cut = len(self.open)
            while cut and self.open[cut - 1].tag in INLINE:
                cut -= 1
        return tuple(self.open[:cut]), tuple(self.open[cut:])


def _starts(path: Path) -> tuple[str, ...]:
    return tuple([node.start for node in path])


def _start(token: Token) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in _attributes(token))
    return f"<{token.name}{attributes}>"


def _attributes(token: Token) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in sorted(token.attributes.items()) if name in _SHOWN.get(token.name, ()))


_SHOWN = {
    "a": frozenset({"href", "title"}),
    "ol": frozenset({"start", "type"}),
    "th": frozenset({"colspan", "rowspan"}),
    "td": frozenset({"colspan", "rowspan"}),
    "figure": frozenset({"data-image"}),
}
