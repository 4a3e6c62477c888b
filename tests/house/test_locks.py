"""The locks hold everything the project asks for, each with its hashes, and say no address."""

import re
import tomllib

import pytest

from tests.house.tree import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock", "tools/uv.lock")


def pins(lock: str) -> dict[str, str]:
    """Give the version of each package that a lock names."""
    text = (ROOT / lock).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE))


def wanted(*extras: str) -> set[str]:
    """Give the names of the packages that pyproject.toml asks for, normalised."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])]
    return {re.split(r"[\[<>=~! ;]", one)[0].lower().replace("_", "-") for one in asked}


def test_what_the_demonstration_runs_is_what_was_tested() -> None:
    tested = pins("requirements-dev.lock")
    assert {name: version for name, version in pins("requirements.lock").items() if tested.get(name) != version} == {}


def test_the_locks_hold_what_the_project_asks_for() -> None:
    assert wanted() - pins("requirements.lock").keys() == set()
    assert wanted("dev") - pins("requirements-dev.lock").keys() == set()


def test_an_office_on_postgresql_needs_nothing_else() -> None:
    assert {"psycopg", "psycopg-binary"} - pins("requirements.lock").keys() == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_its_hashes(lock: str) -> None:
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert (len(entries), [entry for entry in entries if "--hash=sha256:" not in entry]) == (len(pins(lock)), [])


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_says_where_packages_come_from(lock: str) -> None:
    assert [line for line in (ROOT / lock).read_text("utf-8").splitlines() if "://" in line or line[:2] == "--"] == []
