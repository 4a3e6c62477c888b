"""What of a page is sealed, and whether it shows its snapshot and nothing else.

The sealed part stands between two comments, and in it, between two more, the body. A body is shown as it was sealed but
for its pictures and tables, which the page unfolds. How a page looks is given by `PageCheck`, not imported.
"""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from chauphe.seal.proof import Proof

MARKS = [b"<!--sealed-->", b"<!--body-->", b"<!--/body-->", b"<!--/sealed-->"]

_MARK = re.compile(rb"<!--/?(?:sealed|body)-->")
_UNFOLDED = re.compile(rb"<(?:figure|table|!--)")


class PageCheck(Protocol):
    """How the sealed part of a page is written and its body taken out again; given by the public site."""

    def fragment(
        self, snapshot: Mapping[str, Any], *, published: str | None, expired: bool = False, urgent: str | None = None
    ) -> str:
        """Return the HTML of the sealed part; `urgent` as `seal.urgent.urgency` gives it."""

    def body_from(self, page: str) -> str:
        """Return the canonical body that a page shows; raises ValueError if it shows none."""


def read_page(
    page: bytes,
    proof: Proof,
    check: PageCheck,
    published: str | None,
    *,
    expired: bool = False,
    urgent: str | None = None,
) -> tuple[str, bool]:
    """Return the digest of the snapshot with the body that the page shows, and whether the page shows just that.

    Raises ValueError for a page without exactly one sealed part and one body in it, and whatever `check` does.
    """
    marks = list(_MARK.finditer(page))
    if [mark[0] for mark in marks] != MARKS:
        raise ValueError("a page has one sealed part, and that has one body")
    opens, before, after, closes = marks
    body, sealed = page[before.end() : after.start()], page[opens.end() : closes.start()]
    if not _UNFOLDED.search(body):
        around = page[opens.end() : before.end()] + page[after.start() : closes.start()]
        digest = proof.digest_with(body)
        # Shown as it is, the body need not be decoded: what stands around it is what stands around none.
        if digest == proof.digest:
            bare = check.fragment(proof.sealed(""), published=published, expired=expired, urgent=urgent)
            if bare.encode() == around:
                return digest, True
    shown = check.body_from(page.decode())
    expected = check.fragment(proof.sealed(shown), published=published, expired=expired, urgent=urgent)
    return proof.digest_with(shown.encode()), expected.encode() == sealed
