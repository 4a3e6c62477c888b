import json
import shutil
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

import brotli
import pytest
from django.db.models import Model

from chauphe.bake.trouble import LedgerDamaged, SiteDamaged
from chauphe.bake.watch import Health, unpacked
from chauphe.core.refusal import Refused
from chauphe.items import services, store
from chauphe.items.models import Item, Publication, Revision, SignOff, Snapshot, StandIn
from chauphe.ledger.models import Entry, Log
from chauphe.people.services import record_absence
from tests import factories
from tests.bake.site import Baker, unguarded

NOON = datetime(2026, 1, 1, 5, tzinfo=UTC)


def told(health: Health) -> list[tuple[str, str]]:
    return [(finding.code.value, finding.path) for finding in health.report.findings]


@pytest.fixture
def live(baker: Baker) -> Baker:
    """Give a site with three items."""
    for name in "abc":
        baker.publish(f"Tin {name}")
    baker.catch_up()
    return baker


def mended(baker: Baker) -> list[tuple[str, str]]:
    """Repair what a check finds, and return what another check finds."""
    baked = baker.repair()
    assert baked is not None
    return told(baker.check())


def test_a_sound_site_is_healthy(live: Baker) -> None:
    assert live.check().ok
    assert live.repair() is None


def test_a_changed_page_is_named_and_made_again(live: Baker) -> None:
    before = live.files(timeless=True)
    page = next(live.root.glob("tin/tin-b-*/index.html"))
    page.write_bytes(page.read_bytes().replace(b"Tin b", b"Tin x"))
    path = str(page.relative_to(live.root))
    assert ("file.changed", path) in told(live.check())
    assert mended(live) == []
    assert live.files(timeless=True) == before


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "index.html.br",
        "feed.atom",
        "chuyen-muc/tin-tuc/index.html",
        "chuyen-muc/thong-bao/feed.json",
        "sitemap-moi.xml",
        "sitemap-moi.xml.br",
        "sitemap.xml",
        "404.html",
        "robots.txt",
        "_/img/emblem.svg",
        "so-do/index.html",
    ],
)
def test_any_file_lost_is_named_and_made_again(live: Baker, path: str) -> None:
    before = live.files(timeless=True)
    (live.root / path).unlink()
    assert ("file.missing", path) in told(live.check())
    assert mended(live) == []
    assert live.files(timeless=True) == before


@pytest.mark.parametrize("path", ["casino.html", "tin/casino-99/index.html", "_/x.js", ".htaccess", "tin/trò.html"])
def test_a_file_added_is_named_and_taken_away(live: Baker, path: str) -> None:
    file = live.root / path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"casino")
    assert ("file.extra", path) in told(live.check())
    assert mended(live) == []
    assert not file.exists()


def test_a_link_out_of_the_site_is_named_and_taken_away(live: Baker) -> None:
    (live.root / "anh").symlink_to("/")
    assert told(live.check()) == [("file.symlink", "anh")]
    assert mended(live) == []


def test_a_broken_log_is_named_and_published_again(live: Baker) -> None:
    shutil.rmtree(live.root / ".well-known" / "chauphe" / "tile" / "0")
    assert "log.tile_missing" in dict(told(live.check()))
    assert mended(live) == []


def test_an_unsigned_manifest_is_named_and_signed_anew(live: Baker) -> None:
    manifest = live.root / ".well-known" / "chauphe" / "manifest"
    manifest.write_bytes(manifest.read_bytes().replace(b"release 2", b"release 9"))
    assert "note.bad_signature" in dict(told(live.check()))
    assert mended(live) == []


def test_a_repair_never_takes_back_an_older_number(live: Baker) -> None:
    for name in ("manifest", "checkpoint"):
        (live.root / ".well-known" / "chauphe" / name).unlink()
    with pytest.raises(SiteDamaged):
        live.check()
    assert live.bake_all().release == 3


def test_a_ledger_entry_changed_after_publication_is_named(live: Baker) -> None:
    entry = Entry.objects.get(seq=3)
    record = json.loads(entry.record) | {"reason": "khác"}
    with unguarded("ledger_entry"):
        Entry.objects.filter(seq=3).update(record=json.dumps(record, ensure_ascii=False))
    assert [str(trouble) for trouble in live.check().ledger][:1] == ["entry 3 of the ledger is not what was recorded"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", NOON),
        ("item", UUID(int=7)),
        ("act", "moderate"),
        ("revision", 9),
        ("leaf", bytes(32)),
    ],
)
def test_a_column_beside_the_record_is_named_too(live: Baker, column: str, value: object) -> None:
    with unguarded("ledger_entry"):
        Entry.objects.filter(seq=3).update(**{column: value})
    assert f"entry 3 of the ledger: “{column}” is not what was recorded" in [str(each) for each in live.check().ledger]


def test_a_head_that_goes_on_from_elsewhere_is_named(live: Baker) -> None:
    log = Log.objects.get()
    Log.objects.update(frontier=["0" * 64, *log.frontier[1:]])
    (trouble,) = live.check().ledger
    assert str(trouble) == f"entry {log.size} of the ledger: “frontier” is not what was recorded"


@pytest.mark.parametrize(
    ("model", "changed"),
    [
        (SignOff, {"at": NOON}),
        (Publication, {"at": NOON}),
        (Publication, {"first_at": NOON}),
        (Publication, {"place": 7}),
        (Publication, {"section_place": 7}),
        (Item, {"state": "draft"}),
        (Item, {"forwarded_by": None}),
        (Item, {"moderated_by": None}),
        (Revision, {"content": "{}"}),
        (Revision, {"digest": "0" * 64}),
    ],
)
def test_a_row_that_screens_go_by_is_named(live: Baker, model: type[Model], changed: dict[str, object]) -> None:
    table = model._meta.db_table
    row = model._default_manager.filter(**({"number": 1} if model is Item else {"item__number": 1})).get()
    with unguarded(table):
        model._default_manager.filter(pk=row.pk).update(**changed)
    name = {"items_signoff": "sign_off"}.get(table, table.removeprefix("items_"))
    said = f"item 1: a row of “{name}” is not what was recorded"
    assert said in [str(trouble) for trouble in live.check().ledger]


