"""What a form held whose sender has to sign in, or to prove who they are, first: shown again, never sent by itself.

Whoever was signed out in the middle comes back to the page where the form stood, and is told that nothing of it was
recorded. What they had written is put before them again, and before nobody else who signs in at the same machine.
"""

from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

KEPT = "kept"
"""The key in the session: what a form held, whose it was, and the page on which it stood."""

MOST = 20_000
"""Characters of a form that are kept; the editor keeps its text itself."""

ASIDE = frozenset({"csrfmiddlewaretoken", "seen", "answer"})
"""Fields that are no writing of anybody's, and hold for one sending alone."""

PAGES = {
    "decide": "item",
    "publish": "item",
    "ratify": "item",
    "ask-device": "item",
    "answer": "opinion",
    "ask-device-several": "today",
    "decide-several": "today",
    "new-link": "roster",
    "open-account": "accounts",
    "record-away": "away",
    "away-until": "away",
    "back": "away",
    "delegate": "delegations",
    "revoke": "delegations",
    "acknowledge": "reports",
    "declare-days": "days",
    "withdraw-days": "days",
    "still-right": "reviews",
    "plan-review": "reviews",
    "switch": "today",
    "write-word": "write-new",
    "write-save": "write",
    "write-hold": "write",
    "write-let-go": "write",
    "write-move": "write",
    "write-picture": "write",
    "write-file": "write",
}
"""Each address of the desk that only takes a form, and the page on which that stands."""

_NAMED = {"item": ("number",), "opinion": ("number", "seq"), "write": ("item_id",)}


def home_of(match: ResolverMatch | None) -> str:
    """Return the page of an address that only takes a form; the first page of the desk for anything else."""
    name = PAGES.get((match.url_name or "") if match and "desk" in match.namespaces else "", "today")
    given = match.kwargs if match else {}
    return reverse(f"desk:{name}", kwargs={each: given[each] for each in _NAMED.get(name, ())})


def page_of(request: HttpRequest) -> str:
    """Return where the sender of a form was: the page that sent it, if it is ours, else the one it belongs to."""
    match = request.resolver_match
    came = request.headers.get("Referer", "")
    if request.method == "POST" and url_has_allowed_host_and_scheme(
        came, {request.get_host()}, require_https=request.is_secure()
    ):
        parts = urlsplit(came)
        if _is_page(parts.path):
            return f"{parts.path}?{parts.query}" if parts.query else parts.path
    if match is not None and match.url_name not in PAGES:
        return request.get_full_path()
    return home_of(match)


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send whoever is not signed in to do so, and back to the page they were on; what they sent was not recorded."""
    page = page_of(request)
    if request.method == "POST" and request.headers.get("Accept") != "application/json":
        messages.warning(request, _("What you sent was not recorded. Sign in, then send it again."))
        if left := getattr(request, "left", ""):
            keep(request, page, of=left)
    return redirect_to_login(page)


def prove_first(request: HttpRequest, page: str) -> HttpResponseRedirect:
    """Ask for a proof again; nothing is recorded until the form is sent once more, and nothing typed is lost."""
    keep(request, page, of=str(request.user.pk))
    messages.info(request, _("Confirm that it is you, then press the button again. Nothing has been recorded yet."))
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': page})}")


def keep(request: HttpRequest, page: str, *, of: str) -> None:
    """Keep what a form holds for the person (id) who sent it, until they open the page where it stood."""
    fields = {name: values for name, values in request.POST.lists() if name not in ASIDE}
    if sum(len(value) for values in fields.values() for value in values) <= MOST:
        request.session[KEPT] = {"page": urlsplit(page).path, "of": of, "fields": fields}


def put_back(request: HttpRequest) -> None:
    """Give a page what its form held, as if it had been sent with a fault: the page shows it, and does nothing."""
    kept = request.session.get(KEPT)
    if kept is None or request.method != "GET" or kept["page"] != request.path:
        return
    del request.session[KEPT]
    if kept["of"] != str(request.user.pk):
        return
    post = QueryDict(mutable=True)
    for name, values in kept["fields"].items():
        post.setlist(name, values)
    request.POST = post  # type: ignore[assignment]  # as the page reads what was sent
    messages.warning(request, _("What you sent was not recorded yet. Look it over, then send it again."))


def _is_page(path: str) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return "desk" in match.namespaces and match.url_name not in PAGES
