"""`chauphe manage …`: Django's own management commands with our settings, in place of a manage.py."""

import os
import sys

import click

CLOSED = frozenset({"changepassword", "createsuperuser"})
"""Commands by which somebody would choose another's password (Điều 6 khoản 2)."""


@click.command(add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Hand everything after `manage` to Django as it stands."""
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chauphe.config.settings")
    if arguments[:1] and arguments[0] in CLOSED:
        raise click.ClickException(
            f"“{arguments[0]}” không có ở đây: không ai đặt mật khẩu thay người khác. Hãy dùng: chauphe board invite."
        )
    # Django's reloader starts the process again from sys.argv, so the words stay as they were typed.
    execute_from_command_line([f"{sys.argv[0]} manage", *arguments])
