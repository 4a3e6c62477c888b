"""What every template of the desk knows: who sits where."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, Any]:
    """Give the seat (None on the pages of signing in) and whether this is the demonstration."""
    return {"seat": getattr(request, "seat", None), "demo": settings.DEMO}
