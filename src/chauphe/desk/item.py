"""The page of one item, and the pictures and files beside it."""

import json
import re
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chauphe.core.moves import State
from chauphe.desk.assets import served
from chauphe.desk.device import has_passkey
from chauphe.desk.letter import Letter, letter_of
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.public.site import item_path

if TYPE_CHECKING:
    from chauphe.items.models import Item

_RENDITION = re.compile(r"[0-9a-f]{16}\.[a-z]{3,4}")


@require_GET
def item(request: DeskRequest, number: int) -> HttpResponse:
    """Show an item; a GET decides nothing."""
    marked = {"0": False, "1": True}.get(request.GET.get("sua", ""))
    # What was typed for an act before its proof was asked for (`desk.kept`).
    typed = {name: request.POST.get(name, "") for name in ("verb", "reason", "notice")} if request.POST else None
    return show(request, find(number, seat=request.seat, marked=marked), typed=typed)


def find(number: int, *, seat: Seat, marked: bool | None = None) -> Letter:
    """Return the letter, or answer that there is none: the same for what is another's and for what is nobody's."""
    try:
        return letter_of(number, seat=seat, marked=marked)
    except ObjectDoesNotExist:
        raise Http404 from None


def show(request: DeskRequest, letter: Letter, status: HTTPStatus = HTTPStatus.OK, **more: Any) -> HttpResponse:
    """Render the page of an item."""
    head = rest = None
    if letter.content:
        try:
            head, rest = letter.page()
        except ValueError:
            head = rest = None
    signs = (letter.choice is not None and letter.choice.signs) or letter.offer is not None
    ratifies = letter.mark is not None and letter.mark.report is not None
    context = {
        "letter": letter,
        "head": head,
        "rest": rest,
        "public": _public(letter, request.seat),
        "by_device": (signs or ratifies) and has_passkey(request),
    }
    return render(request, "desk/item.html", context | more, status=status)


@require_GET
def beside(request: DeskRequest, number: int, revision: int, name: str) -> HttpResponseBase:
    """Give a picture or file that lies beside an item's page, to whoever may see the item (W10)."""
    try:
        row = request.seat.items.get(number=number)
    except ObjectDoesNotExist:
        raise Http404 from None
    for content in _contents(row, revision, name):
        for sha256, kind, called in _beside(content):
            if called == name:
                return served(request, sha256, kind, called)
    raise Http404


def _contents(row: "Item", revision: int, name: str) -> list[dict[str, Any]]:
    """Return the revision asked for, then one that knows the picture: what was taken out is still shown as such."""
    found = list(row.revisions.filter(number=revision).values_list("content", flat=True))
    if _RENDITION.fullmatch(name):
        found += (
            row.revisions.exclude(number=revision)
            .filter(content__contains=f'"{name}"')
            .values_list("content", flat=True)[:1]
        )
    return [json.loads(content) for content in found]


def _beside(content: dict[str, Any]) -> list[tuple[str, str, str]]:
    renditions = [one for image in content["images"] for one in image["renditions"]]
    return [(one["sha256"], one["type"], one["name"]) for one in (*renditions, *content["files"])]


def _public(letter: Letter, seat: Seat) -> dict[str, Any] | None:
    """Say where the published item stands, and whether the site already shows this very copy."""
    if letter.facts.state not in (State.PUBLISHED, State.EXPIRED, State.WITHDRAWN, State.TAKEN_DOWN):
        return None
    content = letter.content
    path = item_path(content["kind"], content["slug"], content["number"])
    return {"address": urljoin(seat.board.base_url, path), "live": _is_live(seat.board.slug, path, letter.digest)}


def _is_live(board: str, path: str, digest: str) -> bool:
    proof = Path(settings.SITES, board, path.strip("/"), "bang-chung.json")
    try:
        return bool(json.loads(proof.read_bytes()).get("digest") == digest)
    except (OSError, ValueError):
        return False
