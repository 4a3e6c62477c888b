"""Ask the approver's device to sign what is on the screen (Điều 3; DESIGN §4, sign-off by passkey).

Nothing is decided here: the answer goes with the decision itself, where the service takes it, once, under lock.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from allauth.core.internal import ratelimit
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from chauphe.desk.accounts.passkey import can_be_used
from chauphe.desk.seat import DeskRequest
from chauphe.people.services import ask_device

LONGEST = 20_000
"""Characters of an answer; what a browser says about an assertion is a few hundred."""


@require_POST
def ask(request: DeskRequest, number: int) -> HttpResponse:
    """Give what the browser is to put to the device, or 204 where this person has no passkey for this address."""
    item = request.seat.items.filter(number=number).first()
    if item is None or request.POST.get("item") != str(item.pk):
        raise Http404
    if not within_limits(request):
        return ratelimit.respond_429(request)
    return put(request, {item.pk: request.POST.get("digest", "")[:64]})


def put(request: DeskRequest, contents: Mapping[UUID, str]) -> HttpResponse:
    """Put one question about these contents (item → digest) to the device of whoever sits here."""
    question = None
    if can_be_used(request):
        question = ask_device(
            request.seat.person, board=request.seat.board, contents=contents,
            origin=f"{request.scheme}://{request.get_host()}", at=request.seat.at,
        )  # fmt: skip
    if question is None:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    keys = [{"type": "public-key", "id": _url(key)} for key in question.keys]
    asked = {
        "challenge": _url(question.challenge),
        "rpId": request.get_host().partition(":")[0],
        "allowCredentials": keys,
        "userVerification": "required",
        "timeout": 120_000,
    }
    return JsonResponse({"nonce": question.nonce, "publicKey": asked})


def within_limits(request: DeskRequest) -> bool:
    """Count a question to this person's device."""
    return bool(ratelimit.consume(request, app="allauth.account", action="device", user=request.user))


def has_passkey(request: DeskRequest) -> bool:
    """Say whether this person's device can be asked at this address."""
    return bool(request.seat.board.has_passkey) and can_be_used(request)  # type: ignore[attr-defined]  # annotated


def answer_in(request: DeskRequest) -> dict[str, str] | None:
    """Read a device's answer from the form of a decision; None where there is none."""
    text = request.POST.get("answer", "")
    if not text:
        return None
    try:
        said: Any = json.loads(text[:LONGEST])
    except ValueError:
        said = {}
    return {str(name): str(value) for name, value in said.items()} if isinstance(said, dict) and said else {"nonce": ""}


def _url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
