from chauphe.core.moves import MOVES
from chauphe.core.rights import Case, Who, cells
from chauphe.regulation.book import founding
from tools.rights import PLACES, document, said


def test_the_tables_of_rights_in_the_docs_are_the_cores() -> None:
    for language, place in PLACES.items():
        assert place.read_text("utf-8") == document(language)


def test_each_move_state_and_reason_of_the_table_has_its_vietnamese_word() -> None:
    words = said("vi")
    assert {move.verb for move in MOVES} - words["verb"].keys() == set()
    assert {move.source for move in MOVES} - words["state"].keys() == set()
    reasons = {cell.verdict.refusals[0].code for cell in cells(founding()) if cell.verdict.refusals}
    assert reasons - words["why"].keys() == set()


def test_no_cell_of_the_table_is_left_out() -> None:
    asked = [(cell.who, cell.move, cell.case) for cell in cells(founding())]
    assert len(asked) == len(set(asked)) == len(Who) * len(MOVES) * len(Case)
