"""The working copy's shape, and how what the browser sends is brought into it.

Whatever arrives is cleaned here, once: text to NFC without control characters, the body through the one sanitiser,
pictures and files only where the board holds them.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from chauphe.core.content import SUMMARY_LENGTH, TITLE_LENGTH
from chauphe.core.text import clean_line
from chauphe.items.html import clean
from chauphe.seal.acts import LONGEST_NOTICE

LINE_LENGTH = 400
MOMENT_LENGTH = 40
BODY_LENGTH = 2_000_000
"""Characters of a text with its markup, some five hundred pages; what is longer is a file, not a page."""

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FIGURE = re.compile(r'<figure data-image="([0-9a-f]{64})"></figure>')


def empty(**given: Any) -> dict[str, Any]:
    """Return a working copy with nothing in it but what is given."""
    blank: dict[str, Any] = {"title": "", "summary": "", "body": ""}
    blank |= {"images": [], "files": [], "authors": [], "document": None, "notices": []}
    blank |= {"not_before": "", "expires": ""}
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
        "notices": [_notice(row) for row in _rows(content.get("notices"))],
        "not_before": _line(content.get("not_before"), MOMENT_LENGTH),
        "expires": _line(content.get("expires"), MOMENT_LENGTH),
        **_checklist(content.get("checklist")),
    }


def notice_of(text: str) -> str:
    """Clean what a page says of itself: one paragraph without markup, not longer than a notice may be."""
    return _line(text, LONGEST_NOTICE)


def hashes(content: Mapping[str, Any]) -> set[str]:
    """Return the SHA-256 of every picture and file that a working copy uses."""
    return {row["sha256"] for key in ("images", "files") for row in content[key]}


def shown(body: str) -> list[str]:
    """Return the pictures that a stored body shows, in reading order, each once."""
    return list(dict.fromkeys(_FIGURE.findall(body)))


def only_held(content: Mapping[str, Any], *, pictures: Collection[str], files: Collection[str]) -> dict[str, Any]:
    """Leave out of a clean working copy what the board does not hold, and list each picture and file once.

    A picture shown in the text without a row gets an empty one, so that what it still lacks is asked for.
    """
    body = content["body"]
    if not set(shown(body)) <= set(pictures):
        # Taking a picture away can leave an empty cell or item behind.
        body = clean(_FIGURE.sub(lambda found: found[0] if found[1] in pictures else "", body))
    listed = _once(content["images"], pictures)
    rows = {sha256: _image({"sha256": sha256}) for sha256 in shown(body)}
    return {
        **content,
        "body": body,
        "images": list((listed | {sha256: row for sha256, row in rows.items() if sha256 not in listed}).values()),
        "files": list(_once(content["files"], files).values()),
    }


def _once(rows: Iterable[Mapping[str, Any]], held: Collection[str]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for row in rows:
        if row["sha256"] in held:
            kept.setdefault(row["sha256"], row)
    return kept


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


def _notice(row: Mapping[str, Any]) -> dict[str, Any]:
    """Clean what a page says of an earlier text of it, which is revision `revision`."""
    words = {"text": notice_of(str(row.get("text") or "")), "day": _line(row.get("day"), 10)}
    return words | {"kind": _line(row.get("kind"), 20), "revision": int(row.get("revision") or 0)}


def _checklist(value: object) -> dict[str, Any]:
    """Keep what was answered yes or no; a working copy without answers does not mention them."""
    given = value.items() if isinstance(value, Mapping) else ()
    answers = {code: yes for code, yes in given if isinstance(yes, bool) and _CODE.fullmatch(str(code))}
    return {"checklist": answers} if answers else {}


def _document(value: object) -> dict[str, Any] | None:
    if not isinstance(value, Mapping):
        return None
    names = ("number", "type", "issuer", "signer", "issued", "effective")
    return {name: _line(value.get(name), LINE_LENGTH) for name in names}
