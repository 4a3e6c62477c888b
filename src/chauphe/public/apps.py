"""The public site: templates, styles and scripts. It reads nothing; whoever bakes hands it plain values."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "chauphe.public"
    label = "public"
