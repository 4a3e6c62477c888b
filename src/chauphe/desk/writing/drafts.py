"""`Bản thảo của tôi`: what I have begun and not handed in, and what came back to me with a reason."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chauphe.desk.seat import DeskRequest
from chauphe.desk.today import drafts_at


@require_GET
def drafts(request: DeskRequest) -> HttpResponse:
    """List a person's drafts, those returned first (the newest of them; the rest is found in the list of items)."""
    rows, further = drafts_at(request.seat)
    context = {
        "returned": [row for row in rows if row.back],
        "rows": [row for row in rows if not row.back],
        "more": further,
    }
    return render(request, "desk/writing/drafts.html", context)
