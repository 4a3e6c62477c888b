"""The board's desk: what waits for whom, the letter to decide on, and the book of acts."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "chauphe.desk"
    label = "desk"
