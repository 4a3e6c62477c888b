"""Decides what of a Word document's scaffolding stays: the words as they stand once every change is accepted.

Insertions stay and deletions go; comments, bookmarks and tables of contents go; content controls, fields and tags
around words are taken off the words. What went is counted, for the person to know.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final
from xml.etree.ElementTree import Element

from chauphe.intake.markup import MC, W, reshape, val

_UNWRAPPED: Final = frozenset(W + name for name in ("smartTag", "customXml", "dir", "bdo", "sdtContent"))
_INSERTED: Final = frozenset(W + name for name in ("ins", "moveTo"))
_DELETED: Final = frozenset(W + name for name in ("del", "moveFrom"))
_CHANGED_LOOK: Final = frozenset(
    W + name for name in ("rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange")
)
_DROPPED: Final = frozenset(
    W + name
    for name in (
        "bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "commentRangeStart", "commentRangeEnd",
        "commentReference", "annotationRef", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
        "moveToRangeEnd", "lastRenderedPageBreak", "numberingChange", "cellIns", "cellDel", "footnoteRef", "endnoteRef",
    )
)  # fmt: skip
_MARKS_OF_PARAGRAPHS: Final = frozenset((W + "rPr", W + "trPr"))


@dataclass
class Accepted:
    """What was settled on the way: changes by their authors, tables of contents, headers and footers."""

    changes: Counter[str] = field(default_factory=Counter)
    contents: bool = False
    furniture: bool = False


def accept(root: Element) -> Accepted:
    """Take the scaffolding off the words in a body or a note, and tell what was settled."""
    accepted = Accepted()

    def change(child: Element, parent: Element) -> list[Element] | None:
        _plain(child)
        tag = child.tag
        if tag in _INSERTED or tag in _DELETED or tag in _CHANGED_LOOK:
            return _settle(child, parent, accepted)
        if tag in _UNWRAPPED:
            return list(child)
        if tag == W + "fldSimple":
            return _field(child)
        if tag == W + "ruby":
            return [found for run in child.findall(f"{W}rubyBase/{W}r") for found in run if found.tag != W + "rPr"]
        if tag == W + "sdt":
            return _control(child, accepted)
        if tag == MC + "AlternateContent":
            return list(_alternative(child))
        if tag == W + "sectPr":
            references = (W + "headerReference", W + "footerReference")
            accepted.furniture = accepted.furniture or any(found.tag in references for found in child)
            return []
        return [] if tag in _DROPPED else None

    reshape(root, change)
    _join_drop_caps(root)
    return accepted


def _plain(child: Element) -> None:
    """Turn breaks of any kind into line breaks, and the hyphen that does not break into the one that people type."""
    if child.tag in (W + "br", W + "cr"):
        child.tag = W + "br"
        child.attrib.clear()
    elif child.tag == W + "noBreakHyphen":
        child.tag, child.text = W + "t", "-"


def _field(field: Element) -> list[Element]:
    """Return the words of a field; a link keeps its address, written in the long form that the converter reads."""
    code = field.get(W + "instr", "")
    if code.split(maxsplit=1)[:1] != ["HYPERLINK"]:
        return list(field)
    return [_mark("begin"), _run(W + "instrText", code), _mark("separate"), *field, _mark("end")]


def _run(tag: str, text: str = "", **attributes: str) -> Element:
    run = Element(W + "r")
    child = Element(tag, {W + name: value for name, value in attributes.items()})
    child.text = text or None
    run.append(child)
    return run


def _mark(kind: str) -> Element:
    return _run(W + "fldChar", fldCharType=kind)


def _join_drop_caps(root: Element) -> None:
    """Give the large first letter of a paragraph, which Word keeps as a paragraph of its own, back to its word."""
    for parent in root.iter():
        for letter, word in pairwise(list(parent)):
            frame = letter.find(f"{W}pPr/{W}framePr") if letter.tag == word.tag == W + "p" else None
            if frame is None or frame.get(W + "dropCap", "none") == "none":
                continue
            first = 1 if len(word) and word[0].tag == W + "pPr" else 0
            word[first:first] = [found for found in letter if found.tag != W + "pPr"]
            parent.remove(letter)


def _settle(child: Element, parent: Element, accepted: Accepted) -> list[Element] | None:
    accepted.changes[child.get(W + "author", "").strip()] += 1
    if child.tag in _INSERTED:
        return list(child)
    # The mark of a deleted paragraph or row stays: the converter joins the paragraph with the next, and skips the row.
    return None if child.tag == W + "del" and parent.tag in _MARKS_OF_PARAGRAPHS else []


def _control(child: Element, accepted: Accepted) -> list[Element]:
    gallery = child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    if gallery is not None and val(gallery) == "Table of Contents":
        accepted.contents = True
        return []
    content = child.find(W + "sdtContent")
    return [] if content is None else list(content)


def _alternative(child: Element) -> Element:
    """Return the newer of two ways to draw the same thing; what cannot be drawn is told from it by name."""
    choice = child.find(MC + "Choice")
    fallback = child.find(MC + "Fallback")
    if choice is not None and len(choice):
        return choice
    return fallback if fallback is not None else Element(W + "nothing")
