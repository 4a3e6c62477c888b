"""The daily role of ops/postgres/roles.sql does all of the board's work and cannot touch what is sealed."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from chauphe.ledger import guard
from chauphe.people.charter import EXAMPLE

ROLES = Path(__file__).parents[2] / "ops" / "postgres" / "roles.sql"


@dataclass(frozen=True)
class Install:
    """A database of its own with both roles, and where it is."""

    server: str
    home: Path

    def connect(self, role: str) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(f"host={self.server} dbname=office user={role}", autocommit=True)

    def run(self, role: str, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of ours as one of the roles."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("CHAUPHE_")}
        env |= {
            "CHAUPHE_HOME": str(self.home),
            "DATABASE_URL": f"postgresql://{role}@/office?host={self.server}",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        return subprocess.run(
            [sys.executable, "-m", "chauphe", *words], check=False, env=env, capture_output=True, text=True
        )


@pytest.fixture(scope="module")
def install(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Install]:
    parts = urlsplit(postgres_url)
    server = parse_qs(parts.query)["host"][0]
    admin = psycopg.connect(f"host={server} dbname=postgres user={parts.username}", autocommit=True)
    for statement in ("CREATE ROLE maker LOGIN", "CREATE ROLE daily LOGIN", "CREATE DATABASE office OWNER maker"):
        admin.execute(statement)
    made = Install(server, tmp_path_factory.mktemp("home"))
    assert made.run("maker", "manage", "migrate", "-v", "0").stderr == ""
    # The rig's superuser has the name that the daily role has on a server.
    sql = re.sub(r"\bchauphe\b", "daily", re.sub(r"\bchauphe_owner\b", "maker", ROLES.read_text("utf-8")))
    with made.connect(str(parts.username)) as connection:
        connection.execute(sql)
    yield made
    admin.execute("DROP DATABASE office WITH (FORCE)")
    for role in ("maker", "daily"):
        admin.execute(f"DROP ROLE {role}")
    admin.close()


def test_the_daily_role_founds_a_board_and_invites_its_people(install: Install) -> None:
    founded = install.run("daily", "board", "found", str(EXAMPLE))
    assert (founded.returncode, founded.stderr) == (0, founded.stderr.replace("Traceback", ""))
    assert install.run("daily", "board", "invite", "so-mau", "mau.tran").returncode == 0
    assert install.run("daily", "bake", "--quiet").returncode == 0


@pytest.mark.parametrize("table", guard.protected())
def test_the_daily_role_adds_to_what_is_sealed_and_no_more(install: Install, table: str) -> None:
    verbs = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER")
    with install.connect("daily") as connection:
        asked = "SELECT " + ", ".join(f"has_table_privilege('{table}', '{verb}')" for verb in verbs)
        assert connection.execute(asked).fetchone() == (True, True, False, False, False, False)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER append_only_ledger_entry_row ON ledger_entry",
        "CREATE OR REPLACE FUNCTION chauphe_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        "SET session_replication_role = replica",
        "DELETE FROM django_migrations",
    ],
)
def test_the_daily_role_takes_no_guard_off(install: Install, statement: str) -> None:
    with install.connect("daily") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)
