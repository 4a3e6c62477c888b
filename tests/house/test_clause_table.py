"""The clause table is whole and true: every clause has a row, every row leads to code and tests that exist."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from chauphe.regulation import table
from chauphe.regulation.book import Basis, Delivered, Delivery, founding

ROOT = Path(__file__).parents[2]

# Written by hand from the regulation. Điều 1, 3 and 8 are one sentence each; Điều 2 has dashes; Điều 4 has three dashes
# and goes on with the numbers 4 and 5, so that the dashes count as 1 to 3; Điều 9 has two sentences without a mark.
CLAUSES = [
    "Điều 1",
    "Điều 2 gạch đầu dòng 1",
    "Điều 2 gạch đầu dòng 2",
    "Điều 2 gạch đầu dòng 3",
    "Điều 3",
    "Điều 4 khoản 1",
    "Điều 4 khoản 2",
    "Điều 4 khoản 3",
    "Điều 4 khoản 4",
    "Điều 4 khoản 5",
    "Điều 5 khoản 1",
    "Điều 5 khoản 2",
    "Điều 5 khoản 3",
    "Điều 5 khoản 4",
    "Điều 5 khoản 5",
    "Điều 6 khoản 1",
    "Điều 6 khoản 2",
    "Điều 6 khoản 3",
    "Điều 6 khoản 4",
    "Điều 7 khoản 1",
    "Điều 7 khoản 2",
    "Điều 7 khoản 3",
    "Điều 8",
    "Điều 9 đoạn 1",
    "Điều 9 đoạn 2",
]
# The headings of Điều 4 to 6 name the offices whose tasks follow.
HEADINGS = ["Điều 4", "Điều 5", "Điều 6"]

ROWS = [(entry.id, entry.delivery) for entry in founding().rules if entry.delivery]


def _defined(path: Path) -> set[str]:
    """Name what a file defines: functions, classes, their members, and values."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {f"{prefix}{name}" for prefix, body in _bodies(tree) for each in body for name in _names(each)}


def _bodies(tree: ast.Module) -> Iterator[tuple[str, list[ast.stmt]]]:
    yield "", tree.body
    yield from ((f"{each.name}.", each.body) for each in tree.body if isinstance(each, ast.ClassDef))


def _names(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _stands(dotted: str) -> bool:
    """Whether a dotted name leads to something defined in our sources, without importing them."""
    parts = dotted.split(".")
    for length in range(len(parts) - 1, 0, -1):
        module = ROOT.joinpath("src", *parts[:length])
        file = module.with_suffix(".py") if module.with_suffix(".py").is_file() else module / "__init__.py"
        if file.is_file():
            return ".".join(parts[length:]) in _defined(file)
    return False


def test_every_clause_of_the_regulation_has_a_row() -> None:
    cited = {str(entry.citation) for entry in founding().rules if entry.basis is Basis.REGULATION}
    assert sorted(cited) == sorted(CLAUSES + HEADINGS)


def test_every_rule_is_in_the_table_with_a_test() -> None:
    assert [rule_id for rule_id, _ in ROWS] == [entry.id for entry in founding().rules]
    assert [rule_id for rule_id, row in ROWS if not row.tests] == []


def test_every_named_test_exists() -> None:
    nodes = {tuple(node.split("::")) for _, row in ROWS for node in row.tests}
    files = {file for file, _ in nodes}
    found = {(file, name) for file in files if (ROOT / file).is_file() for name in _defined(ROOT / file)}
    assert sorted(nodes - found) == []


@pytest.mark.parametrize(
    ("rule_id", "row"), [(rule_id, row) for rule_id, row in ROWS if row.delivered is Delivered.NOW and row.decided_in]
)
def test_what_is_said_to_decide_a_rule_exists(rule_id: str, row: Delivery) -> None:
    assert _stands(row.decided_in or "") is True, rule_id


def test_every_named_screen_of_the_desk_has_an_address() -> None:
    names = set()
    for file in (ROOT / "src/chauphe/desk").rglob("urls.py"):
        words = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.keyword)]
        names |= {word.value.value for word in words if word.arg == "name" and isinstance(word.value, ast.Constant)}
    screens = {row.screen.removeprefix("desk:") for _, row in ROWS if row.screen and row.screen.startswith("desk:")}
    assert screens - names == set()


def test_the_document_is_the_one_the_rules_write() -> None:
    written = (ROOT / "docs/regulation.md").read_text(encoding="utf-8")
    assert written == table.document(founding()), "run: chauphe regulation table"
