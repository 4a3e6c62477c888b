"""Reading the demonstration: what is refused, and how it is said."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from chauphe.demo.model import HANOI, ChangeData, DemonstrationError, TextData, load

BOARD = """
slug = "so-thu"
name = "Sở Thử"
parent_name = "Tỉnh Thử"
address = "Số 1"
phone = "0299 3820 115"
email = "thu@so.example"
responsible = "An"
colour = "cham"
base_url = "https://so.example"
origin = "chauphe.example/so-thu"
units = [{ code = "vp", name = "Văn phòng", kind = "division" }]
sections = [{ slug = "tin", name = "Tin" }]
people = [{ login = "an", name = "Lê An", honorific = "ông", office = "Giám đốc" }]
appointments = [{ person = "an", role = "editor_in_chief", title = "Trưởng Ban", since = 2026-01-05 }]
absences = [{ person = "an", since = 2026-02-02, until = 2026-02-03 }]
"""

ITEM = """+++
kind = "news"
section = "tin"
unit = "vp"
title = "Ba việc mới"
summary = "Tóm tắt."
authors = { "an" = 100 }
acts = [
  { at = 2026-01-06T08:00:00, act = "create", by = "an" },
  { at = 2026-01-06T09:00:00, act = "edit", by = "an", changes = [
    { field = "title", before = "Hai việc", after = "Ba việc mới" },
  ] },
]
+++
<p>Một.</p>
<p>Hai.</p>
"""

Tree = Callable[..., Path]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    def write(board: str = BOARD, item: str = ITEM) -> Path:
        folder = tmp_path / "so-thu" / "items" / "2026-01"
        folder.mkdir(parents=True, exist_ok=True)
        (tmp_path / "demonstration.toml").write_text('as_of = 2026-01-07T08:00:00\nboards = ["so-thu"]\n')
        (tmp_path / "pictures.toml").write_text("")
        (tmp_path / "so-thu" / "board.toml").write_text(board)
        (folder / "ba-viec.html").write_text(item)
        return tmp_path

    return write


def refusal(root: Path) -> tuple[str, ...]:
    with pytest.raises(DemonstrationError) as refused:
        load(root, root)
    return refused.value.faults


def test_a_small_demonstration_is_read_whole(tree: Tree) -> None:
    root = tree()
    story = load(root, root)
    item = story.boards[0].items[0]
    assert (item.key, item.slug, item.state, item.text.body) == (
        "ba-viec",
        "ba-viec-moi",
        "draft",
        "<p>Một.</p><p>Hai.</p>",
    )
    assert [text.title for text in item.texts] == ["Hai việc", "Ba việc mới"]
    assert story.as_of.utcoffset() == timedelta(hours=7)


def test_an_absence_lasts_to_the_end_of_its_last_day(tree: Tree) -> None:
    root = tree()
    start, end = load(root, root).boards[0].absences[0].span
    assert (start.tzinfo, end - start) == (HANOI, timedelta(days=2))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('unit = "vp"', 'unit = "kho"', "unknown unit: 'kho'"),
        ('section = "tin"', 'section = "bao"', "unknown section: 'bao'"),
        ('"an" = 100', '"binh" = 100', "unknown person: 'binh'"),
        ('act = "create"', 'act = "submit"', "acts: the first is to be 'create'"),
        (
            'act = "edit"',
            'act = "submit"',
            "acts: submit of 06/01/2026 09:00: an edit, and nothing else, says what it changed",
        ),
        ('after = "Ba việc mới"', 'after = "Bốn"', "acts: changes: title holds 'Bốn' 0 times, not once"),
        ('kind = "news"', 'kind = "legal_document"', "document: a legal document has one, nothing else has"),
        ('unit = "vp"', 'unit = "vp"\nfiles = [{ name = "don.pdf", title = "Đơn" }]', "no such file: don.pdf"),
        (
            'unit = "vp"',
            'unit = "vp"\npictures = [{ name = "bien", caption = "" }]',
            "pictures: 'bien' is not in pictures.toml",
        ),
    ],
)
def test_a_fault_names_its_file_and_place(tree: Tree, old: str, new: str, fault: str) -> None:
    assert refusal(tree(item=ITEM.replace(old, new, 1))) == (f"so-thu/items/2026-01/ba-viec.html: {fault}",)


def test_an_unknown_fact_is_refused_by_name(tree: Tree) -> None:
    faults = refusal(tree(item=ITEM.replace("kind =", "mood = 1\nkind =", 1)))
    assert faults == ("so-thu/items/2026-01/ba-viec.html: mood: Unexpected keyword argument",)


def test_an_item_without_its_fences_is_refused(tree: Tree) -> None:
    faults = refusal(tree(item="<p>Một.</p>"))
    assert faults == ("so-thu/items/2026-01/ba-viec.html: the file is to begin with facts between two lines of +++",)


def test_a_board_may_not_appoint_a_stranger(tree: Tree) -> None:
    faults = refusal(tree(board=BOARD.replace('person = "an", role', 'person = "chi", role')))
    assert faults == ("so-thu/board.toml: unknown person: 'chi'",)


def test_broken_toml_says_the_line(tree: Tree) -> None:
    assert refusal(tree(board=BOARD + "slug\n")) == (
        "so-thu/board.toml: Expected '=' after a key in a key/value pair (at line 17, column 5)",
    )


def test_undoing_a_change_gives_the_words_before() -> None:
    text = TextData(title="Mới", summary="", body="<p>ba</p>")
    assert text.undone(ChangeData(field="body", before="hai", after="ba")).body == "<p>hai</p>"
