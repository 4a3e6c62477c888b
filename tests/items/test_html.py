from types import SimpleNamespace

import pytest
from django_prose_editor.config import allowlist_from_extensions

from chauphe.items.html import (
    EDITOR_EXTENSIONS,
    VOCABULARY,
    Picture,
    clean,
    from_editor,
    judged,
    links,
    plain_text,
    to_editor,
)

SHA = "ab" * 32
OTHER = "cd" * 32


def test_nh3_has_the_last_word_on_a_faulty_writer():
    assert judged('<p onclick="x">a</p><script>b</script>') == "<p>a</p>"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("<b>a</b><i>b</i>", "<p><strong>a</strong><em>b</em></p>"),
        ("<em><strong>a</strong></em>", "<p><strong><em>a</em></strong></p>"),
        ("<p><b>a</b><b>b</b></p>", "<p><strong>ab</strong></p>"),
        ("<h1>a</h1><h6>b</h6>", "<h2>a</h2><h4>b</h4>"),
        ("<div>a</div><div>b<p>c</p>d</div>", "<p>a</p><p>b</p><p>c</p><p>d</p>"),
        ("<p>a</p> \n <p>&nbsp;</p><p><br></p><p>b</p>", "<p>a</p><p>b</p>"),
        ("<p>  a \n b<b> </b> c </p>", "<p>a b<strong> </strong>c</p>"),
        ("<p>a <br> b<br></p>", "<p>a<br>b</p>"),
        ("<ul><li><p>a</p><ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("<ol start='3' type='a'><li>x</ol>", '<ol start="3" type="a"><li>x</li></ol>'),
        ("<ol type='a' data-type='lower-alpha'><li>x</ol>", '<ol type="a"><li>x</li></ol>'),
        ("<ol data-type='disc'><li>x</ol>", "<ul><li>x</li></ul>"),
        ("<ol data-type='decimal' start='1'><li>x</ol>", "<ol><li>x</li></ol>"),
        ("<ul><li><h3>x</h3></li></ul>", "<ul><li><strong>x</strong></li></ul>"),
        ("<ol><li>a<li><hr><li>b</ol>", '<ol><li>a</li></ol><hr><ol start="2"><li>b</li></ol>'),
        ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("a<hr>b", "<p>a</p><hr><p>b</p>"),
        ("x<sup>2</sup><sub>i</sub>", "<p>x<sup>2</sup><sub>i</sub></p>"),
        ("<u>a</u><s>b</s><font color=red>c</font><span style='color:red'>d</span>", "<p>abcd</p>"),
        ("<a href='https://x.example' title='Nguồn' rel=nofollow target=_blank>a</a>",
         '<p><a href="https://x.example" title="Nguồn">a</a></p>'),
        ("<a href='HTTPS://X.Example/Á b'>a</a>", '<p><a href="https://x.example/Á%20b">a</a></p>'),
        ("<a href='mailto:van-thu@anhai.example'>a</a>", '<p><a href="mailto:van-thu@anhai.example">a</a></p>'),
        ("<a href='tel:+84 24 0000'>a</a>", '<p><a href="tel:+84 24 0000">a</a></p>'),
        ("<a href='ftp://x.example'>a</a>", "<p>a</p>"),
        ("e\u0302\u0301", "<p>ế</p>"),
        ("a &lt; b & c", "<p>a &lt; b &amp; c</p>"),
        ("<p>a <b> </b><br><i> </i>b <b> </b></p>", "<p>a<br>b</p>"),
        ("<ul><li>a<table><tr><td><li>b</table>c</ul>",
         "<ul><li><p>a</p><table><tbody><tr><td>b</td></tr></tbody></table><p>c</p></li></ul>"),
        (f"<a href='https://x.example/{'a' * 2000}'>a</a>", "<p>a</p>"),
        ("a<p title", "<p>a</p>"),
        ("<p title='unclosed>a</p><p>b</p>", ""),
        ("<!-- a --><p>b</p><!-- c", "<p>b</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_one_meaning_has_one_form(typed, stored):
    assert clean(typed) == stored


def test_a_table_keeps_head_spans_and_scope():
    typed = (
        "<table><tbody><tr><th colspan='2'><p>Đơn vị</p></th><th>Số</th></tr>"
        "<tr><th>1</th><td><p>Sở</p></td><td rowspan='2'>5</td></tr><tr><th>2</th><td>Phòng</td></tr></tbody></table>"
    )
    assert clean(typed) == (
        '<table><thead><tr><th scope="col" colspan="2">Đơn vị</th><th scope="col">Số</th></tr></thead>'
        '<tbody><tr><th scope="row">1</th><td>Sở</td><td rowspan="2">5</td></tr>'
        '<tr><th scope="row">2</th><td>Phòng</td></tr></tbody></table>'
    )


def test_a_table_of_header_cells_alone_has_one_row_of_head():
    assert clean("<table><tr><th>a<tr><th>b</table>") == (
        '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><th scope="row">b</th></tr></tbody></table>'
    )


def test_a_header_cell_that_reaches_into_the_rows_makes_no_head():
    assert clean("<table><tr><th rowspan=2>a<th>b<tr><td>c</table>") == (
        '<table><tbody><tr><th scope="row" rowspan="2">a</th><th scope="row">b</th></tr>'
        "<tr><td>c</td></tr></tbody></table>"
    )


def test_a_short_row_is_filled_as_the_editor_would():
    assert clean("<table><tr><td>a<td>b<tr><td>c</table>") == (
        "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td></td></tr></tbody></table>"
    )


def test_the_caption_of_a_table_goes_before_it():
    assert clean("<table><caption>Bảng 1</caption><tr><td>a</table>") == (
        "<p>Bảng 1</p><table><tbody><tr><td>a</td></tr></tbody></table>"
    )


def test_a_footnote_has_two_ends_that_find_each_other():
    typed = (
        "<p>Theo báo cáo<sup><a href='#chu-thich-1'>[1]</a></sup> và<a href='#chu-thich-2'>[2]</a></p>"
        "<p><a href='#goi-chu-thich-1'>[1]</a> Báo cáo số 5.</p>"
    )
    assert clean(typed) == (
        '<p>Theo báo cáo<a href="#chu-thich-1" id="goi-chu-thich-1"><sup>[1]</sup></a> và[2]</p>'
        '<p><a href="#goi-chu-thich-1" id="chu-thich-1">[1]</a> Báo cáo số 5.</p>'
    )


def test_an_id_stands_only_once():
    body = clean("<a href='#chu-thich-1'>a</a> <a href='#chu-thich-1'>b</a> <a href='#goi-chu-thich-1'>c</a>")
    assert body.count('id="goi-chu-thich-1"') == 1


def test_a_figure_is_stored_by_its_digest_alone():
    assert clean(f"<figure data-image='{SHA}' class=x><img src=y><figcaption>z</figcaption></figure>") == (
        f'<figure data-image="{SHA}"></figure>'
    )


def test_the_words_of_a_lost_picture_are_not_lost():
    assert clean("<figure><img src='https://x.example/a.jpg'><figcaption>Lễ ký kết</figcaption></figure>") == (
        "<p>Lễ ký kết</p>"
    )


def test_the_editor_gives_pictures_and_body_apart():
    typed = (
        f'<p>a</p><figure class="figure"><img src="/anh/{SHA}" alt="Quầy &amp; ghế">'
        '<figcaption class="figure-caption">Sáng <strong>thứ Năm</strong></figcaption></figure>'
        f'<img src="/anh/{OTHER}"><p>b</p>'
    )
    body, pictures = from_editor(typed)
    assert body == f'<p>a</p><figure data-image="{SHA}"></figure><figure data-image="{OTHER}"></figure><p>b</p>'
    assert pictures == (Picture(SHA, "Quầy & ghế", "Sáng thứ Năm"), Picture(OTHER))


def test_the_editor_shows_picture_description_and_caption():
    shown = to_editor(f'<figure data-image="{SHA}"></figure>', [Picture(SHA, 'A "b" <c>', "Ảnh & chữ")])
    assert shown == (
        f'<figure><img src="/anh/{SHA}" alt="A &quot;b&quot; &lt;c&gt;"><figcaption>Ảnh &amp; chữ</figcaption></figure>'
    )


def test_what_the_editor_makes_of_a_body_cleans_back_to_it():
    body = (
        '<h2>Một</h2><ul><li>a<ul><li>b</li></ul></li></ul><ol start="2" type="a"><li>c</li></ol>'
        '<table><thead><tr><th scope="col">x</th></tr></thead><tbody><tr><td></td></tr></tbody></table>'
    )
    rewritten = (
        "<h2>Một</h2><ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"
        '<ol start="2" type="a" data-type="lower-alpha"><li><p>c</p></li></ol>'
        '<table><tbody><tr><th colspan="1" rowspan="1"><p>x</p></th></tr><tr><td><p></p></td></tr></tbody></table>'
        "<p></p>"
    )
    assert clean(body) == body
    assert clean(rewritten) == body


# What the editor's own allow-list permits and we say in another way, or only when the page is made.
SAID_OTHERWISE = {("a", "rel"), ("ol", "data-type")}
FIGURE_TAGS = {"figure", "figcaption", "img"}
SAMPLES = {"href": "https://x.example", "title": "t", "start": "2", "type": "a", "colspan": "2", "rowspan": "2"}
AROUND = {
    **dict.fromkeys(("td", "th"), "<table><tr>{}</tr><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>"),
    "li": "<ul>{}</ul>",
    "tr": "<table>{}</table>",
    "tbody": "<table>{}</table>",
    "thead": "<table>{}</table>",
}
INSIDE = {
    "ul": "<li>x</li>",
    "ol": "<li>x</li>",
    "tr": "<td>x</td>",
    "tbody": "<tr><td>x</td></tr>",
    "thead": "<tr><th>x</th></tr><tr><td>x</td></tr>",
    "table": "<tr><td>x</td></tr>",
}


@pytest.fixture
def permitted(monkeypatch):
    """What django-prose-editor itself would let through for our configuration."""
    monkeypatch.setattr("django_prose_editor.config.settings", SimpleNamespace())
    return allowlist_from_extensions(EDITOR_EXTENSIONS)


def test_every_tag_the_editor_can_make_survives(permitted):
    for tag in permitted["tags"] - FIGURE_TAGS:
        html = f"<{tag}>" if tag in ("br", "hr") else f"<{tag} href='https://x.example'>{INSIDE.get(tag, 'x')}</{tag}>"
        html = f"a{html}b" if tag == "br" else AROUND.get(tag, "{}").format(html)
        assert f"<{tag}" in clean(html)


def test_every_attribute_the_editor_can_make_survives(permitted):
    for tag in permitted["tags"] - FIGURE_TAGS:
        for name in permitted["attributes"].get(tag, ()):
            if (tag, name) in SAID_OTHERWISE:
                continue
            extra = "" if name == "href" or tag != "a" else " href='https://x.example'"
            html = f"<{tag} {name}='{SAMPLES[name]}'{extra}>{INSIDE.get(tag, 'x')}</{tag}>"
            assert f'{name}="{SAMPLES[name]}"' in clean(AROUND.get(tag, "{}").format(html))


def test_nothing_survives_that_the_editor_cannot_make(permitted):
    assert VOCABULARY.tags - permitted["tags"] == set()
    assert set(permitted["url_schemes"]) == set(VOCABULARY.schemes)


def test_outbound_links_are_sorted_and_single():
    body = clean(
        "<a href='https://b.example'>1</a><a href='mailto:a@b.example'>2</a><a href='https://a.example'>3</a>"
        "<table><tr><td><a href='https://b.example'>4</a></td></tr></table>"
        "<a href='#chu-thich-1'>5</a><a href='#goi-chu-thich-1'>6</a>"
    )
    assert links(body) == ("https://a.example", "https://b.example", "mailto:a@b.example")


def test_plain_text_has_a_line_per_paragraph_item_and_row():
    body = (
        "<h2>A</h2><p>b<br>c &amp; d</p><ul><li>e<ul><li>f</li></ul></li></ul>"
        "<table><tr><td>g<td>h</table><blockquote>i"
    )
    assert plain_text(body) == "A\nb\nc & d\ne\nf\ng\th\ni"


def test_a_monstrous_table_is_not_filled():
    wide = "<tr>" + "<td>a" * 2_000
    body = clean(f"<table>{wide}{'<tr><td>b' * 60}</table>")
    assert body.count("<td>") == 2_060


def test_a_figure_told_twice_stands_once():
    typed = f'<figure data-image="{SHA}"><img src="/anh/{SHA}" alt="Quầy"></figure>'
    assert from_editor(typed) == (f'<figure data-image="{SHA}"></figure>', (Picture(SHA, "Quầy"),))
