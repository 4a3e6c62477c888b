"""What a password must be: long enough by the dated rules of law, and not the person's own name."""

from types import SimpleNamespace

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import MinimumLengthValidator, UserAttributeSimilarityValidator
from django.utils import timezone

from chauphe.core.text import fold
from chauphe.regulation.law import rule_or_first

OWN = ("username", "full_name", "email")


class LongEnough(MinimumLengthValidator):
    """The length that the rules in force today ask for where no second factor is used."""

    def __init__(self) -> None:
        value = rule_or_first("account.password_length", on=timezone.localdate()).value
        super().__init__(min_length=int(value))


class NotTheirName(UserAttributeSimilarityValidator):
    """Not what everybody knows of the person, with marks or without: "tran thi thu ha" is no secret of hers."""

    def __init__(self) -> None:
        super().__init__(user_attributes=OWN)

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if user is not None:
            known = {name: fold(getattr(user, name)) for name in OWN}
            super().validate(fold(password), SimpleNamespace(_meta=user._meta, **known))  # type: ignore[arg-type]  # all it reads
