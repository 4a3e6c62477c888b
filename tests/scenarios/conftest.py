import pytest

from tests.scenarios.office import Office, found


@pytest.fixture
def office(db: None) -> Office:
    return found()
