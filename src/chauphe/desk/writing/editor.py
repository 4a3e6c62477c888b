"""The editor's page, and saving without a script: the same form, parsed the same way, with the same answers."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chauphe.desk import errors, words
from chauphe.desk.hours import fields_of
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.writing.choices import open_to
from chauphe.desk.writing.form import AUTHORS, DOCUMENT, DOCUMENT_TYPES, Written, label, people, shown_day
from chauphe.desk.writing.keeping import Trouble, held_by, keep, sent_by, version_of
from chauphe.desk.writing.place import against_editing, item_at
from chauphe.desk.writing.review import held, review_of
from chauphe.desk.writing.uploads import brought_along
from chauphe.desk.writing.way import way_on
from chauphe.items import services
from chauphe.items.content import tidy
from chauphe.items.html import EDITOR_EXTENSIONS

if TYPE_CHECKING:
    from chauphe.items.models import Asset, Draft, Item

SPARE = 2
"""Empty rows for authors, for those who write without a script."""


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: DeskRequest, item_id: UUID) -> HttpResponse:
    """Show the editor; a POST is the plain form's "save"."""
    item = item_at(request, item_id)
    against = against_editing(item, request.seat)
    if against:
        return errors.refused(request, against, {"item": item, "button": _("Edit")})
    if request.method == "POST":
        return _saved(request, item)
    return page(request, item)


def _saved(request: DeskRequest, item: "Item") -> HttpResponse:
    sent = None
    try:
        sent = sent_by(request, item, request.POST)
        if request.FILES:
            sent = sent_by(request, item, brought_along(request))
        keep(request, item, sent)
    except Trouble as trouble:
        return page(request, item, sent=sent, trouble=trouble)
    return redirect("desk:write-preview" if "preview" in request.POST else "desk:write", item.pk)


def page(
    request: DeskRequest, item: "Item", *, sent: Written | None = None, trouble: Trouble | None = None
) -> HttpResponse:
    """Show the editor with what is saved, or with what was `sent` and could not be carried out."""
    seat, draft = request.seat, item.draft
    content: Mapping[str, Any] = tidy(sent.content) if sent else draft.content
    assets = held(content, seat.board)
    imported = sent.imported if sent else draft.imported
    context = {
        "item": item,
        "trouble": trouble,
        "held": _held(draft, seat),
        "content": content,
        "imported": imported,
        "version": _next_version(request.POST, draft, trouble),
        "review": review_of(item, content, imported, assets, seat=seat),
        "way": way_on(item, seat, content),
        "no_picture": "0" * 64,
        "types": DOCUMENT_TYPES,
        "extensions": json.dumps(EDITOR_EXTENSIONS),
        **_choices(item, sent, seat),
        **_rows(content, assets, seat),
    }
    shown = render(request, "desk/writing/editor.html", context, status=trouble.status if trouble else HTTPStatus.OK)
    return because(shown, trouble.codes if trouble else ())


def _next_version(post: QueryDict, draft: "Draft", trouble: Trouble | None) -> int:
    """Return the version to save on next: after a conflict the newer one, for whoever saves all the same."""
    if trouble is None or trouble.state in {"conflict", "moved", "days", "refused"}:
        return draft.version
    return version_of(post)


def _held(draft: "Draft", seat: Seat) -> Trouble | None:
    by = draft.held_by
    if by is None or by.pk == seat.person.pk or draft.held_until is None or draft.held_until <= seat.at:
        return None
    return held_by(services.Held(by, draft.held_since))


def _choices(item: "Item", sent: Written | None, seat: Seat) -> dict[str, Any]:
    return {
        "kind": (sent.kind if sent else None) or item.kind,
        "unit": (sent.unit if sent else None) or item.unit,
        "section": (sent.section if sent else None) or item.section,
        "kinds": words.KINDS.items(),
        **open_to(item, seat),
    }


def _rows(content: Mapping[str, Any], assets: Mapping[str, "Asset"], seat: Seat) -> dict[str, Any]:
    """Prepare what the form repeats: authors, pictures, files, and the facts of a document."""
    known = people(seat)
    authors = [{"label": label(row, known), "share": row["share"]} for row in content["authors"]]
    facts = content["document"] or {}
    return {
        "people": sorted(known),
        "authors": authors,
        "spare_authors": range(min(SPARE, AUTHORS - len(authors))),
        "pictures": [dict(row) for row in content["images"]],
        "lead": next((row["sha256"] for row in content["images"] if row["lead"]), ""),
        "files": [(row, assets[row["sha256"]]) for row in content["files"] if row["sha256"] in assets],
        "not_before": fields_of(str(content.get("not_before") or "")),
        "expires": shown_day(str(content.get("expires") or "")),
        "document": {name: shown_day(str(facts.get(name) or "")) for name in DOCUMENT},
    }
