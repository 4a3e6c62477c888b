"""The settings as an application, for loading the checks of an install."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "chauphe.config"
    label = "config"

    def ready(self) -> None:
        from chauphe.config import checks  # noqa: F401, PLC0415  late: they register themselves, and need models
