"""What changed: marked by words, inside the structure of the new text, in bounded time."""

import re
import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chauphe.items.changes import FieldChange, changes
from chauphe.items.changes.align import Purse, matches
from chauphe.items.changes.leaves import leaves
from chauphe.items.changes.marks import marked_body

PICTURE, OTHER = "a" * 64, "b" * 64
WORDS = st.sampled_from(["hồ", "sơ", "nộp", "trước", "17:00", "15/12/2026", "<b>", "&", "phường", "1.500.000"])


def snapshot(body: str = "<p>Một hai.</p>", **given: object) -> dict[str, object]:
    blank: dict[str, object] = {"title": "Tên", "summary": "", "kind": "news", "document": None}
    blank |= {"section": {"slug": "tin", "name": "Tin"}, "unit": {"code": "vp", "name": "Văn phòng"}}
    return blank | {"authors": [{"name": "An", "share": 100}], "images": [], "files": [], "body": body} | given


def picture(sha256: str, **given: object) -> dict[str, object]:
    return {"sha256": sha256, "alt": "Mô tả", "caption": "Chú thích", "credit": "An", "lead": False} | given


def without(tag: str, body: str) -> list[str]:
    """Give the words of a marked body after taking out all that stands in `tag`."""
    kept = re.sub(rf"<{tag}>.*?</{tag}>", "", body, flags=re.DOTALL)
    return [word.text for leaf in leaves(kept) for word in leaf.words if word.text]


def words(body: str) -> list[str]:
    return [word.text for leaf in leaves(body) for word in leaf.words if word.text]


def test_a_replaced_word_is_struck_and_its_successor_underlined() -> None:
    old, new = "<p>Kết quả trong 15 ngày làm việc.</p>", "<p>Kết quả trong 10 ngày làm việc.</p>"
    marked = '<p class="changed">Kết quả trong <del>15</del> <ins>10</ins> ngày làm việc.</p>'
    assert marked_body(old, new) == (marked, 1)


def test_an_unchanged_body_is_left_as_it_is() -> None:
    found = changes(snapshot(), snapshot())
    assert (found.body, found.count) == ("<p>Một hai.</p>", 0)


def test_without_an_earlier_revision_nothing_is_marked() -> None:
    found = changes(None, snapshot())
    assert (found.body, found.fields, found.count) == ("<p>Một hai.</p>", (), 0)


def test_a_change_inside_a_link_stays_inside_the_link() -> None:
    old = '<p>Đơn theo <a href="https://x.example/">mẫu số 03</a>.</p>'
    new = '<p>Đơn theo <a href="https://x.example/">mẫu số 04</a>.</p>'
    link = '<a href="https://x.example/">mẫu số <del>03</del> <ins>04</ins></a>'
    assert marked_body(old, new)[0] == f'<p class="changed">Đơn theo {link}.</p>'


def test_a_link_that_leads_elsewhere_shows_as_changed() -> None:
    old, new = '<p><a href="https://a.example/">Xem</a></p>', '<p><a href="https://b.example/">Xem</a></p>'
    before, after = '<a href="https://a.example/"><del>Xem</del></a>', '<a href="https://b.example/"><ins>Xem</ins></a>'
    assert marked_body(old, new)[0] == f'<p class="changed">{before} {after}</p>'


def test_a_new_entry_stands_in_the_list_it_was_added_to() -> None:
    old, new = "<ul><li><p>Một</p></li></ul>", "<ul><li><p>Một</p></li><li><p>Hai</p></li></ul>"
    marked = '<ul><li><p>Một</p></li><li><p class="changed"><ins>Hai</ins></p></li></ul>'
    assert marked_body(old, new) == (marked, 1)


def test_a_deleted_entry_is_struck_where_it_stood() -> None:
    old, new = "<ul><li><p>Một</p></li><li><p>Hai</p></li></ul><p>Hết</p>", "<ul><li><p>Một</p></li></ul><p>Hết</p>"
    marked = '<ul><li><p>Một</p></li><li><p class="changed"><del>Hai</del></p></li></ul><p>Hết</p>'
    assert marked_body(old, new) == (marked, 1)


def test_table_rows_are_compared_cell_by_cell() -> None:
    old = "<table><tbody><tr><td>Phòng A</td><td></td><td>5</td></tr></tbody></table>"
    new = "<table><tbody><tr><td>Phòng A</td><td>7</td><td>6</td></tr></tbody></table>"
    row = '<tr class="changed"><td>Phòng A</td><td><ins>7</ins></td><td><del>5</del> <ins>6</ins></td></tr>'
    assert marked_body(old, new) == (f"<table><tbody>{row}</tbody></table>", 1)


