import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    """Forget how often anybody tried before: tests that run one after the other would stop each other."""
    cache.clear()
