from chauphe.core.moves import MOVES
from chauphe.core.rights import Case, Who, cells
from chauphe.regulation.book import founding
from tests.house.tree import ROOT
from tools.rights import document


def test_the_table_of_rights_in_the_docs_is_the_cores() -> None:
    assert (ROOT / "docs/rights.md").read_text("utf-8") == document()


def test_no_cell_of_the_table_is_left_out() -> None:
    asked = [(cell.who, cell.move, cell.case) for cell in cells(founding())]
    assert len(asked) == len(set(asked)) == len(Who) * len(MOVES) * len(Case)
