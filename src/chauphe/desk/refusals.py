"""Every refusal leaves one line in the log: who, on which board, at which address, why; never what was sent.

An inspector reads here who tried what without a right to it. The address is named as in the table of addresses and not
written out, since an address may itself be a secret (an invitation's link); neither is any field of a form.
"""

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)

Answer = TypeVar("Answer", bound=HttpResponse)
REFUSED = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT})


def because(answer: Answer, codes: Iterable[str]) -> Answer:
    """Note on an answer for which reasons (codes, not sentences) something was refused."""
    answer.refused_for = tuple(dict.fromkeys(codes))  # type: ignore[attr-defined]  # read by the middleware below
    return answer


class RefusalLog:
    """Middleware that writes the line; it asks for nothing that the request has not gathered, but for who it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code in REFUSED:
            _write(request, answer)
        return answer


def _write(request: HttpRequest, answer: HttpResponse) -> None:
    match, board = request.resolver_match, getattr(request, "board", None)
    named = match.kwargs if match else {}
    log.warning(
        "refused %s %s %s item=%s board=%s person=%s codes=%s",
        answer.status_code,
        request.method,
        match.view_name if match else "-",
        named.get("number") or named.get("item_id") or "-",
        board.slug if board else "-",
        request.user.pk or "-",
        ",".join(getattr(answer, "refused_for", ())) or "-",
    )
