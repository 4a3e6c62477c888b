"""Điều 2: units and staff supply items; the board processes, edits, moderates and publishes them."""

from chauphe.core.moves import State
from tests.scenarios.office import Office


def test_staff_supply_and_submit_their_own_items(office: Office) -> None:
    item = office.submit("author", office.write("author"))
    assert item.state == State.IN_EDITING
    assert [writer.full_name for writer in item.writers.all()] == ["Người Thử Author"]


def test_an_item_takes_every_step_in_order(office: Office) -> None:
    item = office.published()
    assert [act["act"] for act in office.trail(item)] == ["submit", "forward", "moderate", "sign_off", "publish"]
    assert item.state == State.PUBLISHED


def test_every_act_names_who_answers_for_it(office: Office) -> None:
    item = office.published()
    assert [(act["person"]["name"], act["appointment"]["title"], act["clause"]) for act in office.trail(item)] == [
        ("Người Thử Author", "Người cung cấp tin, bài", "Điều 2 gạch đầu dòng 2"),
        ("Người Thử Member", "Ủy viên Ban biên tập", "Điều 5 khoản 2"),
        ("Người Thử Deputy", "Phó Trưởng Ban biên tập", "Điều 4 khoản 1"),
        ("Người Thử Chief", "Trưởng Ban biên tập", "Điều 3"),
        ("Người Thử Secretary", "Thư ký Ban biên tập", "Điều 6 khoản 1"),
    ]
    assert {act["regulation"] for act in office.trail(item)} == {"founding@2020-05-01"}
    assert {act["digest"] for act in office.trail(item)} == {item.current.digest}
