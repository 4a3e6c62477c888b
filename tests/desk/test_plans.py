"""No page of the desk walks all items of the board where it needs a few: SQLite keeps no statistics and must be led."""

from typing import Any

import pytest
from django.db import connection

from chauphe.core.moves import State
from chauphe.people.services import plan_review
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import Office

WALKS = (
    "items_newest (board_id=?)",
    "items_by_state (board_id=?)",
    "sqlite_autoindex_items_item_2 (board_id=?)",
    "entry_seq_once (log_id=?)",
)
"""Ways that lead through all items of a board, or through its whole ledger."""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by statistics, of which a test has none")
@pytest.mark.parametrize("address", ["/", "/hang-cho/", "/ban-thao/", "/tin-bai/?buoc=in_moderation", "/tin-bai/1/"])
def test_few_rows_are_found_without_walking_all(office: Office, desk: SignIn, address: str) -> None:
    for state in State:
        factories.item(office, state)
    walked = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and "items_item" in sql:
            # With its parameters, not with their values: these alone would let SQLite know better.
            execute(f"EXPLAIN QUERY PLAN {sql}", params, many, context)
            walked.extend(row[3] for row in context["cursor"].fetchall() if walks(row[3]))
        return execute(sql, params, many, context)

    for person in (office.chief, office.contributor):
        client = desk(person)
        with connection.execute_wrapper(look):
            assert client.get(address).status_code == 200
    assert walked == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by statistics, of which a test has none")
def test_the_ledger_names_its_items_one_by_one(office: Office, desk: SignIn) -> None:
    factories.item(office, State.PUBLISHED)
    client, found = desk(office.chief), []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if 'FROM "items_item"' in sql:
            execute(f"EXPLAIN QUERY PLAN {sql}", params, many, context)
            found.extend(row[3] for row in context["cursor"].fetchall())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        assert client.get("/so/").status_code == 200
    assert found == ["SEARCH items_item USING INDEX sqlite_autoindex_items_item_1 (id=?)"]


def walks(step: str) -> bool:
    return step.startswith("SCAN items_item") or step.endswith(WALKS)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by statistics, of which a test has none")
def test_what_is_to_be_read_again_is_walked_by_its_age(office: Office, desk: SignIn) -> None:
    for slug in ("news", "notices"):
        plan_review(getattr(office, slug), months=1, by=office.secretary, at=NOW)
    found = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "items_publication" in sql and "items_review" in sql:
            execute(f"EXPLAIN QUERY PLAN {sql}", params, many, context)
            found.append([row[3] for row in context["cursor"].fetchall()])
        return execute(sql, params, many, context)

    for address in ("/", "/ra-soat/"):
        with connection.execute_wrapper(look):
            assert desk(office.member).get(address).status_code == 200
    assert len(found) == 3
    for steps in found:
        assert any("publications_by_age (board_id=? AND at<?)" in step for step in steps), steps
        assert not any("TEMP B-TREE" in step for step in steps), steps
