"""Load Django for a command, and start nothing on an install that is not in order.

The questions are those of Django's checks with the tag `chauphe` (config/checks.py); every command that serves, works
or bakes asks them here.
"""

import os

import click

TAG = "chauphe"
REFUSED = 2
"""Exit status of a command that could not do its work."""

WORDS = {
    "vi": ("Lỗi", "Cảnh báo", "Chưa khởi động: hãy xử lý {count} lỗi trên trước."),
    "en": ("Error", "Warning", "Not started: {count} of the above must be put right first."),
}


def load_django(lang: str = "vi") -> None:
    """Load the settings and every application; texts are in `lang` from here on."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chauphe.config.settings")
    import django

    django.setup()
    from django.utils import translation

    translation.activate(lang)


def demand_ready(lang: str = "vi") -> None:
    """Write what is not in order to standard error, and end here (status 2) if any of it forbids to start."""
    from django.core import checks

    asked = checks.run_checks(tags=[TAG], include_deployment_checks=True, databases=["default"])
    found = sorted(asked, key=lambda each: (not each.is_serious(), str(each.id)))
    error, warning, refusal = WORDS[lang]
    grave = [each for each in found if each.is_serious()]
    for each in found:
        click.echo(f"{error if each.is_serious() else warning} ({each.id}): {each.msg}", err=True)
        if each.hint:
            click.echo(f"  → {each.hint}", err=True)
    if grave:
        click.echo(refusal.format(count=len(grave)), err=True)
        raise SystemExit(REFUSED)
