"""Every decision of the desk: one POST, with the digest that was on the screen (decide on what you saw).

The view only brings verb, digest and reason to the one service; whether it is allowed is asked there, under lock, and
a refusal shows every reason. Whoever taps twice is told that it is done, by whom and when (W12).
"""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from chauphe.core.item import whose_turn
from chauphe.core.moves import SIGNS, UNLISTS, URGENT, State
from chauphe.core.refusal import Refused
from chauphe.core.text import INVISIBLE, nfc
from chauphe.desk import errors, words
from chauphe.desk.device import answer_in
from chauphe.desk.fresh import factor, is_fresh
from chauphe.desk.hours import read_moment, told
from chauphe.desk.kept import prove_first
from chauphe.desk.refusals import because
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.sent import read_keys
from chauphe.desk.thread import Record
from chauphe.items import services
from chauphe.items.facts import facts_of, weigh
from chauphe.items.services.lock import Tampered
from chauphe.ledger.selectors import trail_of

if TYPE_CHECKING:
    from chauphe.items.models import Item

LONGEST_REASON = 2_000

DECISIONS: dict[str, tuple[Callable[..., object], tuple[str, ...]]] = {
    "submit": (services.submit, ("seen",)),
    "forward": (services.forward, ("seen", "reason")),
    "moderate": (services.moderate, ("seen", "reason")),
    "sign_off": (services.sign_off, ("seen", "reason", "ticked", "answer")),
    URGENT: (services.sign_off_urgently, ("seen", "reason", "ticked", "answer")),
    "return_": (services.return_, ("seen", "reason")),
    "return_to_editing": (services.return_to_editing, ("seen", "reason")),
    "return_to_moderation": (services.return_to_moderation, ("seen", "reason")),
    "return_to_sign_off": (services.return_to_sign_off, ("seen", "reason")),
    "recall": (services.recall, ("seen", "reason")),
    "refuse": (services.refuse, ("seen", "reason", "ground")),
    "correct": (services.correct, ("seen", "reason", "notice")),
    "erratum": (services.erratum, ("seen", "reason", "notice")),
    "withdraw": (services.withdraw, ("seen", "reason", "notice")),
    "take_down": (services.take_down, ("seen", "reason", "notice")),
    "take_down_at_once": (services.take_down_at_once, ("seen", "reason", "notice")),
    "schedule": (services.schedule, ("seen", "due")),
    "unschedule": (services.unschedule, ("seen",)),
    "retract": (services.retract, ("reason",)),
    "revise": (services.revise, ("reason",)),
}
"""Each decision's service, and what it is brought beside person, board, time and the factor of the session."""

PROVED = frozenset({*SIGNS, "withdraw", "take_down", "take_down_at_once"})
"""Decisions that ask for a fresh proof of who one is."""


def decide(request: DeskRequest, number: int) -> HttpResponse:
    """Carry out the decision in a form; a GET leads back to the item and decides nothing."""
    verb = request.POST.get("verb", "")
    if request.method != "POST":
        return redirect("desk:item", number)
    if verb not in DECISIONS:
        return errors.unknown_verb(request)
    item = _item(request, number)
    answer = answer_in(request) if verb in SIGNS else None
    service, needs = DECISIONS[verb]
    if verb in PROVED and answer is None and not is_fresh(request, at=request.seat.at):
        return prove_first(request, reverse("desk:item", args=[number]))
    brought = {
        "seen": _seen(request),
        "reason": _reason(request),
        "ticked": _ticked(request),
        "ground": request.POST.get("ground", "")[:40],
        "notice": request.POST.get("notice", "")[:LONGEST_REASON],
        "answer": answer,
        "due": read_moment(request.POST.get("due-day", "")[:40], request.POST.get("due-hour", "")[:40]),
    }

    def act() -> object:
        return service(item.pk, **_who(request), **{name: brought[name] for name in needs})

    return _carried_out(request, item, verb, act, then=redirect("desk:today"))


def publish(request: DeskRequest, number: int) -> HttpResponse:
    """Send out the sealed copy of an item, and nothing else (Điều 6 khoản 1 and 2)."""
    if request.method != "POST":
        return redirect("desk:item", number)
    item = _item(request, number)

    def act() -> object:
        if item.sign_off_id is None:
            raise Refused(weigh("publish", item, **_sitting(request.seat), seen=_seen(request)).refusals)
        return services.publish(item.sign_off_id, **_who(request), seen=_seen(request))

    return _carried_out(request, item, "publish", act, then=redirect("desk:item", number))


