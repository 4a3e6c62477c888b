"""Questions that every act and every page ask: written out once, then put again with other values.

The ORM writes such a question anew each time, which costs more than the answer: some milliseconds for who holds what.
It still is the one that writes it, for SQLite and PostgreSQL alike, and that reads the answer.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.db import connections
from django.db.models import DateField, DateTimeField, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Converters = dict[int, tuple[list[Callable[[Any, Any, Any], Any]], Any]]

_STAND_IN: dict[type, list[Any]] = {
    int: [2_147_480_000 + place for place in range(9)],
    date: [date(1, 1, 1 + place) for place in range(9)],
    datetime: [datetime(1, 2, 1 + place, tzinfo=UTC) for place in range(9)],
}
"""Values that stand where the real ones will: nothing real is ever like them."""


class Prepared:
    """One question over named values; `ask` builds it, as a `values_list` without any limit that varies.

    Values are instants, days or numbers, each named once with its type. Calling it gives the rows as tuples.
    """

    def __init__(self, ask: Callable[..., QuerySet[Any, Any]], **types: type) -> None:
        self._ask = ask
        self._types = types
        self._written: dict[str, tuple[str, list[tuple[str, Any]], Converters]] = {}

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        connection = connections["default"]
        if connection.vendor not in self._written:
            self._written[connection.vendor] = self._write(connection)
        sql, slots, converters = self._written[connection.vendor]
        given = {name: _stored(value, connection) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given[name] if name else constant for name, constant in slots])
            rows = [list(row) for row in cursor.fetchall()]
        for place, (each, expression) in converters.items():
            for row in rows:
                for convert in each:
                    row[place] = convert(row[place], expression, connection)
        return [tuple(row) for row in rows]

    def _write(self, connection: Any) -> tuple[str, list[tuple[str, Any]], Converters]:
        stand_ins = {name: _STAND_IN[kind][place] for place, (name, kind) in enumerate(self._types.items())}
        compiler: SQLCompiler = self._ask(**stand_ins).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        names = {_stored(value, connection): name for name, value in stand_ins.items()}
        slots = [(names.get(param, ""), param) for param in params]
        if {name for name, _ in slots} - {""} != set(self._types):
            raise ValueError("a value that a question is given is not in it as it was given")
        fields = [each[0] for each in compiler.select[: compiler.col_count]]
        return sql, slots, compiler.get_converters(fields)


def _stored(value: Any, connection: Any) -> Any:
    """Return a value in the form in which the database takes it."""
    if isinstance(value, datetime):
        return DateTimeField().get_db_prep_value(value, connection)
    return DateField().get_db_prep_value(value, connection) if isinstance(value, date) else value
