"""Set one's own password by an invitation: nobody else ever sees or chooses it (Điều 6 khoản 2).

The link's secret is taken out of the address at once and only its hash stays in the session, so that neither the
history of a shared computer nor what is copied from its address bar lets anybody else in. A GET uses nothing up: what
looks at links ahead of people (mail filters, chat previews) does no harm.
"""

from http import HTTPStatus

from allauth.core.internal import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from chauphe.core.refusal import Refused
from chauphe.people.services import choose_password, invitation_of
from chauphe.people.services.accounts import digest

KEPT = "invitation"
"""The key in the session: the digest of the link that was opened."""

_HIDDEN = {"autocomplete": "new-password", "autocapitalize": "none", "spellcheck": "false"}
LONGEST = 1024
"""Characters of a password; nobody types more, and hashing more is work for nothing."""


class PasswordForm(forms.Form):
    """The new password, twice."""

    password1 = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={**_HIDDEN, "aria-describedby": "rules"}),
    )
    password2 = forms.CharField(
        label=gettext_lazy("New password, once more"),
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs=_HIDDEN),
    )

    def clean(self) -> dict[str, object]:
        """Refuse two passwords that differ."""
        given = self.cleaned_data
        if "password1" in given and "password2" in given and given["password1"] != given["password2"]:
            self.add_error("password2", _("The two passwords differ. Type the second once more."))
        return given


@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Take the secret out of the address."""
    if not _within_limits(request):
        return ratelimit.respond_429(request)
    kept = digest(token)
    if invitation_of(kept, at=timezone.now()) is None:
        return _dead(request)
    # A new key: a session that somebody planted in this browser beforehand does not get to know of the link.
    request.session.cycle_key()
    request.session[KEPT] = kept
    answer = redirect("invitation-password")
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@sensitive_variables("form")
@sensitive_post_parameters("password1", "password2")
def choose(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST set the password and lead to the door."""
    if request.method == "POST" and not _within_limits(request):
        return ratelimit.respond_429(request)
    kept, now = request.session.get(KEPT, ""), timezone.now()
    invitation = invitation_of(kept, at=now)
    if invitation is None:
        return _dead(request)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = choose_password(kept, form.cleaned_data["password1"], at=now)
        except Refused:
            return _dead(request)
        except ValidationError as error:
            form.add_error("password1", error)
        else:
            # Whoever was signed in on this machine is not any more; the door is the same for everybody.
            request.session.flush()
            told = _("Your password is set, %(name)s. Sign in with the user name %(login)s.")
            messages.success(request, told % {"name": person.full_name, "login": person.username})
            return redirect("account_login")
    context = {"form": form, "person": invitation.person, "rules": password_validators_help_texts()}
    return render(request, "desk/accounts/password.html", context)


def _within_limits(request: HttpRequest) -> bool:
    """Count an attempt of this address; a whole office may be behind one, so there is room for all of its people."""
    return bool(ratelimit.consume(request, app="allauth.account", action="invitation", limit_get=True))


def _dead(request: HttpRequest) -> HttpResponse:
    """Answer 410, whatever is wrong with the link: whoever tries links learns nothing from it."""
    return render(request, "desk/accounts/dead.html", status=HTTPStatus.GONE)
