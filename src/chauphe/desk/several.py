"""`Nhiều việc một lần`: choose among what waits at one step, see each frozen copy, decide on all that stay ticked.

Each is still a decision of its own, on the digest that stood beside it (`items.services.several`): what is refused is
said with every reason, and stops none of the others. A GET decides nothing.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chauphe.core.chain import Step
from chauphe.core.moves import NEXT, STEP_OF, State
from chauphe.core.refusal import Refusal, Refused
from chauphe.core.several import MOST, against_several
from chauphe.desk import errors, words
from chauphe.desk.device import answer_in, has_passkey, put, within_limits
from chauphe.desk.fresh import factor, is_fresh
from chauphe.desk.frozen import copies_of
from chauphe.desk.refusals import because_of_each
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.desk.sent import read_keys
from chauphe.items import services
from chauphe.items.waiting import Waiting, under_way, waiting_for
from chauphe.ledger.selectors import acts_on

if TYPE_CHECKING:
    from chauphe.items.models import Item

VERBS = {STEP_OF[state]: move.verb for state, move in NEXT.items() if state is not State.DRAFT}
"""What is decided at each step."""

_CHOSEN = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9a-f]{64})")


@dataclass(slots=True)
class Result:
    """What became of one item; one that this person may not see has neither number nor title."""

    item: "Item | None"
    against: list[Refusal] = field(default_factory=list)
    before: bool = False


def allowed(verb: str, seat: Seat, count: int = 1) -> tuple[Refusal, ...]:
    """Say why the board does not let this be decided several at once; empty where it does."""
    return against_several(verb, count, seat.book, on=seat.local.date())


@require_GET
def several(request: DeskRequest) -> HttpResponse:
    """Offer what waits at a step to be chosen from; with numbers chosen, show each copy that would be decided on."""
    seat = request.seat
    step = next((step for step in Step if step == request.GET.get("buoc")), None)
    if step is None:
        raise Http404
    verb = VERBS[step]
    most = seat.book.rule(MOST, on=seat.local.date()).value
    context: dict[str, Any] = {"step": step, "verb": verb, "against": allowed(verb, seat)}
    numbers = list(dict.fromkeys(read_keys(request.GET.getlist("muc"))))[:most]
    if context["against"]:
        return render(request, "desk/several.html", context)
    if numbers and "tat-ca" not in request.GET:
        return render(request, "desk/several.html", context | _read(numbers, verb, request))
    mine = _waiting(seat, step)
    if "tat-ca" in request.GET and mine:
        return redirect(_address(step, [each.number for each in mine[:most]]))
    context |= {"mine": mine[:most], "more": max(0, len(mine) - most)}
    return render(request, "desk/several.html", context)


def _read(numbers: list[int], verb: str, request: DeskRequest) -> dict[str, Any]:
    """Show the copies of what was chosen, those that meanwhile went another way as well."""
    seat = request.seat
    copies = copies_of(numbers, verb, seat=seat)
    lawful = [each for each in copies if not each.against]
    return {
        "copies": copies,
        "lawful": lawful,
        "by_device": verb == "sign_off" and has_passkey(request),
        "capacities": list(dict.fromkeys((each.capacity, each.clause) for each in lawful)),
    }


@require_POST
def decide(request: DeskRequest) -> HttpResponse:
    """Decide on all that stayed ticked, one by one, and tell what became of each."""
    seat, verb = request.seat, request.POST.get("verb", "")
    wanted = _wanted(request.POST.getlist("item"))
    rows = _rows(seat, (each.item for each in wanted))
    answer = answer_in(request) if verb == "sign_off" else None
    if verb == "sign_off" and answer is None and not is_fresh(request, at=seat.at):
        return _prove_yourself(request, sorted(row.number for row in rows.values()))
    seen = [each for each in wanted if each.item in rows]
    try:
        # Asked for all that were sent, so that nobody finds out by counting which of them are there.
        if against := allowed(verb, seat, len(wanted)):
            raise Refused(against)
        given: dict[str, Any] = {"board": seat.board, "by": seat.person, "at": seat.at}
        given |= {"factor": factor(request), "answer": answer}
        done = services.decide_several(verb, seen, **given) if seen else []
    except Refused as no:
        return _page(request, verb, [Result(None, list(no.refusals))])
    hidden = [Result(None, [services.unknown(board=seat.board, at=seat.at)]) for _ in range(len(wanted) - len(seen))]
    return _page(request, verb, [*_results(seat, verb, done), *hidden])


@require_POST
def ask(request: DeskRequest) -> HttpResponse:
    """Give what the approver's device is to sign for all that stayed ticked: one answer, which each act then takes."""
    seat, wanted = request.seat, _wanted(request.POST.getlist("item"))
    if allowed("sign_off", seat, len(wanted)):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if not within_limits(request):
        return ratelimit.respond_429(request)
    rows = _rows(seat, (each.item for each in wanted))
    return put(request, {each.item: each.seen for each in wanted if each.item in rows})


