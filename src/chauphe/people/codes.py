"""Codes typed at the second step, or to prove oneself again: counted with the passwords, and each good once.

A code of the moment is good for a minute and a half, clocks being what they are. Whoever saw it typed has that long,
so it is taken once (RFC 6238 §5.2); that stands beside the secret itself, where every machine of the desk reads it.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from chauphe.people.accounts import DeviceAdapter, most_failures
from chauphe.people.services import has_failed_too_often, record_failure, record_throttled

LAST = "last"
"""Beside the secret: the number of the half minute whose code was taken last."""


class _Counted(BaseAuthenticateForm):
    def clean_code(self) -> str:
        now = timezone.now()
        adapter: Any = get_adapter()
        whence = adapter.whence(context.request)
        try:
            if has_failed_too_often(self.user.pk, at=now, most=most_failures(now)):
                raise adapter.validation_error("too_many_login_attempts")
            code = str(super().clean_code())
        except ValidationError as error:
            if error.code == "too_many_login_attempts":
                record_throttled(self.user, at=now, **whence)
            raise
        if not take_once(self.authenticator, code):
            record_failure(self.user, at=now, **whence)
            raise DeviceAdapter().validation_error("incorrect_code")
        return code


class CodeForm(_Counted, AuthenticateForm):
    """The code of the second step."""


class CodeAgainForm(_Counted, ReauthenticateForm):
    """The code of somebody who is signed in, and proves it again."""


@transaction.atomic
def take_once(authenticator: Authenticator, code: str) -> bool:
    """Use up a code that is right; False if it, or one after it, was taken before. Recovery codes go by themselves."""
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = DeviceAdapter().decrypt(row.data["secret"])
    codes = {at: format_hotp_value(hotp_value(secret, at)) for at in yield_hotp_counters_from_time()}
    number = max((at for at, expected in codes.items() if compare_user_code(actual=code, expected=expected)), default=0)
    if number <= row.data.get(LAST, 0):
        return False
    row.data[LAST] = number
    row.save(update_fields=["data"])
    return True
