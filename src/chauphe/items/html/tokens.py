"""Decides where a tag begins and ends in whatever was pasted, in one pass, linear time and bounded number.

Browsers' own tree building is quadratic on hostile markup (text between table and row, thousands of open tags), so the
first look at pasted text is ours; nh3 judges the last. The states follow the HTML standard as far as they decide what
is text: an unclosed tag, comment or quotation swallows the rest.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple

_MARKUP: Final = re.compile(r"<(?=[a-zA-Z/!?])")
_NAME: Final = re.compile(r"[a-zA-Z][^\s/>]*")
_GAP: Final = re.compile(r"[\s/]*")
_ATTRIBUTE: Final = re.compile(r"([^\s/>][^\s/>=]*)\s*(=?)\s*")
_BARE: Final = re.compile(r"[^\s>]*")
_KEPT: Final = frozenset(
    ("href", "title", "start", "type", "data-type", "colspan", "rowspan", "data-image", "src", "alt")
)
# Elements whose content is no text of the document: program, style, foreign drawing, form, replacement.
_SWALLOWED: Final = frozenset((
    "script", "style", "template", "svg", "math", "title", "textarea", "xmp", "iframe", "noembed", "noframes",
    "noscript", "object", "audio", "video", "canvas", "select", "head", "plaintext", "applet", "map",
))  # fmt: skip
_CLOSING: Final = re.compile(r"</([a-z]+)", re.IGNORECASE)
_ANY_TAG: Final = re.compile(r"<[^<>]*>?")
MAX_TAGS: Final = 200_000
"""Tags that are looked at in one text; five megabytes out of Word hold a quarter of it. Beyond it only words count."""


class Token(NamedTuple):
    """A piece of markup: `name` is "" for text, else the tag in lower case; `opens` tells `<p>` from `</p>`."""

    name: str
    opens: bool
    text: str = ""
    attributes: dict[str, str] = {}


def tokens(html: str) -> Iterator[Token]:
    """Yield texts, opening and closing tags of `html`, with the few attributes that anything of ours looks at."""
    position = seen = 0
    while found := _MARKUP.search(html, position):
        start = found.start()
        if start > position:
            yield Token("", True, unescape(html[position:start]))
        closing = html[start + 1] == "/"
        name = _NAME.match(html, start + 1 + closing)
        if name is None:
            position = _after_comment(html, start)
            continue
        seen += 1
        if seen > MAX_TAGS:
            yield Token("", True, unescape(_ANY_TAG.sub(" ", html[start:])))
            return
        tag = name.group().lower()
        attributes, position = _attributes(html, name.end())
        if position > len(html):
            return
        if tag not in _SWALLOWED:
            yield Token(tag, not closing, "", attributes)
        elif not closing and not html.endswith("/>", start, position):
            position = _after_element(html, position, tag)
    if position < len(html):
        yield Token("", True, unescape(html[position:]))


def _after_comment(html: str, start: int) -> int:
    return _past(html, "-->", start + 2) if html.startswith("<!--", start) else _past(html, ">", start + 2)


def _past(html: str, mark: str, position: int) -> int:
    found = html.find(mark, position)
    return len(html) if found < 0 else found + len(mark)


def _attributes(html: str, position: int) -> tuple[dict[str, str], int]:
    """Return the attributes and the place after ">"; a place beyond the end when the tag never closes."""
    kept: dict[str, str] = {}
    never = len(html) + 1
    while True:
        position = _GAP.match(html, position).end()  # type: ignore[union-attr]  # it matches the empty string too
        if html.startswith(">", position):
            return kept, position + 1
        named = _ATTRIBUTE.match(html, position)
        if named is None:
            return kept, never
        value, position = _value(html, named.end()) if named.group(2) else ("", named.end())
        if position >= never:
            return kept, never
        name = named.group(1).lower()
        if name in _KEPT:
            kept.setdefault(name, unescape(value))


def _value(html: str, position: int) -> tuple[str, int]:
    quote = html[position : position + 1]
    if quote in ('"', "'") and quote:
        end = html.find(quote, position + 1)
        return ("", len(html) + 1) if end < 0 else (html[position + 1 : end], end + 1)
    bare = _BARE.match(html, position)
    return bare.group(), bare.end()  # type: ignore[union-attr]  # it matches the empty string too


def _after_element(html: str, position: int, tag: str) -> int:
    """Return the place of the closing tag of a swallowed element, or the end."""
    for found in _CLOSING.finditer(html, position):
        if found.group(1).lower() == tag:
            return found.start()
    return len(html)
