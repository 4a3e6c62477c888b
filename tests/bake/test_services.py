import json
from pathlib import Path
from typing import Any

import pytest

from chauphe.bake import furniture, release, services
from chauphe.bake.folder import Folder
from chauphe.bake.trouble import Busy, NotSealed
from chauphe.items import services as items
from chauphe.items import store
from chauphe.people.models import Section
from chauphe.public.lists import PAGE
from chauphe.seal.layout import CHECKPOINT
from tests import factories
from tests.bake.site import Baker
from tests.factories import Office


def test_an_empty_board_has_a_site_that_verifies(baker: Baker) -> None:
    assert baker.verified() == []
    assert (baker.root / "index.html").exists()


def test_a_published_item_is_live_and_verifies(baker: Baker) -> None:
    item = baker.publish("Khai giảng lớp bồi dưỡng")
    baked = baker.catch_up()
    assert baked is not None
    assert (baked.items, baked.refused) == (1, ())
    assert "Khai giảng lớp bồi dưỡng" in baker.page_of(item).read_text("utf-8")
    assert baker.verified() == []


def test_nothing_is_written_when_nothing_was_published(baker: Baker) -> None:
    baker.publish()
    baker.catch_up()
    before = baker.files()
    assert baker.catch_up() is None
    assert baker.files() == before


def test_an_act_that_publishes_nothing_changes_the_log_alone(baker: Baker) -> None:
    baker.publish()
    baker.catch_up()
    before = baker.files(timeless=True)
    baker.approve(baker.write("Chưa đăng"))
    baked = baker.catch_up()
    assert baked is not None
    assert baked.items == 0
    assert baker.files(timeless=True) == before
    assert baker.verified() == []


def test_what_is_not_published_leaves_no_trace_on_the_site(baker: Baker) -> None:
    baker.approve(baker.write("Một tin chưa được đăng"))
    baker.catch_up()
    pages = [path.read_bytes() for path in baker.root.resolve().rglob("*") if path.is_file()]
    assert [page for page in pages if "Một tin chưa được đăng".encode() in page] == []


def test_pages_baked_one_by_one_are_those_of_a_whole_bake(baker: Baker) -> None:
    notices = baker.office.notices
    for number in range(2 * PAGE + 3):
        baker.publish(f"Tin số {number}", section=notices if number % 5 == 0 else None)
        baker.catch_up()
    assert baker.otherwise_anew() == []
    assert baker.verified() == []


def test_many_publications_at_once_are_baked_like_one_after_the_other(baker: Baker) -> None:
    for number in range(PAGE + 25):
        baker.publish(f"Tin số {number}")
    while baker.catch_up():
        pass
    assert baker.otherwise_anew() == []


def test_a_revision_takes_the_place_of_the_page_and_of_its_cards(baker: Baker) -> None:
    items = [baker.publish(f"Tin {name}") for name in "abcde"]
    baker.catch_up()
    baker.revise(items[1], title="Tin b, đã bổ sung")
    baker.catch_up()
    assert "Tin b, đã bổ sung" in baker.page_of(items[1]).read_text("utf-8")
    assert "Tin b, đã bổ sung" in baker.page_of(items[2]).read_text("utf-8")
    assert baker.verified() == []
    assert baker.otherwise_anew() == []


def test_a_revision_in_another_section_leaves_the_old_one(baker: Baker) -> None:
    items = [baker.publish(f"Tin {name}") for name in "abcd"]
    baker.catch_up()
    baker.revise(items[1], section=baker.office.notices)
    baker.catch_up()
    old, new = (
        (baker.root / "chuyen-muc" / slug / "index.html").read_text("utf-8") for slug in ("tin-tuc", "thong-bao")
    )
    assert ("Tin b<" in old, "Tin b<" in new) == (False, True)
    assert baker.otherwise_anew() == []
    assert baker.verified() == []


def test_a_revision_of_another_kind_leaves_no_page_behind(baker: Baker) -> None:
    item = baker.publish("Giới thiệu")
    baker.catch_up()
    assert baker.page_of(item).parent.parent.name == "tin"
    baker.revise(item, kind="standing_page")
    baker.catch_up()
    assert baker.page_of(item).parent.parent.name == "trang"
    assert not (baker.root / "tin").exists()
    assert baker.verified() == []


