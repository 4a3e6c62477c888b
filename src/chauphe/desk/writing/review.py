"""What still wants a look before an item goes on, each with the place on the page where it is mended.

The same answer that the core will give when the item is put forward (`core.content.shortcomings`), worked out anew at
each save, together with what a Word file could not bring along and days that are not days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chauphe.core.content import DOCUMENT_FIELDS, shortcomings
from chauphe.core.refusal import Reasons, Refusal
from chauphe.desk import words
from chauphe.desk.seat import Seat
from chauphe.desk.writing.form import DAYS, is_day
from chauphe.intake.findings import HOLES, NOTES, Note, Severity, sentence
from chauphe.items.html import plain_text
from chauphe.items.services import on_board
from chauphe.items.snapshot import snapshot_of
from chauphe.people.models import Board

if TYPE_CHECKING:
    from chauphe.items.models import Asset, Item

ANCHORS = {
    "title": "title",
    "kind": "kind",
    "section": "section",
    "unit": "unit",
    "body": "body",
    "authors": "authors",
    "shares": "authors",
    "file": "files",
    "notices": "notice",
    "not_before": "not-before-day",
    "expires": "expires",
    "over": "expires",
}
"""Where on the page each shortcoming is mended; those of pictures and documents are worked out."""
DRAWN = frozenset({"smartart", "chart", "equation", "picture_format", "picture_outside", "picture_refused"})
"""Holes that a picture can fill; words and files are put where they belong by hand."""
LIVE = frozenset({"picture_undescribed", "title_missing"})
"""Notes of an import that the list of shortcomings says better, because it is worked out anew at each save."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to mend: what is missing, by which clause, and the id of the place on the page.

    `picture` is the hash of the picture concerned.
    """

    says: str
    anchor: str
    clause: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that happened to a Word file on its way in; `place` counts the notes from 0.

    `quote` is how the paragraph concerned begins; a `hole` is a paragraph that stands for what could not come along,
    and some holes a picture can `fill`.
    """

    place: int
    headline: str
    advice: str
    quote: str = ""
    looked: bool = False
    hole: bool = False
    fill: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """What the side of the page lists. `lost` wants a look, `dropped` and `carried` do not.

    `name` and `bytes` are of the Word file it came from, `counts` what of it came along whole ("14", "paragraphs").
    """

    points: list[Point]
    lost: list[Finding]
    dropped: list[Finding]
    carried: list[Finding]
    counts: list[tuple[str, str]]
    name: str = ""
    bytes: int = 0

    @property
    def unseen(self) -> list[Finding]:
        """What nobody has looked at yet."""
        return [each for each in self.lost if not each.looked]

    @property
    def unseen_count(self) -> int:
        """How many things nobody has looked at yet."""
        return len(self.unseen)

    @property
    def seen(self) -> list[Finding]:
        """What somebody has ticked off."""
        return [each for each in self.lost if each.looked]

    @property
    def open(self) -> int:
        """How many places still want a look."""
        return len(self.points) + self.unseen_count


def held(content: Mapping[str, Any], board: Board) -> dict[str, "Asset"]:
    """Return the pictures and files of a working copy, by their hash (1 query where it has any)."""
    rows = (*content["images"], *content["files"])
    return on_board(board, [row["sha256"] for row in rows]) if rows else {}


def review_of(
    item: "Item",
    content: Mapping[str, Any],
    imported: Mapping[str, Any],
    assets: Mapping[str, "Asset"],
    *,
    seat: Seat,
) -> Review:
    """Look a working copy over."""
    found = findings(imported, content["body"])
    return Review(
        points=[*lacks(item, content, assets, seat=seat), *day_points(item, content)],
        lost=found[Severity.REVIEW],
        dropped=found[Severity.DROPPED],
        carried=found[Severity.CARRIED],
        counts=counts(imported.get("counts", {})),
        name=imported.get("name", ""),
        bytes=imported.get("bytes", 0),
    )


