"""Canonical bodies made of everything that the vocabulary allows, for tests with hypothesis."""

from html import escape

from hypothesis import strategies as st

from tests.public import office

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\xa0")
# What could be taken for markup or for our own marks is more likely than chance would have it.
NASTY = st.sampled_from(
    ["<!--body-->", "<!--/sealed-->", "<!--t-->", "<table>", "</table></div>", "</figure>", "<figure data-image=", '"',
     "'", "&", "]]>"]
)  # fmt: skip
WORDS = st.lists(st.text(LETTERS, max_size=12) | NASTY, max_size=4).map("".join)
TEXT = WORDS.map(lambda text: escape(text, quote=False))
VALUE = WORDS.map(escape)


def _in(tag: str, inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return inside.map(lambda text: f"<{tag}>{text}</{tag}>")


LINK = st.builds(
    lambda address, title, text: f'<a href="https://x.example/{address}" title="{title}">{text}</a>', VALUE, VALUE, TEXT
)
INLINE = st.lists(TEXT | LINK | _in("strong", TEXT) | _in("em", TEXT) | _in("sup", TEXT) | st.just("<br>"), max_size=4)
RUN = INLINE.map("".join)
FIGURE = st.sampled_from([office.PICTURE, office.SECOND]).map(lambda own: f'<figure data-image="{own}"></figure>')
CELL = st.one_of(_in("td", RUN), RUN.map(lambda text: f'<th scope="col" colspan="2">{text}</th>'))
ROW = st.lists(CELL, min_size=1, max_size=3).map(lambda cells: f"<tr>{''.join(cells)}</tr>")
TABLE = st.lists(ROW, min_size=1, max_size=3).map(lambda rows: f"<table><tbody>{''.join(rows)}</tbody></table>")


def _nested(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    inside = st.lists(blocks, min_size=1, max_size=3).map("".join)
    items = st.lists(_in("li", inside), min_size=1, max_size=3).map("".join)
    deep = inside.map(lambda text: f"<table><tbody><tr><td>{text}</td></tr></tbody></table>")
    return _in("blockquote", inside) | _in("ul", items) | items.map(lambda text: f'<ol start="3">{text}</ol>') | deep


LEAF = st.one_of(_in("p", RUN), _in("h2", RUN), _in("h3", RUN), FIGURE, TABLE, st.just("<hr>"))
BODIES = st.lists(st.recursive(LEAF, _nested, max_leaves=6), max_size=6).map("".join)
