"""What may stand in a name: letters that a reader sees, in one form, and no mark-up.

A name is shown on the public page and in the sealed trail for ever, so what could make one name look like another is
refused where it comes in: characters that nobody sees, that turn the direction of writing, or, in a person's name,
letters of another script. Spaces and Unicode form are put right without a word.
"""

import re
import unicodedata

from chauphe.core.refusal import N_
from chauphe.core.text import UNPRINTABLE, nfc

LOGIN = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
"""A user name is typed on any keyboard, and two of them never differ by case alone."""

_ALSO_IN_NAMES = frozenset(" '’-.")
_MARKS = re.compile("[\u0300-\u036f]{2}")


class Unfit(ValueError):
    """Raised for a name that cannot be taken: `says` is an English message for gettext, `params` fill it."""

    def __init__(self, says: str, **params: str) -> None:
        super().__init__(says % params)
        self.says, self.params = says, params


def line(text: str) -> str:
    """Return a text of one line in NFC and with single spaces, or raise Unfit."""
    hidden = UNPRINTABLE.search(text.replace("\t", " "))
    if hidden:
        raise Unfit(N_("It holds a character that nobody sees (%(code)s). Type it anew."), code=_code(hidden[0]))
    if "<" in text or ">" in text:
        raise Unfit(N_("The characters < and > have no place here."))
    kept = nfc(" ".join(text.split()))
    if not kept:
        raise Unfit(N_("It must not be empty."))
    return kept


def person_name(text: str) -> str:
    """Return a person's name as `line` does; its letters are Latin ones, as every official Vietnamese name's are."""
    kept = line(text)
    for char in kept:
        if char not in _ALSO_IN_NAMES and not _latin(char):
            raise Unfit(N_("“%(char)s” (%(code)s) is no letter of a name."), char=char, code=_code(char))
    if not kept[0].isalpha() or _MARKS.search(kept):
        raise Unfit(N_("A name begins with a letter, and no letter carries two marks that stand alone."))
    return kept


def login(text: str) -> str:
    """Return a user name, or raise Unfit."""
    if LOGIN.fullmatch(text) is None:
        raise Unfit(N_("Lower-case letters without marks, digits and single dots only, as in “ha.tran”."))
    return text


def _latin(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind == "Mn" or (kind[0] == "L" and unicodedata.name(char, "").startswith("LATIN"))


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"
