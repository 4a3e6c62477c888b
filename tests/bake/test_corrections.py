import json
from pathlib import Path
from typing import Any

import pytest

from chauphe.items import services as items
from chauphe.items.models import Draft, Item
from chauphe.seal.findings import Code
from tests import factories
from tests.bake.site import Baker

NOTICE = "Mức hỗ trợ là 2 triệu đồng, không phải 3 triệu đồng <b>."


def corrected(baker: Baker, item: Item, verb: str = "correct", **content: Any) -> Item:
    of = baker.office
    given: dict[str, Any] = {"board": of.board, "by": of.contributor}
    baker.on_live(verb, item, by=of.contributor, notice=NOTICE)
    draft = Draft.objects.get(item=item)
    items.save(item.pk, draft.content | content, at=baker.later(), version=draft.version, **given)
    items.freeze(item.pk, at=baker.later(), **given)
    return baker.send_out(baker.approve(item))


def earlier(baker: Baker, item: Item, revision: int = 1) -> Path:
    return baker.page_of(item).parent / f"ban-{revision}"


def codes(baker: Baker) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in baker.verified()]


@pytest.mark.parametrize(("verb", "says"), [("correct", "Cải chính"), ("erratum", "Đính chính")])
def test_the_notice_stays_and_the_earlier_text_is_kept_and_linked(baker: Baker, verb: str, says: str) -> None:
    of = baker.office
    asset = factories.picture(of, by=of.contributor)
    picture = {"sha256": asset.sha256, "alt": "Lớp học", "caption": "", "credit": "Ảnh: Phòng", "lead": True}
    item = baker.publish("Mức hỗ trợ 3 triệu đồng", images=[picture])
    baker.catch_up()
    old = baker.page_of(item).read_text("utf-8")
    corrected(baker, item, verb, title="Mức hỗ trợ 2 triệu đồng", images=[])
    baker.catch_up()
    page = baker.page_of(item).read_text("utf-8")
    path = f"/{item_folder(baker, item)}/ban-1/"
    assert f"<b>{says}</b>" in page
    assert "không phải 3 triệu đồng &lt;b&gt;." in page
    assert f'<a href="{path}">Xem bản đã đăng trước đó</a>' in page
    kept = (earlier(baker, item) / "index.html").read_text("utf-8")
    assert between(kept) == between(old)
    assert "Đây là bản đã đăng trước đó" in kept
    assert 'content="noindex"' in kept
    shown = {"its own": baker.page_of(item).parent, "earlier": earlier(baker, item)}
    texts = {".html", ".json", ".br", ".gz", ""}
    pictures = {
        name: [file.suffix for file in place.iterdir() if file.suffix not in texts] for name, place in shown.items()
    }
    assert pictures["its own"] == []
    assert pictures["earlier"] != []
    assert (baker.verified(), baker.check().ok) == ([], True)


def item_folder(baker: Baker, item: Item) -> str:
    return str(baker.page_of(item).parent.relative_to(baker.root))


def between(page: str) -> str:
    return page.partition("<!--sealed-->")[2].partition("<!--/sealed-->")[0]


def test_a_site_with_corrections_baked_whole_is_the_same(baker: Baker) -> None:
    made = [baker.publish(f"Tin số {number}") for number in range(3)]
    baker.catch_up()
    for title in ("Tin số 1, đã sửa", "Tin số 1, sửa lần hai"):
        corrected(baker, made[1], title=title)
        baker.catch_up()
    assert [folder.name for folder in sorted(baker.page_of(made[1]).parent.glob("ban-*"))] == ["ban-1", "ban-3"]
    assert baker.otherwise_anew() == []
    assert baker.verified() == []


def test_an_earlier_text_that_was_changed_is_named_and_made_again(baker: Baker) -> None:
    item = baker.publish("Mức hỗ trợ 3 triệu đồng")
    corrected(baker, item, title="Mức hỗ trợ 2 triệu đồng")
    baker.catch_up()
    page = earlier(baker, item) / "index.html"
    page.write_bytes(page.read_bytes().replace("3 triệu".encode(), "9 triệu".encode()))
    where = str(page.relative_to(baker.root))
    assert (Code.FILE_CHANGED, where) in codes(baker)
    assert (Code.PAGE_DIFFERS, where) in codes(baker)
    baker.repair()
    assert (baker.verified(), baker.check().ok) == ([], True)


def test_an_item_taken_down_takes_its_earlier_texts_along(baker: Baker) -> None:
    item = baker.publish("Mức hỗ trợ 3 triệu đồng")
    corrected(baker, item, title="Mức hỗ trợ 2 triệu đồng")
    baker.catch_up()
    baker.on_live("take_down", item, notice="Gỡ.")
    baker.catch_up()
    assert not earlier(baker, item).exists() or list(earlier(baker, item).iterdir()) == []
    assert baker.otherwise_anew() == []
    assert baker.verified() == []


def test_an_earlier_text_that_no_notice_names_is_found(baker: Baker) -> None:
    item = baker.publish("Mức hỗ trợ 3 triệu đồng")
    corrected(baker, item, title="Mức hỗ trợ 2 triệu đồng")
    baker.catch_up()
    folder = item_folder(baker, item)
    hashes, contents = {}, {}
    for name in ("index.html", "bang-chung.json"):
        for at, place in ((name, name), (f"ban-1/{name}", f"ban-1/{name}"), (f"ban-9/{name}", f"ban-1/{name}")):
            data = (baker.root / folder / place).read_bytes()
            hashes[at], contents[at] = "0" * 64, data
    found = checked(baker, folder, hashes, contents)
    assert (Code.PAGE_ASSET_UNSEALED, f"{folder}/ban-9/index.html") in found
    assert (Code.PROOF_ELSEWHERE, f"{folder}/ban-9/bang-chung.json") in found
    hashes = {name: sha256 for name, sha256 in hashes.items() if "ban-" not in name}
    found = checked(baker, folder, hashes, contents)
    assert found == [(Code.PAGE_ASSET_MISSING, f"{folder}/ban-1/index.html")]


def checked(baker: Baker, folder: str, hashes: dict[str, str], contents: dict[str, bytes]) -> list[tuple[str, str]]:
    from chauphe.bake import keys
    from chauphe.public import fragment
    from chauphe.seal.findings import Findings
    from chauphe.seal.item import ItemCheck

    findings = Findings()
    verifier = keys.signer_of(baker.office.board).verifier
    ItemCheck(baker.office.board.slug, (verifier,), None, fragment, findings).check_all(folder, hashes, contents)
    return [(finding.code, finding.path) for finding in findings.by_path()]


def test_the_proof_of_an_earlier_text_opens_the_acts_of_its_own_way(baker: Baker) -> None:
    item = baker.publish("Mức hỗ trợ 3 triệu đồng")
    corrected(baker, item, title="Mức hỗ trợ 2 triệu đồng")
    baker.catch_up()
    for folder, revision in ((earlier(baker, item), 1), (baker.page_of(item).parent, item_revision(item))):
        proof = json.loads((folder / "bang-chung.json").read_text("utf-8"))
        assert {act["record"]["revision"] for act in proof["acts"]} == {revision}
        assert [act["record"]["act"] for act in proof["acts"]][-2:] == ["sign_off", "publish"]


def item_revision(item: Item) -> int:
    current = factories.fresh(item).current
    assert current is not None
    return current.number
