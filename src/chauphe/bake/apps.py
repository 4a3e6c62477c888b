"""The baker: from sealed snapshots to the files that are served. It has no tables; its state lies beside the site."""

from django.apps import AppConfig


class BakeConfig(AppConfig):
    name = "chauphe.bake"
    label = "bake"
