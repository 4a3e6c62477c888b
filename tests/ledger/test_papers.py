"""The board's papers: each version sealed by an act under a name and a clause; what is changed behind it is named."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from chauphe.core.authority import Role
from chauphe.core.leading import leader, leading, officer
from chauphe.core.refusal import Refusal
from chauphe.ledger import guard, papers
from chauphe.ledger.models import Paper
from chauphe.ledger.selectors import astray
from chauphe.people.selectors import bench_of, book_of, local
from chauphe.people.services import record_absence
from chauphe.seal.canonical import NotCanonical
from tests.ledger.writing import RULE, set_down_by_chief
from tests.scenarios.office import Office, found

pytestmark = pytest.mark.django_db


def test_a_paper_stands_under_a_name_and_a_clause() -> None:
    office = found()
    paper = set_down_by_chief(office)
    record = json.loads(paper.entry.record)
    assert (record["act"], record["clause"], record["capacity"]) == ("set_down", "Điều 7 khoản 2", "own")
    assert (record["digest"], record["details"]) == (paper.digest, {"paper": "example", "key": "2026-Q3"})
    assert (record["reason"], record["revision"], papers.read(paper)) == ("Họp quý III", 1, {"items": 3})
    assert [*papers.astray(office.board), *astray(office.board)] == []


def test_what_is_set_down_anew_leaves_the_earlier_version() -> None:
    office = found()
    set_down_by_chief(office)
    set_down_by_chief(office, items=4)
    set_down_by_chief(office, key="2026-Q4", items=9)
    assert [papers.read(each) for each in papers.versions(office.board, "example", "2026-Q3")] == [
        {"items": 3},
        {"items": 4},
    ]
    newest = papers.newest(office.board, "example", "2026-Q3")
    assert newest is not None
    assert (newest.version, papers.newest(found_beside(office).board, "example", "2026-Q3")) == (2, None)


def found_beside(office: Office) -> Office:
    return found(slug="elsewhere")


def test_whoever_stands_in_sets_it_down_for_the_chief() -> None:
    office = found()
    record_absence(office.people["chief"], board=office.board, since=office.now, until=office.now + timedelta(days=2))
    record = json.loads(set_down_by_chief(office, who="standing").entry.record)
    assert (record["capacity"], record["in_place_of"]["title"]) == ("for", "Trưởng Ban biên tập")


def test_who_does_not_lead_is_told_who_does() -> None:
    office = found()
    at = office.later()
    bench, book = bench_of(office.board, at=at), book_of(office.board)
    refused = leader(str(office.people["deputy"].pk), bench, book, at=local(at), rule=RULE)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.params["names"]) == (
        "not_leading",
        f"{office.people['chief'].full_name} (Trưởng Ban biên tập)",
    )
    by_office = officer(
        str(office.people["deputy"].pk), Role.SECRETARY, bench=bench, book=book, at=local(at), rule=RULE
    )
    assert isinstance(by_office, Refusal)
    assert office.people["secretary"].full_name in by_office.params["names"]
    assert [each.appointment.role for each in leading(bench, book, at=local(at)).holders] == [Role.EDITOR_IN_CHIEF]


def test_what_has_no_canonical_form_is_not_set_down() -> None:
    with pytest.raises(NotCanonical):
        set_down_by_chief(found(), share=0.5)
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("column", "value", "told"), [("content", "{}", "content"), ("key", "2026-Q2", "ledger_paper")]
)
def test_a_paper_that_was_changed_behind_the_ledger_is_named(column: str, value: str, told: str) -> None:
    office = found()
    set_down_by_chief(office)
    unguarded(f"UPDATE ledger_paper SET {column} = %s", value)
    assert [what for _, what in papers.astray(office.board)] == [told]


def unguarded(statement: str, value: str) -> None:
    on = "" if connection.vendor == "sqlite" else " ON ledger_paper"
    name = "append_only_ledger_paper_" + ("update" if connection.vendor == "sqlite" else "row")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
        cursor.execute(statement, [value])
    guard.install(connection)
