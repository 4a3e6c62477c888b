"""From the fields of the writing form to a working copy, the same with and without scripts.

Nothing is trusted (what is not of this board is left out by the service), and nothing typed is lost: a day that is not
one yet is kept as it was typed. Field names are those of `templates/desk/writing/editor.html`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import QueryDict

from chauphe.core.checklist import TO_CHIEF
from chauphe.core.content import KINDS
from chauphe.core.text import clean_line
from chauphe.desk import hours
from chauphe.desk.seat import Seat
from chauphe.items.content import BODY_LENGTH
from chauphe.people.models import Section, Unit

AUTHORS: Final = 20
DOCUMENT: Final = ("number", "type", "issuer", "signer", "issued", "effective")
DOCUMENT_TYPES: Final = (
    "Nghị quyết", "Quyết định", "Chỉ thị", "Quy chế", "Quy định", "Thông báo", "Hướng dẫn", "Chương trình", "Kế hoạch",
    "Phương án", "Đề án", "Báo cáo", "Tờ trình", "Công điện", "Công văn", "Giấy mời",
)  # fmt: skip
"""Offered, not demanded: types of administrative documents that offices post (Nghị định 30/2020/NĐ-CP Điều 7)."""
DAYS: Final = frozenset({"issued", "effective"})

_SHOWN = re.compile(r'data-image="([0-9a-f]{64})"')
_DAY = re.compile(r"\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})\s*")
_WHOLE = re.compile(r"\s*(\d{1,4})\s*%?\s*")


class TooLong(Exception):
    """Raised when the text is longer than any page may be."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was sent: the working copy and what goes with it; None where nothing valid was chosen."""

    content: dict[str, Any]
    kind: str | None
    unit: Unit | None
    section: Section | None
    imported: dict[str, Any]


def written(
    post: QueryDict,
    *,
    seat: Seat,
    before: Mapping[str, Any],
    imported: Mapping[str, Any],
    unit: Unit | None = None,
    section: Section | None = None,
) -> Written:
    """Read the form, as yet uncleaned; `before` is the working copy it was opened on, with its unit and section.

    Raises TooLong.
    """
    if len(post.get("body", "")) > BODY_LENGTH:
        raise TooLong
    body = post.get("body", "")
    content = {
        "title": post.get("title", ""),
        "summary": post.get("summary", ""),
        "notice": post.get("notice"),
        "body": body,
        "images": _images(post, body, before),
        "files": _files(post),
        "authors": _authors(post, seat, before),
        "document": _document(post),
        "not_before": hours.written(post.get("not-before-day", "")[:40], post.get("not-before-hour", "")[:40]),
        "expires": iso_day(post.get("expires", "")),
        "checklist": _checklist(post),
    }
    kind = post.get("kind", "")
    return Written(
        content=content,
        kind=kind if kind in KINDS else None,
        unit=_chosen(Unit, post.get("unit", ""), unit, seat),
        section=_chosen(Section, post.get("section", ""), section, seat),
        imported=_looked_at(post, imported),
    )


def iso_day(text: str) -> str:
    """Read a day as people write it ("20/11/2026", "1.7.2026"); what is not a day stays as it was typed."""
    found = _DAY.fullmatch(text)
    if found:
        day, month, year = (int(part) for part in found.groups())
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return text
    return text


def shown_day(text: str) -> str:
    """Write a stored day as people do: "2026-11-20" as "20/11/2026"; anything else as it is."""
    try:
        return date.fromisoformat(text).strftime("%d/%m/%Y")
    except ValueError:
        return text


def is_day(text: str) -> bool:
    """Whether a stored text is a day."""
    return not text or shown_day(text) != text


def people(seat: Seat) -> dict[str, str]:
    """Return the board's people by the label under which a form names them: label → id of the person.

    People of the same name are told apart by their office.
    """
    bench = sorted(seat.bench.appointments, key=lambda each: (each.name, each.rank))
    ids: dict[str, set[str]] = {}
    for each in bench:
        ids.setdefault(each.name, set()).add(each.person)
    alone = {name: next(iter(found)) for name, found in ids.items() if len(found) == 1}
    titled = {f"{each.name} ({each.title})": each.person for each in bench if each.name not in alone}
    return alone | titled


