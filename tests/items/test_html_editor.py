"""The real editor in a real browser: what it makes of a stored body must clean back to the same body."""

import random
from importlib.resources import files
from types import SimpleNamespace

import pytest
from django_prose_editor.config import expand_extensions

from chauphe.items.html import EDITOR_EXTENSIONS, Picture, clean, from_editor, to_editor

SHA = "ab" * 32
PICTURES = (Picture(SHA, 'Quầy "số 2"', "Sáng thứ Năm"),)
HOME = "http://127.0.0.1:9/"
PAGE = """<!doctype html><link rel="icon" href="data:,"><div id="room"></div>
<script type="importmap">{"imports": {"django-prose-editor/editor": "/editor.js"}}</script>
<script type="module">
import * as editor from "django-prose-editor/editor"
window.rewrite = (extensions, html) => {
  const chosen = Object.entries(extensions).filter(([name]) => editor[name])
    .map(([name, options]) => (typeof options === "object" ? editor[name].configure(options) : editor[name]))
  const area = document.createElement("textarea")
  area.value = html
  document.getElementById("room").append(area)
  const opened = editor.createTextareaEditor(area, chosen)
  const rewritten = opened.getHTML()
  opened.destroy()
  return rewritten
}
window.ready = true
</script>"""
WRITTEN = [
    "<h2>Một</h2><p>a <strong>b</strong> <em>c</em> H<sub>2</sub>O x<sup>2</sup><br>Điều&nbsp;7</p><hr><h4>Hai</h4>",
    '<ul><li>a<ul><li>b</li></ul></li></ul><ol start="2" type="a"><li><p>c</p><p>d</p></li></ol>',
    "<table><tr><th>x<th>y<tr><td><td rowspan=2>z<tr><th>q</table>",
    "<table><tr><td>a<p>b<td colspan=2><ul><li>x</ul><tr><td>1</table><blockquote><p>q<h3>h</h3></blockquote>",
    "<p>Theo<sup><a href='#chu-thich-1'>[1]</a></sup><hr><p><a href='#goi-chu-thich-1'>[1]</a> Báo cáo",
    "<a href='https://x.example/á?b=1&amp;c=2' title='T'>x</a> <a href='mailto:a@b.example'>m</a>",
    "<a href='tel:+84 24'>t</a>",
    f"<p>a<figure data-image='{SHA}'></figure><p>b<table><tr><td><figure data-image='{SHA}'></figure></table>",
]
PIECES = [
    *(
        f"<{tag}>"
        for tag in ["p", "h2", "ul", "li", "table", "tr", "td", "th", "blockquote", "b", "i", "em", "sup", "br", "hr"]
    ),
    *(f"</{tag}>" for tag in ("p", "ul", "li", "table", "blockquote", "b", "i", "a")),
    *("<a href='https://x.example'>", f"<img src='/anh/{SHA}'>", "<th colspan=3 rowspan=2>", "<td rowspan=9>"),
    *("<ol start=4 data-type=lower-roman>", "chữ Việt", " ", "x", "&nbsp;", "<table><tr><td>", "<ul><li>"),
]


def soups(count):
    chance = random.Random(7)
    return ["".join(chance.choice(PIECES) for _ in range(chance.randint(3, 40))) for _ in range(count)]


@pytest.fixture
def rewritten(browser_page, monkeypatch):
    """Give a function from HTML to what the editor, configured as ours, makes of it."""
    monkeypatch.setattr("django_prose_editor.config.settings", SimpleNamespace())
    extensions = expand_extensions(EDITOR_EXTENSIONS)
    script = files("django_prose_editor").joinpath("static/django_prose_editor/editor.js").read_text("utf-8")
    page = browser_page()
    page.route(f"{HOME}anh/*", lambda route: route.fulfill(body="", content_type="image/png"))
    page.route(f"{HOME}editor.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.route(HOME, lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.goto(HOME)
    page.wait_for_function("window.ready")
    return lambda html: page.evaluate("([extensions, html]) => rewrite(extensions, html)", [extensions, html])


@pytest.mark.parametrize("written", [WRITTEN, soups(150)], ids=["written", "random"])
def test_a_visit_to_the_real_editor_changes_nothing(rewritten, written):
    for html in written:
        body = clean(html)
        assert from_editor(rewritten(to_editor(body, PICTURES)))[0] == body


def test_the_real_editor_keeps_what_is_said_of_a_picture(rewritten):
    body = f'<figure data-image="{SHA}"></figure>'
    assert from_editor(rewritten(to_editor(body, PICTURES))) == (body, PICTURES)
