"""Items, their revisions, sign-offs and publications: the one door to an item's state."""

from django.apps import AppConfig


class ItemsConfig(AppConfig):
    name = "chauphe.items"
    label = "items"

    def ready(self) -> None:
        from chauphe.ledger import guard  # noqa: PLC0415  late: apps are loaded only now

        for name in ("revision", "snapshot", "signoff", "publication", "review", "knownhost"):
            guard.protect(f"items_{name}")
