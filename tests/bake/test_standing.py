"""What becomes of items that may not be shown when the whole site is baked anew and nobody looks on."""

from collections.abc import Iterator
from typing import Any

import pytest

from chauphe.bake import furniture, whole
from chauphe.bake import sealed as archive
from chauphe.bake.duty import AFTER_REFUSAL, AFTER_TROUBLE, Watchman
from chauphe.bake.services import Baked
from chauphe.bake.trouble import NotSealed, Refused
from chauphe.bake.watch import check
from chauphe.items import store
from chauphe.items.models import Item, Snapshot
from chauphe.public.lists import PAGE
from chauphe.seal.findings import Code
from tests import factories
from tests.bake.site import Baker, unguarded

GIVEN_UP = "dừng tại đây, trang giữ nguyên: có thể còn tin, bài hỏng khác; lệnh `chauphe bake --check` nêu tên tất cả"

FIRST, SECOND = "Tin bị sửa", "Tin tốt"


@pytest.fixture
def bad(baker: Baker) -> Item:
    """Give the first of two live items."""
    item = baker.publish(FIRST)
    baker.publish(SECOND)
    baker.catch_up()
    return item


def damage(item: Item) -> bytes:
    """Change what is sealed of an item, and return what it was."""
    snapshot = Snapshot.objects.get(pk=factories.fresh(item).live.sign_off.snapshot_id)
    mend(item, b"{}")
    return bytes(snapshot.data)


def mend(item: Item, data: bytes) -> None:
    with unguarded("items_snapshot"):
        Snapshot.objects.filter(pk=factories.fresh(item).live.sign_off.snapshot_id).update(data=data)


def baked_anew(baker: Baker) -> Baked:
    """Give every page new surroundings, so that the baker makes them all by itself."""
    baker.office.board.name += "!"
    baker.office.board.save(update_fields=["name"])
    baked = baker.catch_up()
    assert baked is not None
    assert baked.whole
    return baked


def picture(baker: Baker) -> dict[str, Any]:
    asset = factories.picture(baker.office, by=baker.office.contributor)
    return {"sha256": asset.sha256, "alt": "Lớp học", "caption": "", "credit": "Ảnh: Phòng Công chức", "lead": True}


def listed(baker: Baker, title: str) -> list[str]:
    root = baker.root.resolve()
    lists = [root / "index.html", root / "feed.json", root / "sitemap-moi.xml", *root.glob("chuyen-muc/**/*.html")]
    return [str(path.relative_to(root)) for path in lists if title in path.read_text("utf-8")]


