"""Decides how the lines of a Word document look as a whole: what is a heading, an item, a caption, or mere text."""

import re
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from chauphe.core.text import word_count
from chauphe.intake.marks import Marks, PictureMark, without_marks
from chauphe.intake.markup import W, runs_of, text_of
from chauphe.intake.numbering import Label, Numbering
from chauphe.intake.styles import ParaLook, RunLook, Style, Styles, outline_level, para_look

HEADING_WORDS: Final = 60
_BY_HAND_WORDS: Final = 15
_CAPTION_WORDS: Final = 60
_NUMBERED: Final = re.compile(r"([IVX]+|[0-9]+|[A-Z])[.)]\s.*")


@dataclass
class Line:
    """A paragraph and how it looks as a whole."""

    element: Element
    style: Style
    looks: list[tuple[Element, RunLook]]
    text: str
    level: int
    bold: bool
    italic: bool
    centred: bool
    label: Label | None
    pictures: bool
    plain: bool = False
    """Its bold says nothing, as that of a header cell."""

    @property
    def words(self) -> int:
        """Return how many words it has."""
        return word_count(self.text)

    @property
    def by_hand(self) -> bool:
        """Tell whether somebody made it look like a heading without making it one."""
        short = self.bold and 0 < self.words <= _BY_HAND_WORDS and not self.level and self.label is None
        return short and (self.text.isupper() or _NUMBERED.fullmatch(self.text) is not None)

    @property
    def caption(self) -> bool:
        """Tell whether its words would be a caption if a picture went before them."""
        if not 0 < self.words <= _CAPTION_WORDS or self.level or self.label is not None:
            return False
        return self.style.is_caption or (self.italic and not self.bold) or (self.centred and not self.bold)


def read_lines(body: Element, styles: Styles, numbering: Numbering, marks: Marks) -> dict[int, Line]:
    """Return the lines below the body by the identity of their element, having counted their numbers in order."""
    return {id(element): _line(element, styles, numbering, marks) for element in body.iter(W + "p")}


def _line(element: Element, styles: Styles, numbering: Numbering, marks: Marks) -> Line:
    style = styles.paragraph(element)
    own = para_look(element.find(W + "pPr"))
    looks = [(run, styles.run(run, style)) for run in runs_of(element)]
    said = text_of(element)
    words = [look for run, look in looks if without_marks(text_of(run))]
    text = without_marks(said)
    return Line(
        element=element,
        style=style,
        looks=looks,
        text=text,
        level=_level(own, style, text),
        bold=bool(words) and all(look.bold for look in words),
        italic=bool(words) and all(look.italic for look in words),
        centred=own.over(style.para).over(styles.base_para).align == "center",
        label=numbering.label(own, style) if text else None,
        pictures=any(isinstance(mark, PictureMark) for mark in marks.within(said)),
    )


def _level(own: ParaLook, style: Style, text: str) -> int:
    level = outline_level(own.outline) or style.level
    return level if 0 < word_count(text) <= HEADING_WORDS else 0
