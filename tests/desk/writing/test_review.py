import pytest

from chauphe.desk.seat import Seat
from chauphe.desk.writing.review import counts, held, review_of
from chauphe.intake.findings import NOTES
from chauphe.items.models import Draft, Item
from tests import factories
from tests.desk.conftest import NOW
from tests.desk.writing.fields import plain
from tests.factories import Office


@pytest.fixture
def seat(office: Office) -> Seat:
    return Seat(office.contributor, office.board, (office.board,), at=NOW)


def looked(item: Item, seat: Seat, imported: dict[str, object] | None = None, **changed: object):
    content = Draft.objects.get(item=item).content | changed
    return review_of(factories.fresh(item), content, imported or {}, held(content, seat.board), seat=seat)


def test_a_whole_item_lacks_nothing(office: Office, seat: Seat) -> None:
    assert looked(factories.item(office), seat).open == 0


def test_each_shortcoming_leads_to_its_place(office: Office, seat: Seat) -> None:
    item = factories.item(office, kind="legal_document")
    found = looked(item, seat, title="", body="", authors=[], document={"number": "1/QĐ"})
    assert [point.anchor for point in found.points] == ["title", "body", "authors", "document-type", "files"]
    assert {plain(point.clause) for point in found.points} == {"Quy ước của Ban biên tập"}


def test_one_picture_is_one_place_to_go_to(office: Office, seat: Seat) -> None:
    pictures = [factories.picture(office, by=office.contributor, colour=colour) for colour in ("#111111", "#222222")]
    blank = {"alt": "", "caption": "", "credit": "", "lead": False}
    images = [{"sha256": each.sha256} | blank for each in pictures]
    images[1] |= {"alt": "Có mô tả"}
    found = looked(factories.item(office), seat, images=images)
    assert [(point.picture, point.anchor.partition("-")[0]) for point in found.points] == [
        (pictures[0].sha256, "alt"),
        (pictures[1].sha256, "credit"),
    ]


def test_a_day_that_is_none_is_a_place_to_go_to(office: Office, seat: Seat) -> None:
    facts = {"number": "1", "type": "QĐ", "issuer": "Sở", "signer": "An", "issued": "2026-11-20", "effective": "32/1"}
    points = looked(factories.item(office, kind="legal_document"), seat, document=facts).points
    assert [point.anchor for point in points] == ["files", "document-effective"]


def test_what_a_word_file_lost_counts_until_it_is_ticked(office: Office, seat: Seat) -> None:
    notes = [
        {"kind": "tracked_changes", "severity": "review", "params": {"count": 1, "authors": "An"}, "quote": "Một"},
        {"kind": "symbols", "severity": "review", "params": {"count": 2}, "quote": "", "looked": True},
        {"kind": "formatting", "severity": "dropped", "params": {"count": 3}, "quote": ""},
        {"kind": "footnotes", "severity": "carried", "params": {"count": 2}, "quote": ""},
        {"kind": "picture_undescribed", "severity": "review", "params": {"name": "a"}, "quote": ""},
        {"kind": "of a later version", "severity": "review", "params": {}, "quote": ""},
    ]
    found = looked(factories.item(office), seat, {"notes": notes, "name": "a.docx", "bytes": 9})
    assert (found.open, [each.place for each in found.unseen], [each.place for each in found.seen]) == (1, [0], [1])
    assert ([each.place for each in found.dropped], [each.place for each in found.carried]) == ([2], [3])


def test_a_hole_stays_open_until_its_words_are_gone(office: Office, seat: Seat) -> None:
    note = {"kind": "chart", "severity": "review", "params": {}, "quote": "[Biểu đồ nằm ở chỗ này]", "looked": True}
    item = factories.item(office)
    here = looked(item, seat, {"notes": [note]}, body="<p>Một</p><p>[Biểu đồ nằm ở chỗ này]</p>")
    gone = looked(item, seat, {"notes": [note]}, body="<p>Một</p>")
    assert (here.open, [each.fill for each in here.unseen], gone.open, len(gone.seen)) == (1, [True], 0, 1)


def test_every_note_of_an_import_has_a_place_in_the_list() -> None:
    from chauphe.desk.writing.review import LIVE

    assert LIVE - NOTES.keys() == set()


def test_what_came_along_is_counted_in_words() -> None:
    said = counts({"paragraphs": 1_400, "words": 25_842, "tables": 1, "pictures": 0, "links": 3})
    assert said == [("1.400", "đoạn văn, 25.842 từ"), ("1", "bảng"), ("3", "liên kết")]
