"""What is kept of signing in, as it happens: who came in by what, who did not, and whose session took a new key."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone

from chauphe.desk.fresh import factor_of
from chauphe.people.models import Person, SignIn
from chauphe.people.second_factor import PROVED
from chauphe.people.services import (
    end_sessions,
    note_added,
    note_removed,
    record_failure,
    record_sign_in,
    renew_session,
)

BEGAN = "sign_in"
"""The key in the session: the number of the sign-in by which it began."""


def connect() -> None:
    """Listen to what Django and allauth tell."""
    user_logged_in.connect(_came_in, dispatch_uid="accounts.came_in")
    authentication_failed.connect(_failed, dispatch_uid="accounts.failed")
    password_changed.connect(_new_password, dispatch_uid="accounts.new_password")
    authenticator_added.connect(_device_added, dispatch_uid="accounts.device_added")
    authenticator_removed.connect(_device_removed, dispatch_uid="accounts.device_removed")


def this_one(request: HttpRequest) -> SignIn | None:
    """Return the sign-in by which this very session began."""
    return SignIn.objects.filter(pk=request.session.get(BEGAN, 0), person=request.user.pk).first()


def _came_in(sender: object, request: HttpRequest, user: Person, **_given: Any) -> None:
    factors = [factor_of(record) for record in get_authentication_records(request, user)]
    row = record_sign_in(
        user, at=timezone.now(), factors="+".join(dict.fromkeys(factors))[:60],
        session=str(request.session.session_key), **_whence(request),
    )  # fmt: skip
    request.session[BEGAN] = row.pk
    request.session[PROVED] = list(getattr(request, "proofs", ()))


def _failed(sender: object, request: HttpRequest, user: Person, **_given: Any) -> None:
    record_failure(user, at=timezone.now(), **_whence(request))


def _new_password(sender: object, request: HttpRequest, user: Person, **_given: Any) -> None:
    """A new password ends every other session of its person; this one goes on under a new key."""
    key = str(request.session.session_key)
    row = this_one(request)
    if row is not None:
        renew_session(row.session, key)
    end_sessions(user, but=key)


def _device_added(sender: object, user: Person, authenticator: Any, **_given: Any) -> None:
    note_added(user, authenticator, at=timezone.now())


def _device_removed(sender: object, user: Person, authenticator: Any, **_given: Any) -> None:
    note_removed(user, authenticator, at=timezone.now())


def _whence(request: HttpRequest) -> dict[str, Any]:
    adapter: Any = get_adapter(request)
    return adapter.whence(request) if request.META.get("REMOTE_ADDR") else {"address": None, "agent": ""}
