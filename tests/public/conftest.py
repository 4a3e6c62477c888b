"""The trial site, written and served once for all browser tests of the public site."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from tests.public import trial_site
from tests.public.serving import served
from tests.public.trial_site import TrialSite

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.rigs.browser import OpenPage


@pytest.fixture(scope="session")
def trial(tmp_path_factory: pytest.TempPathFactory) -> TrialSite:
    """Give the trial site, written into a folder."""
    return trial_site.write(tmp_path_factory.mktemp("trial"))


@pytest.fixture(scope="session")
def base(trial: TrialSite) -> Iterator[str]:
    """Give the address at which the trial site is served."""
    with served(trial.folder) as address:
        yield address


@pytest.fixture
def spoiled(trial: TrialSite, tmp_path: Path) -> Iterator[tuple[TrialSite, str]]:
    """Give a copy of the trial site to spoil, and its address."""
    own = replace(trial, folder=Path(copytree(trial.folder, tmp_path / "site")))
    with served(own.folder) as address:
        yield own, address


@pytest.fixture
def reader(browser_page: "OpenPage", base: str) -> "Page":
    """Give an open page on the trial site's front."""
    page = browser_page()
    page.goto(base)
    return page
