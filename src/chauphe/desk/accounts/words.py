"""What the ways to prove oneself are called, in a person's history and under an approval."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

FACTORS: Mapping[str, "str | Promise"] = {
    "password": pgettext_lazy("factor", "password"),
    "webauthn": gettext_lazy("passkey"),
    "totp": gettext_lazy("one-time code"),
    "recovery_codes": gettext_lazy("recovery code"),
    "oidc": gettext_lazy("the office's sign-in service (OIDC)"),
    "demo_link": gettext_lazy("link of the demonstration"),
}

WHY: Mapping[str, "str | Promise"] = {
    "": gettext_lazy("Failed attempt"),
    "throttled": gettext_lazy("Too many attempts: not looked at any more"),
    "locked": gettext_lazy("Not let in: the account is locked"),
    "unused": gettext_lazy("Not let in: the account was switched off unused"),
    "service": gettext_lazy("The office's sign-in service: not accepted"),
}


def factors(kept: str) -> str:
    """Name what was proved at a sign-in: "password and one-time code"."""
    return " + ".join(str(FACTORS.get(name, name)) for name in kept.split("+") if name)
