"""Decides what the words of each paragraph are: in Unicode whatever their font, without hidden ones and odd signs.

What is only look (colour, underline, highlight) is counted and left behind; text that was hidden in Word must not come
to light on a page.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final
from xml.etree.ElementTree import Element

from chauphe.intake.findings import Note, Severity
from chauphe.intake.fonts import Encoding, encoding_of, is_unknown_old_font
from chauphe.intake.legacy import guess, read_old
from chauphe.intake.marks import PRIVATE, Marks, NoteMark
from chauphe.intake.markup import W, runs_of, switched, text_run, val
from chauphe.intake.styles import Styles

_SYMBOL_FONTS: Final = ("symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "zapfdingbats")
_SYMBOL_AREA: Final = re.compile("[\uf020-\uf0ff]")
_CODE: Final = re.compile("([Ff]0|00)?[2-9A-Fa-f][0-9A-Fa-f]")
_BLACK: Final = (None, "auto", "000000")
_NO_FILL: Final = (None, "auto", "FFFFFF", "ffffff")
_SHOWN_WORDS: Final = 6
_SPAN_LIMIT: Final = 40


@dataclass
class Words:
    """Reads the words of a document paragraph by paragraph, and keeps what is to be told of them."""

    styles: Styles
    marks: Marks
    counts: Counter[str] = field(default_factory=Counter)
    fonts: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    doubtful: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _places: dict[str, Element] = field(default_factory=dict)
    _modern: list[Element] = field(default_factory=list)

    def read(self, root: Element) -> None:
        """Bring every paragraph below the root to Unicode, in place."""
        for paragraph in root.iter(W + "p"):
            self._paragraph(paragraph)

    def finish(self) -> None:
        """Settle what takes the whole document to know, once every part has been read."""
        self._guess()
        self._mark_fonts()

    def notes(self) -> Iterator[Note]:
        """Yield what is to be told and has no place of its own in the text."""
        for kind, count in sorted(self.counts.items()):
            review = kind in ("symbols", "struck_text")
            yield Note(kind, Severity.REVIEW if review else Severity.DROPPED, {"count": count})

    def _paragraph(self, paragraph: Element) -> None:
        style = self.styles.paragraph(paragraph)
        runs: list[tuple[Element, str]] = []
        hidden = False
        for run in list(runs_of(paragraph)):
            look = self.styles.run(run, style)
            hidden = hidden or bool(look.hidden)
            if look.hidden:
                run[:] = []
            else:
                runs.append((run, look.letters))
        self.counts += Counter({"hidden_text": 1} if hidden else {})
        self._count_looks(paragraph)
        told = {name for run, font in runs for name in self._old(run, font)}
        for font, group in groupby(runs, key=lambda pair: pair[1]):
            texts = [child for run, _ in group for child in run if child.tag == W + "t" and child.text]
            encoding = encoding_of(font)
            if texts and encoding:
                self._convert(paragraph, texts, font, encoding)
                told.add(font)
        for font in told:
            table = self.fonts if encoding_of(font) else self.unknown
            table[font] = table.get(font, 0) + 1
            self._places.setdefault(font, paragraph)
        if not told:
            self._modern.append(paragraph)

    def _old(self, run: Element, font: str) -> Iterator[str]:
        """Prepare the signs of a run for what its font means, and yield the font if it is old and unknown."""
        encoding = encoding_of(font)
        for child in list(run):
            if encoding:
                _as_letters(child)
            elif child.tag == W + "t" and child.text and PRIVATE.search(child.text):
                self._symbols(run, child, font)
            elif child.tag == W + "sym" and not _CODE.fullmatch(child.get(W + "char", "")):
                self.counts["symbols"] += 1
                run.remove(child)
        if is_unknown_old_font(font) and any(not (text.text or "").isascii() for text in run.iter(W + "t")):
            yield font

    def _symbols(self, run: Element, child: Element, font: str) -> None:
        """Take signs of a symbol font out of the text: those the converter knows it will name, the rest is counted."""
        text = child.text or ""
        known = font.lower() in _SYMBOL_FONTS
        parts: list[Element] = []
        for piece in re.split("([\ue000-\uf8ff])", text):
            if not PRIVATE.fullmatch(piece):
                parts.append(_said(piece))
            elif _SYMBOL_AREA.match(piece) and known:
                parts.append(Element(W + "sym", {W + "font": font, W + "char": f"{ord(piece):04X}"}))
            else:
                self.counts["symbols"] += 1
        at = list(run).index(child)
        run[at : at + 1] = parts

    def _convert(self, paragraph: Element, texts: list[Element], font: str, encoding: Encoding) -> None:
        reading = read_old([text.text or "" for text in texts], encoding)
        for text, said in zip(texts, reading.texts, strict=True):
            text.text = PRIVATE.sub("", said)
        if reading.doubtful:
            self.doubtful[font] += reading.doubtful
            self._places[font] = paragraph

    def _guess(self) -> None:
        """Turn old text under new fonts, where it is sure, paragraph by paragraph."""
        texts = [[child for run in runs_of(found) for child in run if child.tag == W + "t"] for found in self._modern]
        found = guess("".join(text.text or "" for text in parts) for parts in texts)
        for number, encoding in found.items():
            reading = read_old([text.text or "" for text in texts[number]], encoding)
            for text, said in zip(texts[number], reading.texts, strict=True):
                text.text = said
        for encoding in sorted(set(found.values())):
            numbers = [number for number, kind in found.items() if kind is encoding]
            params = {"encoding": encoding.value, "count": len(numbers)}
            self._mark(self._modern[numbers[0]], Note("legacy_guessed", Severity.REVIEW, params))

    def _mark_fonts(self) -> None:
        """Put the notes on old fonts where they begin to matter."""
        for font, count in sorted(self.fonts.items()):
            words = list(dict.fromkeys(self.doubtful.get(font, [])))
            params: dict[str, str | int] = {"font": font, "count": count}
            if words:
                params["words"] = ", ".join(f"“{word}”" for word in words[:_SHOWN_WORDS])
                self._mark(self._places[font], Note("legacy_doubtful", Severity.REVIEW, params))
            else:
                self._mark(self._places[font], Note("legacy_font", Severity.CARRIED, params))
        for font, count in sorted(self.unknown.items()):
            note = Note("legacy_unknown", Severity.REVIEW, {"font": font, "count": count})
            self._mark(self._places[font], note)

    def _mark(self, paragraph: Element, note: Note) -> None:
        paragraph.append(text_run(self.marks.text(NoteMark(note))))

    def _count_looks(self, paragraph: Element) -> None:
        linked = {id(run) for link in paragraph.findall(W + "hyperlink") for run in link}
        for kind, shown in _LOOKS.items():
            places = [
                shown(run.find(W + "rPr"), id(run) in linked)
                for run in runs_of(paragraph)
                if any((child.text or "").strip() for child in run if child.tag == W + "t")
            ]
            self.counts += Counter({kind: sum(1 for on, _ in groupby(places) if on)})


def _decorated(properties: Element | None, linked: bool) -> bool:
    if properties is None:
        return False
    colour = properties.find(W + "color")
    coloured = val(colour) not in _BLACK or (colour is not None and colour.get(W + "themeColor", "text1") != "text1")
    underlined = val(properties, "u") not in (None, "none")
    shade = properties.find(W + "shd")
    shaded = shade is not None and shade.get(W + "fill") not in _NO_FILL
    highlighted = val(properties, "highlight") not in (None, "none")
    return shaded or highlighted or (not linked and (coloured or underlined))


def _struck(properties: Element | None, _linked: bool) -> bool:
    return bool(switched(properties, "strike") or switched(properties, "dstrike"))


_LOOKS: Final[dict[str, Callable[[Element | None, bool], bool]]] = {"formatting": _decorated, "struck_text": _struck}


def _as_letters(child: Element) -> None:
    """Turn what Word took for a special sign back into the letter that it is in an old font."""
    if child.tag == W + "softHyphen":
        # The code of the soft hyphen is that of "ư" in TCVN3.
        child.tag, child.text = W + "t", "\u00ad"
    elif child.tag == W + "sym" and encoding_of(child.get(W + "font", "")):
        code = child.get(W + "char", "")
        char = chr(int(code, 16) & 0xFF) if _CODE.fullmatch(code) else ""
        child.tag, child.text = W + "t", char
        child.attrib.clear()


def _said(text: str) -> Element:
    said = Element(W + "t")
    said.text = text
    return said