def _waiting(seat: Seat, step: Step) -> list[Waiting]:
    mine = waiting_for(seat.person, under_way(seat.items, seat.bench, seat.book, seat.calendar, at=seat.at))
    return [each for each in mine if each.turn.step is step]


def _wanted(sent: Iterable[str]) -> list[services.Wanted]:
    """Read "item:digest" as the boxes have it; the first of an item counts, and what is neither is left out."""
    found = {UUID(one[1]): one[2] for text in reversed(list(sent)) if (one := _CHOSEN.fullmatch(text))}
    return [services.Wanted(item, seen) for item, seen in reversed(found.items())]


def _rows(seat: Seat, items: Iterable[UUID]) -> dict[UUID, "Item"]:
    return {item.pk: item for item in seat.items.filter(pk__in=list(items)).select_related("unit")}


def _results(seat: Seat, verb: str, done: list[services.Outcome]) -> list[Result]:
    """Read the items again as they are now; what this person did a moment ago already is no fault of theirs."""
    rows = _rows(seat, (each.wanted.item for each in done))
    again = [each.wanted for each in done if [no.code for no in each.against] == ["state"]]
    before = _taken(seat, verb, again)
    return [Result(rows.get(each.wanted.item), list(each.against), before=each.wanted in before) for each in done]


def _taken(seat: Seat, verb: str, again: list[services.Wanted]) -> list[services.Wanted]:
    """Return those of which this very decision, on this very copy, is on record as this person's."""
    records = [json.loads(entry.record) for entry in acts_on([each.item for each in again], board=seat.board)]
    mine = [record for record in records if record["act"] == verb and record["person"]["id"] == str(seat.person.pk)]
    known = {(record["item"], record["digest"]) for record in mine}
    return [each for each in again if (each.item.hex, each.seen) in known]


def _page(request: DeskRequest, verb: str, results: list[Result]) -> HttpResponse:
    refused = [each for each in results if each.against and not each.before]
    context = {
        "verb": verb,
        "act": words.ACTS.get(verb, ""),
        "recorded": [each for each in results if not each.against],
        "before": [each for each in results if each.before],
        "refused": refused,
    }
    codes = {each.item.number if each.item else 0: [no.code for no in each.against] for each in refused}
    status = errors.status_of(no for each in refused for no in each.against) if refused else HTTPStatus.OK
    if len(refused) < len(results):
        status = HTTPStatus.OK
    return because_of_each(render(request, "desk/several_done.html", context, status=status), codes)


def _prove_yourself(request: DeskRequest, numbers: Iterable[int]) -> HttpResponse:
    """Ask for the password again; nothing is decided until the button is pressed once more."""
    messages.info(request, _("Enter your password again, then sign off. Nothing has been recorded yet."))
    back = urlencode({"next": _address(Step.SIGN_OFF, numbers)})
    return redirect(f"{reverse('account_reauthenticate')}?{back}")


def _address(step: Step, numbers: Iterable[int]) -> str:
    """Return where these items are read before they are decided on."""
    chosen = urlencode([("buoc", str(step)), *(("muc", number) for number in numbers)])
    return f"{reverse('desk:several')}?{chosen}"
