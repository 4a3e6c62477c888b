from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from chauphe.core.refusal import Refused as NotAllowed
from chauphe.intake.findings import Refused
from chauphe.intake.services import receive_file, receive_picture, receive_word
from chauphe.items import store
from chauphe.items.models import Asset, Draft, Item
from chauphe.public.fragment import fragment
from tests import factories
from tests.factories import MORNING, Office
from tests.intake.building import font, para, picture, png, run, style, word

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
TITLE = style("Title", kind="paragraph")
HEADED = '<w:pStyle w:val="Title"/>'
DIAGRAM = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Sơ đồ"/><a:graphic><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"/></a:graphic></wp:inline></w:drawing></w:r>'
)


@pytest.fixture(autouse=True)
def own_store(settings: Any, tmp_path: Path) -> None:
    """Count what this test stores, and not what its neighbours do."""
    settings.STORE = tmp_path


@pytest.fixture
def office(db: None) -> Office:
    return factories.office()


def received(of: Office, data: bytes, name: str = "ban-tin.docx") -> Item:
    given: dict[str, Any] = {"board": of.board, "by": of.contributor, "at": MORNING}
    return receive_word(data, name, kind="news", unit=of.division, section=of.news, **given)


def kept() -> tuple[int, int, int]:
    files = (
        [path for path in Path(settings.STORE).rglob("*") if path.is_file()] if Path(settings.STORE).exists() else []
    )
    return Item.objects.count(), Asset.objects.count(), len(files)


def scanner(data: bytes) -> bool:
    return b"EICAR" in data


def test_a_word_file_becomes_a_draft_of_its_writer(office: Office) -> None:
    body = para("Khai giảng lớp nghề", HEADED) + para("Sáng 20/11, lớp nghề khai giảng tại Trung tâm.")
    item = received(office, word(body, styles=TITLE))
    draft = Draft.objects.get(item=item)
    assert (item.title, item.created_by, item.unit) == ("Khai giảng lớp nghề", office.contributor, office.division)
    assert draft.content["authors"] == [{"person": str(office.contributor.pk), "name": "Mai Xuân Thảo", "share": 100}]
    assert (draft.imported["name"], draft.imported["counts"]["words"] > 8) == ("ban-tin.docx", True)


def test_pictures_of_a_word_file_are_kept_with_every_form(office: Office) -> None:
    image = png(40, 30)
    item = received(office, word(para("Ảnh lớp học") + para(picture(alt="Lớp học")), media=[("a.png", image)]))
    asset = Asset.objects.get(board=office.board)
    draft = Draft.objects.get(item=item)
    assert (asset.sha256, asset.kind, asset.width, asset.height) == (sha256(image).hexdigest(), "picture", 40, 30)
    assert draft.content["images"] == [
        {"sha256": asset.sha256, "alt": "Lớp học", "caption": "", "credit": "", "lead": False}
    ]
    assert [store.get(one["sha256"])[:0] for one in asset.renditions] == [b""] * len(asset.renditions)


def test_an_imported_draft_can_be_shown_as_it_will_appear(office: Office) -> None:
    item = received(office, word(para("Một") + para(picture()), media=[("a.png", png())]))
    from chauphe.items import services
    from chauphe.items.snapshot import snapshot_of

    content = Draft.objects.get(item=item).content
    assets = services.on_board(office.board, [row["sha256"] for row in content["images"]]).values()
    assert "<picture>" in fragment(snapshot_of(item, content, assets, revision=1), published=None)


def test_what_a_word_file_lost_is_told_with_the_words_around_it(office: Office) -> None:
    doubtful = para(run("C¸c phßng, ban vµ ®¬n vÞ", font(".VnTime")))
    item = received(office, word(para("Quy trình mới") + para(DIAGRAM) + doubtful))
    notes = {note["kind"]: note for note in Draft.objects.get(item=item).imported["notes"]}
    assert (notes["smartart"]["severity"], notes["smartart"]["quote"] != "") == ("review", True)
    assert "Các phòng, ban và đơn vị" in Draft.objects.get(item=item).content["body"]


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old .doc", b"<html>x</html>", word(para("a"))[:-40]],
)
def test_a_refused_word_file_leaves_nothing_behind(office: Office, data: bytes) -> None:
    before = kept()
    with pytest.raises(Refused):
        received(office, data)
    assert kept() == before


def test_a_word_file_of_somebody_without_office_leaves_nothing_behind(office: Office) -> None:
    stranger = factories.person("la", "Người Lạ")
    data = word(para("Một") + para(picture()), media=[("a.png", png(17, 17))])
    items, assets, _ = kept()
    with pytest.raises(NotAllowed):
        receive_word(
            data, "a.docx", board=office.board, by=stranger, at=MORNING, kind="news", unit=office.division,
            section=office.news,
        )  # fmt: skip
    assert kept()[:2] == (items, assets)


def test_a_picture_that_cannot_be_read_is_told_of_and_left_out(office: Office) -> None:
    whole = png(50, 50)
    item = received(office, word(para("Một") + para(picture()), media=[("a.png", whole[: len(whole) // 2])]))
    draft = Draft.objects.get(item=item)
    assert (draft.content["images"], "<figure" in draft.content["body"]) == ([], False)
    assert "picture_refused" in {note["kind"] for note in draft.imported["notes"]}


def test_the_same_picture_twice_is_one_asset(office: Office) -> None:
    by: dict[str, Any] = {"board": office.board, "by": office.contributor, "at": MORNING}
    first, second = receive_picture(png(9, 9), "a.png", **by), receive_picture(png(9, 9), "Ảnh khác.png", **by)
    assert (first.pk, first.name) == (second.pk, "a.png")


@pytest.mark.parametrize("name", ["../../etc/passwd.png", "C:\\anh\\a.png", "<script>.png", "", "ả" * 300])
def test_no_name_of_a_picture_leads_anywhere(office: Office, name: str) -> None:
    asset = receive_picture(png(7, 7), name, board=office.board, by=office.contributor, at=MORNING)
    assert (asset.name.rpartition(".")[2], set(asset.name) & set("/\\<>")) == ("png", set())
    assert 0 < len(asset.name) <= 160


def test_files_of_one_name_are_kept_apart(office: Office) -> None:
    by: dict[str, Any] = {"board": office.board, "by": office.contributor, "at": MORNING}
    other = PDF.replace(b"Catalog", b"Catalog /Lang (vi)")
    names = [receive_file(data, "Quyết định.pdf", **by).name for data in (PDF, other, PDF)]
    assert names == ["quyet-dinh.pdf", f"quyet-dinh-{sha256(other).hexdigest()[:8]}.pdf", "quyet-dinh.pdf"]


def test_the_scanner_of_the_install_looks_at_everything(office: Office, settings: Any) -> None:
    settings.UPLOAD_SCANNER = "tests.intake.test_services.scanner"
    by: dict[str, Any] = {"board": office.board, "by": office.contributor, "at": MORNING}
    before = kept()
    for receive in (receive_picture, receive_file):
        with pytest.raises(Refused) as no:
            receive(b"EICAR", "a.png", **by)
        assert no.value.code == "infected"
    with pytest.raises(Refused):
        received(office, b"PK EICAR")
    assert kept() == before
