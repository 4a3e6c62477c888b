"""What changed beside the body: title, summary, place, authors, pictures, files and the facts of a document."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chauphe.items.changes.align import Purse, matches

Content = Mapping[str, Any]

_PIECE = re.compile(r"\S+\s*")
_SAID = {True: "yes", False: "no", None: ""}
_PICTURE_WORDS = ("alt", "caption", "credit")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs: `name` is a code ("title", "image.alt"), `which` tells one of several apart."""

    name: str
    old: str
    new: str
    which: str = ""

    def marks(self) -> list[tuple[str, str]]:
        """Return the text in pieces of ("" | "del" | "ins", text), for a template to escape and mark."""
        before, after = _PIECE.findall(self.old), _PIECE.findall(self.new)
        pairs = matches([word.strip() for word in before], [word.strip() for word in after], Purse())
        found: list[tuple[str, str]] = []
        i = j = 0
        for old, new in [*pairs, (len(before), len(after))]:
            _add(found, "del", before[i:old])
            _add(found, "ins", after[j:new])
            _add(found, "", after[new : new + 1])
            i, j = old + 1, new + 1
        return found


def _add(found: list[tuple[str, str]], op: str, words: list[str]) -> None:
    """Add words under a mark; the space after a marked word stays outside it."""
    text = "".join(words)
    marked, space = (text.rstrip(), text[len(text.rstrip()) :]) if op else ("", text)
    for mark, piece in ((op, marked), ("", space)):
        if piece and found and found[-1][0] == mark:
            found[-1] = (mark, found[-1][1] + piece)
        elif piece:
            found.append((mark, piece))


def field_changes(old: Content, new: Content) -> tuple[FieldChange, ...]:
    """List what differs between two snapshots beside the body, in the order of the page."""
    return (*_plain(old, new), *_pictures(old, new), *_files(old, new), *_document(old, new), *_answers(old, new))


def _answers(old: Content, new: Content) -> Iterator[FieldChange]:
    """Yield the questions that were answered otherwise: "yes", "no" or nothing. A first “no” changes nothing."""
    before, after = old.get("checklist") or {}, new.get("checklist") or {}
    for code in dict.fromkeys((*before, *after)):
        if code not in before and after[code] is False:
            continue
        yield from _differing("checklist", _SAID[before.get(code)], _SAID[after.get(code)], code)


def _last_notice(content: Content) -> str:
    notices = content.get("notices") or ()
    return str(notices[-1]["text"]) if notices else ""


def _plain(old: Content, new: Content) -> Iterator[FieldChange]:
    for name in ("title", "summary", "kind"):
        yield from _differing(name, old.get(name), new.get(name))
    yield from _differing("notice", _last_notice(old), _last_notice(new))
    for name, shown in (("not_before", _instant), ("expires", _day)):
        yield from _differing(name, shown(old.get(name)), shown(new.get(name)))
    for name in ("section", "unit"):
        yield from _differing(name, (old.get(name) or {}).get("name"), (new.get(name) or {}).get("name"))
    yield from _differing("authors", _names(old), _names(new))


def _instant(value: object) -> str:
    return _shown(value, "%H:%M, %d/%m/%Y")


def _day(value: object) -> str:
    return _shown(value, "%d/%m/%Y")


def _shown(value: object, form: str) -> str:
    """Write an instant as people do; what is none, as it was typed."""
    try:
        return datetime.fromisoformat(str(value)).strftime(form)
    except ValueError:
        return str(value or "")


def _names(content: Content) -> str:
    return ", ".join(f"{author['name']} {author['share']}%" for author in content.get("authors") or ())


def _pictures(old: Content, new: Content) -> Iterator[FieldChange]:
    before, after = _by_hash(old, "images"), _by_hash(new, "images")
    for place, (sha256, image) in enumerate(after.items(), start=1):
        was = before.get(sha256)
        if was is None:
            yield FieldChange("image.added", "", _called(image), str(place))
            continue
        for name in _PICTURE_WORDS:
            yield from _differing(f"image.{name}", was.get(name), image.get(name), str(place))
        if bool(was.get("lead")) != bool(image.get("lead")):
            yield FieldChange("image.lead", "", _called(image), str(place))
    for sha256, image in before.items():
        if sha256 not in after:
            yield FieldChange("image.removed", _called(image), "")


def _called(image: Content) -> str:
    return str(image.get("caption") or image.get("alt") or image["sha256"][:8])


def _files(old: Content, new: Content) -> Iterator[FieldChange]:
    before, after = _by_hash(old, "files"), _by_hash(new, "files")
    for sha256, file in after.items():
        if sha256 not in before:
            yield FieldChange("file.added", "", str(file["title"] or file["name"]), str(file["name"]))
        else:
            yield from _differing("file.title", before[sha256]["title"], file["title"], str(file["name"]))
    for sha256, file in before.items():
        if sha256 not in after:
            yield FieldChange("file.removed", str(file["title"] or file["name"]), "", str(file["name"]))


def _by_hash(content: Content, name: str) -> dict[str, Content]:
    return {row["sha256"]: row for row in content.get(name) or ()}


def _document(old: Content, new: Content) -> Iterator[FieldChange]:
    before, after = old.get("document") or {}, new.get("document") or {}
    for name in ("number", "type", "issuer", "signer", "issued", "effective"):
        yield from _differing(f"document.{name}", before.get(name), after.get(name))


def _differing(name: str, old: object, new: object, which: str = "") -> Iterator[FieldChange]:
    if (old or "") != (new or ""):
        yield FieldChange(name, str(old or ""), str(new or ""), which)
