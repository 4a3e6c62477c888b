"""Whether a page shows its snapshot and nothing else."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from chauphe.seal.canonical import digest
from chauphe.seal.page import read_page
from chauphe.seal.proof import Proof, proof_bytes
from tests.seal.site_writer import PlainPages, snapshot_of

FOLDED = '<p>Trước</p><figure data-image="aa"></figure><p>Sau</p>'


class Unfolding(PlainPages):
    """Shows a picture where the body has its place."""

    decoded = 0

    def fragment(
        self, snapshot: Mapping[str, Any], *, published: str | None, expired: bool = False, urgent: str | None = None
    ) -> str:
        page = super().fragment(snapshot, published=published, expired=expired, urgent=urgent)
        return page.replace('"aa"></', '"aa"><img src="aa.png"></')

    def body_from(self, page: str) -> str:
        self.decoded += 1
        return re.sub(r'("aa">).*?(</figure>)', r"\1\2", super().body_from(page))


def of(body: str) -> tuple[dict[str, Any], Proof]:
    snapshot = snapshot_of(1, body=body)
    return snapshot, Proof.parse(proof_bytes(snapshot, [], ""))


def page(inside: str) -> bytes:
    return f"<html><!--sealed-->{inside}<!--/sealed--></html>".encode()


@pytest.mark.parametrize(("body", "decoded"), [("<p>Chữ</p>", 0), ("", 0), (FOLDED, 1), ("<table></table>", 1)])
def test_a_page_as_sealed_is_recognised(body: str, decoded: int) -> None:
    pages = Unfolding()
    snapshot, proof = of(body)
    shown = page(pages.fragment(snapshot, published="now"))
    assert read_page(shown, proof, pages, "now") == (digest(snapshot), True)
    assert pages.decoded == decoded


@pytest.mark.parametrize("body", ["<p>Chữ</p>", FOLDED])
def test_another_body_has_another_digest(body: str) -> None:
    pages = Unfolding()
    _, proof = of(body)
    other = snapshot_of(1, body=body.replace("<p>", "<p>Xổ số. ", 1))
    assert read_page(page(pages.fragment(other, published="now")), proof, pages, "now") == (digest(other), True)


@pytest.mark.parametrize("body", ["<p>Chữ</p>", FOLDED])
def test_other_surroundings_are_not_as_sealed(body: str) -> None:
    pages = Unfolding()
    snapshot, proof = of(body)
    shown = page(pages.fragment(snapshot, published="now") + "<p>Xổ số</p>")
    assert read_page(shown, proof, pages, "now") == (digest(snapshot), False)
    assert read_page(page(pages.fragment(snapshot, published="now")), proof, pages, "then")[1] is False


def test_a_picture_shown_otherwise_is_not_as_sealed() -> None:
    pages = Unfolding()
    snapshot, proof = of(FOLDED)
    shown = page(pages.fragment(snapshot, published="now").replace("aa.png", "bb.png"))
    assert read_page(shown, proof, pages, "now") == (digest(snapshot), False)


@pytest.mark.parametrize(
    "inside",
    ["<!--sealed-->", "<!--/sealed-->", "<!--/sealed--><!--sealed-->", "<!--/sealed--><!--/sealed-->"],
)
def test_a_page_has_exactly_one_sealed_part(inside: str) -> None:
    snapshot, proof = of("<p>Chữ</p>")
    shown = PlainPages().fragment(snapshot, published=None)
    for data in (page(shown + inside), page(inside + shown), shown.encode()):
        with pytest.raises(ValueError):
            read_page(data, proof, PlainPages(), None)


def test_a_body_not_normalised_is_not_the_sealed_one() -> None:
    snapshot, proof = of("<p>Thủy</p>")
    shown = PlainPages().fragment({**snapshot, "body": "<p>Thu\u0309y</p>"}, published=None)
    assert read_page(page(shown), proof, PlainPages(), None)[0] != proof.digest
