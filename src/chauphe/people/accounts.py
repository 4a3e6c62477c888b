"""How people sign in: accounts are given by the office, never opened by a visitor, and off once they lie unused.

What allauth leaves to the product is decided here: who may come in at this instant, what a device is told of the desk,
and how what it keeps is kept (Điều 6 khoản 2).
"""

import base64
import hashlib
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from chauphe.people.models import Person, SignIn
from chauphe.people.second_factor import factors_of, is_accepted_everywhere, is_asked_anywhere
from chauphe.people.selectors import local
from chauphe.people.services import begin_attempt, forget_attempt, record_failure, record_throttled
from chauphe.people.unused import is_unused
from chauphe.regulation.law import rule_or_first

SERVICE = "socialaccount"
"""How allauth records that somebody came by the office's sign-in service."""

THEIR_STEP, OWN_STEP = "allauth.mfa.stages.AuthenticateStage", "chauphe.people.accounts.SecondStep"
FAILURES = "account.failed_attempts"
JUST_NOW = 10 * 60
"""Seconds after a sign-in within which a first device may be set up without proving oneself once more."""


class ClosedAdapter(DefaultAccountAdapter):
    """allauth with the public sign-up closed, and every failure known to the person whom it was about."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Person, **given: Any) -> HttpResponse | None:
        """Turn away an account that is locked, or that lay unused for longer than the rule allows."""
        now = timezone.now()
        answer: HttpResponse | None = super().pre_login(request, user, **given)
        if answer is not None:
            record_failure(user, at=now, why=SignIn.Why.LOCKED, **self.whence(request))
        elif is_unused(user, at=now):
            record_failure(user, at=now, why=SignIn.Why.UNUSED, **self.whence(request))
            return redirect("account_unused")
        return answer

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Look at a password, unless too many failed lately; whom it was about can see it either way.

        The account is counted in the database: no other host name, address or writing of the name begins anew.
        """
        person, now, whence = _named(credentials), timezone.now(), self.whence(request)
        attempt = begin_attempt(person, at=now, most=most_failures(now), **whence)
        try:
            if attempt is None:
                raise self.validation_error("too_many_login_attempts")
            user: Person | None = super().authenticate(request, **credentials)
        except ValidationError:
            if attempt is not None:
                forget_attempt(attempt)
            record_throttled(person, at=now, **whence)
            raise
        if user is not None:
            forget_attempt(attempt)
        return user

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count what was typed whatever the request says where it was typed; allauth counts it by host name."""
        person = _named(credentials)
        return str(person.pk) if person else str(credentials.get("email") or credentials.get("username") or "").lower()

    def get_login_stages(self) -> list[str]:
        """Put our own second step in the place of allauth's."""
        return [OWN_STEP if each == THEIR_STEP else each for each in super().get_login_stages()]

    def whence(self, request: HttpRequest) -> dict[str, str]:
        """Say from where a request comes, as the history of an account shows it."""
        return {"address": self.get_client_ip(request), "agent": self.get_http_user_agent(request)}

    def is_reauthentication_required(self, *, app: str, **given: Any) -> bool:
        """Ask again before anything of an account changes, but for the first device right after the sign-in."""
        records = get_authentication_records(self.request, self.request.user)
        if records and records[-1]["method"] == SERVICE:
            # An open session at the service is no proof that its owner is here now.
            return True
        came = records[-1]["at"] if records else 0.0
        if time.time() - came < JUST_NOW:
            before = factors_of(self.request.user).filter(created_at__lt=datetime.fromtimestamp(came, UTC))
            if not before.exists():
                return False
        return bool(super().is_reauthentication_required(app=app, **given))


def _named(credentials: Mapping[str, Any]) -> Person | None:
    """Return whose name or mail address was typed (1 query, whether there is somebody or not)."""
    login = str(credentials.get("username") or credentials.get("email") or "")
    by_mail = Q(email__iexact=login) & ~Q(email="")
    found = list(Person.objects.filter(Q(username__iexact=login) | by_mail))
    by_name = [each for each in found if each.username.lower() == login.lower()]
    only = by_name or found
    # What names two people names nobody.
    return only[0] if len(only) == 1 else None


class ByName(AuthenticationBackend):
    """Look at one password once: allauth hashes it twice for a mail address that somebody has, and time tells (A3)."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        return cast("Person | None", self._check_password(_named(credentials), str(credentials.get("password") or "")))


def most_failures(at: datetime) -> int:
    """Return how many attempts may fail before an account takes no more for a while."""
    return int(rule_or_first(FAILURES, on=local(at).date()).value)


class SecondStep(AuthenticateStage):
    """The second step of signing in: left out only where the service asked for it, and the boards accept that."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if not super()._should_handle(request):
            return False
        return not is_accepted_everywhere(getattr(request, "proofs", ()), self.login.user, at=timezone.now())


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
