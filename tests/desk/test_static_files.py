"""The desk's own files: compressed, kept for good, and served even where nothing can be written."""

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from django.conf import LazySettings
from django.test import Client

from chauphe.desk import static_files
from chauphe.desk.static_files import PACKED, SUMS, ready, sources, version
from tests.desk.conftest import SignIn
from tests.factories import Office

SCRIPT = "desk/js/write.js"
FOR_GOOD = "max-age=315360000, public, immutable"
ROOT = Path(static_files.__file__).parents[1]


@pytest.fixture
def shelf(tmp_path: Path, settings: LazySettings) -> Iterator[Path]:
    """Give the folder in which files are made ready, empty and forgotten afterwards."""
    settings.STATIC_READY = tmp_path / "static"
    yield settings.STATIC_READY
    ready.cache_clear()


def again(shelf: Path) -> Path | None:
    """Start once more, as another process would."""
    ready.cache_clear()
    return ready(shelf)


def test_every_way_of_asking_gets_the_same_bytes(shelf: Path) -> None:
    address, whole = f"/static/{version()}/{SCRIPT}", sources()[SCRIPT].read_bytes()
    unpacked = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
    for encoding, unpack in unpacked.items():
        answer = Client().get(address, headers={"accept-encoding": encoding})
        assert (answer.status_code, answer.headers.get("Content-Encoding", "")) == (200, encoding)
        assert (unpack(b"".join(answer.streaming_content)), answer.headers["Cache-Control"]) == (whole, FOR_GOOD)


def test_pages_name_the_files_by_their_version(office: Office, desk: SignIn) -> None:
    shown = desk(office.contributor).get("/").content.decode()
    named = set(re.findall(r'(?:href|src)="/static/([^"]+)"', shown))
    assert {name.partition("/")[0] for name in named} == {version()}
    assert {name.partition("/")[2] for name in named} - set(sources()) == set()


def test_every_file_that_a_template_names_is_there() -> None:
    texts = [path.read_text("utf-8") for path in ROOT.glob("desk/**/templates/**/*.html")]
    named = {name for text in texts for name in re.findall(r"{% static '([^']+)' %}", text)}
    assert sorted(named - set(sources())) == []


def test_scripts_and_styles_find_each_other_without_rewriting() -> None:
    missing = []
    for name in (name for name in sources() if name.startswith(("desk/", "public/")) and Path(name).suffix in PACKED):
        text = sources()[name].read_text("utf-8")
        for path in re.findall(r'(?:from |import |url\()"(\.[^"]+)"', text):
            whole = (Path("/") / name).parent / path
            missing += [(name, path)] if str(whole.resolve())[1:] not in sources() else []
    assert missing == []


def test_an_address_of_another_version_is_not_found(db: None, shelf: Path) -> None:
    found = [Client().get(f"/static/{each}{SCRIPT}").status_code for each in ("", f"{'0' * 16}/")]
    assert found == [404, 404]


def test_a_second_start_makes_nothing_anew(shelf: Path) -> None:
    place = ready(shelf)
    assert place is not None
    before = place.stat().st_ctime_ns
    assert (again(shelf), place.stat().st_ctime_ns) == (place, before)


@pytest.mark.parametrize("damage", ["truncated", "deleted", "sums"])
def test_what_a_power_cut_left_is_made_anew(shelf: Path, damage: str) -> None:
    place = ready(shelf)
    assert place is not None
    if damage == "truncated":
        (place / f"{SCRIPT}.br").write_bytes(b"")
    elif damage == "deleted":
        (place / f"{SCRIPT}.gz").unlink()
    else:
        (place / SUMS).write_text("")
    assert again(shelf) == place
    assert brotli.decompress((place / f"{SCRIPT}.br").read_bytes()) == sources()[SCRIPT].read_bytes()
    assert gzip.decompress((place / f"{SCRIPT}.gz").read_bytes()) == sources()[SCRIPT].read_bytes()
    assert [each.name for each in shelf.iterdir()] == [version()]


def test_of_two_that_make_it_at_once_one_stays(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put = static_files._put

    def late(partial: Path, place: Path) -> None:
        shutil.copytree(partial, place)
        put(partial, place)

    monkeypatch.setattr(static_files, "_put", late)
    assert ready(shelf) == shelf / version()
    assert [each.name for each in shelf.iterdir()] == [version()]


def test_only_the_version_before_is_kept(shelf: Path) -> None:
    for number in range(3):
        (shelf / f"{number:016}").mkdir(parents=True)
    ready(shelf)
    assert len(list(shelf.iterdir())) == 2
    assert (shelf / version()).is_dir() is True


def test_without_a_folder_the_sources_answer(shelf: Path, caplog: pytest.LogCaptureFixture) -> None:
    shelf.write_text("in the way")
    answer = Client().get(f"/static/{version()}/{SCRIPT}", headers={"accept-encoding": "br"})
    assert b"".join(answer.streaming_content) == sources()[SCRIPT].read_bytes()
    assert ("Content-Encoding" in answer.headers, answer.headers["Cache-Control"]) == (False, FOR_GOOD)
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "styles and scripts are sent uncompressed"
    ]


def test_while_one_works_on_them_addresses_are_plain(settings: LazySettings) -> None:
    settings.DEBUG = True
    answer = Client().get(f"/static/{SCRIPT}")
    assert static_files.HashedStorage().url(SCRIPT) == f"/static/{SCRIPT}"
    assert b"".join(answer.streaming_content) == sources()[SCRIPT].read_bytes()
    assert answer.headers["Cache-Control"] == "max-age=0, public"
