"""The sealed part of a page: written in one way, safe whatever it holds, and its body comes back byte for byte."""

import hashlib
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chauphe.public.fragment import WORDS, body_from, fragment, published_in, sealed_from, size_of
from tests.public import office
from tests.public.bodies import BODIES
from tests.public.bodies import WORDS as ANY_WORDS

PUBLISHED = "2026-11-20T01:31:00Z"


def written(published: str | None = PUBLISHED, **changes: Any) -> str:
    return fragment(office.article(**changes), published=published)


def between(page: str, first: str, last: str) -> str:
    return page.partition(first)[2].partition(last)[0]


def filled_in(title: str, caption: str, name: str) -> str:
    return written(
        title=title,
        summary=title,
        body="<p></p>",
        unit={"code": "x", "name": name},
        authors=[{"name": name, "share": 100}],
        images=[office.image(alt=caption, caption=caption, credit=name)],
        files=[office.file(title, "tep.pdf", 1)],
    )


def structure(page: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, [name for name, _value in attrs]))

        def handle_endtag(self, tag: str) -> None:
            found.append((f"/{tag}", []))

        def handle_comment(self, data: str) -> None:
            found.append(("!", [data]))

    Tags().feed(page)
    return found


@given(BODIES)
def test_any_canonical_body_comes_back_byte_for_byte(body: str) -> None:
    assert body_from(f"<html>{written(body=body)}</html>") == body


@given(BODIES)
def test_a_page_is_well_formed_around_any_body(body: str) -> None:
    open_tags: list[str] = []
    for tag, _names in structure(written(body=body)):
        if tag.startswith("/"):
            assert open_tags.pop() == tag[1:]
        elif tag not in {"br", "hr", "img", "source", "!"}:
            open_tags.append(tag)
    assert open_tags == []


@given(ANY_WORDS, ANY_WORDS, ANY_WORDS)
def test_no_field_can_become_markup(title: str, caption: str, name: str) -> None:
    assert structure(filled_in(title, caption, name)) == structure(
        filled_in(*("x" * bool(t) for t in (title, caption, name)))
    )


def test_the_same_snapshot_is_always_written_alike() -> None:
    digest = hashlib.sha256(written().encode()).hexdigest()
    assert [hashlib.sha256(written().encode()).hexdigest() for _ in range(3)] == [digest] * 3


def test_a_picture_offers_every_width_and_type() -> None:
    page = written(body="<p>x</p>", images=[office.image()])
    assert re.findall(r'<source type="([^"]*)" srcset="[^"]* 640w, [^"]* 1344w"', page) == ["image/avif", "image/webp"]
    assert re.findall(r'<img src="[0-9a-f]{16}\.jpg" width="1344" height="756"', page) != []


def test_the_leading_picture_comes_first_and_at_once() -> None:
    page = written()
    assert page.index('fetchpriority="high"') < page.index("<!--body-->") < page.index('loading="lazy"')
    assert page.count("fetchpriority") == 1


def test_a_leading_picture_placed_in_the_text_is_shown_once() -> None:
    page = written(body=f'<p>x</p><figure data-image="{office.PICTURE}"></figure>', images=[office.image()])
    assert page.count("<picture>") == 1
    assert page.index("<!--body-->") < page.index("fetchpriority")


@pytest.mark.parametrize(
    ("caption", "credit", "shown"),
    [
        ("Lễ trao quyết định", "Lê Minh Quân", "Lễ trao quyết định. Ảnh: Lê Minh Quân"),
        ("Ai được dự thi?", "Tranh: Lê Minh Quân", "Ai được dự thi? Tranh: Lê Minh Quân"),
        ("", "Lê Minh Quân", "Ảnh: Lê Minh Quân"),
    ],
)
def test_a_caption_ends_with_whose_picture_it_is(caption: str, credit: str, shown: str) -> None:
    page = written(body="", images=[office.image(caption=caption, credit=credit)])
    assert between(page, "<figcaption>", "</figcaption>") == shown


