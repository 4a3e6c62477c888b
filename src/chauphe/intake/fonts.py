"""Decides how text in the fonts of before Unicode is read: TCVN3 (.VnTime and kin) and VNI (VNI-Times and kin).

State documents have been in Unicode (TCVN 6909) since 2003, but offices still copy from older ones. TCVN3 is a table of
single bytes, and its fonts ending in H show small letters as capitals; VNI writes a letter and then its mark.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final


class Encoding(StrEnum):
    """A way of writing Vietnamese before Unicode."""

    TCVN3 = "TCVN3"
    TCVN3_CAPITALS = "TCVN3-H"
    VNI = "VNI"


_TCVN3_CODES: Final = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"), (0xB5, "àảãáạ"), (0xBB, "ằẳẵắ"), (0xC6, "ặầẩẫấậè"), (0xCE, "ẻẽ"), (0xD0, "éẹềểễếệìỉ"),
    (0xDC, "ĩíịò"), (0xE1, "ỏõóọồổỗốộờởỡớợù"), (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)  # fmt: skip
TCVN3: Final = {chr(start + index): letter for start, run in _TCVN3_CODES for index, letter in enumerate(run)}
"""The letter that each character of a TCVN3 font shows; capitals with a tone exist in the H fonts only."""

_VNI_MARKS: Final = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_BASES: Final = {"a": "ùøûõïâáàåãäêéèúüë", "e": "ùøûõïâáàåãä", "o": "ùøûõïâáàåãä", "u": "ùøûõï", "y": "ùøûõ",
                     "ô": "ùøûõï", "ö": "ùøûõï"}  # fmt: skip
_VNI_SINGLE: Final = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLE)
    for base, marks in _VNI_BASES.items():
        for mark in marks:
            table[base + mark] = unicodedata.normalize("NFC", _VNI_SINGLE.get(base, base) + _VNI_MARKS[mark])
    capitals = {pair[0].upper() + pair[1:]: letter.upper() for pair, letter in table.items()}
    shouted = {pair.upper(): letter.upper() for pair, letter in table.items()}
    # Some keyboards left the mark small after a capital letter, so both are read.
    return table | {pair[0] + pair[1:].upper(): letter for pair, letter in table.items()} | capitals | shouted


VNI: Final = _vni_table()
"""The letter that one or two characters of a VNI font show."""

_VNI_TOKEN: Final = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_TCVN3_TOKEN: Final = re.compile(f"[{re.escape(''.join(TCVN3))}]")
_FROM_SYMBOL_AREA: Final = {0xF000 + code: chr(code) for code in range(0x20, 0x100)}
UNICODE_ONLY: Final = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u0300-\u0323\u1ea0-\u1ef9]")
"""Letters that a document can only hold if they were typed in Unicode."""

_TCVN3_FONT: Final = re.compile(r"\.vn.*|vn(time|arial|avant|book|centuryschoolbook)h?", re.IGNORECASE)
_VNI_FONT: Final = re.compile(r"vni[- ].*", re.IGNORECASE)
_OTHER_OLD_FONT: Final = re.compile(r"(vps|bkhcm|vietware|svntime|vntime|viscii)\b.*|vi times.*", re.IGNORECASE)


def encoding_of(font: str) -> Encoding | None:
    """Return the encoding that a font's name stands for, or None for a font of today."""
    name = font.strip()
    if _TCVN3_FONT.fullmatch(name):
        return Encoding.TCVN3_CAPITALS if name.endswith(("H", " h")) else Encoding.TCVN3
    return Encoding.VNI if _VNI_FONT.fullmatch(name) else None


def is_unknown_old_font(font: str) -> bool:
    """Tell whether a font is of before Unicode in an encoding that we have no table of."""
    return encoding_of(font) is None and _OTHER_OLD_FONT.fullmatch(font.strip()) is not None


def decode(text: str, encoding: Encoding) -> str:
    """Return old text as Unicode, NFC; characters outside the table stay."""
    return "".join(decode_runs([text], encoding))


def decode_runs(texts: Sequence[str], encoding: Encoding, spared: Sequence[tuple[int, int]] = ()) -> list[str]:
    """Return each of the neighbouring texts as Unicode: a mark at the start of one may belong to the one before.

    `spared` are the stretches, as places in the whole, that stay as they are.
    """
    joined = "".join(texts).translate(_FROM_SYMBOL_AREA)
    ends = [0]
    for text in texts:
        ends.append(ends[-1] + len(text))
    decoded = ["" for _ in texts]
    index = 0
    for start, piece in _pieces(joined, encoding, spared):
        while start >= ends[index + 1]:
            index += 1
        decoded[index] += piece
    return decoded


def _pieces(text: str, encoding: Encoding, spared: Sequence[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """Yield every character or pair with the place where it began and what it shows."""
    position = 0
    for start, end in [*spared, (len(text), len(text))]:
        yield from _shown(text, position, start, encoding)
        yield from ((place, text[place]) for place in range(start, end))
        position = end


def _shown(text: str, position: int, end: int, encoding: Encoding) -> Iterator[tuple[int, str]]:
    token, table = (_VNI_TOKEN, VNI) if encoding is Encoding.VNI else (_TCVN3_TOKEN, TCVN3)
    while position < end:
        found = token.match(text, position, end)
        piece = table[found.group()] if found else text[position]
        yield position, piece.upper() if encoding is Encoding.TCVN3_CAPITALS else piece
        position = found.end() if found else position + 1
