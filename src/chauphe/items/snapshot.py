"""From the working copy to the snapshot that is sealed: every fact a reader will see, and nothing else.

Format "chauphe-snapshot/1". The result is a plain mapping; its canonical bytes and digest are seal's business.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from chauphe.core.text import nfc, slug
from chauphe.items.html import links
from chauphe.items.models import Asset, Item

SNAPSHOT_FORMAT = "chauphe-snapshot/1"


def snapshot_of(item: Item, content: Mapping[str, Any], assets: Iterable[Asset], *, revision: int) -> dict[str, Any]:
    """Write an item out in full, as revision `revision`."""
    by_hash = {asset.sha256: asset for asset in assets}
    return {
        "format": SNAPSHOT_FORMAT,
        "board": item.board.slug,
        "item": item.pk.hex,
        "number": item.number,
        "revision": revision,
        "kind": item.kind,
        "language": "vi",
        "title": nfc(content["title"]),
        "summary": nfc(content["summary"]),
        "slug": item.slug or slug(content["title"]) or "tin",
        "section": {"slug": item.section.slug, "name": item.section.name},
        "unit": {"code": item.unit.code, "name": item.unit.name},
        "authors": [{"name": author["name"], "share": author["share"]} for author in content["authors"]],
        "body": content["body"],
        "images": [_image(row, by_hash[row["sha256"]]) for row in content["images"] if row["sha256"] in by_hash],
        "files": [_file(row, by_hash[row["sha256"]]) for row in content["files"] if row["sha256"] in by_hash],
        "links": list(links(content["body"])),
        "document": _document(content) if item.kind == "legal_document" else None,
        **_notices(content),
        **_times(content),
        **_checklist(content),
    }


def _notices(content: Mapping[str, Any]) -> dict[str, Any]:
    """Say what was put right; a snapshot without any does not mention it."""
    rows = [{**row, "text": nfc(row["text"])} for row in content.get("notices") or ()]
    return {"notices": rows} if rows else {}


def _times(content: Mapping[str, Any]) -> dict[str, Any]:
    """Say before when it may not be published, and until when it holds; a snapshot without either does not mention it.

    What is no instant, or no day, is taken over as it was typed: then the item goes no further (core.timing).
    """
    first, last = str(content.get("not_before") or ""), str(content.get("expires") or "")
    said = {"not_before": _instant(first) or nfc(first), "expires": _day(last) or nfc(last)}
    return {name: value for name, value in said.items() if value}


def _checklist(content: Mapping[str, Any]) -> dict[str, Any]:
    """Seal the answers to the board's questions with what they are about; boards that ask nothing seal nothing."""
    answers = content.get("checklist")
    return {"checklist": dict(answers)} if answers else {}


def _image(row: Mapping[str, Any], asset: Asset) -> dict[str, Any]:
    return {
        "sha256": asset.sha256,
        "alt": nfc(row["alt"]),
        "caption": nfc(row["caption"]),
        "credit": nfc(row["credit"]),
        "lead": bool(row["lead"]),
        "width": asset.width,
        "height": asset.height,
        "renditions": asset.renditions,
    }


def _file(row: Mapping[str, Any], asset: Asset) -> dict[str, Any]:
    return {
        "sha256": asset.sha256,
        "name": asset.name,
        "title": nfc(row["title"]),
        "type": asset.type,
        "bytes": asset.bytes,
    }


def _document(content: Mapping[str, Any]) -> dict[str, Any]:
    facts = content["document"] or {}
    written = {name: nfc(str(facts.get(name) or "")) for name in ("number", "type", "issuer", "signer")}
    return written | {"issued": _day(facts.get("issued")) or "", "effective": _day(facts.get("effective"))}


def _instant(typed: str) -> str | None:
    """Write a day and an hour of the office as an instant, in whole minutes."""
    try:
        at = datetime.fromisoformat(typed)
        told = timezone.localtime(at if at.tzinfo else timezone.make_aware(at))
    except (ValueError, OverflowError):
        return None
    return told.isoformat(timespec="minutes") if "T" in typed else None


def _day(value: object) -> str | None:
    """Take a day over if it is one; what is still being typed is not sealed."""
    try:
        return date.fromisoformat(str(value or "")).isoformat()
    except ValueError:
        return None
