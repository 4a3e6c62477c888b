import re
from pathlib import Path

import polib
import pytest

import chauphe.intake
from chauphe.intake.findings import HOLES, NOTES, REFUSALS, Note, Refused, Sentence, Severity, sentence

CATALOGUE = Path(chauphe.intake.__file__).parent / "locale/vi/LC_MESSAGES/django.po"
PLACES = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def vietnamese():
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE))}


def said():
    told = [*REFUSALS.values(), *NOTES.values()]
    return {text for one in told for text in (one.headline, one.advice) if text} | set(HOLES.values())


def test_everything_that_is_said_is_said_in_vietnamese(vietnamese):
    assert {text for text in said() if not vietnamese.get(text)} == set()


def test_nothing_is_translated_that_is_never_said(vietnamese):
    assert set(vietnamese) - said() == set()


def test_translations_fill_the_same_places(vietnamese):
    for text, translated in vietnamese.items():
        assert sorted(PLACES.findall(text)) == sorted(PLACES.findall(translated))


def test_every_hole_has_its_note():
    assert set(HOLES) - set(NOTES) == set()


def test_a_note_is_said_in_the_language_of_the_screen(vietnamese):
    note = Note("legacy_doubtful", Severity.REVIEW, {"font": ".VnTime", "count": 2, "words": "“Hữư”"})
    assert sentence(note, vietnamese.get) == Sentence(
        "Phông .VnTime ở 2 đoạn", "Đã đổi sang Unicode. Cần xem lại: “Hữư”."
    )


def test_a_refusal_begins_with_what_can_be_done(vietnamese):
    assert sentence(Refused("too_large", limit=20), vietnamese.get) == Sentence(
        "Hãy thu nhỏ tệp xuống dưới 20 MB, chẳng hạn bằng cách nén ảnh trong tệp."
    )
    assert str(Refused("legacy_doc")) == "Open the file in Word, save it as .docx and upload that."


def test_a_percent_sign_from_outside_does_no_harm():
    note = Note("picture_undescribed", Severity.REVIEW, {"name": "100%(x)s %s %"})
    assert sentence(note).headline == "Picture “100%(x)s %s %” has no description"