def label(author: Mapping[str, Any], known: Mapping[str, str]) -> str:
    """Return how the form names an author: the plain name, or name and office where two share the name."""
    name = str(author["name"])
    if not author["person"] or known.get(name) == author["person"]:
        return name
    return next((each for each, person in known.items() if person == author["person"]), name)


def _images(post: QueryDict, body: str, before: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the pictures: the leading one if it stands above the text, then those in the text in reading order."""
    lead = post.get("lead", "")
    sent = zip(*(post.getlist(name) for name in ("picture", "alt", "caption", "credit")), strict=False)
    words = {row["sha256"]: row for row in before["images"]}
    for sha256, alt, caption, credit in sent:
        words[sha256] = {"sha256": sha256, "alt": alt, "caption": caption, "credit": credit}
    placed = list(dict.fromkeys(_SHOWN.findall(body)))
    order = [lead, *placed] if lead and lead not in placed else placed
    return [{**words.get(sha256, {"sha256": sha256}), "lead": sha256 == lead} for sha256 in order]


def _files(post: QueryDict) -> list[dict[str, str]]:
    removed = set(post.getlist("remove-file"))
    sent = zip(post.getlist("file"), post.getlist("file-title"), strict=False)
    return [{"sha256": sha256, "title": title} for sha256, title in sent if sha256 not in removed]


def _authors(post: QueryDict, seat: Seat, before: Mapping[str, Any]) -> list[dict[str, Any]]:
    known = people(seat)
    # Somebody who left the board stays an author of what they wrote.
    former = {row["name"]: row["person"] for row in before["authors"] if row["person"]}
    offices = {each.person: each.name for each in seat.bench.appointments}
    rows = []
    for typed, share in zip(post.getlist("author")[:AUTHORS], post.getlist("share")[:AUTHORS], strict=False):
        name = clean_line(typed)
        if name:
            person = known.get(name) or former.get(name, "")
            whole = _WHOLE.fullmatch(share)
            rows.append({"person": person, "name": offices.get(person, name), "share": int(whole[1]) if whole else 0})
    return rows


def _document(post: QueryDict) -> dict[str, str] | None:
    facts = {name: post.get(f"document-{name}", "") for name in DOCUMENT}
    if not any(value.strip() for value in facts.values()):
        return None
    return {name: iso_day(value) if name in DAYS else value for name, value in facts.items()}


def _checklist(post: QueryDict) -> dict[str, bool] | None:
    """Read the answers; a form that asked nothing says nothing of them. One button answers all of it with “no”."""
    if "asked" not in post:
        return None
    codes = post.getlist("asked")
    if "all-no" in post:
        return dict.fromkeys(codes, False) | ({TO_CHIEF: True} if f"answer-{TO_CHIEF}" in post else {})
    given = {code: post.get(f"answer-{code}", "") for code in (*codes, TO_CHIEF)}
    return {code: answer == "yes" for code, answer in given.items() if answer in ("yes", "no")}


def _chosen(model: type[Any], code: str, now: Any, seat: Seat) -> Any:
    """Return the unit or section of this board that was chosen, by its key; it is looked up if it is not the same."""
    if now is not None and code == str(now.pk):
        return now
    if not re.fullmatch(r"[0-9]{1,15}", code):
        return None
    return model.objects.filter(board=seat.board, pk=int(code)).first()


def _looked_at(post: QueryDict, imported: Mapping[str, Any]) -> dict[str, Any]:
    """Note which of the things that a Word file lost have been looked at; a form without them changes nothing."""
    if "looked" not in post:
        return dict(imported)
    ticked = set(post.getlist("looked"))
    notes = [{**note, "looked": str(place) in ticked} for place, note in enumerate(imported.get("notes", ()))]
    return {**imported, "notes": notes}
