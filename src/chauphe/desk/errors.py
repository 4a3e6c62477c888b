"""What the desk says when it cannot do what was asked: calmly, in the reader's language, with what to do next."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from chauphe.core.refusal import Refusal
from chauphe.desk.refusals import because

__all__ = ["Http404", "csrf_failure", "forbidden", "no_device", "no_office", "not_found", "not_so", "refused"]
__all__ += ["server_error", "unknown_verb"]

NOT_YOURS = frozenset({"board", "office", "writer", "turn", "missing", "author", "forwarded", "moderated", "away"}) | {
    *("urgent_never", "urgent_office", "own_turn", "edited", "own_edit", "signed")
}
"""Refusals that lie in who asks; all others lie in what is asked, and may be allowed in a minute."""


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return _told(
        request,
        HTTPStatus.FORBIDDEN,
        "page",
        _("This page is not for you to open"),
        _("Only those whose work it concerns can see it. If that should be you, tell the board's secretary."),
    )


def no_office(request: HttpRequest) -> HttpResponse:
    """Answer 403 to a person who signed in but holds no office on any board today."""
    return _told(
        request,
        HTTPStatus.FORBIDDEN,
        "office",
        _("You hold no office on an editorial board today"),
        _("Your account works. Once your appointment is recorded, your work will be here. Ask the board's secretary."),
        leave=True,
    )


def no_device(request: HttpRequest) -> HttpResponse:
    """Answer 403 to a decision of somebody who has yet to set up a device; nothing was done."""
    return _page(
        request,
        HTTPStatus.FORBIDDEN,
        _("First set up a passkey or a one-time code"),
        _("Your office decides on what is published, so your account asks for more than a password. Nothing was done."),
        account=True,
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404; what another board holds is not found either, and not told apart."""
    return _page(
        request,
        HTTPStatus.NOT_FOUND,
        _("There is nothing at this address"),
        _("It may be mistyped, or belong to another board or unit."),
    )


def not_so(request: HttpRequest, page: str, answer: HttpResponse) -> HttpResponse:
    """Answer 405 to what an address does not take, in words and with the way back to its page."""
    told = _page(
        request,
        HTTPStatus.METHOD_NOT_ALLOWED,
        _("There is nothing to read at this address"),
        _("It takes what a form sends, and nothing was sent or recorded now. Go on from the page of that form."),
        page=page,
    )
    told.headers["Allow"] = answer.headers.get("Allow", "")
    return told


def unknown_verb(request: HttpRequest) -> HttpResponse:
    """Answer 409 to a decision that the desk does not know; nothing was done."""
    return _told(
        request,
        HTTPStatus.CONFLICT,
        "verb",
        _("The desk does not know this decision"),
        _("Nothing was recorded. Go back, load the page again, then decide."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that does not prove where it comes from; nothing was done."""
    return _told(
        request,
        HTTPStatus.FORBIDDEN,
        "csrf",
        _("The page had been open for too long"),
        _("Nothing was recorded. Go back, load the page again, then decide."),
    )


def other_board(request: HttpRequest, name: str) -> HttpResponse:
    """Answer 409 to a form that was opened on another board than this, on which its sender sits; nothing was done."""
    return _told(
        request,
        HTTPStatus.CONFLICT,
        "other_board",
        _("This form was opened on another board"),
        _("You now sit on %(board)s. Nothing was recorded. Choose the right board in the menu and open the form again.")
        % {"board": name},
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the database."""
    page = render_to_string(
        "desk/message.html",
        {
            "title": _("Something went wrong on our side"),
            "text": _("What you had saved or decided before is kept. Try again in a minute."),
        },
    )
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def refused(request: HttpRequest, refusals: Iterable[Refusal], context: Mapping[str, object]) -> HttpResponse:
    """Show every reason against a move with its clause: 403 where it lies in the person, 409 otherwise."""
    reasons = tuple(refusals)
    page = render(request, "desk/refused.html", {"refusals": reasons, **context}, status=status_of(reasons))
    return because(page, (reason.code for reason in reasons))


def status_of(refusals: Iterable[Refusal]) -> HTTPStatus:
    """Return 403 where a refusal lies in the person, 409 otherwise."""
    personal = any(reason.code in NOT_YOURS for reason in refusals)
    return HTTPStatus.FORBIDDEN if personal else HTTPStatus.CONFLICT


def _told(
    request: HttpRequest, status: HTTPStatus, code: str, title: str, text: str, **ways: bool | str
) -> HttpResponse:
    """Answer with a page, and note the reason for the log of refusals."""
    return because(_page(request, status, title, text, **ways), [code])


def _page(request: HttpRequest, status: HTTPStatus, title: str, text: str, **ways: bool | str) -> HttpResponse:
    return render(request, "desk/message.html", {"title": title, "text": text, **ways}, status=status)