def ratify(request: DeskRequest, number: int) -> HttpResponse:
    """Ratify the urgent sign-off of an item, on the copy that was signed (`core.urgent`)."""
    if request.method != "POST":
        return redirect("desk:item", number)
    item = _item(request, number)
    reports = read_keys(request.POST.getlist("report")[:1])
    answer = answer_in(request)
    if not reports:
        raise Http404
    if answer is None and not is_fresh(request, at=request.seat.at):
        return prove_first(request, reverse("desk:item", args=[number]))

    def act() -> object:
        try:
            return services.ratify(
                reports[0], item_id=item.pk, **_who(request), seen=_seen(request), reason=_reason(request),
                answer=answer,
            )  # fmt: skip
        except ObjectDoesNotExist as no:
            raise Http404 from no

    return _carried_out(request, item, "ratify", act, then=redirect("desk:item", number))


def _carried_out(
    request: DeskRequest, item: "Item", verb: str, act: Callable[[], object], *, then: HttpResponse
) -> HttpResponse:
    try:
        act()
    except Refused as no:
        return _refused(request, item, verb, no)
    except Tampered:
        return _tampered(request, item)
    messages.success(request, _done(request.seat, item, verb))
    return then


def _refused(request: DeskRequest, item: "Item", verb: str, no: Refused) -> HttpResponse:
    """Show every reason; a decision that was taken already is no fault of whoever asks again."""
    done = _taken_already(item, verb, _seen(request)) if _codes(no) == {"state"} else None
    if done and done["person"]["id"] == str(request.seat.person.pk):
        messages.info(
            request, _("This was done at %(time)s already; nothing was recorded twice.") % {"time": _at(done)}
        )
        return redirect("desk:today")
    context: dict[str, object] = {
        "item": item,
        "verb": verb,
        "button": words.BUTTONS[verb],
        "seen": _seen(request),
        "reason": _reason(request),
        "reason_alone": _codes(no) == {"reason"},
        "stale": "digest" in _codes(no),
        "done": done,
        "done_at": datetime.fromisoformat(done["at"]) if done else None,
    }
    return errors.refused(request, no.refusals, context)


def _taken_already(item: "Item", verb: str, seen: str) -> Record | None:
    trail = trail_of(item.pk, board=item.board)
    return next(
        (
            record
            for record in reversed(trail)
            if record["act"] == verb and (record["digest"] == seen or verb in UNLISTS)
        ),
        None,
    )


def _tampered(request: DeskRequest, item: "Item") -> HttpResponse:
    context = {
        "title": _("The stored text does not match its digest"),
        "text": _(
            "Nothing may be decided on it, and nothing was. Tell the secretary: somebody or something changed what was "
            "stored under number %(number)s."
        )
        % {"number": item.number},
    }
    return because(render(request, "desk/message.html", context, status=HTTPStatus.CONFLICT), ["tampered"])


def _done(seat: Seat, item: "Item", verb: str) -> str:
    """Say what was done and with whom the item is now."""
    row, act = _fresh(seat, item), str(words.ACTS[verb])
    said = format_html("{} <b>{}</b> {}.", _("Recorded:"), act[:1].lower() + act[1:], words.quoted(item.title))
    if row.due:
        return said + format_html(" {}", _("It goes out at %(hour)s.") % {"hour": told(row.due)})
    turn = whose_turn(facts_of(row, content={}), seat.bench, seat.book, at=seat.local)
    if turn:
        return said + format_html(" {}", _("It is now %(with_whom)s.") % {"with_whom": words.with_whom(turn)})
    if row.state == State.DRAFT:
        return said + format_html(" {}", _("It is with its writers."))
    return said


def _fresh(seat: Seat, item: "Item") -> "Item":
    rows = seat.items.select_related("board", "unit", "section", "current", "sign_off").defer("current__content")
    return rows.prefetch_related("writers").get(pk=item.pk)


def _item(request: DeskRequest, number: int) -> "Item":
    """Return the item that the form was made for; a form left open on another board finds nothing here."""
    rows = request.seat.items.select_related("board", "unit", "section", "current", "sign_off")
    item = rows.filter(number=number).first()
    if item is None or request.POST.get("item") != str(item.pk):
        raise Http404
    return item


def _who(request: DeskRequest) -> dict[str, Any]:
    return {**_sitting(request.seat), "factor": factor(request)}


def _sitting(seat: Seat) -> dict[str, Any]:
    """Return what every service is told of whoever acts."""
    return {"board": seat.board, "by": seat.person, "at": seat.at}


def _seen(request: DeskRequest) -> str:
    return request.POST.get("digest", "")[:64]


def _ticked(request: DeskRequest) -> frozenset[str]:
    """Return the hosts that the signer ticked: one box stands for all that were named beside it."""
    return frozenset(" ".join(request.POST.getlist("hosts")).split())


def _reason(request: DeskRequest) -> str:
    return nfc(INVISIBLE.sub("", request.POST.get("reason", ""))).strip()[:LONGEST_REASON]


def _codes(no: Refused) -> set[str]:
    return {reason.code for reason in no.refusals}


def _at(record: Record) -> str:
    return date_format(timezone.localtime(datetime.fromisoformat(record["at"])), "H:i, d/m/Y")
