"""Accounts at the desk: a person comes to a password of their own (Điều 6 khoản 2)."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "chauphe.desk.accounts"
    label = "accounts"

    def ready(self) -> None:
        from chauphe.desk.accounts import history  # noqa: PLC0415  late: models are loaded only now

        history.connect()
