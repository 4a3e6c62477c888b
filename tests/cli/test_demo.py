import re
from pathlib import Path

from chauphe.cli import processes
from chauphe.cli.demo import surroundings

SOURCES = Path(processes.__file__).parent.parent
OURS = {
    "CHAUPHE_HOME": "/demo",
    "CHAUPHE_DEMO": "yes",
    "CHAUPHE_HTTPS": "no",
    "DJANGO_SETTINGS_MODULE": "chauphe.config.settings",
}


def settings() -> list[str]:
    """Name every variable that the program reads, and the file that each may come from."""
    texts = "".join(path.read_text("utf-8") for path in SOURCES.rglob("*.py"))
    names = sorted({*re.findall(r"CHAUPHE_[A-Z_]+", texts), "DATABASE_URL"})
    assert {"CHAUPHE_BIND", "CHAUPHE_HOSTS", "CHAUPHE_SECRET_KEY", "CHAUPHE_EMAIL_BACKEND"} <= set(names)
    return [*names, *(f"{name}_FILE" for name in names)]


def test_a_demonstration_knows_nothing_of_a_real_install() -> None:
    given = dict.fromkeys(settings(), "real") | {"DJANGO_SETTINGS_MODULE": "real", "PATH": "/bin"}
    assert surroundings(given, Path("/demo"), "") == OURS | {"PATH": "/bin"}


def test_a_demonstration_takes_the_database_it_is_given() -> None:
    given = {"DATABASE_URL": "postgresql:///real", "DATABASE_URL_FILE": "real"}
    assert surroundings(given, Path("/demo"), "postgresql:///demo") == OURS | {"DATABASE_URL": "postgresql:///demo"}
