"""A sealed site for every test of tampering."""

import shutil
from copy import deepcopy
from pathlib import Path

import pytest

from tests.seal.site_writer import Site
from tests.seal.tampering import make


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Give a site of three items, not to be changed."""
    return make(tmp_path_factory.mktemp("site"))


@pytest.fixture
def site(pristine: Site, tmp_path: Path) -> Site:
    """Give a copy to tamper with."""
    copy = Site(tmp_path / "site", log=deepcopy(pristine.log), published=list(pristine.published))
    shutil.copytree(pristine.root, copy.root)
    copy.number, copy.previous = pristine.number, pristine.previous
    return copy
