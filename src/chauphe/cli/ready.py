"""Load Django for a command, and start nothing on an install that is not in order.

The questions are those of Django's checks with the tag `chauphe` and with that of the part that is started
(config/checks.py); every command that serves, works or bakes asks them here.
"""

import os
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from django.core.checks import CheckMessage

TAG = "chauphe"
Part = Literal["desk", "baker"]
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


def demand_ready(part: Part, *langs: str) -> None:
    """Write what is not in order to standard error, and end here (status 2) if any of it forbids to start.

    Without a language it is said in both: whoever reads the journal of a machine was not asked for theirs.
    """
    grave = 0
    for lang in langs or tuple(WORDS):
        found = _found(part, lang)
        error, warning, refusal = WORDS[lang]
        for each in found:
            click.echo(f"{error if each.is_serious() else warning} ({each.id}): {each.msg}", err=True)
            if each.hint:
                click.echo(f"  → {each.hint}", err=True)
        grave = sum(each.is_serious() for each in found)
        if grave:
            click.echo(refusal.format(count=grave), err=True)
        if not found:
            break
    if grave:
        raise SystemExit(REFUSED)


def _found(part: Part, lang: str) -> "list[CheckMessage]":
    from django.core import checks
    from django.utils import translation

    with translation.override(lang):
        asked = checks.run_checks(tags=[TAG, f"{TAG}.{part}"], include_deployment_checks=True, databases=["default"])
    return sorted(asked, key=lambda each: (not each.is_serious(), str(each.id)))
