"""What a deputy signed off on the short chain goes out as such, and whoever checks the site can tell."""

import json
from typing import Any

import pytest

from chauphe.bake import keys, watch
from chauphe.cli.verify_regulation import short_chain
from chauphe.items import services as items
from chauphe.items.models import Item, SignOff
from chauphe.public import fragment
from chauphe.seal.findings import Code
from chauphe.seal.reader import Directory
from chauphe.seal.verify import GZIP, verify_site
from tests import factories
from tests.bake.site import Baker
from tests.bake.test_takedown import down

NO = dict.fromkeys(("personal_data", "national_map", "minors", "state_secret", "ongoing_case"), False)


@pytest.fixture
def small(baker: Baker) -> Baker:
    """Let the board have a regulation with a short chain."""
    baker.office.board.regulation = "three-member"
    baker.office.board.save(update_fields=["regulation"])
    return baker


def signed_short(baker: Baker, **written: Any) -> SignOff:
    of, item = baker.office, baker.write("Lịch tiếp công dân tháng 12", **{"checklist": NO} | written)
    for verb, by in (("submit", of.contributor), ("forward", of.member), ("sign_off", of.deputy)):
        getattr(items, verb)(item.pk, board=of.board, by=by, at=baker.later(), seen=factories.seen(item))
    return factories.sign_off_of(item)


def out(baker: Baker, signed: SignOff) -> Item:
    item = baker.send_out(signed)
    baker.catch_up()
    return item


def verified(baker: Baker) -> list[Code]:
    """Check the site as `chauphe verify` does, which knows the regulations that came with it."""
    unpack, key = {**GZIP, ".br": watch.unpacked}, keys.signer_of(baker.office.board).verifier
    asked: dict[str, Any] = {"keys": [key], "check_page": fragment, "unpack": unpack, "short_chain": short_chain}
    return [finding.code for finding in verify_site(Directory(baker.root), **asked).findings]


def test_the_page_says_by_which_chain_it_was_signed_off(small: Baker) -> None:
    item = out(small, signed_short(small))
    page = small.page_of(item).read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    line = page.partition("Phê duyệt theo trình tự rút gọn")[2].partition("</li>")[0]
    assert ("Điều 3 khoản 3" in line, "Đặng Thị Mỹ Lệ, Phó Trưởng Ban" in line) == (True, True)
    assert (verified(small), small.check().ok) == ([], True)


def test_the_proof_holds_the_answers(small: Baker) -> None:
    item = out(small, signed_short(small))
    proof = json.loads((small.page_of(item).parent / "bang-chung.json").read_bytes())
    assert proof["snapshot"]["checklist"] == NO
    assert [act["record"]["rule"] for act in proof["acts"]][-2:] == ["chain.short", "chain.publish"]


def test_what_the_chief_decided_after_all_is_lawful_too(small: Baker) -> None:
    signed, of = signed_short(small), small.office
    given: dict[str, Any] = {"board": of.board, "by": of.chief}
    items.recall(signed.item_id, at=small.later(), seen=factories.seen(signed.item), reason="Để tôi xem.", **given)
    again = items.sign_off(signed.item_id, at=small.later(), seen=factories.seen(signed.item), **given)
    page = small.page_of(out(small, again)).read_text("utf-8")
    assert "rút gọn" not in page
    assert (verified(small), small.check().ok) == ([], True)


def test_an_item_of_the_short_chain_is_taken_down_like_any_other(small: Baker) -> None:
    item = out(small, signed_short(small))
    down(small, item)
    small.catch_up()
    assert "Nội dung này đã được gỡ khỏi trang" in small.page_of(item).read_text("utf-8")
    assert (verified(small), small.check().ok) == ([], True)


def test_a_board_without_a_short_chain_is_found_out(small: Baker, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = signed_short(small)
    out(small, signed)
    assert not short_chain("founding@2020-05-01", "2026-11-20T08:15:00Z", json.loads(bytes(signed.snapshot.data)))
    monkeypatch.setattr(f"{__name__}.short_chain", lambda regulation, at, snapshot: False)
    assert verified(small) == [Code.ACTS_SHORT]
