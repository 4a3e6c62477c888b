from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from chauphe.bake import keys
from tests import factories
from tests.bake.site import Baker
from tests.factories import MORNING, Office


@pytest.fixture
def places(settings: Any, tmp_path: Path) -> Path:
    """Give the site, the keys and the store of this test a folder of their own."""
    settings.SITES, settings.KEYS, settings.STORE = (tmp_path / name for name in ("site", "keys", "store"))
    return tmp_path


@pytest.fixture
def office(db: None, places: Path) -> Office:
    office = factories.office()
    keys.make(office.board)
    return office


@pytest.fixture
def baker(office: Office) -> Baker:
    """Give a board whose site is baked, and empty."""
    baker = Baker(office)
    baker.catch_up()
    return baker


@pytest.fixture
def now() -> datetime:
    return MORNING
