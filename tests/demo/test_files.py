"""Pictures and attachments: there, small, described, and marked as what they are."""

import tomllib
import zipfile

from PIL import Image

from chauphe.demo.model import DATA, PICTURES
from tests.demo.story import ITEMS

RASTERS = sorted(PICTURES.glob("*.png"))
FILES = sorted(path for path in (DATA / "files").iterdir())


def test_every_picture_is_drawn_described_and_used() -> None:
    catalogue = tomllib.loads((PICTURES / "pictures.toml").read_text("utf-8"))
    used = {each.name for _, item in ITEMS for each in item.pictures}
    names = {path.stem for path in RASTERS}
    assert names == set(catalogue) == used == {path.stem for path in (PICTURES / "src").glob("*.svg")}
    assert {len(entry["alt"].split()) > 11 and bool(entry["credit"]) for entry in catalogue.values()} == {True}


def test_pictures_are_sixteen_hundred_wide_and_light() -> None:
    assert {Image.open(path).width for path in RASTERS} == {1600}
    assert [path.name for path in RASTERS if path.stat().st_size > 180_000] == []
    assert sum(path.stat().st_size for path in RASTERS) <= 4_000_000


def test_no_drawing_is_offered_for_publication() -> None:
    assert {each.path.suffix for _, item in ITEMS for each in item.pictures} == {".png"}
    assert {each.path.suffix for _, item in ITEMS for each in item.files} == {".pdf", ".docx", ".xlsx"}


def test_an_item_has_one_lead_picture_at_most() -> None:
    for _, item in ITEMS:
        leads = [each.lead for each in item.pictures]
        assert leads == [True, *[False] * (len(leads) - 1)] if leads else True, item.key


def test_every_attachment_is_used_once_and_small() -> None:
    used = [each.path for _, item in ITEMS for each in item.files]
    assert sorted(used) == FILES
    assert [path.name for path in FILES if path.stat().st_size > 60_000] == []


def test_attachments_are_whole_files_of_their_type() -> None:
    for path in FILES:
        if path.suffix == ".pdf":
            data = path.read_bytes()
            assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF"), path.name
        else:
            assert zipfile.ZipFile(path).testzip() is None, path.name
