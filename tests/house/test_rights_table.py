from chauphe.core.moves import MOVES, URGENT
from chauphe.core.rights import Case, Who, cells
from chauphe.regulation.book import founding, load, shipped
from tools.rights import PLACES, document, said


def test_the_tables_of_rights_in_the_docs_are_the_cores() -> None:
    for language, place in PLACES.items():
        assert place.read_text("utf-8") == document(language)


def test_each_move_state_and_reason_of_the_table_has_its_vietnamese_word() -> None:
    words = said("vi")
    assert {move.verb for move in MOVES} - words["verb"].keys() == set()
    assert {move.source for move in MOVES} - words["state"].keys() == set()
    urgent = [cell for cell in cells(load(shipped()["flood-office"])) if cell.move.verb == URGENT]
    shown = [*cells(founding()), *urgent]
    reasons = {cell.verdict.refusals[0].code for cell in shown if cell.verdict.refusals}
    assert reasons - words["why"].keys() == set()


def test_no_reason_is_printed_as_a_code() -> None:
    for language in PLACES:
        rows = [row for row in document(language).splitlines() if row.startswith("| ")]
        answers = [answer for row in rows for answer in row.split(" | ")[2:]]
        assert [answer for answer in answers if "_" in answer] == []


def test_where_the_regulation_knows_it_the_deputies_sign_off_urgently() -> None:
    found = [row for row in document("en").partition("urgent sign-off\n")[2].splitlines() if "Everybody" in row]
    said = ["their ordinary turn", "**KT.**", "moderated", "**KT.**", *["not for their office"] * 5, "office"]
    assert [row.strip("| ").split(" | ")[1:] for row in found] == [said]


def test_no_cell_of_the_table_is_left_out() -> None:
    asked = [(cell.who, cell.move, cell.case) for cell in cells(founding())]
    assert len(asked) == len(set(asked)) == len(Who) * len(MOVES) * len(Case)
