"""Decides which words of a paragraph are in an old encoding, and turns them into Unicode.

The font of each run says so; but people go on typing in Unicode inside old text, and paste old text under new fonts. So
words that only Unicode can hold are left alone, doubtful ones are told, and a paragraph whose font says nothing is only
touched when as good as every word in it comes out as Vietnamese and went in as none.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from chauphe.intake.fonts import UNICODE_ONLY, Encoding, decode, decode_runs
from chauphe.intake.syllables import is_syllable

_WORD: Final = re.compile(r"\S+")
_SYLLABLE: Final = re.compile(r"[^\W\d_]+[\u0300-\u036f]*")
# What old letters look like before they are read: letters and signs of Latin-1, the soft hyphen among them.
_OLD_WORD: Final = re.compile(r"[A-Za-z\u00a1-\u00ff]+")
_PUNCTUATION: Final = ".,;:!?()[]{}\"'“”‘’«»…"
_PARTS: Final = re.compile("[-/–0-9]+")
_CHANGED_SHARE: Final = 0.6
_RIGHT_SHARE: Final = 0.9
_ALREADY_SHARE: Final = 0.34
_SURE_WORDS: Final = 5
_ABBREVIATION: Final = 4


@dataclass
class Reading:
    """Texts as Unicode, and the words in them that may be wrong."""

    texts: list[str]
    doubtful: list[str] = field(default_factory=list)


def read_old(texts: Sequence[str], encoding: Encoding) -> Reading:
    """Return neighbouring texts of one old font as Unicode."""
    joined = "".join(texts)
    if UNICODE_ONLY.search(joined) is None:
        read = decode_runs(texts, encoding)
        return Reading(read, list(dict.fromkeys(doubtful_words("".join(read)))))
    words = list(_WORD.finditer(joined))
    kinds = _decided([_kind(found.group(), encoding) for found in words])
    spared = [found.span() for found, kind in zip(words, kinds, strict=True) if kind.new]
    read = decode_runs(texts, encoding, spared)
    unsure = [
        found.group() if kind.new else decode(found.group(), encoding)
        for found, kind in zip(words, kinds, strict=True)
        if kind.unsure
    ]
    return Reading(read, list(dict.fromkeys([*doubtful_words("".join(read)), *unsure])))


def doubtful_words(text: str) -> list[str]:
    """Return the words with Vietnamese letters that cannot be Vietnamese."""
    return [word for word in _SYLLABLE.findall(text) if not word.isascii() and _is_wrong(word)]


def guess(paragraphs: Iterable[str]) -> dict[int, Encoding]:
    """Return which paragraphs, by number, hold old text although their font is a new one; sure ones only."""
    votes: dict[int, Encoding] = {}
    words = 0
    for number, text in enumerate(paragraphs):
        encoding, changed = _encoding_of_text(text)
        if encoding:
            votes[number] = encoding
            words += changed
    return votes if words >= _SURE_WORDS else {}


def _encoding_of_text(text: str) -> tuple[Encoding | None, int]:
    if text.isascii() or UNICODE_ONLY.search(text):
        return None, 0
    words = [word for word in _OLD_WORD.findall(text) if not word.isascii()]
    for encoding in (Encoding.TCVN3, Encoding.VNI):
        changed = [word for word in words if decode(word, encoding) != word]
        right = sum(is_syllable(decode(word, encoding)) for word in changed)
        already = sum(is_syllable(word) for word in changed)
        if (
            len(changed) > 1
            and len(changed) >= _CHANGED_SHARE * len(words)
            and right >= _RIGHT_SHARE * len(changed)
            and already <= _ALREADY_SHARE * len(changed)
        ):
            return encoding, len(changed)
    return None, 0


class _Kind(NamedTuple):
    """What a word is taken for: typed in Unicode (`new`), and whether that could as well be otherwise (`unsure`)."""

    new: bool = False
    unsure: bool = False
    plain: bool = False


def _kind(word: str, encoding: Encoding) -> _Kind:
    if UNICODE_ONLY.search(word):
        return _Kind(new=True)
    if word.isascii():
        return _Kind(plain=True)
    right_as_old, right_as_new = _all_right(decode(word, encoding)), _all_right(word)
    return _Kind(new=right_as_new and not right_as_old, unsure=right_as_new and right_as_old)


def _decided(kinds: list[_Kind]) -> list[_Kind]:
    """Let words that could be either be what their sure neighbours are: people type in stretches."""
    before, after = _sure_neighbours(kinds), _sure_neighbours(kinds[::-1])[::-1]
    decided = []
    for kind, left, right in zip(kinds, before, after, strict=True):
        if kind.unsure:
            # Some word has made it known that the text is mixed, so there is a sure one on one side at least.
            sides = [side for side in (left, right) if side is not None]
            nearest = min(sides, key=lambda side: side[1])
            kind = _Kind(nearest[0], unsure=len({new for new, _ in sides}) > 1)
        decided.append(kind)
    return decided


def _sure_neighbours(kinds: list[_Kind]) -> list[tuple[bool, int] | None]:
    """Return for each word the nearest sure one before it: what it is, and how far away."""
    found: list[tuple[bool, int] | None] = []
    last: tuple[bool, int] | None = None
    for place, kind in enumerate(kinds):
        found.append((last[0], place - last[1]) if last else None)
        if not kind.unsure and not kind.plain:
            last = (kind.new, place)
    return found


def _all_right(text: str) -> bool:
    """Tell whether a word, its punctuation aside, is Vietnamese throughout."""
    parts = [part for part in _PARTS.split(text.strip(_PUNCTUATION)) if part]
    return bool(parts) and all(is_syllable(part) for part in parts)


def _is_wrong(word: str) -> bool:
    if word.isupper() and len(word) <= _ABBREVIATION and not is_syllable(word):
        # "QĐ" and "TƯ" are abbreviations; a shouted syllable of that length is rarely wrong alone.
        return False
    return not is_syllable(word)
