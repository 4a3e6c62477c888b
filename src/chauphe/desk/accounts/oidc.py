"""Sign in by the office's own service, and link one's account to it (Điều 6 khoản 2).

The service opens no account and chooses none: it opens the one whose owner linked it, while signed in. Whoever comes
from it is held to the second step, to locks and to disuse as everybody is; and its word that somebody is there is not
enough to sign off on (`desk.fresh`).
"""

import logging
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from chauphe.core.refusal import Refused
from chauphe.people.models import Person, SignIn
from chauphe.people.oidc import Service, Unbelievable, given_service
from chauphe.people.services import link, link_of, record_failure, unlink

log = logging.getLogger("chauphe.oidc")
APP = "allauth.socialaccount"


class Answers(DefaultSocialAccountAdapter):
    """What becomes of whom the service sends back: in by a link, a new link, or a page that says why not."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Service:
        """Return the service of the settings, to a sign-in that waits for its second step too; raises ValueError."""
        return Service(request)

    def serialize_instance(self, instance: Any) -> Any:
        """Keep of a person their key alone between the steps: a session need not hold the hash of a password."""
        return {"id": str(instance.pk)} if isinstance(instance, Person) else super().serialize_instance(instance)

    def get_requests_session(self) -> Any:
        """Follow the service nowhere else."""
        asking = super().get_requests_session()
        asking.max_redirects = 0
        return asking

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Make the link that was asked for, or turn away a number that nobody here linked."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(_linked(request, sociallogin))
        if not sociallogin.account.pk:
            raise ImmediateHttpResponse(_refused(request, "unlinked", HTTPStatus.FORBIDDEN))
        sociallogin.token = None  # nothing more is asked of the service
        request.proofs = sociallogin.proofs  # type: ignore[attr-defined]  # of this request alone, read as it signs in

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:  # fmt: skip
        """Say in plain words what went wrong; what exactly is for whoever runs the server."""
        raise ImmediateHttpResponse(_wrong(request, exception, cancelled=error == AuthError.CANCELLED))


class Back(OAuth2CallbackView):
    """The browser comes back; the answer has to be to the question of this very browser."""

    def _get_state(self, request: HttpRequest, provider: Service) -> Any:
        said = request.GET.get("iss")
        if said is not None and said != given_service()["issuer"]:
            return None, _wrong(request, Unbelievable("an answer of another service"))
        state, answer = super()._get_state(request, provider)
        if state is not None:
            provider.way.nonce = state["nonce"]
        return state, answer


def _service(request: HttpRequest) -> Service:
    if not settings.OIDC:
        raise Http404
    return Service(request)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Lead whoever wants to sign in to the service."""
    service = _service(request)
    if not _within_limits(request):
        return ratelimit.respond_429(request)
    return _lead(request, service, process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request))


@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Take what the service says: state, code, then the signed token by the back door."""
    service = _service(request)
    if not _within_limits(request):
        return ratelimit.respond_429(request)
    answer: HttpResponse = Back.adapter_view(service.way)(request)
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app=APP)
def connect(request: HttpRequest) -> HttpResponse:
    """Say what a link is; on POST lead to the service to make it."""
    service, person = _service(request), cast("Person", request.user)
    if request.method == "POST" and link_of(person) is None:
        return _lead(request, service, process=AuthProcess.CONNECT, next_url=None, person=str(person.pk))
    context = {"host": _host(), "link": link_of(person)}
    return render(request, "desk/accounts/oidc_link.html", context)


@login_required
@require_POST
@reauthentication_required(app=APP)
def disconnect(request: HttpRequest) -> HttpResponse:
    """Remove one's own link; that works too where the service was taken out of the settings."""
    if unlink(cast("Person", request.user), at=timezone.now(), but=str(request.session.session_key)):
        messages.success(request, _("The link is removed. Sessions that began by it are over."))
    return redirect("mfa_index")


def _lead(request: HttpRequest, service: Service, **given: Any) -> HttpResponse:
    """Show where the browser goes, and let it go: a form may not lead it abroad, a page may."""
    try:
        answer = service.lead(request, **given)
    except (OAuth2Error, RequestException) as error:
        return _wrong(request, error)
    if answer.status_code != HTTPStatus.FOUND:
        return answer
    to = answer.headers["Location"]
    page = render(request, "desk/accounts/oidc_leave.html", {"to": to, "host": _host()})
    page.headers["Refresh"] = f"0;url={to}"
    return page


def _linked(request: HttpRequest, sociallogin: Any) -> HttpResponse:
    """Link the account that is signed in, if it is still the one that asked."""
    facts = sociallogin.incoming
    if not request.user.is_authenticated or str(request.user.pk) != sociallogin.state.get("person"):
        return _refused(request, "other", HTTPStatus.CONFLICT)
    try:
        link(request.user, at=timezone.now(), **facts)
    except Refused as no:
        return _refused(request, no.refusals[0].code, HTTPStatus.CONFLICT)
    told = _("Your account is linked. From now on you can sign in by %(name)s.")
    messages.success(request, told % {"name": given_service()["name"]})
    return redirect("mfa_index")


def _wrong(request: HttpRequest, error: Exception | None, *, cancelled: bool = False) -> HttpResponse:
    if cancelled:
        return _refused(request, "cancelled", HTTPStatus.UNAUTHORIZED)
    if isinstance(error, RequestException):
        log.warning("the sign-in service does not answer: %s", type(error).__name__)
        return _refused(request, "silent", HTTPStatus.BAD_GATEWAY)
    # What else was said may hold a secret; our own words do not.
    reason = error if isinstance(error, Unbelievable) else type(error).__name__ if error else "state"
    log.warning("an answer of the sign-in service was refused: %s", reason)
    return _refused(request, "wrong", HTTPStatus.UNAUTHORIZED)


def _refused(request: HttpRequest, code: str, status: HTTPStatus) -> HttpResponse:
    if code != "cancelled":
        adapter: Any = account_adapter(request)
        owner = request.user if isinstance(request.user, Person) else None
        record_failure(owner, at=timezone.now(), why=SignIn.Why.SERVICE, **adapter.whence(request))
    return render(request, "desk/accounts/oidc_refused.html", {"code": code}, status=status)


def _within_limits(request: HttpRequest) -> bool:
    return bool(ratelimit.consume(request, app="allauth.account", action="service", limit_get=True))


def _host() -> str:
    return urlsplit(given_service()["issuer"]).netloc