def test_tables_scroll_in_numbered_regions() -> None:
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    page = written(body=f"{table}<p>x</p>{table}")
    assert re.findall(r'role="region" tabindex="0" aria-label="([^"]*)"><table>', page) == ["Bảng 1", "Bảng 2"]


def test_a_table_named_in_a_link_is_no_table() -> None:
    page = written(body='<p><a href="https://x.example/?&lt;table&gt;">x</a></p>')
    assert page.count('role="region"') == 0


@pytest.mark.parametrize("body", ["<p>x<!-- --></p>", '<figure data-image="no"></figure>', "<p>1 < 2"])
def test_what_is_not_canonical_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match=r"canonical|comment"):
        written(body=body + "<figure>")


def test_a_picture_that_is_not_sealed_is_refused() -> None:
    with pytest.raises(ValueError, match="not sealed"):
        written(body=f'<figure data-image="{"0" * 64}"></figure>')


def test_a_picture_without_rendition_is_refused() -> None:
    with pytest.raises(ValueError, match="rendition"):
        written(images=[office.image(renditions=[])], body="")


@pytest.mark.parametrize("page", ["", "<!--body-->x", "<!--/body--><!--body-->", "<!--body--><!--body--><!--/body-->"])
def test_a_page_without_one_body_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="body"):
        body_from(page)


def test_the_sealed_part_is_what_stands_between_its_marks() -> None:
    assert sealed_from(f"<main><!--sealed-->{written()}<!--/sealed--></main>") == written()


def test_a_copy_not_yet_public_has_no_day_and_no_seal() -> None:
    page = written(published=None)
    assert [page.count("<time"), page.count("#duyet")] == [0, 0]
    assert [written().count("<time"), written().count("#duyet")] == [1, 1]


def test_what_was_put_right_is_said_newest_first_with_the_text_before() -> None:
    rows = [
        {"kind": kind, "day": f"2026-11-2{day}", "text": "Số <b> là 150.", "revision": day}
        for day, kind in enumerate(("correct", "erratum"), start=1)
    ]
    snapshot = office.article(notices=rows)
    page = fragment(snapshot, published=None)
    path = f"/tin/{snapshot['slug']}-{snapshot['number']}"
    assert re.findall(r"<aside class=\"notice\"><p><b>([^<]+)</b>", page) == ["Đính chính", "Cải chính"]
    assert re.findall(r'<a href="([^"]+)">Xem bản đã đăng trước đó', page) == [f"{path}/ban-2/", f"{path}/ban-1/"]
    assert page.count("Số &lt;b&gt; là 150.") == 2


def test_a_notice_of_takedown_bears_no_mark_of_approval() -> None:
    page = fragment(office.article(ends="taken_down"), published="2026-11-20T01:15:00Z")
    assert ('<a href="#duyet">Đã gỡ</a>' in page, "sealed" in page) == (True, False)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (office.article, "Bài này đã được rút ngày"),
        (office.decision, "Bản đăng văn bản này đã được rút khỏi trang ngày"),
        (office.about, "Trang này đã được rút ngày"),
    ],
)
def test_what_is_withdrawn_says_so_above_all_else(make: Callable[..., dict[str, Any]], says: str) -> None:
    told = {"day": "2026-11-23", "text": "Số <b> đã cũ", "revision": 1, "digest": "0" * 64}
    page = fragment(make(withdrawn=told), published=PUBLISHED)
    day = '<time datetime="2026-11-23">23/11/2026</time>'
    assert page.startswith(f'<header><aside class="notice"><p><b>{says} {day}.</b> Lý do: Số &lt;b&gt; đã cũ.</p>')
    assert ("<h1><span>Đã rút:</span> " in page, 'class="sealed"' in page) == (True, False)
    assert page.partition("</header>")[2].startswith('<div class="withdrawn">')
    assert page.endswith("</div>")


def test_the_day_is_the_day_in_vietnam() -> None:
    assert '<time datetime="2026-11-21">21/11/2026</time>' in written(published="2026-11-20T17:00:00Z")


