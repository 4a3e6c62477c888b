"""What of a page is sealed, and whether it shows its snapshot and nothing else.

The sealed part stands between two comments, and in it, between two more, the body. A body is shown as it was sealed but
for its pictures and tables, which the page unfolds. How a page looks is given by `PageCheck`, not imported.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from chauphe.seal.proof import Proof

SEALED = b"<!--sealed-->", b"<!--/sealed-->"
BODY = b"<!--body-->", b"<!--/body-->"
UNFOLDED = b"<figure", b"<table", b"<!--"


class PageCheck(Protocol):
    """How the sealed part of a page is written and its body taken out again; given by the public site."""

    def fragment(self, snapshot: Mapping[str, Any], *, published: str | None) -> str:
        """Return the HTML of the sealed part."""

    def body_from(self, page: str) -> str:
        """Return the canonical body that a page shows; raises ValueError if it shows none."""


def read_page(page: bytes, proof: Proof, check: PageCheck, published: str | None) -> tuple[str, bool]:
    """Return the digest of the snapshot with the body that the page shows, and whether the page shows just that.

    Raises ValueError for a page without exactly one sealed part, and whatever `check` does.
    """
    sealed = _between(page, SEALED)
    quickly = _read_verbatim(sealed, proof, check, published)
    if quickly and quickly[0] == proof.digest:
        return quickly
    body = check.body_from(page.decode())
    shown = check.fragment(proof.sealed(body), published=published)
    return proof.digest_with(body.encode()), shown.encode() == sealed


def _read_verbatim(sealed: bytes, proof: Proof, check: PageCheck, published: str | None) -> tuple[str, bool] | None:
    """Check a page whose body is shown as it is, without decoding it; None if it cannot be done so.

    Such a body stands in the page between its two comments, and the rest is what an empty body is shown as.
    """
    before, opens, rest = sealed.partition(BODY[0])
    body, closes, after = rest.partition(BODY[1])
    if not opens or not closes or any(mark in body for mark in UNFOLDED):
        return None
    around = check.fragment(proof.sealed(""), published=published).encode()
    same = around == b"".join((before, *BODY, after))
    return (proof.digest_with(body), True) if same else None


def _between(page: bytes, marks: tuple[bytes, bytes]) -> bytes:
    before, opens, rest = page.partition(marks[0])
    sealed, closes, after = rest.partition(marks[1])
    again = any(mark in part for mark in marks for part in (before, after)) or marks[0] in sealed
    if not opens or not closes or again:
        raise ValueError("a page has one sealed part")
    return sealed
