"""Decides what may stand in the text of an item: the one sanitiser, between every way in and everything stored.

What comes in is read by us into blocks and runs (linear in its length, whatever was pasted), brought into one form and
written down; then nh3 judges every byte by the same vocabulary. nh3 comes last and not first because a browser's tree
building takes quadratic time on hostile markup. `clean(clean(x)) == clean(x)`, and an edit that changes nothing keeps
the digest (DESIGN §4).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

import nh3

from chauphe.core.text import clean_line
from chauphe.items.html.canonical import canonical, figures
from chauphe.items.html.model import Block, Figure, Para, Table, walk
from chauphe.items.html.reading import read
from chauphe.items.html.vocabulary import ANCHOR, DIGEST, EDITOR_EXTENSIONS, VOCABULARY
from chauphe.items.html.writing import write

__all__ = ["EDITOR_EXTENSIONS", "VOCABULARY", "Picture", "clean", "from_editor", "links", "plain_text", "to_editor"]


@dataclass(frozen=True)
class Picture:
    """What the editor knows of a picture in the text: the SHA-256 of its original, its description and its caption."""

    sha256: str
    alt: str = ""
    caption: str = ""


def clean(html: str) -> str:
    """Return the stored form of `html`: the vocabulary and nothing else, in one canonical serialisation, NFC."""
    return judged(write(canonical(read(html))))


def from_editor(html: str) -> tuple[str, tuple[Picture, ...]]:
    """Return the stored body of what the editor sent, and the pictures in it in reading order, each once."""
    blocks = canonical(read(html))
    found: dict[str, Picture] = {}
    for figure in figures(blocks):
        picture = Picture(figure.sha256, clean_line(figure.alt), clean_line(figure.caption))
        found.setdefault(figure.sha256, picture)
    return judged(write(blocks)), tuple(found.values())


def to_editor(body: str, images: Iterable[Picture]) -> str:
    """Return a stored body as the editor shows it: every figure with its picture, description and caption."""
    known = {image.sha256: image for image in images}

    def shown(figure: Figure) -> str:
        image = known.get(figure.sha256, Picture(figure.sha256))
        caption = f"<figcaption>{escape(image.caption)}</figcaption>" if image.caption else ""
        return f'<figure><img src="/anh/{image.sha256}" alt="{escape(image.alt)}">{caption}</figure>'

    return write(canonical(read(body)), shown)


def links(body: str) -> tuple[str, ...]:
    """Return the outbound addresses of a body, sorted, each once."""
    paras = (block for block in walk(read(body)) if isinstance(block, Para))
    return tuple(sorted({run.style.href for para in paras for run in para.runs if run.style.href[:1] not in ("", "#")}))


def plain_text(body: str) -> str:
    """Return the words of a body: a line per paragraph, item and table row, cells parted by tabs."""
    return "\n".join(line for block in canonical(read(body)) for line in _lines(block))


def judged(html: str) -> str:
    """Return canonical HTML as nh3 lets it pass: unchanged, or the writer is wrong and nh3 has the last word."""
    # nh3 takes quadratic time over "&" and no-break spaces in a long text, so it judges the tags around a placeholder;
    # an unescaped "<" in a text would be among them.
    tags = _TEXT.sub(">x<", html)
    return html if _JUDGE.clean(tags) == tags else _JUDGE.clean(html)


def _lines(block: Block) -> list[str]:
    if isinstance(block, Para):
        return ["".join(run.text for run in block.runs)]
    if isinstance(block, Table):
        return ["\t".join(" ".join(_lines_of(cell.blocks)) for cell in row) for row in block.rows]
    return _lines_of(part for part in getattr(block, "items", [getattr(block, "blocks", [])]) for part in part)


def _lines_of(blocks: Iterable[Block]) -> list[str]:
    return [line for block in blocks for line in _lines(block)]


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "id":
        return value if ANCHOR.fullmatch(value) else None
    if attribute == "data-image":
        return value if DIGEST.fullmatch(value) else None
    return value


_TEXT = re.compile(r">[^<>]+<")
_JUDGE = nh3.Cleaner(
    tags=set(VOCABULARY.tags),
    attributes={tag: set(names) for tag, names in VOCABULARY.attributes.items()},
    attribute_filter=_allowed,
    url_schemes=set(VOCABULARY.schemes),
    link_rel=None,
)
