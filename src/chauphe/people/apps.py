"""Boards, units, persons and their dated offices."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "chauphe.people"
    label = "people"
