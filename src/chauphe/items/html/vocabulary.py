"""Decides what the text of an item may consist of: one vocabulary for the editor, the sanitiser and the Word import.

`EDITOR_EXTENSIONS` configures django-prose-editor from `VOCABULARY`, so that what can be typed and what survives cannot
drift apart. Figures are special: the editor shows a picture, the stored body names it by the digest of its original.
"""

import re
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Vocabulary:
    """What may stand in a stored body: tags, attributes by tag, link schemes, and how deep and wide it may be."""

    heading_levels: tuple[int, ...]
    blocks: frozenset[str]
    inline: frozenset[str]
    attributes: dict[str, frozenset[str]]
    schemes: tuple[str, ...]
    list_types: tuple[str, ...]
    max_depth: int
    max_span: int

    @property
    def headings(self) -> frozenset[str]:
        """Return the heading tags, such as "h2"."""
        return frozenset(f"h{level}" for level in self.heading_levels)

    @property
    def tags(self) -> frozenset[str]:
        """Return every tag that may stand in a stored body."""
        return self.blocks | self.inline | self.headings


VOCABULARY: Final = Vocabulary(
    heading_levels=(2, 3, 4),
    blocks=frozenset(
        ("p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "figure", "hr")
    ),
    inline=frozenset(("strong", "em", "sub", "sup", "a", "br")),
    attributes={
        "a": frozenset({"href", "title", "id"}),
        "ol": frozenset({"start", "type"}),
        "th": frozenset({"scope", "colspan", "rowspan"}),
        "td": frozenset({"colspan", "rowspan"}),
        "figure": frozenset({"data-image"}),
    },
    schemes=("http", "https", "mailto", "tel"),
    list_types=("a", "A", "i", "I"),
    max_depth=12,
    max_span=100,
)

DIGEST: Final = re.compile(r"[0-9a-f]{64}")
ANCHOR: Final = re.compile(r"(?:goi-)?chu-thich-[1-9][0-9]{0,3}")
"""The two ends of a footnote: "goi-chu-thich-1" stands in the text and "chu-thich-1" at the note."""

EDITOR_EXTENSIONS: Final[dict[str, Any]] = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "Heading": {"levels": list(VOCABULARY.heading_levels)},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "Link": {"enableTarget": False, "protocols": list(VOCABULARY.schemes)},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Figure": True,
    "Image": True,
    "Caption": True,
}
