"""Ends a session in which nobody did anything for longer than the rule allows (`account.idle_minutes`), or an old one.

Worked out when the next request comes. What a page asks by itself is nobody's doing: a telephone left lying on a desk
does not stay signed in because an editor is open on it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from chauphe.desk.fresh import DEMO_LINK, factor
from chauphe.people.selectors import local
from chauphe.regulation.law import NotInForce, rule

RULE = "account.idle_minutes"
SEEN = "seen"
"""The key in the session: when its person last did something, in seconds since the epoch."""

CAME = "came"
"""The key in the session: when it was first seen signed in."""

LONGEST = timedelta(hours=12)
"""However busy, a session ends after a working day and its breaks: one that was stolen does not go on for ever."""

GRAIN = timedelta(minutes=1)
"""How finely that is kept: a request writes to the session once a minute at most."""

BY_THEMSELVES = frozenset({"desk:write-hold", "desk:write-token", "desk:queue"})
"""What pages ask for without anybody's doing."""


class IdleSessions:
    """Middleware that signs out whoever was away for too long, before the request is looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not _is_tried_out(request):
            self._look(request, timezone.now())
        return self.get_response(request)

    def _look(self, request: HttpRequest, now: datetime) -> None:
        most = _most(now)
        if now.timestamp() - request.session.setdefault(CAME, now.timestamp()) > LONGEST.total_seconds():
            _leave(request)
            messages.info(request, _("You were signed out: a session ends after a working day."))
            return
        away = now.timestamp() - float(request.session.get(SEEN, now.timestamp()))
        if most is not None and away > most.total_seconds():
            _leave(request)
            told = _("You were signed out because nothing was done for %(minutes)s minutes.")
            messages.info(request, told % {"minutes": int(most.total_seconds() // 60)})
        elif SEEN not in request.session or (away > GRAIN.total_seconds() and not _by_itself(request)):
            request.session[SEEN] = now.timestamp()


def _leave(request: HttpRequest) -> None:
    """Sign out, and remember until the answer whose request it was (`desk.kept`)."""
    request.left = str(request.user.pk)  # type: ignore[attr-defined]  # read where the request is turned away
    logout(request)


def _most(now: datetime) -> timedelta | None:
    try:
        return timedelta(minutes=int(rule(RULE, on=local(now).date()).value))
    except NotInForce:
        return None


def _is_tried_out(request: HttpRequest) -> bool:
    """Whether this is the demonstration, where nobody has anything to sign in again with."""
    return bool(settings.DEMO) and factor(request) == DEMO_LINK


def _by_itself(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).view_name in BY_THEMSELVES
    except Resolver404:
        return False
