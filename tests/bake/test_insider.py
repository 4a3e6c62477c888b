"""What somebody with the database, the store or the server can do, and how the baker answers (T family)."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from chauphe.bake.trouble import LedgerDamaged, Refused, SiteDamaged
from chauphe.items.models import Item, Publication, SignOff, Snapshot
from chauphe.ledger.models import Entry
from chauphe.seal.layout import MANIFEST
from tests import factories
from tests.bake.site import Baker, unguarded


def test_changed_snapshot_bytes_are_refused_by_name(baker: Baker) -> None:
    item = baker.publish("Tin đã duyệt")
    with unguarded("items_snapshot"):
        data = b"".join([bytes(Snapshot.objects.get().data).replace(b"Tin", b"Tit")])
        Snapshot.objects.update(data=data)
    baked = baker.catch_up()
    assert baked is not None
    assert [str(each) for each in baked.refused] == [f"item {item.pk}: its sealed bytes were changed"]
    assert list(baker.root.glob("tin/*")) == []
    assert baker.verified() == []


def test_one_bad_item_does_not_hold_back_the_others(baker: Baker) -> None:
    bad = baker.publish("Tin bị sửa")
    good = baker.publish("Tin tốt")
    with unguarded("items_snapshot"):
        Snapshot.objects.filter(pk=bad.live.sign_off.snapshot_id).update(data=b"{}")
    baked = baker.catch_up()
    assert baked is not None
    assert (baked.items, len(baked.refused) > 0) == (1, True)
    assert baker.page_of(good).exists()


def test_a_refused_item_is_baked_once_it_is_sound_again(baker: Baker) -> None:
    item = baker.publish("Tin bị sửa rồi được phục hồi")
    whole = bytes(Snapshot.objects.get().data)
    with unguarded("items_snapshot"):
        Snapshot.objects.update(data=b"{}")
    baker.catch_up()
    again = baker.catch_up()
    assert again is not None
    assert (again.files, len(again.refused)) == (0, 1)
    with unguarded("items_snapshot"):
        Snapshot.objects.update(data=whole)
    baker.catch_up()
    assert baker.page_of(item).exists()
    assert baker.verified() == []


def test_a_whole_bake_refuses_rather_than_leave_out(baker: Baker) -> None:
    item = baker.publish("Tin đã đăng")
    baker.catch_up()
    before = baker.files()
    with unguarded("items_snapshot"):
        Snapshot.objects.update(data=b"{}")
    with pytest.raises(Refused) as raised:
        baker.bake_all()
    assert [each.item for each in raised.value.refused] == [item.pk]
    assert baker.files() == before


def test_a_state_set_by_hand_publishes_nothing(baker: Baker) -> None:
    item, lawful = baker.write("Tự cho là đã duyệt"), baker.publish("Tin đã đăng")
    Item.objects.filter(pk=item.pk).update(state="published")
    baker.catch_up()
    assert list(baker.root.glob("tin/*")) == [baker.page_of(lawful).parent]


def test_a_sign_off_replayed_on_another_item_is_refused(baker: Baker) -> None:
    shown = baker.publish("Tin được duyệt")
    other = factories.fresh(baker.write("Tin không ai duyệt"))
    forged = Snapshot.objects.create(
        digest=other.current.digest, board=baker.office.board, data=other.current.content.encode()
    )
    with unguarded("items_signoff"), unguarded("items_publication"):
        SignOff.objects.update(item=other, snapshot=forged)
        Publication.objects.update(item=other)
    baked = baker.catch_up()
    assert baked is not None
    entry = shown.live.sign_off.entry.seq
    assert [str(each) for each in baked.refused] == [
        f"item {other.number} “Tin không ai duyệt”: the ledger's entry {entry} is not its sign_off"
    ]
    assert list(baker.root.glob("tin/*")) == []


def test_a_sign_off_of_another_text_of_the_same_item_is_refused(baker: Baker) -> None:
    item = baker.publish("Tin được duyệt")
    data = bytes(Snapshot.objects.get().data).replace("được".encode(), "không được".encode())
    forged = Snapshot.objects.create(digest=hashlib.sha256(data).hexdigest(), board=baker.office.board, data=data)
    with unguarded("items_signoff"):
        SignOff.objects.update(snapshot=forged)
    baked = baker.catch_up()
    assert baked is not None
    assert [each.item for each in baked.refused] == [f"{item.number} “Tin không được duyệt”"]
    assert list(baker.root.glob("tin/*")) == []


def test_an_entry_taken_out_of_the_ledger_stops_the_baker(baker: Baker) -> None:
    baker.write("Nháp")
    baker.publish("Tin đã đăng")
    with unguarded("ledger_entry"):
        Entry.objects.filter(act="forward").delete()
    with pytest.raises(LedgerDamaged):
        baker.catch_up()


def test_an_entry_rewritten_in_the_ledger_stops_the_baker(baker: Baker) -> None:
    baker.publish("Tin đã đăng")
    entry = Entry.objects.get(act="moderate")
    record = json.loads(entry.record)
    record["person"]["name"] = "Người khác"
    with unguarded("ledger_entry"):
        Entry.objects.filter(pk=entry.pk).update(record=json.dumps(record, ensure_ascii=False, separators=(",", ":")))
    with pytest.raises(LedgerDamaged):
        baker.catch_up()


def test_a_ledger_put_back_to_an_earlier_day_stops_the_baker(baker: Baker) -> None:
    baker.publish("Tin đã đăng")
    baker.catch_up()
    log = baker.office.board.log
    log.refresh_from_db()
    log.size -= 1
    log.save()
    with pytest.raises(LedgerDamaged):
        baker.catch_up()
    with pytest.raises(LedgerDamaged):
        baker.bake_all()


def test_a_manifest_changed_by_hand_is_never_signed_on(baker: Baker) -> None:
    baker.publish("Tin đã đăng")
    baker.catch_up()
    manifest = baker.root / MANIFEST
    manifest.write_bytes(manifest.read_bytes().replace(b"release 2", b"release 3"))
    baker.publish("Tin tiếp theo")
    with pytest.raises(SiteDamaged):
        baker.catch_up()


def test_a_shard_changed_by_hand_is_never_signed_on(baker: Baker) -> None:
    baker.publish("Tin đã đăng")
    baker.catch_up()
    shard = baker.root / ".well-known" / "chauphe" / "manifest.d" / "i-0"
    shard.write_bytes(shard.read_bytes() + b"0" * 64 + b"  tin/casino-9/index.html\n")
    baker.publish("Tin tiếp theo")
    with pytest.raises(SiteDamaged):
        baker.catch_up()


def test_an_old_release_put_back_is_noticed(baker: Baker, places: Path) -> None:
    baker.publish("Tin đã đăng")
    old = baker.root.resolve().parent
    copy = places / "copy"
    _copy(old, copy)
    baker.catch_up()
    _copy(copy, old)
    baker.publish("Tin tiếp theo")
    with pytest.raises(SiteDamaged):
        baker.catch_up()
    baker.bake_all()
    assert baker.verified() == []


def _copy(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def test_a_checkpoint_of_other_tiles_is_noticed(baker: Baker) -> None:
    baker.publish("Tin đã đăng")
    baker.catch_up()
    tile = next((baker.root / ".well-known" / "chauphe" / "tile" / "0").rglob("*.p/*"))
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
    baker.publish("Tin tiếp theo")
    with pytest.raises(SiteDamaged):
        baker.catch_up()