def lacks(item: "Item", content: Mapping[str, Any], assets: Mapping[str, "Asset"], *, seat: Seat) -> list[Point]:
    """List what the core would refuse to put forward."""
    whole = as_written(item, content, assets)
    found: list[Point] = []
    for no in shortcomings(whole, Reasons(seat.book, seat.local.date())):
        point = _point(no, content)
        if point.picture and found and found[-1].picture == point.picture:
            # One picture is one place to go to, whatever it lacks.
            before = found.pop()
            point = replace(before, says=f"{before.says} {point.says}")
        found.append(point)
    return found


def as_written(item: "Item", content: Mapping[str, Any], assets: Mapping[str, "Asset"]) -> dict[str, Any]:
    """Return the snapshot that the working copy would make now."""
    current = item.current
    return snapshot_of(item, content, assets.values(), revision=current.number if current else 1)


def day_points(item: "Item", content: Mapping[str, Any]) -> list[Point]:
    """List the days of a legal document that are not days of the calendar."""
    facts = content["document"] or {}
    if item.kind != "legal_document":
        return []
    says = _("“%(typed)s” is not a day. Write it as in 20/11/2026.")
    return [
        Point(says % {"typed": facts[name]}, f"document-{name}")
        for name in sorted(DAYS)
        if not is_day(facts.get(name, ""))
    ]


def findings(imported: Mapping[str, Any], body: str) -> dict[str, list[Finding]]:
    """Sort the notes of an import by what they ask of the writer.

    A hole is looked at once it is gone from the text, and no sooner: its words must not reach a reader.
    """
    found: dict[str, list[Finding]] = {severity: [] for severity in Severity}
    notes = imported.get("notes", ())
    text = " ".join(plain_text(body).split()) if any(note["kind"] in HOLES for note in notes) else ""
    for place, note in enumerate(notes):
        if note["kind"] in NOTES and note["kind"] not in LIVE:
            said = sentence(Note(note["kind"], Severity(note["severity"]), note["params"]), _)
            found[note["severity"]].append(
                Finding(
                    place,
                    said.headline,
                    said.advice,
                    quote=note.get("quote", ""),
                    looked=note["quote"] not in text if note["kind"] in HOLES else bool(note.get("looked")),
                    hole=note["kind"] in HOLES,
                    fill=note["kind"] in DRAWN,
                )
            )
    return found


def counts(found: Mapping[str, int]) -> list[tuple[str, str]]:
    """Say how much came along: ("14", "paragraphs, 842 words"), ("2", "pictures")."""
    number = {name: found.get(name, 0) for name in ("paragraphs", "words", "headings", "tables", "pictures")}
    number |= {name: found.get(name, 0) for name in ("links", "footnotes")}
    words_too = ngettext("%(n)s word", "%(n)s words", number["words"]) % {"n": _plain(number["words"])}
    said = [
        ("paragraphs", f"{ngettext('paragraph', 'paragraphs', number['paragraphs'])}, {words_too}"),
        ("headings", ngettext("heading", "headings", number["headings"])),
        ("tables", ngettext("table", "tables", number["tables"])),
        ("pictures", ngettext("picture", "pictures", number["pictures"])),
        ("links", ngettext("link", "links", number["links"])),
        ("footnotes", ngettext("footnote", "footnotes", number["footnotes"])),
    ]
    return [(_plain(number[name]), text) for name, text in said if number[name]]


def _plain(number: int) -> str:
    return number_format(number, force_grouping=True)


def _point(no: Refusal, content: Mapping[str, Any]) -> Point:
    picture = ""
    if no.code in {"alt", "credit"}:
        picture = content["images"][int(no.params["place"]) - 1]["sha256"]
        anchor = f"{no.code}-{picture[:16]}"
    elif no.code == "document":
        facts = content["document"] or {}
        missing = next((name for name in DOCUMENT_FIELDS if not str(facts.get(name) or "").strip()), "number")
        anchor = f"document-{missing}"
    else:
        anchor = ANCHORS.get(no.code, "title")
    return Point(words.refusal(no), anchor, no.clause, picture)
