"""Sign-in links of the demonstration: whoever is on this machine may try every role with one tap.

They exist only where the settings say that this is the demonstration, only for persons of demonstration boards, and
only for a client on the same machine; a proxy in between counts as another machine.
"""

from ipaddress import ip_address
from typing import cast

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login, logout
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from chauphe.desk.board import open_to_all
from chauphe.desk.fresh import DEMO_LINK
from chauphe.people.models import Board, Person
from chauphe.people.selectors import bench_of, boards_of, duties_of

SALT = "chauphe.desk.demo_link"
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def link_for(person: Person) -> str:
    """Return the path of a person's sign-in link, such as "/thu/…/"."""
    return reverse("desk:demo", args=[signing.Signer(salt=SALT).sign(person.username)])


@open_to_all
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to go in as this person, and on POST do so."""
    if not settings.DEMO or not _on_this_machine(request):
        raise Http404
    person, board = _person(token)
    if request.method == "POST":
        logout(request)
        record_authentication(request, person, method=DEMO_LINK)
        login(request, person)
        return redirect("desk:today")
    offices = duties_of(person, bench_of(board, at=timezone.now()), at=timezone.now())
    return render(request, "desk/enter.html", {"person": person, "board": board, "office": offices[0]})


def _person(token: str) -> tuple[Person, Board]:
    """Return whom a token names, and one of their demonstration boards; there must be no other board."""
    try:
        person = Person.objects.get(username=signing.Signer(salt=SALT).unsign(token), is_active=True)
    except (signing.BadSignature, Person.DoesNotExist):
        raise Http404 from None
    boards = list(boards_of(person, at=timezone.now()))
    if not boards or not all(board.is_demo for board in boards):
        raise Http404
    return person, boards[0]


def _on_this_machine(request: HttpRequest) -> bool:
    if any(name in request.META for name in _FORWARDED):
        return False
    try:
        return ip_address(cast("str", request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False
