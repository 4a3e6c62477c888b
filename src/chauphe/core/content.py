"""What an item must hold before it can go on: title, shares, alternative texts, the facts of a legal document.

Looks at the snapshot mapping alone, so that the desk, the import and the services give the same answer.
"""

from collections.abc import Iterator, Mapping

from chauphe.core import timing
from chauphe.core.refusal import N_, Reasons, Refusal

KINDS = ("news", "feature", "announcement", "standing_page", "legal_document")
TITLE_LENGTH, SUMMARY_LENGTH = 300, 1_000
"""Characters; what is longer is no title and no summary."""

DOCUMENT_FIELDS = ("number", "type", "issuer", "signer", "issued")


def shortcomings(content: Mapping[str, object], reasons: Reasons) -> tuple[Refusal, ...]:
    """Say everything that the item still lacks (all of it, in the order of the page)."""
    return (
        *_words(content, reasons),
        *_shares(content, reasons),
        *_images(content, reasons),
        *_document(content, reasons),
        *_notices(content, reasons),
        *timing.shortcomings(content, reasons),
    )


def emptiness(content: Mapping[str, object], reasons: Reasons) -> tuple[Refusal, ...]:
    """Say what an item lacks that is not even begun: the rest, whoever edits it may still bring."""
    return (*_title(content, reasons), *_text(content, reasons))


def _words(content: Mapping[str, object], reasons: Reasons) -> Iterator[Refusal]:
    rule = "item.kinds"
    if content.get("kind") not in reasons.book.rule(rule, on=reasons.on).value:
        yield reasons.no("kind", N_("Choose what kind of item this is."), rule)
    yield from _title(content, reasons)
    if not content.get("section"):
        yield reasons.no("section", N_("Choose the section where the item will stand."), rule)
    if not content.get("unit"):
        yield reasons.no("unit", N_("Choose the unit that supplies the item."), rule)
    yield from _text(content, reasons)


def _title(content: Mapping[str, object], reasons: Reasons) -> Iterator[Refusal]:
    if not str(content.get("title", "")).strip():
        yield reasons.no("title", N_("The item has no title yet."), "item.kinds")


def _text(content: Mapping[str, object], reasons: Reasons) -> Iterator[Refusal]:
    if not str(content.get("body", "")).strip() and not content.get("files"):
        yield reasons.no("body", N_("The item has no text yet."), "item.kinds")


def _notices(content: Mapping[str, object], reasons: Reasons) -> Iterator[Refusal]:
    if any(not str(row.get("text", "")).strip() for row in _rows(content.get("notices"))):
        yield reasons.no("notices", N_("Say on the page what is put right."), "move.correct")


def _shares(content: Mapping[str, object], reasons: Reasons) -> Iterator[Refusal]:
    authors = _rows(content.get("authors"))
    whole = reasons.book.rule("item.shares_sum", on=reasons.on).value
    shares = [share if isinstance(share := author.get("share"), int) else 0 for author in authors]
    if not authors:
        yield reasons.no("authors", N_("The item names no author yet."), "item.shares_sum")
    elif sum(shares) != whole or min(shares) <= 0:
        yield reasons.no(
            "shares",
            N_("The authors' shares come to %(sum)s%%; they must come to %(whole)s%%, each above nought."),
            "item.shares_sum",
            sum=str(sum(shares)),
            whole=str(whole),
        )


def _images(content: Mapping[str, object], reasons: Reasons) -> Iterator[Refusal]:
    rule = "item.images_need_alt_and_credit"
    if not reasons.book.rule(rule, on=reasons.on).value:
        return
    for place, image in enumerate(_rows(content.get("images")), start=1):
        if not str(image.get("alt", "")).strip():
            yield reasons.no(
                "alt", N_("Picture %(place)s has no description for people who cannot see it."), rule, place=str(place)
            )
        if not str(image.get("credit", "")).strip():
            yield reasons.no("credit", N_("Picture %(place)s does not say whose it is."), rule, place=str(place))


def _document(content: Mapping[str, object], reasons: Reasons) -> Iterator[Refusal]:
    if content.get("kind") != "legal_document":
        return
    document = content.get("document")
    facts = document if isinstance(document, Mapping) else {}
    if any(not str(facts.get(name) or "").strip() for name in DOCUMENT_FIELDS):
        yield reasons.no(
            "document", N_("A document needs its number, type, issuer, signer and day of issue."), "item.kinds"
        )
    if not content.get("files"):
        yield reasons.no("file", N_("A document needs its file."), "item.kinds")


def _rows(value: object) -> list[Mapping[str, object]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
