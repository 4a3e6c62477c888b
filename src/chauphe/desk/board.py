"""Which board a request is about: one on which the person holds an office today, and no other (DESIGN §3).

Every screen of the desk asks for a signed-in person with an office unless it says otherwise, so that a new screen
cannot be left open by forgetting something.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from chauphe.desk import errors
from chauphe.desk.seat import DeskRequest, Seat
from chauphe.people.models import Person
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
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Seat the person, or answer in the view's place; screens of other applications are left alone."""
        match = request.resolver_match
        if match is None or "desk" not in match.namespaces or getattr(view, "open_to_all", False):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return _seat(cast("DeskRequest", request))


def _seat(request: DeskRequest) -> HttpResponse | None:
    person, at = cast("Person", request.user), timezone.now()
    boards = tuple(boards_of(person, at=at))
    if not boards:
        return errors.no_office(request)
    chosen = request.session.get(CHOSEN)
    request.board = next((board for board in boards if board.pk == chosen), boards[0])
    request.seat = Seat(person, request.board, boards, at=at)
    return None


@require_POST
def switch(request: DeskRequest) -> HttpResponseRedirect:
    """Go over to another board; one on which the person holds no office is not found."""
    wanted = request.POST.get("board", "")
    board = next((board for board in request.seat.boards if board.slug == wanted), None)
    if board is None:
        raise errors.Http404
    request.session[CHOSEN] = board.pk
    return redirect("desk:today")
