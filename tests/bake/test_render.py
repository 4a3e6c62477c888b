from typing import Any

import pytest

from chauphe.bake.change import Change
from chauphe.bake.render import Renderer, proof_of
from chauphe.bake.sealed import Sealed
from chauphe.bake.trouble import NotSealed
from chauphe.public.pages import Card, Section, Site
from chauphe.seal.canonical import digest
from chauphe.seal.proof import OpenedAct, proof_bytes

SECTION = Section("tin-tuc", "Tin tức")
SITE = Site(
    board="so-thu", name="Sở Thử", title="Sở Thử", base_url="https://so-thu.example", opened="2026-01-01",
    sections=(SECTION,), responsible="", responsible_title="", address="", phone="", email="",
)  # fmt: skip
SHA = "ab" * 32


def snapshot(**given: Any) -> dict[str, Any]:
    facts = {
        "format": "chauphe-snapshot/1", "board": "so-thu", "item": "0" * 32, "number": 7, "revision": 1, "kind": "news",
        "language": "vi", "title": "Tin “thử”", "summary": "Tóm tắt", "slug": "tin-thu",
        "section": {"slug": "tin-tuc", "name": "Tin tức"}, "unit": {"code": "vp", "name": "Văn phòng"},
        "authors": [{"name": "Lê Thị Mai", "share": 100}], "body": "<p>Nội dung 😀.</p>", "images": [], "files": [],
        "links": [], "document": None,
    }  # fmt: skip
    return facts | given


def sealed(**given: Any) -> Sealed:
    facts = snapshot(**given)
    return Sealed(1, 0, 1, 0, facts, digest(facts), "2026-11-20T08:15:00Z", 4, "2026-11")


def act(path: int = 3) -> OpenedAct:
    record = {
        "act": "sign_off", "seq": 4, "at": "2026-11-20T08:15:00Z", "clause": "Điều 3", "rule": "chain.sign_off",
        "capacity": "own",
        "person": {"id": "p", "name": "Trần Hà"}, "appointment": {"id": "a", "role": "chief", "title": "Trưởng Ban"},
        "in_place_of": None, "reason": "",
    }  # fmt: skip
    return OpenedAct(4, bytes(32), record, tuple(bytes([number]) * 32 for number in range(path)))


def files(**given: Any) -> dict[str, Change]:
    made = Renderer(SITE, "note\n").item(sealed(**given), [act()], [])
    return {change.path: change for change in made}


def test_a_proof_is_written_as_the_seal_writes_it() -> None:
    item = sealed()
    assert proof_of(item, [act()], "note — 😀\n") == proof_bytes(item.snapshot, [act()], "note — 😀\n")


def test_a_page_does_not_change_with_the_length_of_the_log() -> None:
    assert _page("note\n", 3) == _page("a longer note\n" * 9, 17)


def _page(note: str, path: int) -> bytes | None:
    made = Renderer(SITE, note).item(sealed(), [act(path)], [])
    return next(change.data for change in made if change.path.endswith("index.html"))


def test_the_proof_stands_before_the_page_it_proves() -> None:
    assert list(files()) == [
        "tin/tin-thu-7/bang-chung.json",
        "tin/tin-thu-7/bang-chung.json.br",
        "tin/tin-thu-7/bang-chung.json.gz",
        "tin/tin-thu-7/index.html",
        "tin/tin-thu-7/index.html.br",
        "tin/tin-thu-7/index.html.gz",
    ]


def attachment(name: str, sha256: str = SHA) -> dict[str, Any]:
    return {"sha256": sha256, "name": name, "title": "Phụ lục", "type": "application/pdf", "bytes": 10}


def test_an_attachment_lies_beside_its_page_under_its_name() -> None:
    assert files(files=[attachment("phu-luc.pdf")])["tin/tin-thu-7/phu-luc.pdf"].stored == SHA


@pytest.mark.parametrize(
    "names", [["index.html"], ["bang-chung.json"], ["../phu-luc.pdf"], [".htaccess"], ["phụ lục.pdf"], ["a/b.pdf"]]
)
def test_an_attachment_whose_name_cannot_stand_there_is_refused(names: list[str]) -> None:
    with pytest.raises(NotSealed):
        files(files=[attachment(name) for name in names])


def test_two_attachments_of_one_name_are_refused() -> None:
    with pytest.raises(NotSealed):
        files(files=[attachment("a.pdf"), attachment("a.pdf", "cd" * 32)])
    assert files(files=[attachment("a.pdf"), attachment("a.pdf")])["tin/tin-thu-7/a.pdf"].stored == SHA


def test_a_body_that_shows_a_picture_not_sealed_with_it_is_refused() -> None:
    with pytest.raises(NotSealed):
        files(body=f'<figure data-image="{SHA}"></figure>')


def card(number: int, **given: Any) -> Card:
    return Card.of(snapshot(number=number, title=f"Tin thứ {number}", **given), published="2026-11-20T08:15:00Z")


def test_the_front_page_leads_with_a_picture_if_a_new_item_has_one() -> None:
    picture = {
        "sha256": SHA, "alt": "Lớp học", "caption": "", "credit": "", "lead": True, "width": 8, "height": 8,
        "renditions": [
            {"sha256": SHA, "type": "image/png", "width": 8, "height": 8, "bytes": 9, "name": f"{SHA[:16]}.png"}
        ],
    }  # fmt: skip
    cards = [card(9), card(8), card(7, images=[picture]), card(6)]
    home = next(iter(Renderer(SITE, "").home(cards, [], [(SECTION, cards)]))).data or b""
    assert home.index(b"tin-thu-7/") < home.index(b"tin-thu-9/")


def test_an_empty_site_has_a_front_page() -> None:
    home = next(iter(Renderer(SITE, "").home([], [], [(SECTION, [])]))).data or b""
    assert "Sở Thử".encode() in home
