"""How people sign in: accounts are given by the office, never opened by a visitor, and off once they lie unused.

What allauth leaves to the product is decided here: who may come in at this instant, what a device is told of the desk,
and how what it keeps is kept (Điều 6 khoản 2).
"""

import base64
import hashlib
import time
from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from chauphe.people.models import Person
from chauphe.people.second_factor import factors_of, is_asked_anywhere
from chauphe.people.services import record_failure
from chauphe.people.unused import is_unused

JUST_NOW = 10 * 60
"""Seconds after a sign-in within which a first device may be set up without proving oneself once more."""


class ClosedAdapter(DefaultAccountAdapter):
    """allauth with the public sign-up closed, and every failure known to the person whom it was about."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Person, **given: Any) -> HttpResponse | None:
        """Turn away an account that is locked, or that lay unused for longer than the rule allows."""
        answer: HttpResponse | None = super().pre_login(request, user, **given)
        if answer is None and is_unused(user, at=timezone.now()):
            return redirect("account_unused")
        return answer

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        login = str(credentials.get("username") or credentials.get("email") or "")
        tried = Person.objects.filter(username__iexact=login) or Person.objects.filter(email__iexact=login)
        record_failure(tried[0] if login and tried else None, at=timezone.now(), **self.whence(request))

    def whence(self, request: HttpRequest) -> dict[str, str]:
        """Say from where a request comes, as the history of an account shows it."""
        return {"address": self.get_client_ip(request), "agent": self.get_http_user_agent(request)}

    def is_reauthentication_required(self, *, app: str, **given: Any) -> bool:
        """Ask again before anything of an account changes, but for the first device right after the sign-in."""
        records = get_authentication_records(self.request, self.request.user)
        came = records[-1]["at"] if records else 0.0
        if time.time() - came < JUST_NOW:
            before = factors_of(self.request.user).filter(created_at__lt=datetime.fromtimestamp(came, UTC))
            if not before.exists():
                return False
        return bool(super().is_reauthentication_required(app=app, **given))


class DeviceAdapter(DefaultMFAAdapter):
    """What devices are told of the desk, and how their secrets are kept."""

    def get_totp_issuer(self) -> str:
        return "Châu Phê"

    def _get_site_name(self) -> str:
        return "Châu Phê"

    def get_totp_label(self, user: Person) -> str:
        return user.username

    def generate_authenticator_name(self, user: Person, type: str) -> str:  # noqa: A002  allauth names it
        """Name a device that its holder did not name."""
        return _("Device added on %(day)s") % {"day": f"{timezone.localdate():%d/%m/%Y}"}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last one of somebody who has to have one: another is set up first."""
        others = factors_of(authenticator.user).exclude(pk=authenticator.pk)
        return others.exists() or not is_asked_anywhere(authenticator.user, at=timezone.now())

    def encrypt(self, text: str) -> str:
        """Keep secrets so that a copy of the database alone opens nothing."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    """Return what locks secrets away, by the key of this install."""
    key = hashlib.sha256(b"chauphe.people.devices/1\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
