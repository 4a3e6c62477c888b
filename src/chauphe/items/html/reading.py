"""Decides what pasted, typed or imported HTML means: blocks of styled runs, and nothing that we do not know.

Every element is either taken over, turned into its nearest equivalent (b to strong, h1 to h2), a mere boundary between
paragraphs (div), or invisible (span). Nesting is limited, so that neither we nor a browser runs out of stack.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from chauphe.core.text import UNPRINTABLE, clean_line
from chauphe.items.html.links import safe_href
from chauphe.items.html.model import Block, Cell, Figure, Listing, Para, Quote, Rule, Run, Style, Table
from chauphe.items.html.tokens import Token, tokens
from chauphe.items.html.vocabulary import DIGEST, VOCABULARY

_MARKS: Final = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sup": "sup", "sub": "sub"}
_PARAGRAPHS: Final = {
    **dict.fromkeys(("p", "address", "pre", "dt", "dd", "center", "caption", "figcaption"), "p"),
    "h1": "h2",
    "h2": "h2",
    "h3": "h3",
    "h4": "h4",
    "h5": "h4",
    "h6": "h4",
}
_BOUNDARIES: Final = frozenset((
    "div", "section", "article", "header", "footer", "main", "aside", "nav", "form", "fieldset", "dl", "details",
    "summary", "body", "html", "option", "legend",
))  # fmt: skip
_ROW_GROUPS: Final = frozenset({"thead", "tbody", "tfoot"})
_EDITOR_PICTURE: Final = re.compile(r"/anh/([0-9a-f]{64})")
_LIST_STYLES: Final = {"lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}
_TITLE_LIMIT: Final = 300
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")


@dataclass
class _Open:
    """An element that holds blocks (or rows, or items) and is not yet closed."""

    tag: str
    node: Listing | Table | None = None
    blocks: list[Block] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


def read(html: str, unseen: re.Pattern[str] = UNPRINTABLE) -> list[Block]:
    """Return the blocks of `html`, without the characters that `unseen` matches; takes linear time."""
    return _Reader(unseen).read(html)


class _Reader:
    def __init__(self, unseen: re.Pattern[str]) -> None:
        self.unseen = unseen
        self.stack = [_Open("")]
        self.para: Para | None = None
        self.marks: dict[str, int] = {}
        self.links: list[tuple[str, str]] = []
        self.style = Style()
        self.openers: dict[str, Callable[[Token], None]] = {
            "ul": self.open_list,
            "ol": self.open_list,
            "li": self.open_item,
            "table": self.open_table,
            "tr": self.open_row,
            "td": self.open_cell,
            "th": self.open_cell,
            "blockquote": self.open_quote,
            "figure": self.open_figure,
            "img": self.picture,
            "hr": self.rule,
        }

    def read(self, html: str) -> list[Block]:
        for token in tokens(html):
            if not token.name:
                self.say(token.text)
            elif token.opens:
                self.open(token)
            else:
                self.close(token.name)
        self.unwind(1)
        return self.stack[0].blocks

    # Text and the style it has

    def say(self, text: str) -> None:
        text = _SPACE.sub(" ", self.unseen.sub("", text))
        if self.para is None and not text.strip(" "):
            return
        self.paragraph().runs.append(Run(text, self.style))

    def paragraph(self) -> Para:
        return self.para or self.begin("p")

    def begin(self, kind: str) -> Para:
        self.para = para = Para(kind)
        self.place(para)
        return para

    def flush(self) -> None:
        self.para = None

    def restyle(self) -> None:
        href, title = self.links[-1] if self.links else ("", "")
        script = "sup" if self.marks.get("sup") else "sub" if self.marks.get("sub") else ""
        self.style = Style(href, title, bool(self.marks.get("strong")), bool(self.marks.get("em")), script)

    # Elements as they open

    def open(self, token: Token) -> None:
        name = token.name
        if mark := _MARKS.get(name):
            self.marks[mark] = self.marks.get(mark, 0) + 1
            self.restyle()
        elif name == "a":
            href = safe_href(token.attributes.get("href", ""))
            self.links = [(href, clean_line(token.attributes.get("title", "")[:_TITLE_LIMIT]) if href else "")]
            self.restyle()
        elif name == "br":
            self.paragraph().runs.append(Run("\n", self.style))
        elif name in _PARAGRAPHS:
            self.begin("figcaption" if name == "figcaption" and self.top.tag == "figure" else _PARAGRAPHS[name])
        elif name in _BOUNDARIES:
            self.flush()
        elif name in _ROW_GROUPS:
            self.back_to("table")
        elif name in self.openers:
            self.flush()
            self.openers[name](token)

    def open_list(self, token: Token) -> None:
        given = token.attributes
        style = given.get("data-type", "")
        numbering = _LIST_STYLES.get(style, given.get("type", ""))
        listing = Listing(
            ordered=token.name == "ol" and style != "disc",
            start=_number(given.get("start", ""), 1, 99_999),
            numbering=numbering if numbering in VOCABULARY.list_types else "",
        )
        self.nest(token.name, listing)

    def open_item(self, token: Token) -> None:
        opened = self.back_to("ul", "ol")
        if opened and isinstance(opened.node, Listing):
            self.new_item(opened.node)

    def new_item(self, listing: Listing) -> None:
        item: list[Block] = []
        listing.items.append(item)
        self.push(_Open("li", blocks=item))

    def open_table(self, token: Token) -> None:
        self.nest("table", Table())

    def open_row(self, token: Token) -> None:
        opened = self.back_to("table")
        if opened and isinstance(opened.node, Table):
            opened.node.rows.append([])

    def open_cell(self, token: Token) -> None:
        opened = self.back_to("table")
        if not opened or not isinstance(opened.node, Table):
            return
        rows = opened.node.rows
        if not rows:
            rows.append([])
        cell = Cell(
            header=token.name == "th",
            colspan=_number(token.attributes.get("colspan", ""), 1, VOCABULARY.max_span),
            rowspan=_number(token.attributes.get("rowspan", ""), 1, 1_000),
        )
        rows[-1].append(cell)
        self.push(_Open("td", blocks=cell.blocks))

    def open_quote(self, token: Token) -> None:
        if len(self.stack) < VOCABULARY.max_depth:
            quote = Quote()
            self.place(quote)
            self.push(_Open("blockquote", blocks=quote.blocks))

    def open_figure(self, token: Token) -> None:
        if len(self.stack) < VOCABULARY.max_depth:
            self.ready()
            digest = token.attributes.get("data-image", "")
            named = [Figure(digest)] if DIGEST.fullmatch(digest) else []
            self.push(_Open("figure", figures=named))

    def picture(self, token: Token) -> None:
        found = _EDITOR_PICTURE.fullmatch(token.attributes.get("src", "").strip())
        if not found:
            return
        figure = Figure(found.group(1), token.attributes.get("alt", ""))
        if self.top.tag != "figure":
            self.place(figure)
        elif self.top.figures and self.top.figures[0].sha256 == figure.sha256:
            self.top.figures[0].alt = figure.alt
        else:
            self.top.figures.append(figure)

    def rule(self, token: Token) -> None:
        self.place(Rule())

    # Elements as they close

    def close(self, name: str) -> None:
        if mark := _MARKS.get(name):
            self.marks[mark] = max(0, self.marks.get(mark, 0) - 1)
            self.restyle()
        elif name == "a":
            self.links = []
            self.restyle()
        elif name in _PARAGRAPHS or name in _BOUNDARIES:
            self.flush()
        elif name in ("td", "th", "tr") or name in _ROW_GROUPS:
            self.back_to("table")
        elif name == "li":
            self.back_to("ul", "ol")
        elif name in ("ul", "ol", "table", "blockquote", "figure") and self.back_to(name):
            self.unwind(len(self.stack) - 1)

    # The stack of open elements

    @property
    def top(self) -> _Open:
        return self.stack[-1]

    def push(self, opened: _Open) -> None:
        opened.marks, opened.links = dict(self.marks), list(self.links)
        self.stack.append(opened)

    def nest(self, tag: str, node: Listing | Table) -> None:
        if len(self.stack) < VOCABULARY.max_depth:
            self.place(node)
            self.push(_Open(tag, node))

    def ready(self) -> None:
        """Make the top an element that holds blocks: what stands in a list outside its items joins the last one."""
        if isinstance(self.top.node, Listing):
            listing = self.top.node
            if listing.items:
                self.push(_Open("li", blocks=listing.items[-1]))
            else:
                self.new_item(listing)

    def place(self, block: Block) -> None:
        self.ready()
        if isinstance(self.top.node, Table):
            # What stands in a table outside its cells is put before it, as browsers do; a caption too.
            self.stack[-2].blocks.insert(-1, block)
        else:
            self.top.blocks.append(block)

    def back_to(self, *tags: str) -> _Open | None:
        """Close what is open inside the nearest of `tags` and return that; None if it lies beyond a cell."""
        self.flush()
        barrier = ("table",) if "table" in tags else ("table", "td")
        for index in range(len(self.stack) - 1, 0, -1):
            if self.stack[index].tag in tags:
                self.unwind(index + 1)
                return self.stack[index]
            if self.stack[index].tag in barrier:
                return None
        return None

    def unwind(self, height: int) -> None:
        self.flush()
        while len(self.stack) > height:
            closed = self.stack.pop()
            self.marks, self.links = closed.marks, closed.links
            if closed.tag == "figure":
                self.close_figure(closed)
        self.restyle()

    def close_figure(self, closed: _Open) -> None:
        captions = [block for block in closed.blocks if isinstance(block, Para) and block.kind == "figcaption"]
        for para in captions:
            para.kind = "p"
        if not closed.figures:
            self.top.blocks.extend(closed.blocks)
            return
        if captions:
            closed.figures[-1].caption = "".join(run.text for run in captions[0].runs)
        self.top.blocks.extend(closed.figures)


def _number(text: str, low: int, high: int) -> int:
    # int() alone would take "１" and "1_0"; a number of a thousand digits would take its time.
    return min(max(int(text), low), high) if re.fullmatch(r"[0-9]{1,9}", text.strip()) else low
