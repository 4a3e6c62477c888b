"""What every test stands on: settings of its own, a database of its own, and on request a browser or a program.

Whatever cannot run on a machine is skipped with a reason, and the reasons go to the end of the whole report.
"""

import gc
import json
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.rigs.browser import OpenPage

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
MADE_HERE = "CHAUPHE_TEST_ROOT" not in os.environ
ROOT = Path(os.environ.setdefault("CHAUPHE_TEST_ROOT", "") or tempfile.mkdtemp(prefix="chauphe-test-"))
HOME = ROOT / os.environ.get("PYTEST_XDIST_WORKER", "main")
HOME.mkdir(exist_ok=True)
os.environ["CHAUPHE_TEST_ROOT"] = str(ROOT)

# Each worker has its own store, keys, cache and database. Whatever this shell is set up for, no test touches it, nor
# var/: the only way to another database is CHAUPHE_TEST_DATABASE_URL.
for variable in [name for name in os.environ if name.startswith("CHAUPHE_") and "TEST" not in name]:
    if variable not in ("CHAUPHE_CHROMIUM", "CHAUPHE_SKIPPED_TO"):
        del os.environ[variable]
os.environ.pop("DATABASE_URL", None)
if "CHAUPHE_TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["CHAUPHE_TEST_DATABASE_URL"]
os.environ |= {"CHAUPHE_HOME": str(HOME), "CHAUPHE_HTTPS": "no", "DJANGO_SETTINGS_MODULE": "chauphe.config.settings"}
# The clock of the machine is nobody's business: whoever asks it for the hour is some seventeen hours off.
os.environ["TZ"] = "Pacific/Honolulu"
time.tzset()

hypothesis_settings.register_profile("dev", max_examples=50, deadline=None)
hypothesis_settings.register_profile(
    "ci", max_examples=200, deadline=None, derandomize=True, print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "dev")


def _django() -> None:
    """Load the settings and make them quick: the cheapest password hash, and an SQLite that waits for no disk."""
    import django
    from django.conf import settings
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.db import connections

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The live server's own way of finding files knows no hashed address; the desk answers for them itself.
    StaticFilesHandler._should_handle = lambda _self, _path: False  # type: ignore[method-assign]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    database = connections.settings["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # A file, not memory: threads and other processes then meet the locks of the real thing.
        database["TEST"]["NAME"] = str(HOME / "test.sqlite3")
        database["OPTIONS"]["init_command"] = database["OPTIONS"]["init_command"].replace("=FULL", "=OFF")
    django.setup()
    # Named no longer: a worker would inherit it, and pytest-django load its settings before its home is set above.
    del os.environ["DJANGO_SETTINGS_MODULE"]


_django()


def pytest_unconfigure() -> None:
    """Remove what the run wrote."""
    if MADE_HERE:
        shutil.rmtree(ROOT, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by itself what needs the database or a browser, so that nobody forgets to."""
    for item in items:
        wanted = set(getattr(item, "fixturenames", ()))
        if wanted & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker("database")
        if wanted & {"chromium", "browser_page"}:
            item.add_marker("browser")


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what lives to the end anyway, and come by less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Hand the reasons of skipped tests to the last lines of `make test`."""
    reasons = Counter(str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", []))
    if "CHAUPHE_SKIPPED_TO" in os.environ:
        Path(os.environ["CHAUPHE_SKIPPED_TO"]).write_text(json.dumps(reasons), encoding="utf-8")


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """Give the path of a system program by name, or skip the test and say which one is missing."""

    def find(name: str) -> str:
        return shutil.which(name) or pytest.skip(f"{name} is not installed on this machine")

    return find


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Give the DATABASE_URL of the run's own PostgreSQL, or of one started for the tests that ask."""
    from tests.rigs.postgres import RigError, private_postgres

    if "CHAUPHE_TEST_DATABASE_URL" in os.environ:
        yield os.environ["CHAUPHE_TEST_DATABASE_URL"]
        return
    try:
        with private_postgres() as url:
            yield url
    except RigError as reason:
        pytest.skip(f"no PostgreSQL: {reason}")


@pytest.fixture
def shared_database(transactional_db: None) -> Iterator[None]:
    """Give a database that a server in another thread sees too; it is emptied afterwards, append-only or not."""
    yield
    from django.db import connection

    from chauphe.ledger import guard

    # pytest-django deletes every row, which the guard forbids; the guard comes back with post_migrate.
    with connection.cursor() as cursor:
        for table in guard.protected():
            for event in ("update", "delete") if connection.vendor == "sqlite" else ("row", "truncate"):
                on = "" if connection.vendor == "sqlite" else f" ON {table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS append_only_{table}_{event}{on}")


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """Give a running headless Chromium, one for each worker."""
    from tests.rigs.browser import find_chromium, started

    found = find_chromium()
    if found is None:
        pytest.skip("no Chromium on this machine")
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with started(found) as browser:
        yield browser
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser_page(chromium: "Browser") -> Iterator["OpenPage"]:
    """Give `browser_page(width=360, …) -> Page`; the test fails if a page errs or asks another machine for anything."""
    from tests.rigs.browser import Visitor

    visitor = Visitor(chromium)
    yield visitor.open
    visitor.close()
    assert visitor.complaints == []
