"""The append-only tables of acts: those on items, and those on people."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "chauphe.ledger"
    label = "ledger"

    def ready(self) -> None:
        from chauphe.ledger import guard  # noqa: PLC0415  late: models are loaded only now

        for table in ("ledger_entry", "ledger_paper", "people_change"):
            guard.protect(table)
        post_migrate.connect(guard.install_after_migrate, dispatch_uid="ledger.guard")
