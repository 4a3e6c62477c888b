"""How recently somebody proved who they are, and by what: an approval asks for more than an open session.

A passkey signs the approval itself, and then nothing else is asked (`take_answer`). Without one the proof is whatever
was given last: it is asked for once in half a working day, so that an approval in a day's ordinary work stays two taps,
and a telephone left lying approves nothing in the afternoon. The record says that it is the weaker form.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from chauphe.people.accounts import SERVICE

FRESH_FOR = timedelta(hours=4)
DEMO_LINK = "demo_link"
"""How the demonstration's sign-in links are recorded."""


def is_fresh(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the last proof is young enough to approve on."""
    last = _last(request)
    if last is not None and last["method"] == DEMO_LINK:
        # It proves nothing however young it is, and there is no password to ask for.
        return bool(settings.DEMO)
    if last is not None and last["method"] == SERVICE:
        # The service has sessions of its own: that it knew somebody says nothing of who is here now.
        return False
    return last is not None and at - datetime.fromtimestamp(float(last["at"]), UTC) < FRESH_FOR


def factor(request: HttpRequest) -> str:
    """Name the last proof as the ledger records it: "password", "totp", …, or "demo_link" in the demonstration."""
    last = _last(request)
    return factor_of(last) if last else "session"


def factor_of(record: Mapping[str, Any]) -> str:
    """Name what allauth recorded; "webauthn" is a passkey by which somebody signed in, not one that signed content."""
    if record["method"] == "mfa":
        return str(record["type"])
    return "oidc" if record["method"] == SERVICE else str(record["method"])


def _last(request: HttpRequest) -> dict[str, Any] | None:
    records = get_authentication_records(request, request.user)
    return records[-1] if records else None
