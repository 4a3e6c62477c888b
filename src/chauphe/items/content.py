"""The working copy's shape, and how what the browser sends is brought into it.

Whatever arrives is cleaned here, once: text to NFC without control characters, the body through the one sanitiser,
pictures and files only where the board holds them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from chauphe.core.text import clean_line
from chauphe.items.html import clean

TITLE_LENGTH = 300
SUMMARY_LENGTH = 1_000
LINE_LENGTH = 400


def empty(**given: Any) -> dict[str, Any]:
    """Return a working copy with nothing in it but what is given."""
    blank: dict[str, Any] = {"title": "", "summary": "", "body": ""}
    blank |= {"images": [], "files": [], "authors": [], "document": None}
    return blank | given


def tidy(content: Mapping[str, Any]) -> dict[str, Any]:
    """Clean a working copy; unknown keys are dropped, so nothing unseen can ride along."""
    return {
        "title": _line(content.get("title"), TITLE_LENGTH),
        "summary": _line(content.get("summary"), SUMMARY_LENGTH),
        "body": clean(str(content.get("body") or "")),
        "images": [_image(row) for row in _rows(content.get("images"))],
        "files": [_file(row) for row in _rows(content.get("files"))],
        "authors": [_author(row) for row in _rows(content.get("authors")) if _line(row.get("name"), LINE_LENGTH)],
        "document": _document(content.get("document")),
    }


def hashes(content: Mapping[str, Any]) -> set[str]:
    """Return the SHA-256 of every picture and file that a working copy uses."""
    return {row["sha256"] for key in ("images", "files") for row in content[key]}


def _line(value: object, length: int) -> str:
    return clean_line(str(value or ""))[:length].strip()


def _rows(value: object) -> Iterable[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _image(row: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: _line(row.get(name), LINE_LENGTH) for name in ("alt", "caption", "credit")}
    return {"sha256": _line(row.get("sha256"), 64), "lead": bool(row.get("lead"))} | words


def _file(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"sha256": _line(row.get("sha256"), 64), "title": _line(row.get("title"), LINE_LENGTH)}


def _author(row: Mapping[str, Any]) -> dict[str, Any]:
    share = row.get("share")
    return {
        "person": _line(row.get("person"), 36),
        "name": _line(row.get("name"), LINE_LENGTH),
        "share": share if isinstance(share, int) and not isinstance(share, bool) else 0,
    }


def _document(value: object) -> dict[str, Any] | None:
    if not isinstance(value, Mapping):
        return None
    names = ("number", "type", "issuer", "signer", "issued", "effective")
    return {name: _line(value.get(name), LINE_LENGTH) for name in names}