def test_a_table_with_another_column_is_shown_whole() -> None:
    old = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    new = "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    gone, come = '<tr class="changed"><td><del>1</del></td></tr>', "<td><ins>1</ins></td><td><ins>2</ins></td>"
    assert marked_body(old, new)[0].count(gone) == 1
    assert marked_body(old, new)[0].count(f'<tr class="changed">{come}</tr>') == 1


def test_a_picture_put_in_is_framed_and_keeps_its_place_mark() -> None:
    figure = f'<figure data-image="{PICTURE}"></figure>'
    body, places = marked_body("<p>Một</p>", f"<p>Một</p>{figure}")
    assert (body, places) == (f'<p>Một</p><div class="changed"><ins>{figure}</ins></div>', 1)


def test_a_removed_picture_can_still_be_shown() -> None:
    figure = f'<figure data-image="{PICTURE}"></figure>'
    old, new = snapshot(f"<p>Một</p>{figure}", images=[picture(PICTURE, lead=True)]), snapshot("<p>Một</p>")
    found = changes(old, new)
    assert [(image["sha256"], image["lead"]) for image in found.images] == [(PICTURE, False)]
    assert found.body == f'<p>Một</p><div class="changed"><del>{figure}</del></div>'


def test_text_is_escaped_when_it_is_written_again() -> None:
    body, _ = marked_body("<p>a &lt;b&gt;</p>", "<p>a &lt;i&gt; &amp; c</p>")
    assert "<i>" not in body
    assert words(body).count("&") == 1


def test_every_changed_field_is_listed_by_name() -> None:
    document = {"number": "12/QĐ-SNV", "type": "", "issuer": "", "signer": "", "issued": "", "effective": None}
    old = snapshot(
        images=[picture(PICTURE), picture("c" * 64)],
        files=[{"sha256": OTHER, "name": "a.pdf", "title": "Cũ"}],
        document=document,
    )
    new = snapshot(
        title="Tên mới",
        unit={"code": "tc", "name": "Tổ chức"},
        authors=[{"name": "An", "share": 60}, {"name": "Bình", "share": 40}],
        images=[picture(PICTURE, alt="Khác", lead=True), picture(OTHER)],
        files=[{"sha256": OTHER, "name": "a.pdf", "title": "Mới"}, {"sha256": PICTURE, "name": "b.pdf", "title": ""}],
        document=document | {"number": "13/QĐ-SNV"},
    )
    names = "title unit authors image.alt image.lead image.added image.removed file.title file.added document.number"
    assert [change.name for change in changes(old, new).fields] == names.split()


def test_a_field_is_marked_by_words() -> None:
    change = FieldChange("title", "Thông báo tuyển 6 viên chức", "Thông báo tuyển 8 viên chức")
    marks = [("", "Thông báo tuyển "), ("del", "6"), ("", " "), ("ins", "8"), ("", " viên chức")]
    assert change.marks() == marks


@given(st.lists(st.lists(WORDS, min_size=1), max_size=6), st.lists(st.lists(WORDS, min_size=1), max_size=6))
def test_both_texts_can_be_read_out_of_the_marked_one(before: list[list[str]], after: list[list[str]]) -> None:
    old, new = (
        "".join(f"<p>{' '.join(each).replace('&', '&amp;').replace('<', '&lt;')}</p>" for each in text)
        for text in (before, after)
    )
    body, _ = marked_body(old, new)
    assert without("del", body) == words(new)
    assert without("ins", body) == words(old)


@given(st.lists(st.integers(0, 6)), st.lists(st.integers(0, 6)))
def test_matches_are_equal_and_rise_on_both_sides(old: list[int], new: list[int]) -> None:
    found = matches(old, new, Purse())
    assert all(old[i] == new[j] for i, j in found)
    assert all(before[0] < after[0] and before[1] < after[1] for before, after in pairwise(found))


def test_an_empty_purse_still_gives_a_true_answer() -> None:
    assert matches("abcxdef", "abcydef", Purse(0)) == [(0, 0), (1, 1), (2, 2), (4, 4), (5, 5), (6, 6)]


def test_much_repetition_is_compared_in_bounded_time() -> None:
    row, other = "<tr>" + "<td></td>" * 10 + "</tr>", "<tr>" + "<td>1</td>" * 10 + "</tr>"
    old = f"<table><tbody>{row * 3_000}</tbody></table>"
    new = f"<table><tbody>{(row + other) * 1_500}</tbody></table>"
    began = time.process_time()
    body, _ = marked_body(old, new)
    assert body.count("</tr>") >= 3_000
    assert time.process_time() - began < 10
