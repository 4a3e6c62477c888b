"""A strict content policy holds: no script, style or handler stands in a page, and every word can be translated."""

import re

import pytest
from django.utils.translation.template import templatize

from tests.house.tree import files, name

TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
BLOCK_COMMENT = re.compile(r"\{%\s*comment.*?%\}.*?\{%\s*endcomment\s*%\}|<!--.*?-->", re.DOTALL)
# Data for a script (JSON-LD, json_script) is not a script: the policy lets it stand.
DATA = re.compile(r"<script\b[^>]*\btype=[\"']application/(?:ld\+)?json[\"']", re.IGNORECASE)
INLINE = {
    "script": re.compile(r"<script\b(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "handler": re.compile(r"<[^>]*\s(?:on[a-z]{3,}|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "foreign address": re.compile(
        r"<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE
    ),
}  # fmt: skip
TAG = re.compile(r"<[^>]*>")
SHOWN_ATTRIBUTE = re.compile(r"\s(?:title|alt|placeholder|aria-label|aria-description)=\"([^\"]*)\"")
# A part of an address is no word.
WORD = re.compile(r"(?<![\w/.])[^\W\d_]{2,}(?![\w./])")
# The product's name is the same in every language, and so are these.
SAME_EVERYWHERE = {"Châu", "Phê", "SHA", "Atom", "JSON", "UTF"}


def inline_parts(source: str) -> list[str]:
    """Name the kinds of inline code that a template holds."""
    source = DATA.sub("<data", BLOCK_COMMENT.sub("", source))
    bare = TEMPLATE_TAG.sub("x", source)
    return [kind for kind, pattern in INLINE.items() if pattern.search(bare)]


def bare_words(source: str) -> list[str]:
    """List the words a reader would see that do not go through gettext."""
    source = re.sub(
        r"<(script|style|svg|code|kbd|pre)\b.*?</\1>",
        "",
        BLOCK_COMMENT.sub("", source),
        flags=re.DOTALL | re.IGNORECASE,
    )
    source = re.sub(r"\{%\s*(blocktrans(?:late)?)\b.*?%\}.*?\{%\s*end\1\s*%\}", "", source, flags=re.DOTALL)
    # A block that holds one small word gives the base template a class, not a text.
    source = re.sub(r"\{% block \w+ %\}[a-z -]+\{% endblock %\}", "", source)
    source = re.sub(r"&\w+;", " ", TEMPLATE_TAG.sub("", source))
    shown = [*SHOWN_ATTRIBUTE.findall(source), TAG.sub(" ", source)]
    return [word for text in shown for word in WORD.findall(text) if word not in SAME_EVERYWHERE]


TEMPLATES = {name(path): path for path in files(".html", under="src") if "templates" in path.parts}


def test_no_template_holds_inline_code() -> None:
    found = {path: inline_parts(file.read_text("utf-8")) for path, file in TEMPLATES.items()}
    assert {path: kinds for path, kinds in found.items() if kinds} == {}


def test_every_word_of_a_template_goes_through_gettext() -> None:
    found = {path: bare_words(file.read_text("utf-8")) for path, file in TEMPLATES.items()}
    assert {path: words for path, words in found.items() if words} == {}


CLAUSE = re.compile(r"(?:Điều|khoản|article|clause)(?:\s|&nbsp;)*[0-9]", re.IGNORECASE)
"""A place in a regulation: the number is the board's own, and comes from its rules by their id."""
SPOKEN = re.compile(r'^(?:msgid|msgid_plural|msgstr(?:\[\d\])?)? *"(.*)"$', re.MULTILINE)


def test_no_clause_is_written_in_a_template_or_a_translation() -> None:
    texts = {path: file.read_text("utf-8") for path, file in TEMPLATES.items()}
    words = {name(path): "\n".join(SPOKEN.findall(path.read_text("utf-8"))) for path in files(".po", under="src")}
    assert len(words) > 3
    found = {path: CLAUSE.findall(text) for path, text in {**texts, **words}.items()}
    assert {path: clauses for path, clauses in found.items() if clauses} == {}


def test_every_template_can_be_read_for_translation() -> None:
    assert [path for path, file in TEMPLATES.items() if not templatize(file.read_text("utf-8"), origin=path)] == []


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("<script src='{% static 'a.js' %}' defer></script>", []),
        ('<script type="application/ld+json">{}</script>', []),
        ("<script>x</script>", ["script"]),
        ('<p class="a" style="top:0">', ["style attribute"]),
        ("<style>p{}</style>", ["style element"]),
        ('<a href="#" onclick="x()">', ["handler"]),
        ('<a href="javascript:x()">', ["javascript address"]),
        ('<img src="//elsewhere.example/a.png">', ["foreign address"]),
        ("{# <script>x</script> #}<!-- <style> -->", []),
        ('<a href="{% url "x" %}" data-on="1">', []),
    ],
)
def test_each_kind_of_inline_code_is_seen(source: str, kinds: list[str]) -> None:
    assert inline_parts(source) == kinds


def test_words_that_escape_translation_are_seen() -> None:
    source = '<p title="Now">{% translate "Yes" %} No &amp; {{ x }}</p>{% blocktranslate %}Good{% endblocktranslate %}'
    assert bare_words(source) == ["Now", "No"]
