"""What every template of the desk knows: who sits where."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, Any]:
    """Give the seat (None on the pages of signing in), whether this is the demonstration, and the sign-in service."""
    oidc = {"name": settings.OIDC["name"]} if settings.OIDC else None
    return {"seat": getattr(request, "seat", None), "demo": settings.DEMO, "oidc": oidc}
