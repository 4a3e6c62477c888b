"""Nothing of the machine it was written on, no registry and no key is in the tree."""

import re

import pytest

from tests.house.tree import MADE, ROOT, files, name

# Put together here so that this file does not hold what it looks for.
HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "deb.debian" + ".org")
PLACES = ("/wo" + "rk/main", "/wo" + "rk/shared", "/ro" + "ot/", "/t" + "mp/", "/opt/whe" + "els", ".." + "/shared/")
KEY = re.compile("-----BEGIN " + "[A-Z ]*PRIVATE KEY-----")
TEXT = (
    "", ".py", ".md", ".toml", ".lock", ".html", ".css", ".js", ".json", ".txt", ".po", ".xml", ".svg", ".conf",
    ".service", ".sh", ".yml", ".yaml", ".cfg", ".ini",
)  # fmt: skip


@pytest.mark.parametrize("words", [HOSTS, PLACES], ids=["hosts", "places"])
def test_no_file_names_a_registry_or_this_machine(words: tuple[str, ...]) -> None:
    found = [
        f"{name(path)}: {word}"
        for path in files(*TEXT, vendored=True)
        for word in words
        if word in path.read_text("utf-8", errors="replace")
    ]
    assert found == []


def test_no_file_holds_a_private_key() -> None:
    assert [
        name(path) for path in files(*TEXT, vendored=True) if KEY.search(path.read_text("utf-8", errors="replace"))
    ] == []


def test_the_root_can_be_taken_in_at_a_glance() -> None:
    entries = {path.name for path in ROOT.iterdir()} - MADE
    assert len(entries) <= 24, sorted(entries)
