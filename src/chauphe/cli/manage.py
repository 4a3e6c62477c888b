"""`chauphe manage …`: Django's own management commands with our settings, in place of a manage.py."""

import os
import sys

import click


@click.command(add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Hand everything after `manage` to Django as it stands."""
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chauphe.config.settings")
    # Django's reloader starts the process again from sys.argv, so the words stay as they were typed.
    execute_from_command_line([f"{sys.argv[0]} manage", *arguments])
