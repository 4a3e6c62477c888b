"""The public site's own template engine, one a language: words are put in when a template is read, not on each page.

A page then looks nothing up and knows of no request, context processor or setting of the desk.
"""

import re
from functools import cache
from html import escape
from pathlib import Path

from django.template import Context, Engine, Origin
from django.template.loaders.filesystem import Loader
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override, pgettext

TEMPLATES = Path(__file__).parent / "templates"

_WORDS = re.compile(r'{% translate "(?P<says>[^"]+)"(?: context "(?P<context>[^"]+)")? %}')


class TranslatingLoader(Loader):
    """Reads templates from this app's folder with their words in one language."""

    def __init__(self, engine: Engine, language: str) -> None:
        super().__init__(engine, dirs=[str(TEMPLATES)])
        self.language = language

    def get_contents(self, origin: Origin) -> str:
        """Read a template and put its words in."""
        with override(self.language):
            return _WORDS.sub(_said, super().get_contents(origin))


def render(name: str, values: dict[str, object], language: str) -> SafeString:
    """Render `public/<name>.html` in a language."""
    return engine(language).get_template(f"public/{name}.html").render(Context(values, use_l10n=False))


@cache
def engine(language: str) -> Engine:
    """Give the engine that speaks a language."""
    loader = ("django.template.loaders.cached.Loader", [(f"{__name__}.TranslatingLoader", language)])
    return Engine(
        libraries={"i18n": "django.templatetags.i18n"}, builtins=["django.templatetags.i18n"], loaders=[loader]
    )


def safe(text: str) -> SafeString:
    """Escape a text once for all the places of a page where it stands."""
    return SafeString(escape(text))


def _said(found: re.Match[str]) -> str:
    says, context = found["says"], found["context"]
    return escape(pgettext(context, says) if context else gettext(says))