def test_a_standing_page_comes_into_every_menu_by_a_whole_bake(baker: Baker) -> None:
    news = baker.publish("Một tin")
    baker.publish("Chức năng, nhiệm vụ", kind="standing_page")
    baked = baker.catch_up()
    assert baked is not None
    assert baked.stale
    anew = baker.catch_up()
    assert anew is not None
    assert (anew.whole, anew.stale) == (True, False)
    assert "Chức năng, nhiệm vụ" in baker.page_of(news).read_text("utf-8")
    assert baker.catch_up() is None


def test_new_settings_of_the_board_are_on_every_page_by_a_whole_bake(baker: Baker) -> None:
    item = baker.publish()
    baker.catch_up()
    baker.office.board.name = "Sở Nội vụ và Lao động tỉnh An Hải"
    baker.office.board.save()
    baked = baker.catch_up()
    assert baked is not None
    assert baked.whole
    assert "Sở Nội vụ và Lao động tỉnh An Hải" in baker.page_of(item).read_text("utf-8")


def test_new_templates_are_on_every_page_by_a_whole_bake(baker: Baker, monkeypatch: pytest.MonkeyPatch) -> None:
    baker.publish()
    baker.catch_up()
    monkeypatch.setattr(furniture, "version", lambda: "another")
    baked = baker.catch_up()
    assert baked is not None
    assert baked.whole


@pytest.mark.parametrize("later", [0, 1])
def test_a_publication_rewrites_few_files_with_three_syncs(baker: Baker, later: int) -> None:
    for number in range(3):
        baker.publish(f"Tin số {number}")
        baker.catch_up()
    before = baker.files()
    baker.later(days=later)
    baker.publish("Tin sau cùng")
    baked = baker.catch_up()
    after = baker.files()
    assert baked is not None
    rewritten = [path for path in after if path in before and after[path] != before[path]]
    assert len(rewritten) <= 25
    assert baked.syncs == 3


def test_another_boards_site_is_none_of_our_business(baker: Baker) -> None:
    from chauphe.bake import keys

    other = Baker(factories.office("sgd-anhai"))
    keys.make(other.office.board)
    other.publish("Tin của sở khác")
    other.catch_up()
    before = other.files()
    baker.publish("Tin của sở này")
    baker.catch_up()
    assert other.files() == before
    assert "Tin của sở khác" not in (baker.root / "index.html").read_text("utf-8")


def test_two_bakers_are_never_at_work_on_one_site(baker: Baker, settings: Any) -> None:
    with Folder(Path(settings.SITES), baker.office.board.slug).locked(), pytest.raises(Busy):
        baker.catch_up()


def test_an_item_that_went_back_on_its_way_opens_the_acts_that_stand(baker: Baker) -> None:
    of = baker.office
    item = baker.approve(baker.write("Tin đi vòng")).item
    for verb, by in (("recall", of.chief), ("return_to_moderation", of.chief)):
        given = {"board": of.board, "by": by, "at": baker.later(), "seen": factories.seen(item), "reason": "Xem lại."}
        getattr(items, verb)(item.pk, **given)
    items.moderate(item.pk, board=of.board, by=of.deputy, at=baker.later(), seen=factories.seen(item))
    signed = items.sign_off(item.pk, board=of.board, by=of.chief, at=baker.later(), seen=factories.seen(item))
    baker.send_out(signed)
    baker.catch_up()
    proof = json.loads((baker.page_of(item).parent / "bang-chung.json").read_text("utf-8"))
    verbs = [act["record"]["act"] for act in proof["acts"]]
    assert verbs == ["submit", "forward", "moderate", "sign_off", "publish"]
    assert (baker.verified(), baker.check().ok) == ([], True)


def test_releases_form_a_chain(baker: Baker) -> None:
    numbers = []
    for _ in range(3):
        baker.publish()
        baked = baker.catch_up()
        numbers.append(baked.release if baked else None)
    numbers.append(baker.bake_all().release)
    assert numbers == [2, 3, 4, 5]
    assert baker.verified() == []


def test_a_picture_is_beside_its_page_as_it_was_sealed(baker: Baker) -> None:
    of = baker.office
    asset = factories.picture(of, by=of.contributor)
    picture = {"sha256": asset.sha256, "alt": "Lớp học", "caption": "", "credit": "Ảnh: Phòng Công chức", "lead": True}
    item = baker.publish("Tin có ảnh", images=[picture])
    baker.catch_up()
    rendition = asset.renditions[0]
    assert (baker.page_of(item).parent / rendition["name"]).read_bytes() == store.get(rendition["sha256"])
    assert baker.verified() == []


