"""Keeps the sealed tables append-only in the database itself, on SQLite and on PostgreSQL.

SQLite remakes a table on many migrations and silently drops its triggers, so they are put back after every migrate
and looked for at start (`missing`).
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_TABLES: list[str] = []

_PG_FUNCTION = """
CREATE OR REPLACE FUNCTION chauphe_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only table: %', TG_TABLE_NAME; END $$
"""


def protect(table: str) -> None:
    """Name a table whose rows may be added and read, and nothing else."""
    if table not in _TABLES:
        _TABLES.append(table)


def protected() -> tuple[str, ...]:
    """Return the tables under guard."""
    return tuple(_TABLES)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on every guarded table that exists."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_PG_FUNCTION)
        for table in _TABLES:
            if table in existing:
                for statement in _statements(connection.vendor, table):
                    cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the guarded tables that exist without their triggers."""
    query = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'append_only_%'",
        "postgresql": (
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname LIKE 'append_only_%' AND t.tgenabled <> 'D'"
        ),
    }[connection.vendor]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = [row[0] for row in cursor.fetchall()]
    return [table for table in _TABLES if table in existing and found.count(table) < 2]


def install_after_migrate(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Receive post_migrate."""
    install(connections[using])


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS append_only_{table}_{verb} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only table: {table}'); END"
            for verb in ("update", "delete")
        ]
    return [
        f"CREATE OR REPLACE TRIGGER append_only_{table}_{name} BEFORE {verbs} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION chauphe_append_only()"
        for name, verbs, each in (("row", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT"))
    ]