def test_a_document_shows_its_facts_in_order() -> None:
    page = fragment(office.decision(), published=PUBLISHED)
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [
        ("Số, ký hiệu", "1847/QĐ-SNV"),
        ("Loại văn bản", "Quyết định"),
        ("Cơ quan ban hành", "Sở Nội vụ tỉnh An Hải"),
        ("Người ký", "Trần Thị Thu Hà, Giám đốc"),
        ("Ngày ban hành", '<time datetime="2026-11-20">20/11/2026</time>'),
        ("Ngày có hiệu lực", '<time datetime="2026-12-01">01/12/2026</time>'),
    ]


def test_a_document_without_a_day_of_force_leaves_it_out() -> None:
    document = {**office.decision()["document"], "effective": None}
    assert "hiệu lực" not in fragment(office.decision(document=document), published=PUBLISHED)


def test_only_news_and_features_name_their_authors() -> None:
    pages = [fragment(make(), published=None) for make in (office.article, office.decision, office.about)]
    assert [page.count("Tác giả") for page in pages] == [1, 0, 0]


def test_attachments_say_what_they_are_and_how_heavy() -> None:
    assert re.findall(r'<span class="meta">([^<]*)</span></a></li>', written()) == ["PDF, 1,2 MB", "DOCX, 38 kB"]


def test_an_attachment_without_a_title_shows_its_name() -> None:
    assert "<b>tep.pdf</b>" in written(files=[office.file("", "tep.pdf", 1)])


@pytest.mark.parametrize(
    ("count", "vietnamese", "english"),
    [
        (0, "1 kB", "1 kB"), (38_200, "38 kB", "38 kB"), (999_499, "999 kB", "999 kB"), (999_500, "1,0 MB", "1.0 MB"),
        (1_214_000, "1,2 MB", "1.2 MB"), (9_949_999, "9,9 MB", "9.9 MB"), (12_400_000, "12 MB", "12 MB"),
    ],
)  # fmt: skip
def test_sizes_are_written_as_people_say_them(count: int, vietnamese: str, english: str) -> None:
    assert (size_of(count), size_of(count, "en")) == (vietnamese, english)


def test_pictures_and_files_can_lie_elsewhere_for_a_preview() -> None:
    page = fragment(office.article(), published=None, beside="/kho/")
    assert set(re.findall(r'(?:src|href)="(/kho/|(?!https:)[^"]*)', page)) == {"/kho/"}


def test_the_last_publication_of_the_revision_counts() -> None:
    records = [
        {"act": "publish", "revision": 2, "at": "2026-01-01T00:00:00Z"},
        {"act": "publish", "revision": 3, "at": "2026-01-02T00:00:00Z"},
        {"act": "sign_off", "revision": 3, "at": "2026-01-03T00:00:00Z"},
        {"act": "publish", "revision": 3, "at": "2026-01-04T00:00:00Z"},
    ]
    assert [published_in(records, revision) for revision in (1, 2, 3)] == [
        None, "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z",
    ]  # fmt: skip


def test_both_languages_have_the_same_words() -> None:
    assert {language: sorted(words) for language, words in WORDS.items()} == {
        language: sorted(WORDS["vi"]) for language in ("vi", "en")
    }


@given(st.sampled_from(["vi", "en"]))
def test_a_page_speaks_the_language_of_its_snapshot(language: str) -> None:
    assert WORDS[language]["files"] in written(language=language)


def test_checking_needs_no_django() -> None:
    code = "import sys, chauphe.public.fragment; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_sealed_part_is_written_as_it_ever_was() -> None:
    # Sites baked long ago and checkers installed elsewhere rest on these very bytes. Whoever changes them gives the
    # proof a new format, and keeps writing this one for the pages that bear it.
    written_anew = hashlib.sha256()
    for snapshot in (office.article(), office.decision(), office.about()):
        for language in ("vi", "en"):
            for published in (None, PUBLISHED):
                written_anew.update(fragment({**snapshot, "language": language}, published=published).encode())
    assert written_anew.hexdigest() == "22c68e02689192a4db1da06e8607317ab28f999d8719df35455ddbd5cd896fda"
