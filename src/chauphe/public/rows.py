"""Cards made ready for the templates: days as people write them, sizes, pictures, addresses."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from chauphe.public.approval import NO_BREAK
from chauphe.public.engine import safe
from chauphe.public.fragment import picture, size_of
from chauphe.public.site import Card

LEAD_SIZES = "(min-width: 64rem) 40rem, 100vw"
THUMB_SIZES = "(min-width: 48rem) 12rem, 6rem"
THUMB_WIDTH = 640

# "vòng 2", "quý III", "Điều 7 khoản 3": such a number is read in one breath with its word.
_NUMBERED = re.compile(
    r"\b(vòng|quý|điều|khoản|điểm|chương|mục|tháng|năm|khóa|đợt|lần|số|ngày) (?=[0-9IVX])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Row:
    """One card as a template shows it, escaped; `day` is ISO, `shown_day` dd/mm/yyyy."""

    path: SafeString
    title: SafeString
    summary: SafeString
    unit: SafeString
    day: SafeString
    shown_day: SafeString
    number: SafeString
    issued: SafeString
    shown_issued: SafeString
    file: SafeString
    file_says: SafeString
    picture: SafeString


def plain(cards: Iterable[Card]) -> tuple[Row, ...]:
    """Make rows without pictures."""
    return tuple(row(card) for card in cards)


def pictured(cards: Iterable[Card]) -> tuple[Row, ...]:
    """Make rows with small pictures where there are any."""
    return tuple(row(card, THUMB_SIZES) for card in cards)


def row(card: Card, sizes: str = "", *, eager: bool = False) -> Row:
    """Make the row of one card; with `sizes` it carries its picture."""
    image = card.image if sizes else None
    if image and sizes == THUMB_SIZES:
        image = _small(image)
    document = card.document or {}
    issued = document.get("issued") or ""
    return Row(
        path=safe(card.path),
        title=safe(_numbered(card.title)),
        summary=safe(_numbered(card.summary)),
        unit=safe(card.unit),
        day=safe(card.day),
        shown_day=safe(shown_day(card.day)),
        number=safe(document.get("number", "")),
        issued=safe(issued),
        shown_issued=safe(shown_day(issued)),
        file=safe(card.path + card.file["name"] if card.file else ""),
        file_says=safe(file_says(card.file, card.language) if card.file else ""),
        # The picture is made of escaped attributes by the same function as the sealed part.
        picture=SafeString(picture(image, sizes=sizes, beside=card.path, eager=eager) if image else ""),
    )


def shown_day(day: str) -> str:
    """Write an ISO day as dd/mm/yyyy."""
    return "/".join(reversed(day.split("-")))


def file_says(file: Mapping[str, Any], language: str) -> str:
    """Say what a file is and how heavy: “PDF, 412 kB”."""
    return f"{file['name'].rpartition('.')[2].upper()}, {size_of(file['bytes'], language)}"


def _numbered(text: str) -> str:
    return _NUMBERED.sub(rf"\1{NO_BREAK}", text)


def _small(image: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep the narrow renditions for a thumbnail; its words stand beside it, so it says nothing itself."""
    narrow = [one for one in image["renditions"] if one["width"] <= THUMB_WIDTH]
    return {**image, "alt": "", "renditions": narrow or image["renditions"]}
