"""Decides how Vietnamese text is normalised, folded, sorted and named, the same way on every database.

NFC is the only stored form (TCVN 6909). Folding and sorting live here and not in a database extension, because neither
SQLite nor PostgreSQL folds "đ" or sorts Vietnamese without one.
"""

import re
import unicodedata
from typing import Final

_INVISIBLE_RANGES: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff\ud800-\udfff"
)
INVISIBLE: Final = re.compile(f"[{_INVISIBLE_RANGES}]")
"""Controls, direction overrides, zero-width characters and soft hyphens: no reader sees them, a forger can use them."""

UNPRINTABLE: Final = re.compile(f"[{_INVISIBLE_RANGES}\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""`INVISIBLE` and the private-use characters, which mean nothing outside the font they were typed in."""

_TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# The marked letters sort right after the whole run of their base letter: "{" and "|" follow "z" in ASCII.
_LETTERS: Final = {"ă": "a{", "â": "a|", "đ": "d{", "ê": "e{", "ô": "o{", "ơ": "o|", "ư": "u{"}
_SLUG_LIMIT: Final = 80


def nfc(text: str) -> str:
    """Return the text in Unicode NFC, the only form that is stored and sealed."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text without case, marks and đ, for searching: "Đường Hòa" and "duong hoà" become the same."""
    lowered = unicodedata.normalize("NFD", nfc(text).lower())
    bare = "".join(char for char in lowered if unicodedata.category(char) != "Mn")
    return nfc(bare.replace("đ", "d"))


def slug(text: str, limit: int = _SLUG_LIMIT) -> str:
    """Return an ASCII name for addresses and files, cut at a word to at most `limit` characters; may be empty."""
    words = re.findall(r"[a-z0-9]+", fold(unicodedata.normalize("NFKC", text)))
    kept = words[0][:limit] if words else ""
    for word in words[1:]:
        if len(kept) + 1 + len(word) > limit:
            break
        kept = f"{kept}-{word}"
    return kept


def document_number_key(number: str) -> str:
    """Return the key under which a document number is found, however it was typed: "05/QĐ-SNV" gives "5qdsnv"."""
    return re.sub(r"[^a-z0-9]", "", fold(number)).lstrip("0")


def sort_key(full_name: str) -> str:
    """Return an ASCII key that sorts names as a Vietnamese list does: given name first, then the whole name.

    Letters in the order a ă â … d đ … u ư, then tones in the order ngang, huyền, hỏi, ngã, sắc, nặng. Compare it byte
    by byte (collation "C").
    """
    words = [_letters_and_tone(word) for word in re.findall(r"[^\W_]+", nfc(full_name).lower())]
    given = words[-1:]
    return "!".join(" ".join(part) for group in (given, words) for part in (_firsts(group), _seconds(group)))


def _firsts(pairs: list[tuple[str, str]]) -> list[str]:
    return [first for first, _ in pairs]


def _seconds(pairs: list[tuple[str, str]]) -> list[str]:
    return [second for _, second in pairs]


def _letters_and_tone(word: str) -> tuple[str, str]:
    tone = next((_TONES[char] for char in unicodedata.normalize("NFD", word) if char in _TONES), "0")
    toneless = nfc("".join(char for char in unicodedata.normalize("NFD", word) if char not in _TONES))
    return "".join(_LETTERS.get(char) or fold(char) for char in toneless), tone


def clean_line(text: str) -> str:
    """Return the text as one visible line in NFC: no controls, direction overrides or zero-width characters."""
    return nfc(" ".join(UNPRINTABLE.sub("", text).split()))


def word_count(text: str) -> int:
    """Count words as a word processor does: runs between spaces that hold a letter or a digit."""
    return sum(1 for token in text.split() if any(char.isalnum() for char in token))
