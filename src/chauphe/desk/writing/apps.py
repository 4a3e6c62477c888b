"""Writing at the desk: from a Word file or an empty page to a draft that can be put forward (Điều 2 and Điều 5)."""

from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "chauphe.desk.writing"
    label = "writing"
