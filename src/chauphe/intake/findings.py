"""Decides what a person is told about a file that came in: why it was refused, or what did not come along.

Codes and English messages stand in one table; the screen translates them (`locale/vi`). A refusal begins with what can
be done about it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from chauphe.core.refusal import N_

Params = Mapping[str, str | int]


class Severity(StrEnum):
    """What a note asks of the writer: to look again, nothing because it was left out, or nothing at all."""

    REVIEW = "review"
    DROPPED = "dropped"
    CARRIED = "carried"


@dataclass(frozen=True)
class Note:
    """One thing to know about an import; `block` is the number of the top-level block it speaks of, from 0."""

    kind: str
    severity: Severity
    params: Params = field(default_factory=dict)
    block: int | None = None


class Refused(Exception):
    """A file that is not let in: a code of `REFUSALS` and what its message needs."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(REFUSALS[code].headline % params)
        self.code = code
        self.params: Params = params


@dataclass(frozen=True)
class Sentence:
    """What is said: the matter in a few words, and what happened or what to do; the second may be empty."""

    headline: str
    advice: str = ""


_HARMFUL: Final = Sentence(
    N_("Save the text as a new file in its program and upload that."),
    N_("The file is built in a way that could harm this computer."),
)

REFUSALS: Final[Mapping[str, Sentence]] = {
    "empty": Sentence(N_("Choose the file again: this one is empty.")),
    "too_large": Sentence(N_("Make the file smaller than %(limit)d MB, for instance with smaller pictures.")),
    "wrong_type": Sentence(
        N_("Save the text as .docx in Word and upload that."), N_("This file is not a Word document (.docx).")
    ),
    "legacy_doc": Sentence(
        N_("Open the file in Word, save it as .docx and upload that."), N_("It is in the old format .doc.")
    ),
    "other_document": Sentence(
        N_("Open the file in its own program, save it as .docx and upload that."), N_("It is in the format %(format)s.")
    ),
    "encrypted": Sentence(
        N_("Take the password off the file in Word and upload it again."), N_("The file is protected by a password.")
    ),
    "macros": Sentence(
        N_("Save the file as .docx without macros and upload that."), N_("The file holds a program (macro).")
    ),
    "broken": Sentence(
        N_("Open the file in Word, save it once more and upload that."), N_("The file is damaged or incomplete.")
    ),
    "zip_bomb": _HARMFUL,
    "unsafe_names": _HARMFUL,
    "document_type": _HARMFUL,
    "too_deep": _HARMFUL,
    "too_long": Sentence(
        N_("Attach the file to the item, and write a short text about it."),
        N_("It is too long for one page."),
    ),
    "infected": Sentence(
        N_("Do not open this file; tell the person who looks after your computers."),
        N_("The virus scanner found something in it."),
    ),
    "picture_type": Sentence(
        N_("Save the picture as JPEG or PNG and upload that."), N_("Its format cannot be used on a page.")
    ),
    "picture_drawing": Sentence(
        N_("Save the drawing as PNG and upload that."), N_("Drawings in SVG can hold programs.")
    ),
    "picture_phone": Sentence(
        N_("Save the photograph as JPEG and upload that."), N_("HEIC, the format of some phones, cannot be read here.")
    ),
    "picture_large": Sentence(
        N_("Make the picture smaller and upload it again."), N_("It has more than %(limit)d million pixels.")
    ),
    "picture_broken": Sentence(N_("Save the picture once more and upload that."), N_("It is damaged or incomplete.")),
    "file_type": Sentence(
        N_("Save the file as PDF and upload that."),
        N_("Attached may be PDF, Word, Excel, PowerPoint (.docx, .xlsx, .pptx) and OpenDocument (.odt, .ods)."),
    ),
    "file_active": Sentence(
        N_("Print the document to a new PDF and upload that."), N_("This PDF holds a program or starts another file.")
    ),
    "file_remote": Sentence(
        N_("Save the document once more without its linked template and upload that."),
        N_("When opened, it would fetch something from elsewhere."),
    ),
}