def test_a_picture_changed_in_the_store_is_refused(baker: Baker) -> None:
    of = baker.office
    asset = factories.picture(of, by=of.contributor)
    picture = {"sha256": asset.sha256, "alt": "Lớp học", "caption": "", "credit": "Ảnh: Phòng Công chức", "lead": True}
    baker.publish("Tin có ảnh", images=[picture])
    store.path_of(asset.renditions[0]["sha256"]).write_bytes(b"casino")
    baked = baker.catch_up()
    assert baked is not None
    assert [each.message for each in baked.refused] == ["its file %(sha)s is missing or was changed"]
    assert "Tin có ảnh" not in (baker.root / "index.html").read_text("utf-8")
    assert baker.verified() == []


@pytest.mark.parametrize("swapped", [0, 1, 4])
def test_a_byte_damaged_in_the_store_after_a_crash_never_goes_live(
    baker: Baker, monkeypatch: pytest.MonkeyPatch, swapped: int
) -> None:
    of = baker.office
    asset = factories.picture(of, by=of.contributor)
    picture = {"sha256": asset.sha256, "alt": "Lớp học", "caption": "", "credit": "Ảnh: Phòng Công chức", "lead": True}
    baker.publish("Tin không ảnh")
    baker.publish("Tin có ảnh", images=[picture])
    with monkeypatch.context() as crashing:
        crashing.setattr(release, "_swap", _crashing_after(swapped))
        with pytest.raises(Crash):
            baker.catch_up()
    file = store.path_of(asset.renditions[0]["sha256"])
    file.write_bytes(bytes([file.read_bytes()[0] ^ 1]) + file.read_bytes()[1:])
    baked = baker.catch_up()
    assert baked is not None
    assert ["Tin có ảnh" in str(each.item) for each in baked.refused] == [True]
    assert "Tin không ảnh" in (baker.root / "index.html").read_text("utf-8")
    assert "Tin có ảnh" not in (baker.root / "index.html").read_text("utf-8")
    assert list(baker.root.glob("tin/tin-co-anh-*")) == []
    assert baker.verified() == []
    assert baker.catch_up() is not None  # tried again, in vain, and nothing is carried on any more
    assert not services.folder_of(baker.office.board).plan.exists()


class Crash(BaseException):
    """The process ends here."""


def _crashing_after(swaps: int) -> Any:
    left, swap = iter(range(swaps)), release._swap

    def swapped(partial: Path) -> None:
        if next(left, None) is None:
            raise Crash
        swap(partial)

    return swapped


def test_the_key_is_needed_and_never_lies_on_the_site(baker: Baker) -> None:
    from chauphe.bake import keys

    secret = keys.path_of(baker.office.board).read_text().strip()
    baker.publish()
    baker.catch_up()
    found = [path for path in baker.root.resolve().rglob("*") if path.is_file() and secret in path.read_text("latin-1")]
    assert found == []


def test_the_checkpoint_grows_and_is_never_rewritten(baker: Baker) -> None:
    sizes = []
    for _ in range(3):
        baker.publish()
        baker.catch_up()
        sizes.append(int((baker.root / CHECKPOINT).read_text().split("\n")[1]))
    assert sizes == [5, 10, 15]


def test_a_new_section_has_its_list_at_once(baker: Baker) -> None:
    section = Section.objects.create(board=baker.office.board, slug="thi-dua", name="Thi đua")
    baker.publish("Phát động thi đua", section=section)
    baker.catch_up()
    assert "Phát động thi đua" in (baker.root / "chuyen-muc" / "thi-dua" / "index.html").read_text("utf-8")
    assert baker.verified() == []


def test_the_one_who_asks_is_told_the_item_and_the_reason(office: Office) -> None:
    refused = NotSealed("7 “Tin”", "its sealed bytes were changed")
    assert str(refused) == "item 7 “Tin”: its sealed bytes were changed"
    assert refused.said() == "Tin, bài 7 “Tin”: bản niêm phong đã bị sửa"


def test_the_site_lies_where_the_settings_say(baker: Baker, settings: Any) -> None:
    assert services.folder_of(baker.office.board).root == Path(settings.SITES) / "snv-anhai"
