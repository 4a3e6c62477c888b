"""Copy a filled SQLite database into an empty PostgreSQL, row by row and in bulk. FOR THE BENCH ONLY.

Both hold the same rows afterwards, so that what is measured on one can be held against the other.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

LEFT_OUT = frozenset({"django_migrations", "sqlite_sequence"})
AT_ONCE = 200


def copy(source: Path) -> None:
    """Make the tables, fill them, set the counters on, and gather statistics."""
    call_command("migrate", verbosity=0)
    with sqlite3.connect(f"file:{source}?mode=ro", uri=True) as old, connection.cursor() as new:
        # Neither keys nor the guard of the append-only tables are asked while rows come in the order of the tables.
        new.execute("SET session_replication_role = replica")
        new.execute("SET TIME ZONE 'UTC'")
        tables = sorted(set(connection.introspection.table_names()) - LEFT_OUT)
        new.execute(f"TRUNCATE {', '.join(_quoted(table) for table in tables)}")
        for table in tables:
            _table(table, old, new)
        for table in tables:
            _counter(table, new)
        new.execute("ANALYZE")
    connection.close()


def _table(table: str, old: sqlite3.Connection, new: Any) -> None:
    columns = ", ".join(_quoted(row[1]) for row in old.execute(f"PRAGMA table_info({_quoted(table)})"))
    rows = old.execute(f"SELECT {columns} FROM {_quoted(table)}")  # noqa: S608  names of our own tables
    with new.copy(f"COPY {_quoted(table)} ({columns}) FROM STDIN") as out:
        for row in _fetched(rows):
            out.write_row(row)


def _fetched(rows: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
    while some := rows.fetchmany(AT_ONCE):
        yield from some


def _counter(table: str, new: Any) -> None:
    """Let the next row of a table come after those that were copied."""
    new.execute(
        "SELECT column_name, pg_get_serial_sequence(%s, column_name) FROM information_schema.columns "
        "WHERE table_name = %s AND is_identity = 'YES'",
        [_quoted(table), table],
    )
    for column, sequence in new.fetchall():
        highest = f"SELECT COALESCE(MAX({_quoted(column)}), 0) + 1 FROM {_quoted(table)}"  # noqa: S608  as above
        new.execute(f"SELECT setval(%s, ({highest}), false)", [sequence])


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
