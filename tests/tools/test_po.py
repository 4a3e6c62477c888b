"""The compiler of catalogues agrees with polib, which is not there when the demonstration is set up."""

import gettext
import io
import os
from pathlib import Path

import django
import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import po

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\x04\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
FILLED = TEXT.filter(bool)
HEADER = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

#: desk/x.html:1
msgctxt "button"
msgid "Approve"
msgstr "Duyệt"

msgid "%(n)s item"
msgid_plural "%(n)s items"
msgstr[0] "%(n)s "
"tin, bài"

#, fuzzy, python-format
msgid "Return"
msgstr "Sai"

msgid "Not yet"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Đã bỏ"
"""


def load(path: Path) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(po.compiled(path)))


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_compiled_catalogue_answers_in_vietnamese(tmp_path: Path) -> None:
    catalogue = load(write(tmp_path / "django.po", CATALOGUE))
    assert catalogue.pgettext("button", "Approve") == "Duyệt"
    assert catalogue.ngettext("%(n)s item", "%(n)s items", 5) == "%(n)s tin, bài"
    assert catalogue.gettext("Approve") == "Approve"


def test_doubtful_missing_and_dropped_entries_stay_out(tmp_path: Path) -> None:
    path = write(tmp_path / "django.po", CATALOGUE)
    catalogue = load(path)
    assert [catalogue.gettext(word) for word in ("Return", "Not yet", "Gone")] == ["Return", "Not yet", "Gone"]
    assert [entry.msgid for entry in po.entries(path)] == ["", "Approve", "%(n)s item", "Return", "Not yet"]


@pytest.mark.parametrize(
    ("text", "line"),
    [('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 4), ('"a"\n', 1), ('msgid "a\nmsgstr "b"\n', 1)],
)
def test_a_broken_catalogue_is_refused_by_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(po.CatalogueError) as refusal:
        po.compiled(write(tmp_path / "django.po", text))
    assert str(refusal.value).split(": ")[0] == f"{tmp_path / 'django.po'}:{line}"


@given(st.dictionaries(st.tuples(st.none() | FILLED, FILLED), st.tuples(FILLED, st.booleans()), max_size=8))
def test_any_catalogue_compiles_as_polib_reads_it(tmp_path_factory: pytest.TempPathFactory, messages: dict) -> None:
    source = polib.POFile()
    source.metadata = HEADER
    for (context, msgid), (text, many) in messages.items():
        forms = {"msgid_plural": msgid + "s", "msgstr_plural": {0: text, 1: text}} if many else {"msgstr": text}
        source.append(polib.POEntry(msgctxt=context, msgid=msgid, **forms))
    path = write(tmp_path_factory.mktemp("po") / "django.po", str(source))
    assert load(path)._catalog == gettext.GNUTranslations(io.BytesIO(source.to_binary()))._catalog


def test_djangos_own_vietnamese_compiles_as_shipped() -> None:
    path = Path(django.__file__).parent / "conf/locale/vi/LC_MESSAGES/django.po"
    shipped = gettext.GNUTranslations(io.BytesIO(path.with_suffix(".mo").read_bytes()))
    ours = load(path)._catalog
    assert {**ours, "": None} == {**shipped._catalog, "": None}  # their header drops the day it was extracted


def test_only_what_changed_is_compiled_again(tmp_path: Path) -> None:
    path = write(tmp_path / "desk/locale/vi/LC_MESSAGES/django.po", CATALOGUE)
    assert [po.compile_tree(tmp_path), po.compile_tree(tmp_path)] == [1, 0]
    later = path.stat().st_mtime + 5
    os.utime(path, (later, later))
    assert po.compile_tree(tmp_path) == 1
