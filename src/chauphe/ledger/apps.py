"""The append-only table of acts."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "chauphe.ledger"
    label = "ledger"

    def ready(self) -> None:
        from chauphe.ledger import guard  # noqa: PLC0415  late: models are loaded only now

        guard.protect("ledger_entry")
        post_migrate.connect(guard.install_after_migrate, dispatch_uid="ledger.guard")
