"""Decides how WordprocessingML is named and walked here; both of its namespaces, transitional and strict, are one."""

from collections.abc import Callable, Iterator
from typing import Final
from xml.etree.ElementTree import Element, SubElement

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V: Final = "{urn:schemas-microsoft-com:vml}"
OFFICE: Final = "{urn:schemas-microsoft-com:office:office}"

_STRICT: Final = {
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}": W,
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}": R,
    "{http://purl.oclc.org/ooxml/drawingml/main}": A,
    "{http://purl.oclc.org/ooxml/drawingml/picture}": PIC,
    "{http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing}": WP,
    "{http://purl.oclc.org/ooxml/officeDocument/math}": M,
}

Change = Callable[[Element, Element], list[Element] | None]
"""Told a child and its parent: None keeps the child, a list stands in its place (and is looked at in its turn)."""


def to_transitional(root: Element) -> Element:
    """Return the tree with the names of the transitional namespaces, whichever it was written in."""
    if not root.tag.startswith("{http://purl.oclc.org/"):
        return root
    for element in root.iter():
        element.tag = _transitional(element.tag)
        element.attrib = {_transitional(name): given for name, given in element.attrib.items()}
    return root


def _transitional(name: str) -> str:
    space, brace, local = name.rpartition("}")
    return _STRICT.get(space + brace, space + brace) + local


def val(element: Element | None, path: str = "") -> str | None:
    """Return `w:val` of an element, or of the child at a path such as "pPr/jc"."""
    found = element
    for step in path.split("/") if path else ():
        found = found.find(W + step) if found is not None else None
    return None if found is None else found.get(W + "val")


def switched(element: Element | None, name: str) -> bool | None:
    """Return whether a property such as "b" is on or off, or None when nothing is said of it."""
    found = element.find(W + name) if element is not None else None
    return None if found is None else found.get(W + "val", "true") not in ("0", "false", "off", "none")


def reshape(root: Element, change: Change) -> None:
    """Let `change` decide on every element below the root, in the order of the document."""
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        kept: list[Element] = []
        touched = False
        pending = list(parent)[::-1]
        while pending:
            child = pending.pop()
            instead = change(child, parent)
            if instead is None:
                kept.append(child)
            else:
                touched = True
                pending.extend(reversed(instead))
        if touched:
            parent[:] = kept
        waiting.extend(reversed(kept))


def runs_of(paragraph: Element) -> Iterator[Element]:
    """Yield the runs of a paragraph in order, those in its links too, but none of paragraphs inside them."""
    for child in paragraph:
        if child.tag == W + "r":
            yield child
        elif child.tag == W + "hyperlink":
            yield from (run for run in child if run.tag == W + "r")


def text_of(element: Element) -> str:
    """Return the words below an element, breaks and tabs as spaces."""
    words = []
    for found in element.iter():
        if found.tag in (W + "t", M + "t", A + "t"):
            words.append(found.text or "")
        elif found.tag in (W + "br", W + "tab", W + "p", A + "p"):
            words.append(" ")
    return " ".join("".join(words).split())


def text_run(text: str) -> Element:
    """Return a run that says a text."""
    run = Element(W + "r")
    SubElement(run, W + "t").text = text
    return run
