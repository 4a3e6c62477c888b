"""Decides whether a word is a possible Vietnamese syllable, by the spelling rules of the language.

It is how the import tells a right conversion of old text from a wrong one: "Hữư" cannot be a syllable, "Hữu" can.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_ONSETS: Final = frozenset(
    ("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph",
     "qu", "r", "s", "t", "th", "tr", "v", "x")
)  # fmt: skip
_RHYME_TABLE: Final = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc
    oe oen oeo oet oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uy uya uych uynh uyt uyu uyên uyêt
    uôc uôi uôm uôn uông uôt
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
"""
_RHYMES: Final = frozenset(_RHYME_TABLE.split())
_TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
_STOPPED: Final = ("c", "ch", "p", "t")
_SPLIT: Final = re.compile(r"(gh|gi|ngh|ng|nh|ch|kh|ph|qu|th|tr|[bcdđghklmnprstvx]|)(.*)")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Tell whether a word (any case, any normal form) can be one syllable of Vietnamese."""
    marked = unicodedata.normalize("NFD", word.lower())
    tones = [char for char in marked if char in _TONES]
    letters = unicodedata.normalize("NFC", "".join(char for char in marked if char not in _TONES))
    found = _SPLIT.fullmatch(letters)
    if found is None or len(tones) > 1 or not letters:
        return False
    # A syllable closed by c, ch, p or t is only ever spoken in the rising or the heavy tone.
    if letters.endswith(_STOPPED) and (not tones or tones[0] not in "\u0301\u0323"):
        return False
    return _spelled(found.group(1), found.group(2))


def _spelled(onset: str, rhyme: str) -> bool:
    if onset == "qu":
        # After qu the glide is already spoken: quốc, quyết, quỳnh, quân.
        return f"u{rhyme}" in _RHYMES or f"o{rhyme}" in _RHYMES or rhyme in _RHYMES
    if onset == "gi":
        # gì, gìn, giếng: the i of the onset is that of the rhyme.
        return rhyme in _RHYMES or f"i{rhyme}" in _RHYMES
    return onset in _ONSETS and rhyme in _RHYMES
