"""How long a password must be, from the dated rules of law."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils import timezone

from chauphe.regulation.law import rule


class LongEnough(MinimumLengthValidator):
    """The length that the rules in force today ask for where no second factor is used."""

    def __init__(self) -> None:
        value = rule("account.password_length", on=timezone.localdate()).value
        super().__init__(min_length=int(value))
