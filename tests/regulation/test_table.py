from pathlib import Path

from chauphe.regulation import law, table
from chauphe.regulation.book import Book, founding, load, shipped
from tests.regulation.written import SOUND, within

ROW = 'delivered = "now"\ntest = "tests/a.py::test_a_holds"\nnot_decided = "by | nobody"\nscreen = "desk:a"\n'


def _cells(document: str, rule_id: str) -> list[str]:
    (row,) = [line for line in document.splitlines() if line.startswith("|") and f"| `{rule_id}` |" in line]
    return row.removeprefix("| ").removesuffix(" |").split(" | ")


def _book(folder: Path, text: str) -> Book:
    (folder / "board.toml").write_text(text, encoding="utf-8")
    return load(folder / "board.toml")


def test_a_row_says_where_a_clause_is_decided_shown_and_held() -> None:
    held = [
        "[the secretary publishes what was signed off](../tests/scenarios/test_dieu_6_secretary.py)",
        "[the secretary publishes and nobody else](../tests/core/test_chain.py)",
    ]
    assert _cells(table.document(founding()), "chain.publish") == [
        "Điều\u00a06\u00a0khoản\u00a01",
        "The secretary collates what the chief approved and publishes it.",
        "`chain.publish`",
        "secretary",
        "`chauphe.core.chain.turn`",
        "`desk:decide`",
        "<br>".join(held),
        "now",
    ]


def test_what_is_still_to_come_is_named() -> None:
    assert _cells(table.document(founding()), "meeting.period")[-1] == "later: working life"


def test_an_amended_value_stands_with_its_days() -> None:
    document = table.document(load(shipped()["three-member"]))
    assert _cells(document, "quota.items_per_month")[3] == "2024-01-15: 1<br>2025-07-01: 2"


def test_a_convention_names_what_it_is_drawn_from() -> None:
    document = table.document(founding())
    drawn = [_cells(document, rule_id)[2] for rule_id in ("sign_off.own_edit", "capacity.for")]
    assert drawn == ["Điều\u00a03", "law: `signing.for_head`"]
    assert _cells(document, "capacity.for")[3] == "KT."


def test_a_bar_in_a_text_breaks_no_cell(tmp_path: Path) -> None:
    document = table.document(_book(tmp_path, SOUND + ROW))
    assert _cells(document, "item.shares_sum")[4:] == [
        "by \\| nobody",
        "`desk:a`",
        "[a holds](../tests/a.py)",
        "now",
    ]


def test_rows_follow_the_order_of_the_articles(tmp_path: Path) -> None:
    text = within("role.contributor", "Điều 1 khoản 2", "Điều 12")
    rows = [line for line in table.document(_book(tmp_path, text)).splitlines() if line.startswith("| Điều")]
    assert [rows[0].split(" | ")[2], rows[-1].split(" | ")[2]] == ["`chain.submit`", "`role.contributor`"]


def test_every_rule_and_every_legal_value_has_its_row() -> None:
    rows = [line for line in table.document(founding()).splitlines() if line.startswith("| ") and "`" in line]
    assert len(rows) == len(founding().rules) + sum(len(law.history(rule_id)) for rule_id in law.ids())