NOTES: Final[Mapping[str, Sentence]] = {
    # To look at again
    "legacy_doubtful": Sentence(
        N_("Font %(font)s, paragraphs: %(count)d"), N_("Turned into Unicode. Look again at: %(words)s.")
    ),
    "legacy_guessed": Sentence(
        N_("Old code %(encoding)s under a new font, paragraphs: %(count)d"),
        N_("Turned into Unicode by guess. Read these paragraphs again."),
    ),
    "legacy_unknown": Sentence(
        N_("Font %(font)s, paragraphs: %(count)d"),
        N_("Its letters could not be turned into Unicode. Type these paragraphs again."),
    ),
    "smartart": Sentence(
        N_("SmartArt drawing"), N_("A page cannot draw it. Take a picture of it and put that in its place.")
    ),
    "chart": Sentence(N_("Chart"), N_("Take a picture of it, or put its figures in a table.")),
    "object": Sentence(
        N_("Embedded file: %(name)s"), N_("It did not come along. Attach it to the item if it is needed.")
    ),
    "text_box": Sentence(N_("Text box"), N_("Its words stand in brackets at its place. Put them where they belong.")),
    "equation": Sentence(N_("Equation"), N_("Take a picture of it, or write it out in words.")),
    "outside_content": Sentence(
        N_("A part taken from another file"), N_("It is missing here. Copy it into the document or into the text.")
    ),
    "picture_format": Sentence(
        N_("Picture “%(name)s” in the format %(format)s"), N_("Save it as PNG and put that in its place.")
    ),
    "picture_outside": Sentence(
        N_("Picture “%(name)s” lies outside the document"), N_("It was not fetched. Put the picture itself in.")
    ),
    "picture_refused": Sentence(N_("Picture “%(name)s” cannot be read"), N_("Put it in again from the original file.")),
    "picture_undescribed": Sentence(
        N_("Picture “%(name)s” has no description"),
        N_("It needs a sentence for those who do not see it, and where it comes from."),
    ),
    "picture_turned": Sentence(
        N_("Picture “%(name)s” was turned in Word"), N_("It stands here as it was taken. Turn it if need be.")
    ),
    "tracked_changes": Sentence(
        N_("Tracked changes: %(count)d, by %(authors)s"), N_("Taken over as if accepted. Read the text again.")
    ),
    "struck_text": Sentence(
        N_("Struck out text, places: %(count)d"),
        N_("It stands here as ordinary text. Delete it if it no longer holds."),
    ),
    "letterhead": Sentence(N_("Letterhead of the office"), N_("Delete it if this is a news item.")),
    "heading_by_hand": Sentence(
        N_("Lines that look like headings: %(count)d"), N_("Make them headings, so that readers can find their way.")
    ),
    "title_missing": Sentence(N_("No title was found"), N_("Write it in its place above the text.")),
    "title_long": Sentence(
        N_("The line marked as the title has %(count)d characters"),
        N_("A title has %(longest)d at most: it stands in the text. Write a shorter one in its place above."),
    ),
    "summary_long": Sentence(
        N_("The line marked as the summary has %(count)d characters"),
        N_("A summary has %(longest)d at most: it stands in the text. Write a shorter one in its place above."),
    ),
    "title_capitals": Sentence(
        N_("The title is in capitals"), N_("Write it in small letters: it reads better, and names can be told apart.")
    ),
    "symbols": Sentence(
        N_("Unreadable symbols: %(count)d"), N_("They come from a symbol font and were left out. Look what is missing.")
    ),
    # Left out, nothing to do
    "formatting": Sentence(N_("Colours, underlines and highlights, places: %(count)d")),
    "comments": Sentence(N_("Comments: %(count)d, by %(authors)s")),
    "page_furniture": Sentence(N_("Headers, footers, page numbers")),
    "contents": Sentence(N_("Table of contents")),
    "hidden_text": Sentence(N_("Hidden text, places: %(count)d")),
    "shapes": Sentence(N_("Lines and shapes: %(count)d")),
    "small_pictures": Sentence(N_("Tiny pictures: %(count)d")),
    "links_unsafe": Sentence(N_("Links that lead nowhere on the web: %(count)d")),
    "outside_references": Sentence(N_("References to files outside the document: %(count)d")),
    # Came along
    "legacy_font": Sentence(N_("Font %(font)s, paragraphs: %(count)d"), N_("Turned into Unicode.")),
    "footnotes": Sentence(N_("Footnotes: %(count)d"), N_("They stand at the end of the text.")),
    "numbering": Sentence(N_("Automatic numbers: %(count)d"), N_("Written out as text.")),
    "picture_cropped": Sentence(
        N_("Picture “%(name)s” was cropped"), N_("What was cut off in Word did not come along.")
    ),
    "caption": Sentence(N_("Captions of pictures: %(count)d")),
}

HOLES: Final[Mapping[str, str]] = {
    "smartart": N_("[A SmartArt drawing stands here]"),
    "chart": N_("[A chart stands here]"),
    "object": N_("[An embedded file stands here: %(name)s]"),
    "text_box": N_("[Text box: %(text)s]"),
    "equation": N_("[Equation: %(text)s]"),
    "outside_content": N_("[A part of another file stands here]"),
    "picture_format": N_("[The picture “%(name)s” stands here]"),
    "picture_outside": N_("[The picture “%(name)s” stands here]"),
    "picture_refused": N_("[The picture “%(name)s” stands here]"),
}
"""What stands in the text at the place of something that could not come along, until somebody replaces it."""


def sentence(told: Note | Refused, translate: Callable[[str], str] = str) -> Sentence:
    """Return what is said of a note or a refusal; `translate` is gettext on a screen."""
    found = NOTES[told.kind] if isinstance(told, Note) else REFUSALS[told.code]
    # Headlines and advice are translated before they are filled, so that the catalogue knows them.
    return Sentence(
        translate(found.headline) % told.params, translate(found.advice) % told.params if found.advice else ""
    )
