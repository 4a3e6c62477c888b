"""The office's own sign-in service (OpenID Connect): what it says is believed only if signed by it, for us, just now.

allauth leads the browser there and back, with state and PKCE. Decided here is what may be asked of whom, and which
answer counts: OpenID Connect Core 1.0 §3.1.3.7 and Discovery 1.0 §4.3. The service never tells us who somebody is by
name or address; all that is taken from it is its own number for a person (`iss` and `sub`).
"""

import secrets
from collections.abc import Mapping, Sequence
from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chauphe.people.services.identities import ID, uid_of

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""Signatures that are taken: never "none", and never one whose key we would share with the service."""

LEEWAY = 60
"""Seconds by which two clocks may differ."""


class Unbelievable(OAuth2Error):
    """The service, or somebody in its place, said what cannot be believed; the message holds nothing of it."""


def given_service() -> Mapping[str, str]:
    """Return what the settings say of the service; raises ValueError where they name none."""
    given: Mapping[str, str] | None = settings.OIDC
    if given is None:
        raise ValueError("no sign-in service is named")
    return given


def proofs_in(claims: Mapping[str, Any]) -> tuple[str, ...]:
    """Name how the service says that it asked: "amr:otp", "acr:https://…", as a rule may accept it (RFC 8176)."""
    ways, level = claims.get("amr"), claims.get("acr")
    named = [f"amr:{way}" for way in ways if isinstance(way, str)] if isinstance(ways, list) else []
    return tuple(named + ([f"acr:{level}"] if isinstance(level, str) else []))


def believed(token: str, keys: Sequence[Any], *, issuer: str, client: str, nonce: str) -> dict[str, Any]:
    """Return the claims of an ID token; raises Unbelievable unless it is this service's, for us, and to this question.

    `keys` are JSON Web Keys as the service publishes them, `nonce` is what we sent along.
    """
    try:
        head = jwt.get_unverified_header(token)
        algorithm = head["alg"] if head.get("alg") in ALGORITHMS else None
        if algorithm is None:
            raise Unbelievable("the kind of signature")
        claims: dict[str, Any] = jwt.decode(
            token, _key(head, keys), algorithms=[algorithm], audience=client, issuer=issuer, leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
        )  # fmt: skip
    except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
        raise Unbelievable(type(error).__name__) from error
    if not compare_digest(str(claims["nonce"]).encode(), nonce.encode()) or not nonce:
        raise Unbelievable("an answer to another question")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != client:
        raise Unbelievable("a token of another party")
    if not 0 < len(claims["sub"]) <= 255:
        raise Unbelievable("no person")
    return claims


def _key(head: Mapping[str, Any], keys: Sequence[Any]) -> Any:
    """Find the key by which a token says that it is signed; a lone key needs no name."""
    signing = [each for each in keys if isinstance(each, dict) and each.get("use", "sig") == "sig"]
    named = [each for each in signing if each.get("kid") == head.get("kid")]
    found = named or (signing if "kid" not in head and len(signing) == 1 else [])
    if len(found) != 1 or found[0].get("alg", head["alg"]) != head["alg"]:
        raise Unbelievable("the key")
    return jwt.PyJWK(found[0], algorithm=head["alg"]).key


class Service(OpenIDConnectProvider):
    """The one service that the settings name; no row of a database can stand for it."""

    def __init__(self, request: HttpRequest) -> None:
        given = given_service()
        app = SocialApp(
            provider=self.id, provider_id=ID, name=given["name"], client_id=given["client"], secret=given["secret"],
            settings={"server_url": given["issuer"], "oauth_pkce_enabled": True, "scope": ["openid"]},
        )  # fmt: skip
        super().__init__(request, app=app)
        self.way = Way(request, self)

    def lead(self, request: HttpRequest, *, process: str, next_url: str | None, **state: str) -> HttpResponse:
        """Return allauth's redirect to the service; `state` comes back with the browser."""
        nonce = secrets.token_urlsafe(32)
        answer: HttpResponse = self.redirect(
            request, process, next_url=next_url, auth_params={"nonce": nonce}, nonce=nonce, **state
        )
        return answer

    def get_oauth2_adapter(self, request: HttpRequest) -> "Way":
        return self.way

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        return uid_of(data["iss"], data["sub"])

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"issuer": data["iss"], "subject": data["sub"]}

    def extract_common_fields(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: Mapping[str, Any]) -> list[Any]:
        return []


class Way(OpenIDConnectOAuth2Adapter):
    """The way there and back: which addresses of the service are used, and the check of what it hands over."""

    nonce = ""

    def __init__(self, request: HttpRequest, service: Service) -> None:
        self._service = service
        super().__init__(request, ID)

    def get_provider(self) -> Service:
        return self._service

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("oidc-back"))

    @property
    def openid_config(self) -> dict[str, Any]:
        """Read what the service says of itself; it sends people to itself, and speaks as safely as it was named."""
        if not hasattr(self, "_told"):
            issuer = given_service()["issuer"]
            told = _fetched(issuer.rstrip("/") + "/.well-known/openid-configuration")
            if told.get("issuer") != issuer:
                raise Unbelievable("the name of the service")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if urlsplit(str(told.get(name))).scheme != urlsplit(issuer).scheme:
                    raise Unbelievable(name)
            if origin_of(told["authorization_endpoint"]) != origin_of(issuer):
                raise Unbelievable("authorization_endpoint")
            self._told = told
        return self._told

    def get_access_token_data(self, request: HttpRequest, app: Any, client: Any, **given: Any) -> dict[str, Any]:
        """Exchange the code; whatever is no token at all is an error as any other."""
        try:
            data: dict[str, Any] = super().get_access_token_data(request, app, client, **given)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Unbelievable("no token") from error
        return data

    def parse_token(self, data: dict[str, Any]) -> Any:
        try:
            return super().parse_token(data)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise Unbelievable("no token") from error

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **given: Any) -> Any:
        """Make a person's login of what the service says, once it is believed."""
        keys = _fetched(self.openid_config["jwks_uri"]).get("keys")
        claims = believed(
            str(given["response"].get("id_token", "")), keys if isinstance(keys, list) else (),
            issuer=given_service()["issuer"], client=app.client_id, nonce=self.nonce,
        )  # fmt: skip
        login = self._service.sociallogin_from_response(request, claims)
        login.proofs = proofs_in(claims)
        login.incoming = {"issuer": claims["iss"], "subject": claims["sub"]}
        return login


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _fetched(address: str) -> dict[str, Any]:
    with get_adapter().get_requests_session() as asking:
        answer = asking.get(address)
        answer.raise_for_status()
        told = answer.json()
    if not isinstance(told, dict):
        raise Unbelievable("no object")
    return told
