"""Every refusal leaves one line in the log: who, on which board, at which address, why; never what was sent.

An inspector reads here who tried what without a right to it. The address is named as in the table of addresses and not
written out, since an address may itself be a secret (an invitation's link); neither is any field of a form.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)

Answer = TypeVar("Answer", bound=HttpResponse)
REFUSED = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT})


def because(answer: Answer, codes: Iterable[str]) -> Answer:
    """Note on an answer for which reasons (codes, not sentences) something was refused."""
    found = tuple(dict.fromkeys(codes))
    return because_of_each(answer, {0: found} if found else {})


def because_of_each(answer: Answer, codes: Mapping[int, Iterable[str]]) -> Answer:
    """Note for which reasons each of several items was refused, by number; it is logged whatever the answer's status.

    0 stands for the item that the address names, or for none.
    """
    answer.refused_for = codes  # type: ignore[attr-defined]  # read by the middleware below
    return answer


class RefusalLog:
    """Middleware that writes the line; it asks for nothing that the request has not gathered, but for who it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        refused = getattr(answer, "refused_for", {})
        if answer.status_code in REFUSED:
            _write(request, answer.status_code, refused or {0: ()})
        elif answer.status_code == HTTPStatus.OK and refused:
            # Of several at once some were done, so that the page is no refusal, and some were not.
            _write(request, HTTPStatus.CONFLICT, refused)
        return answer


def _write(request: HttpRequest, status: int, refused: Mapping[int, Iterable[str]]) -> None:
    match, board = request.resolver_match, getattr(request, "board", None)
    named = match.kwargs if match else {}
    for number, codes in refused.items():
        log.warning(
            "refused %d %s %s item=%s board=%s person=%s codes=%s",
            status,
            request.method,
            match.view_name if match else "-",
            number or named.get("number") or named.get("item_id") or "-",
            board.slug if board else "-",
            request.user.pk or "-",
            ",".join(codes) or "-",
        )
