"""Styles, scripts, fonts and drawings: named by their content, from nowhere else, and few bytes."""

import hashlib
import re
from pathlib import Path

import brotli
import pytest

from chauphe.public import assets
from chauphe.public.assets import SCRIPTS, STATIC, STYLES, address, bundle, script, styles

BY_PATH = {asset.path: asset for asset in bundle()}
STYLE_FILES = sorted((STATIC / "css").glob("*.css"))
SON_FILES = {"tokens.css", "button.css", "seal.css", "thread.css"}


def test_joined_files_are_named_by_their_content() -> None:
    for path, asset in BY_PATH.items():
        if path.endswith((".css", ".js")):
            assert path.split(".")[-2] == hashlib.sha256(asset.data).hexdigest()[:8]


def test_the_bundle_holds_styles_scripts_fonts_and_drawings() -> None:
    plain = sorted(re.sub(r"\.[0-9a-f]{8}\.", ".", path) for path in BY_PATH)
    assert plain == [
        "_/check.js",
        "_/display.js",
        "_/fonts/OFL.txt",
        "_/fonts/be-vietnam-pro-400.woff2",
        "_/fonts/be-vietnam-pro-500.woff2",
        "_/fonts/be-vietnam-pro-600.woff2",
        "_/fonts/literata-400-italic.woff2",
        "_/fonts/literata-400.woff2",
        "_/fonts/literata-600.woff2",
        "_/img/emblem.svg",
        "_/img/file.svg",
        "_/search.js",
        "_/site.css",
    ]
    assert list(BY_PATH) == sorted(BY_PATH)


def test_every_style_and_script_file_is_joined_once() -> None:
    assert sorted(f"{name}.css" for name in STYLES) == [path.name for path in STYLE_FILES]
    modules = sorted(name for names in SCRIPTS.values() for name in names)
    scripts = STATIC / "js"
    assert modules == sorted(str(path.relative_to(scripts).with_suffix("")) for path in scripts.rglob("*.js"))


def test_styles_name_only_files_of_the_bundle() -> None:
    named = re.findall(r'url\("([^"]*)"\)', styles())
    assert [name for name in named if f"_/{name}" not in BY_PATH] == []
    assert len(named) == 7


@pytest.mark.parametrize("text", [styles(), *(script(name) for name in SCRIPTS)])
def test_nothing_is_fetched_from_elsewhere(text: str) -> None:
    assert re.findall(r"(?:https?:)?//[a-z]|@import", text) == []


def test_styles_are_sent_without_comments() -> None:
    assert "/*" not in styles()


def test_joined_scripts_import_and_export_nothing() -> None:
    assert [name for name in SCRIPTS if re.search(r"^(import|export) ", script(name), re.MULTILINE)] == []


def test_a_module_stands_after_those_it_needs() -> None:
    for names in SCRIPTS.values():
        for place, name in enumerate(names):
            text = (STATIC / "js" / f"{name}.js").read_text(encoding="utf-8")
            needed = {f"check/{found}" for found in re.findall(r'from "\./([a-z]+)\.js"', text)}
            assert needed <= set(names[:place])


def test_the_check_speaks_the_words_of_the_sealed_part() -> None:
    assert '"approved":"Đã phê duyệt"' in script("check")
    assert "/*WORDS*/" not in script("check")


def test_addresses_lead_to_the_joined_files() -> None:
    assert {address("site", "css")[1:], *(address(name, "js")[1:] for name in SCRIPTS)} <= set(BY_PATH)


@pytest.mark.parametrize("path", STYLE_FILES, ids=lambda path: path.name)
def test_vermilion_is_named_only_where_something_is_approved(path: Path) -> None:
    assert ("--son" in path.read_text(encoding="utf-8")) == (path.name in SON_FILES)


@pytest.mark.parametrize("path", STYLE_FILES, ids=lambda path: path.name)
def test_colours_are_numbers_only_among_the_tokens(path: Path) -> None:
    found = re.findall(r"#[0-9a-f]{3,8}\b|rgb\(", path.read_text(encoding="utf-8"))
    assert bool(found) == (path.name in {"tokens.css", "print.css"})


@pytest.mark.parametrize("path", STYLE_FILES, ids=lambda path: path.name)
def test_a_component_is_at_most_150_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 150


def test_the_styles_stay_small() -> None:
    assert len(brotli.compress(styles().encode())) < 9_000


def test_the_fonts_of_an_article_stay_small() -> None:
    fonts = {path: len(asset.data) for path, asset in BY_PATH.items() if path.endswith(".woff2")}
    assert sum(fonts.values()) < 85_000


def test_only_known_kinds_of_files_are_served() -> None:
    assert {asset.type for asset in bundle()} == {
        "text/css; charset=utf-8",
        "text/javascript; charset=utf-8",
        *assets.TYPES.values(),
    }
