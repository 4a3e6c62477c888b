"""What is over by its approved last day: marked at its address, and in no list."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from chauphe.bake.duty import Watchman
from chauphe.bake.timer import Timer
from chauphe.items import services as items
from chauphe.items.models import Item
from chauphe.seal.acts import unlawful
from chauphe.seal.findings import Code
from chauphe.seal.proof import OpenedAct, Proof
from tests import factories
from tests.bake.site import Baker
from tests.bake.test_duty import Clock
from tests.bake.test_takedown import words_of

OVER = "Đã hết thời hạn đăng."
VALID = "Có giá trị đến hết ngày"


def published(baker: Baker, title: str = "Thông báo tuyển dụng", **content: Any) -> Item:
    last = {"expires": f"{baker.now + timedelta(days=3):%Y-%m-%d}"}
    return baker.publish(title, **(last | content))


def mark(baker: Baker, item: Item, **later: int) -> Item:
    assert items.mark_over(item.pk, board=baker.office.board, at=baker.later(**(later or {"days": 4}))) is not None
    return factories.fresh(item)


def page(baker: Baker, item: Item) -> str:
    return baker.page_of(item).read_text("utf-8")


def test_the_page_says_until_when_it_holds(baker: Baker) -> None:
    item, other = published(baker), baker.publish("Tin không hạn")
    baker.catch_up()
    assert f"{VALID} <time" in page(baker, item)
    assert OVER not in page(baker, item)
    assert VALID not in page(baker, other)
    assert baker.verified() == []


def test_what_is_over_is_marked_and_leaves_every_list(baker: Baker) -> None:
    item, other = published(baker), baker.publish("Tin khác")
    baker.catch_up()
    assert "Thông báo tuyển dụng" in (baker.root / "index.html").read_text("utf-8")
    mark(baker, item)
    baker.catch_up()
    shown = page(baker, item)
    assert (OVER in shown, factories.BODY in shown, 'content="noindex"' in shown) == (True, True, True)
    assert shown.index(OVER) < shown.index("<h1>")
    others = [file for file in baker.root.resolve().rglob("*") if file.suffix in (".html", ".atom", ".json", ".xml")]
    said = b"".join(file.read_bytes() for file in others if f"-{item.number}/" not in str(file))
    assert f"-{item.number}/".encode() not in said
    assert f"-{other.number}/".encode() in said
    assert (baker.verified(), baker.check().ok) == ([], True)


def test_a_site_with_pages_that_are_over_baked_whole_is_the_same(baker: Baker) -> None:
    made = [published(baker, f"Tin số {number}") for number in range(43)]
    baker.catch_up()
    for number in (0, 7, 21, 42):
        mark(baker, made[number])
        baker.catch_up()
    assert baker.otherwise_anew() == []
    assert baker.verified() == []


def test_what_is_over_and_revised_is_listed_again(baker: Baker) -> None:
    item = mark(baker, published(baker))
    baker.catch_up()
    baker.revise(item, title="Gia hạn tuyển dụng", expires="2027-06-30")
    baker.catch_up()
    assert OVER not in page(baker, item)
    assert "Gia hạn tuyển dụng" in (baker.root / "index.html").read_text("utf-8")
    assert baker.otherwise_anew() == []
    assert (baker.verified(), baker.check().ok) == ([], True)


def test_what_is_over_while_its_revision_is_under_way_is_marked_all_the_same(baker: Baker) -> None:
    item = published(baker)
    board, by = baker.office.board, baker.office.contributor
    items.revise(item.pk, board=board, by=by, at=baker.later(), reason="Gia hạn.")
    baker.catch_up()
    mark(baker, item)
    baker.catch_up()
    assert OVER in page(baker, item)
    factories.revised(baker.office, item, by=by, at=baker.later(), expires="2027-06-30")
    baker.send_out(baker.approve(item))
    baker.catch_up()
    assert (OVER in page(baker, item), baker.verified(), baker.check().ok) == (False, [], True)


def test_what_is_over_is_taken_down_as_anything_else(baker: Baker) -> None:
    item = mark(baker, published(baker))
    baker.catch_up()
    baker.on_live("take_down", item, notice="Gỡ.")
    baker.catch_up()
    assert "Thông báo tuyển dụng".encode() not in words_of(baker)
    assert (baker.verified(), baker.check().ok) == ([], True)


def test_the_worker_marks_it_once_and_a_clock_that_goes_back_undoes_nothing(baker: Baker) -> None:
    item = published(baker)
    clock, times = Clock(100.0), [baker.now, baker.now + timedelta(days=5), baker.now, baker.now + timedelta(days=9)]
    found: list[datetime] = list(times)
    watchman = Watchman(clock, Timer(clock, lambda: found.pop(0)))
    marked = []
    for _ in times:
        clock.now += 2
        watchman.round()
        marked.append(OVER in page(baker, item))
    assert marked == [False, True, True, True]
    assert [entry.act for entry in item.board.log.entries.filter(act="expire")] == ["expire"]


def test_where_no_worker_looks_the_page_still_says_its_last_day(baker: Baker) -> None:
    item = published(baker)
    baker.catch_up()
    assert items.mark_over(item.pk, board=baker.office.board, at=baker.later(days=1)) is None
    assert f"{VALID} <time" in page(baker, item)


def proof_of(baker: Baker) -> Proof:
    item = mark(baker, published(baker))
    baker.catch_up()
    return Proof.parse((baker.page_of(item).parent / "bang-chung.json").read_bytes())


@pytest.mark.parametrize(
    ("changed", "dropped"),
    [
        ({"at": "2026-11-23T16:59:59Z"}, ""),
        ({"digest": "0" * 64}, ""),
        ({}, "expires"),
    ],
)
def test_a_mark_that_the_approved_content_does_not_bear_out_is_found(
    baker: Baker, changed: dict[str, str], dropped: str
) -> None:
    proof = proof_of(baker)
    assert list(unlawful(proof.snapshot, proof.digest, proof.acts)) == []
    *way, last = proof.acts
    assert last.record["act"] == "expire"
    forged = OpenedAct(last.seq, last.salt, {**last.record, **changed}, last.path)
    snapshot = {name: value for name, value in proof.snapshot.items() if name != dropped}
    assert (Code.ACTS_EXPIRED, {"seq": last.seq}) in list(unlawful(snapshot, proof.digest, [*way, forged]))


def test_a_page_that_hides_that_it_is_over_is_found(baker: Baker) -> None:
    item = mark(baker, published(baker))
    baker.catch_up()
    file = baker.page_of(item)
    shown = file.read_text("utf-8")
    start, end = shown.index('<aside class="over">'), shown.index("</aside>") + len("</aside>")
    file.write_text(shown[:start] + shown[end:], "utf-8")
    assert Code.PAGE_DIFFERS in {finding.code for finding in baker.verified()}


def test_the_proof_of_what_is_over_names_the_publication_that_ended(baker: Baker) -> None:
    proof = proof_of(baker)
    published_by, over = proof.acts[-2].record, proof.acts[-1].record
    assert (published_by["act"], over["details"]["carries_out"]) == ("publish", str(published_by["seq"]))
    assert (over["person"], over["factor"], json.dumps(over["details"])) == (
        published_by["person"],
        "schedule",
        json.dumps({"carries_out": str(published_by["seq"]), "expires": proof.snapshot["expires"]}),
    )