def test_words_changed_together_with_their_digest_are_named(live: Baker) -> None:
    item = live.write("Trợ cấp 5 triệu")
    for verb, by in (("submit", live.office.contributor), ("forward", live.office.member)):
        getattr(services, verb)(item.pk, board=live.office.board, by=by, at=live.later(), seen=factories.seen(item))
    content = factories.fresh(item).current.content.replace("5 triệu", "9 triệu")
    with unguarded("items_revision"):
        Revision.objects.filter(item=item).update(content=content, digest=sha256(content.encode()).hexdigest())
    said = f"item {item.number}: a row of “revision” is not what was recorded"
    assert said in [str(trouble) for trouble in live.check().ledger]


def test_an_approval_that_vanished_before_it_was_published_is_named(live: Baker) -> None:
    signed = live.approve(live.write("Chờ đăng"))
    number = signed.item.number
    with unguarded("items_signoff"):
        Item.objects.filter(pk=signed.item_id).update(sign_off=None)
        SignOff.objects.filter(pk=signed.pk)._raw_delete("default")
    said = f"item {number}: a row of “sign_off” is not what was recorded"
    assert said in [str(trouble) for trouble in live.check().ledger]


def test_sealed_bytes_that_wait_for_the_secretary_are_looked_at_too(live: Baker) -> None:
    signed = live.approve(live.write("Chờ đăng"))
    with unguarded("items_snapshot"):
        Snapshot.objects.filter(pk=signed.snapshot_id).update(data=b"{}")
    said = f"item {signed.item.number}: a row of “snapshot” is not what was recorded"
    assert said in [str(trouble) for trouble in live.check().ledger]


def test_a_report_to_the_chief_that_vanished_is_named(live: Baker) -> None:
    record_absence(live.office.chief, board=live.office.board, since=live.now, until=None)
    item = live.write("Làm thay")
    of = live.office
    for verb, by in (("submit", of.contributor), ("forward", of.member), ("moderate", of.deputy)):
        getattr(services, verb)(item.pk, board=of.board, by=by, at=live.later(), seen=factories.seen(item))
    services.sign_off(item.pk, board=of.board, by=of.standing, at=live.later(), seen=factories.seen(item))
    assert live.check().ok
    StandIn.objects.all()._raw_delete("default")
    said = f"item {item.number}: a row of “stand_in” is not what was recorded"
    assert [str(trouble) for trouble in live.check().ledger] == [said]


def test_a_publication_that_vanished_without_an_act_is_named(live: Baker) -> None:
    gone = Publication.objects.order_by("pk")[1]
    with unguarded("items_publication"):
        Item.objects.filter(live=gone).update(live=None)
        Publication.objects.filter(pk=gone.pk)._raw_delete("default")
    assert [str(trouble) for trouble in live.check().ledger] == [
        "item 2: a row of “publication” is not what was recorded",
        "item 3: a row of “publication” is not what was recorded",  # it stands where the lost one left a gap
    ]
    before = live.files()
    with pytest.raises(LedgerDamaged, match="item 2 was published by an act on record, and its row is gone"):
        live.bake_all()
    assert live.files() == before


@pytest.mark.parametrize("seq", [0, 6, 12])
def test_a_ledger_entry_deleted_after_publication_is_named(live: Baker, seq: int) -> None:
    with unguarded("ledger_entry"):
        Entry.objects.filter(seq=seq)._raw_delete("default")
    assert str(live.check().ledger[0]) == f"the ledger has no entry {seq}"


def test_a_snapshot_changed_after_publication_is_named(live: Baker) -> None:
    row = Snapshot.objects.order_by("digest")[0]
    with unguarded("items_snapshot"):
        Snapshot.objects.filter(pk=row.pk).update(data=bytes(row.data).replace(b"Tin", b"Tit"))
    health = live.check()
    assert health.report.ok
    assert [trouble.message for trouble in health.ledger] == ["its sealed bytes were changed"]


def test_a_picture_that_the_store_lost_is_named_and_stops_the_publication(live: Baker) -> None:
    picture = factories.picture(live.office, by=live.office.contributor)
    shown = {"sha256": picture.sha256, "alt": "Lớp học", "caption": "", "credit": "An", "lead": True}
    live.publish("Tin có ảnh", images=[shown])
    waiting = live.approve(live.write("Tin chờ đăng", images=[shown]))
    live.catch_up()
    assert live.check().ok
    lost = json.loads(bytes(waiting.snapshot.data))["images"][0]["renditions"][0]["sha256"]
    store.path_of(lost).unlink()
    assert [trouble.message for trouble in live.check().ledger] == ["its file %(sha)s is missing or was changed"]
    with pytest.raises(Refused) as refused:
        live.send_out(waiting)
    assert [(each.code, each.params["names"]) for each in refused.value.refusals] == [("unstored", "“Lớp học”")]


def test_a_bomb_is_not_unpacked_to_its_end() -> None:
    bomb = brotli.compress(bytes(10_000_000))
    assert len(unpacked(bomb, 1000) or b"") <= 1001
    assert unpacked(brotli.compress(b"tin"), 3) == b"tin"
    assert unpacked(b"no brotli", 1000) is None
