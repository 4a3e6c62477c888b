"""Which board a request is about: one on which the person holds an office today, and no other (DESIGN §3).

Every screen of the desk asks for a signed-in person with an office unless it says otherwise, so that a new screen
cannot be left open by forgetting something.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from chauphe.desk import errors, kept
from chauphe.desk.ahead import SEATED
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.people.models import Board, Person
from chauphe.people.second_factor import PROVED, is_accepted, is_asked_of, with_factor
from chauphe.people.selectors import boards_of

CHOSEN = "board"
"""The key in the session: the primary key of the board chosen last."""

View = TypeVar("View", bound=Callable[..., HttpResponse])


def open_to_all(view: View) -> View:
    """Let a screen of the desk be seen without signing in."""
    view.open_to_all = True  # type: ignore[attr-defined]  # a mark that the middleware below looks for
    return view


class CurrentBoard:
    """Middleware that gives a request of the desk its `board` and `seat`, or turns it away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return errors.not_so(request, kept.home_of(request.resolver_match), answer)
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Seat the person, or answer in the view's place; screens of other applications are left alone."""
        match = request.resolver_match
        if match is None or "desk" not in match.namespaces or getattr(view, "open_to_all", False):
            return None
        if not request.user.is_authenticated:
            return kept.sign_in_first(request)
        desk = cast("DeskRequest", request)
        turned_away = take_seat(request) or _made_elsewhere(desk, view, kwargs) or _set_up_first(desk)
        if turned_away is None:
            kept.put_back(request)
        return turned_away


def from_any_board(view: View) -> View:
    """Let a form be sent from whichever board's page it stands on."""
    view.from_any_board = True  # type: ignore[attr-defined]  # a mark that the middleware below looks for
    return view


def take_seat(request: HttpRequest) -> HttpResponse | None:
    """Give a signed-in person's request its board and seat, or answer that they hold no office anywhere."""
    return _seat(cast("DeskRequest", request))


def _seat(request: DeskRequest) -> HttpResponse | None:
    person, at = cast("Person", request.user), timezone.now()
    boards = tuple(with_factor(boards_of(person, at=at), person))
    if not boards:
        return errors.no_office(request)
    chosen = request.session.get(CHOSEN)
    request.board = next((board for board in boards if board.pk == chosen), boards[0])
    request.seat = Seat(person, request.board, boards, at=at)
    return None


def _made_elsewhere(
    request: DeskRequest, view: Callable[..., HttpResponse], kwargs: dict[str, Any]
) -> HttpResponse | None:
    """Refuse a form that was opened on another board than the one that its sender sits on now.

    Whoever sits on several boards has to say which it is for. What one writes goes to the item that its address names,
    wherever that is.
    """
    if request.method != "POST" or "item_id" in kwargs or getattr(view, "from_any_board", False):
        return None
    made_for = request.POST.get(SEATED)
    if made_for == request.board.slug or (made_for is None and len(request.seat.boards) == 1):
        return None
    return errors.other_board(request, request.board.name)


def _set_up_first(request: DeskRequest) -> HttpResponse | None:
    """Lead whoever can decide, and has proved no more than a password, to setting up a device; until then no more."""
    seat = request.seat
    if seat.board.has_factor or is_tried_out(seat.board):  # type: ignore[attr-defined]  # an annotation of `with_factor`
        return None
    if not is_asked_of(seat.person, seat.bench, seat.book, at=seat.at):
        return None
    if is_accepted(request.session.get(PROVED, ()), seat.book, at=seat.at):
        return None
    if request.method in {"GET", "HEAD"}:
        return redirect("mfa_index")
    return errors.no_device(request)


def is_tried_out(board: Board) -> bool:
    """Say whether this is a board of the demonstration in the demonstration, where people are links on this machine."""
    return bool(settings.DEMO) and board.is_demo


@from_any_board
@require_POST
def switch(request: DeskRequest) -> HttpResponseRedirect:
    """Go over to another board; one on which the person holds no office is not found."""
    wanted = request.POST.get("board", "")
    board = next((board for board in request.seat.boards if board.slug == wanted), None)
    if board is None:
        raise errors.Http404
    request.session[CHOSEN] = board.pk
    return redirect("desk:today")
