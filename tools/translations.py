"""Say which of the texts we show are not in Vietnamese, and end with status 1 if there is one.

Texts are taken from our Python (calls of gettext and its kin, and the core's `N_`), templates and scripts, and from
the files of other packages whose screens we show (`[tool.chauphe.translations]` in pyproject.toml: nobody else
translates those). Each is then looked up as Django will look it up at run time, so a catalogue that is not loaded
helps nobody. Usage: python -m tools.translations
"""

import ast
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tools import po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "chauphe"
LANGUAGE = "vi"
# name of the call → which of its arguments are: message, plural, context
CALLS = {
    **dict.fromkeys(("_", "N_", "gettext", "gettext_lazy", "gettext_noop"), (0, None, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (1, None, 0)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (1, 2, 0)),
}
CALL_IN_TEXT = re.compile(
    r"\b(n?p?gettext|_)\(\s*((?:u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")(?:\s*,\s*(?:u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\"))*)"
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|\$\{\w+\}")


@dataclass(frozen=True)
class Text:
    """A text that is shown, where it is written, and which catalogue (django or djangojs) must hold it."""

    message: str
    plural: str | None
    context: str | None
    place: str
    domain: str = "django"

    @property
    def key(self) -> str:
        """Give the key under which Django looks the text up."""
        return self.message if self.context is None else f"{self.context}{po.CONTEXT_GLUE}{self.message}"


def _text(call: str, arguments: list[str | None], place: str, domain: str = "django") -> Text | None:
    parts = [None if at is None or at >= len(arguments) else arguments[at] for at in CALLS[call]]
    return Text(parts[0], parts[1], parts[2], place, domain) if parts[0] else None


def in_python(source: str, place: str) -> Iterator[Text]:
    """Yield the texts of a Python module."""
    for node in ast.walk(ast.parse(source, place)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in CALLS:
            words = [
                arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else None for arg in node.args
            ]
            text = _text(name, words, f"{place}:{node.lineno}")
            if text:
                yield text


def in_template(source: str, place: str) -> Iterator[Text]:
    """Yield the texts of a Django template."""
    from django.utils.translation.template import templatize

    yield from in_calls(templatize(source, origin=place), place, "django")


def in_script(source: str, place: str) -> Iterator[Text]:
    """Yield the texts of a script, which come from the catalogue djangojs."""
    yield from in_calls(source, place, "djangojs")


def in_calls(source: str, place: str, domain: str) -> Iterator[Text]:
    """Yield the texts of calls written out in a text that need not be Python."""
    for call in CALL_IN_TEXT.finditer(source):
        words = ast.literal_eval(f"[{call[2]}]")
        line = source.count("\n", 0, call.start()) + 1
        text = _text(call[1], words, f"{place}:{line}", domain)
        if text:
            yield text


READERS = {".py": in_python, ".html": in_template, ".txt": in_template, ".xml": in_template, ".js": in_script}


def in_file(path: Path, place: str) -> Iterator[Text]:
    """Yield the texts of one file, by its ending."""
    yield from READERS[path.suffix](path.read_text(encoding="utf-8"), place)


def ours() -> Iterator[Text]:
    """Yield every text of our own source."""
    for path in sorted(SOURCE.rglob("*")):
        parts = path.relative_to(SOURCE).parts
        if path.suffix in (".html", ".txt", ".xml") and "templates" not in parts:
            continue
        if path.suffix in READERS and path.is_file() and "vendor" not in parts:
            yield from in_file(path, str(path.relative_to(ROOT)))


def borrowed() -> Iterator[Text]:
    """Yield the texts of the files of other packages that `also_shown` names, less those that nobody sees."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        table = tomllib.load(file)["tool"]["chauphe"]["translations"]
    for pattern in table["also_shown"]:
        package, _, inside = pattern.partition("/")
        spec = find_spec(package)
        folder = Path((spec and spec.origin) or package).parent
        paths = sorted(folder.glob(inside))
        if not paths:
            raise FileNotFoundError(f"pyproject.toml, also_shown: there is no {pattern}")
        for path in paths:
            texts = in_file(path, f"{package}/{path.relative_to(folder)}")
            yield from (text for text in texts if text.message not in table["never_seen"])


@cache
def _catalogue(domain: str) -> Mapping[str | tuple[str, int], str]:
    """Give what Django has loaded for this domain, from every app and path; it has no public name for that."""
    from django.utils.translation.trans_real import DjangoTranslation, translation

    loaded: Any = translation(LANGUAGE) if domain == "django" else DjangoTranslation(LANGUAGE, domain=domain)
    catalogue: Mapping[str | tuple[str, int], str] = loaded._catalog
    return catalogue


def fault(text: Text) -> str:
    """Say what is wrong with the Vietnamese of a text; empty if nothing is."""
    catalogue = _catalogue(text.domain)
    # Vietnamese has one form for any number.
    said = catalogue.get(text.key if text.plural is None else (text.key, 0), "")
    if not said:
        return "no Vietnamese"
    wanted = text.message if text.plural is None else text.plural
    if set(PLACEHOLDER.findall(said)) != set(PLACEHOLDER.findall(wanted)):
        return f"other placeholders in {said!r}"
    return ""


def main() -> int:
    """Print a line for each text that is at fault, and give the exit status."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chauphe.config.settings")
    import django

    django.setup()
    texts = [*ours(), *borrowed()]
    faults = [f"{text.place}: {reason}: {text.message!r}" for text in texts if (reason := fault(text))]
    print("\n".join(faults) or f"{len({text.key for text in texts})} texts, all of them in Vietnamese")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
