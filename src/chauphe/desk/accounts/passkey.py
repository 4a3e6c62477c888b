"""Passkeys: set one up, remove one, sign in by one (Điều 6 khoản 2).

allauth does the ceremonies of WebAuthn; what is added is what the office asks for. Every passkey is one by which its
holder can sign in without a password, verified by finger, face or PIN, of a kind whose signatures a seal can check.
"""

import json
from ipaddress import ip_address
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.forms import _BaseAddWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chauphe.people.passkeys import READERS


def can_be_used(request: HttpRequest) -> bool:
    """Say whether browsers allow passkeys at this address: by HTTPS or on "localhost", and never at a bare number."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost" or host.endswith(".localhost")
    return False


class AddForm(_BaseAddWebAuthnForm):
    """A new passkey and what its holder calls it."""

    name = forms.CharField(label=gettext_lazy("Name of the device"), required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        """Refuse a device that did not verify its holder."""
        given: dict[str, Any] = super().clean()
        if given.get("credential") and not _verified(given["credential"]):
            raise get_adapter().validation_error("incorrect_code")
        return given


def _verified(credential: dict[str, Any]) -> bool:
    data = auth.parse_registration_response(credential).response.attestation_object.auth_data
    return bool(data.is_user_verified())


class Add(views.AddWebAuthnView):
    """Set up a passkey."""

    form_class = AddForm
    template_name = "desk/accounts/passkey_add.html"

    def get_form_class(self) -> type[AddForm]:
        return AddForm

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Ask the device for a key that stays on it and verifies its holder."""
        context: dict[str, Any] = super().get_context_data(**given)
        options = auth.begin_registration(self.request.user, True)
        kinds = [{"type": "public-key", "alg": each} for each in READERS]
        asked = json.dumps(options | {"publicKey": options["publicKey"] | {"pubKeyCredParams": kinds}})
        return context | {"options": asked, "passkeys_here": can_be_used(self.request)}


class Remove(views.RemoveWebAuthnView):
    """Remove a passkey, but not the last device of somebody who has to have one."""

    template_name = "desk/accounts/passkey_remove.html"

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, _("This is your last device. Set up another one first, then remove it."))
            return HttpResponseRedirect(self.get_success_url())
        return super().form_valid(form)