def test_one_damaged_item_does_not_keep_the_site_from_new_templates(
    baker: Baker, bad: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(bad)
    monkeypatch.setattr(furniture, "version", lambda: "another")
    baked = baker.catch_up()
    assert baked is not None
    assert (baked.whole, baked.items) == (True, 1)
    assert [str(each) for each in baked.refused] == [f"item {bad.pk}: its sealed bytes were changed"]
    assert baker.verified() == []


def test_a_page_that_proves_itself_stays_in_its_new_surroundings(baker: Baker, bad: Item) -> None:
    damage(bad)
    baked_anew(baker)
    page = baker.page_of(bad).read_text("utf-8")
    assert (FIRST in page, "Sở Nội vụ tỉnh An Hải!" in page) == (True, True)
    assert baker.verified() == []


def test_no_list_shows_what_cannot_be_read_from_the_seals(baker: Baker, bad: Item) -> None:
    damage(bad)
    baked_anew(baker)
    assert listed(baker, FIRST) == []
    assert "index.html" in listed(baker, SECOND)


def test_what_is_sound_again_comes_back_as_if_nothing_had_been(baker: Baker, bad: Item) -> None:
    data = damage(bad)
    baked_anew(baker)
    baker.publish("Tin đăng sau đó")
    baker.catch_up()
    mend(bad, data)
    baked = baker.catch_up()
    assert baked is not None
    assert (baked.whole, baked.refused) == (False, ())
    assert baker.verified() == []
    assert baker.otherwise_anew() == []


def test_a_damaged_revision_is_counted_once_when_it_is_sound_again(baker: Baker, bad: Item) -> None:
    baker.revise(bad, title="Tin bị sửa, đã bổ sung")
    baker.catch_up()
    data = damage(bad)
    baked_anew(baker)
    assert "đã bổ sung" in baker.page_of(bad).read_text("utf-8")
    baker.publish("Tin đăng sau đó")
    baker.catch_up()
    mend(bad, data)
    baker.catch_up()
    assert baker.otherwise_anew() == []


def test_a_revision_damaged_before_it_was_live_leaves_the_old_page(baker: Baker, bad: Item) -> None:
    baker.revise(bad, title="Tin bị sửa, đã bổ sung")
    damage(bad)
    baker.catch_up()
    baked_anew(baker)
    assert "đã bổ sung" not in baker.page_of(bad).read_text("utf-8")
    assert baker.verified() == []


def test_what_was_never_live_stays_away(baker: Baker, bad: Item) -> None:
    item = baker.publish("Tin chưa lên trang")
    damage(item)
    baked = baked_anew(baker)
    assert len(baked.refused) == 1
    assert list(baker.root.glob(f"tin/*-{item.number}")) == []


def test_a_page_that_was_changed_on_disk_is_not_carried_on(baker: Baker, bad: Item) -> None:
    damage(bad)
    page = baker.page_of(bad)
    page.write_bytes(page.read_bytes().replace(FIRST.encode(), "Sòng bạc".encode()))
    baked_anew(baker)
    assert list(baker.root.glob(f"tin/*-{bad.number}")) == []
    assert baker.verified() == []


def outlaw(item: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the baker find that an item was never signed off."""
    lawful = archive.acts.unlawful

    def stricter(snapshot: Any, digest: str, opened: Any) -> Iterator[Any]:
        if snapshot["number"] == item.number:
            yield Code.ACTS_NO_SIGN_OFF, {}
        yield from lawful(snapshot, digest, opened)

    monkeypatch.setattr(archive.acts, "unlawful", stricter)


def test_a_page_whose_acts_are_no_lawful_way_is_not_carried_on(
    baker: Baker, bad: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlaw(bad, monkeypatch)
    baked = baked_anew(baker)
    assert [each.message for each in baked.refused] == ["its acts are no lawful way to the public"]
    assert list(baker.root.glob(f"tin/*-{bad.number}")) == []
    assert listed(baker, FIRST) == []
    assert baker.verified() == []


def test_a_picture_lost_from_the_store_is_taken_from_its_own_page(baker: Baker) -> None:
    item = baker.publish("Tin có ảnh", images=[picture(baker)])
    baker.catch_up()
    shown = next(baker.page_of(item).parent.glob("*.png"))
    data = shown.read_bytes()
    for file in store.path_of("0" * 64).parent.parent.glob("*/*"):
        file.unlink()
    baked = baked_anew(baker)
    assert [each.message for each in baked.refused] == ["its file %(sha)s is missing or was changed"]
    assert (baker.page_of(item).parent / shown.name).read_bytes() == data
    assert baker.verified() == []


def test_a_damaged_item_does_not_keep_a_new_menu_away(baker: Baker, bad: Item) -> None:
    item = baker.publish("Tin chưa lên trang")
    damage(item)
    baker.publish("Chức năng, nhiệm vụ", kind="standing_page")
    baker.catch_up()
    baked = baker.catch_up()
    assert baked is not None
    assert (baked.whole, baked.stale, len(baked.refused)) == (True, False, 1)
    assert "Chức năng, nhiệm vụ" in baker.page_of(bad).read_text("utf-8")


def test_what_is_held_back_is_not_baked_over_and_over(baker: Baker, bad: Item) -> None:
    damage(bad)
    baked_anew(baker)
    before = baker.files()
    baked = baker.catch_up()
    assert baked is not None
    assert (baked.files, len(baked.refused)) == (0, 1)
    assert baker.files() == before


def test_what_its_acts_keep_away_makes_no_release_after_release(
    baker: Baker, bad: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlaw(baker.publish("Tin không lên trang"), monkeypatch)
    baker.publish("Tin sau đó")
    first = baker.catch_up()
    assert first is not None
    assert (first.items, len(first.refused)) == (1, 1)
    before = baker.files()
    again = [baker.catch_up() for _ in range(3)]
    assert [(baked.files, len(baked.refused)) for baked in again if baked] == [(0, 1)] * 3
    assert baker.files() == before


def test_a_list_page_that_lost_all_its_items_is_there_all_the_same(baker: Baker) -> None:
    items = [baker.publish(f"Tin số {number}") for number in range(2 * PAGE)]
    while baker.catch_up():
        pass
    for item in items[:PAGE]:
        damage(item)
    baked = baked_anew(baker)
    assert len(baked.refused) == whole.MOST_REFUSED
    assert (baker.root / "chuyen-muc" / "tin-tuc" / "trang-1" / "index.html").exists()
    assert baker.verified() == []


def test_more_than_a_few_refused_leave_the_site_as_it_stands(
    baker: Baker, bad: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "MOST_REFUSED", 1)
    for item in Item.objects.all():
        damage(item)
    before = baker.files()
    monkeypatch.setattr(furniture, "version", lambda: "another")
    with pytest.raises(Refused) as raised:
        baker.catch_up()
    assert len(raised.value.refused) == 2
    assert baker.files() == before


def test_a_whole_bake_given_up_is_not_tried_again_at_once(
    baker: Baker, bad: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "MOST_REFUSED", 0)
    data = damage(bad)
    monkeypatch.setattr(furniture, "version", lambda: "another")
    now = 0.0
    watchman = Watchman(lambda: now)
    watchman.round()
    mend(bad, data)
    now = AFTER_TROUBLE
    watchman.round()
    before = baker.files()
    now = AFTER_REFUSAL
    watchman.round()
    assert baker.files() != before


def test_a_whole_bake_that_somebody_asks_for_names_every_item_and_changes_nothing(baker: Baker, bad: Item) -> None:
    items = [bad, baker.publish("Tin thứ ba")]
    baker.catch_up()
    for item in items:
        damage(item)
    before, released = baker.files(), baker.root.readlink()
    with pytest.raises(Refused) as raised:
        baker.bake_all()
    assert ([each.item for each in raised.value.refused], raised.value.more) == ([item.pk for item in items], False)
    assert (baker.files(), baker.root.readlink()) == (before, released)
    assert [path.name for path in baker.root.resolve().parent.parent.iterdir()] == [released.parent.name]


def test_a_whole_bake_given_up_says_where_all_are_named(
    baker: Baker, bad: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "MOST_REFUSED", 1)
    monkeypatch.setattr(whole, "CHUNK", 2)
    late = baker.publish("Tin thứ ba")
    baker.catch_up()
    for item in Item.objects.all():
        damage(item)
    with pytest.raises(Refused) as raised:
        baker.bake_all()
    assert [len(raised.value.refused), *raised.value.said().splitlines()[2:]] == [2, GIVEN_UP]
    named = [each.item for each in check(baker.office.board).ledger if isinstance(each, NotSealed)]
    assert named[2:] == [late.pk]
