"""Reads a charter: TOML in, a form that fits out, or every fault with its line."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from chauphe.core.refusal import N_
from chauphe.core.text import nfc
from chauphe.people.charter.fault import MOST, CharterError
from chauphe.people.charter.form import UNFIT, CharterText
from chauphe.regulation.fault import Fault
from chauphe.regulation.source import Source

EXAMPLE: Final = Path(__file__).with_name("example.toml")
LARGEST: Final = 256 * 1024
"""Bytes of a charter; one of a hundred people has 20,000."""

_DETAILS = {
    "string_type": N_("It has to be a text, in quotes."),
    "string_too_short": N_("It must not be empty."),
    "string_too_long": N_("It is too long: %(max_length)s characters at most."),
    "string_pattern_mismatch": N_("Lower-case letters without marks, digits and single hyphens only."),
    "literal_error": N_("It has to be one of: %(expected)s."),
    "bool_type": N_("It has to be true or false."),
    "int_type": N_("It has to be a whole number."),
    "greater_than_equal": N_("It has to be %(ge)s or more."),
    "less_than_equal": N_("It has to be %(le)s or less."),
    "date_type": N_("It has to be a day, written as 2026-12-01 without quotes."),
    "list_type": N_("It has to be a list in square brackets."),
    "too_short": N_("There has to be at least one."),
    "too_long": N_("There are too many: %(max_length)s at most."),
    "model_type": N_("It has to be a table of its own."),
}
"""What the commonest misfits mean, said for people; any other keeps the checker's own words."""


@dataclass(frozen=True)
class Charter:
    """A charter that fits its form, where it was read from, and the lines its parts stand on."""

    path: Path
    source: Source
    text: CharterText

    def wrong(self, says: str, /, *where: str | int, **params: object) -> Fault:
        """Make a fault at a place such as ("person", 3, "login"); `says` is an English message for gettext."""
        return Fault("charter", self.source.name, gettext(says) % params, self.source.line(where) if where else None)


def fault(name: str, says: str, /, *, line: int | None = None, **params: object) -> Fault:
    """Make a fault of a file, said in the current language."""
    return Fault("charter", name, gettext(says) % params, line)


def read(path: Path) -> Charter:
    """Read a charter; CharterError names every misfit."""
    name = path.name
    source = Source(name, *_parsed(path, name))
    try:
        return Charter(path, source, CharterText.model_validate(dict(source.data)))
    except ValidationError as error:
        raise CharterError(_misfits(error, source)) from error


def _parsed(path: Path, name: str) -> tuple[str, dict[str, Any]]:
    try:
        if path.stat().st_size > LARGEST:
            raise CharterError([fault(name, N_("The file is larger than any charter (256 KB)."))])
        text = nfc(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise CharterError([fault(name, N_("The file is not in UTF-8."))]) from error
    except OSError as error:
        says = N_("The file cannot be read: %(error)s")
        raise CharterError([fault(name, says, error=error.strerror or error)]) from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        says = N_("The file is not good TOML: %(error)s")
        raise CharterError([fault(name, says, line=int(at[1]) if at else None, error=error)]) from error
    except (RecursionError, ValueError) as error:  # tables without end, numbers without end
        raise CharterError([fault(name, N_("The file is nested too deeply, or a number has no end."))]) from error


def _misfits(error: ValidationError, source: Source) -> Iterator[Fault]:
    for each in error.errors(include_url=False)[: MOST + 1]:
        where = each["loc"]
        key = next((str(step) for step in reversed(where) if isinstance(step, str)), "")
        yield fault(source.name, N_("“%(key)s”: %(detail)s"), line=source.line(where), key=key, detail=_detail(each))


def _detail(each: ErrorDetails) -> str:
    kind, given = each["type"], each.get("ctx", {})
    if kind == "missing":
        return gettext("This is missing.")
    if kind == "extra_forbidden":
        return gettext("There is no such key; look at the spelling.")
    if kind == UNFIT:
        return gettext(given["says"]) % given["params"]
    kind = "date_type" if kind.startswith("date") else kind
    return gettext(_DETAILS[kind]) % given if kind in _DETAILS else str(each["msg"])
