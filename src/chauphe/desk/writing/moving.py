"""From the editor on: save, freeze and take the step in one, exactly once, or say why not and lose nothing.

What was typed is saved first and stays saved; the frozen copy and the act come into being together or not at all.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chauphe.core.item import whose_turn
from chauphe.core.refusal import Refused
from chauphe.desk import words
from chauphe.desk.fresh import factor
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.writing.editor import page
from chauphe.desk.writing.form import Written
from chauphe.desk.writing.keeping import Trouble, keep, refused, sent_by, version_of, who
from chauphe.desk.writing.place import item_at
from chauphe.desk.writing.review import day_points
from chauphe.desk.writing.saving import troubled
from chauphe.desk.writing.way import LOOK, way_on
from chauphe.items import services
from chauphe.items.content import tidy
from chauphe.items.facts import facts_of
from chauphe.items.services.lock import Tampered

if TYPE_CHECKING:
    from chauphe.items.models import Item

SERVICES = {"submit": services.submit, "forward": services.forward}
SAME = ("title", "summary", "body", "authors")


@require_POST
def move_on(request: DeskRequest, item_id: UUID) -> HttpResponse:
    """Hand in or put forward what is on the screen; at later steps freeze it and go to the item's page."""
    item = item_at(request, item_id)
    sent = None
    try:
        sent = sent_by(request, item, request.POST)
        against = _save_and_move(request, item, sent)
    except Trouble as trouble:
        item = item_at(request, item_id)
        if sent is None or not _sent_twice(request, item, sent):
            return _no(request, item, sent, trouble)
    else:
        item = item_at(request, item_id)
        if against:
            return _no(request, item, sent, against)
        _tell(request, item)
    return _done(request, reverse("desk:item", args=[item.number]))


def _save_and_move(request: DeskRequest, item: "Item", sent: Written) -> Trouble | None:
    """Save (raises Trouble), then take the step or say why not; no second press sees what lies in between."""
    with transaction.atomic():
        version = keep(request, item, sent).draft.version
        try:
            _carry_out(request, item_at(request, item.pk), version)
        except Trouble as trouble:
            # Caught inside, so that what was typed stays saved.
            return trouble
    return None


def _carry_out(request: DeskRequest, item: "Item", version: int) -> None:
    step = request.POST.get("step", "")
    if step != way_on(item, request.seat).verb:
        says = _("The next step is another one now. Look at the button, then press it again.")
        raise Trouble("moved", HTTPStatus.CONFLICT, says, version=version)
    days = day_points(item, item.draft.content)
    if days:
        raise Trouble("days", HTTPStatus.CONFLICT, days[0].says, version=version)
    try:
        with transaction.atomic():
            frozen = services.freeze(item.pk, **who(request), factor=factor(request))
            if step != LOOK:
                SERVICES[step](item.pk, **who(request), seen=frozen.digest, factor=factor(request))
    except Refused as no:
        raise refused(no, _("The text is saved. The step cannot be taken yet:"), version=version) from None
    except Tampered:
        says = _("The stored text is not what was recorded. Nothing may be decided on it; tell the secretary.")
        raise Trouble("tampered", HTTPStatus.CONFLICT, says, version=version) from None
    if step == LOOK:
        services.let_go(item.pk, board=request.board, by=request.seat.person)


def _sent_twice(request: DeskRequest, item: "Item", sent: Written) -> bool:
    """Whether this very form was carried out a moment ago: a second press of the button is no second act."""
    draft, step = item.draft, request.POST.get("step", "")
    if draft.saved_by_id != request.seat.person.pk or draft.version != version_of(request.POST) + 1:
        return False
    still_to_do = step != LOOK and way_on(item, request.seat).verb == step
    tidied = tidy(sent.content)
    return not still_to_do and all(tidied[name] == draft.content[name] for name in SAME)


def _tell(request: DeskRequest, item: "Item") -> None:
    """Say what was done and with whom the item is now."""
    step = request.POST.get("step", "")
    if step == LOOK:
        return
    said = format_html("<b>{}</b> {}.", words.ACTS[step], words.quoted(item.title or _("(no title yet)")))
    turn = _turn(item, request.seat)
    messages.success(request, said + format_html(" {}", turn) if turn else said)


def _turn(item: "Item", seat: Seat) -> str:
    turn = whose_turn(facts_of(item, content={}), seat.bench, seat.book, at=seat.local)
    return _("It is now %(with_whom)s.") % {"with_whom": words.with_whom(turn)} if turn else ""


def _done(request: DeskRequest, address: str) -> HttpResponse:
    return JsonResponse({"state": "done", "go": address}) if _from_script(request) else redirect(address)


def _no(request: DeskRequest, item: "Item", sent: Written | None, trouble: Trouble) -> HttpResponse:
    return troubled(trouble) if _from_script(request) else page(request, item, sent=sent, trouble=trouble)


def _from_script(request: DeskRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
