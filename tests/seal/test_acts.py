"""Which acts make a lawful way to the public."""

from typing import Any

import pytest

from chauphe.seal.acts import cut_short, published_at, unlawful
from chauphe.seal.canonical import digest
from chauphe.seal.findings import Code
from chauphe.seal.hands import done_by_one, leave_to_the_board
from chauphe.seal.proof import OpenedAct
from tests.seal.site_writer import AUTHOR, CHIEF, DEPUTY, SECRETARY, WAY, act_of, snapshot_of

SNAPSHOT = snapshot_of(1204)
STANDING = ("p-6", "Hồ Thị Thu", "standing_deputy")

Step = tuple[str, tuple[str, str, str]] | tuple[str, tuple[str, str, str], dict[str, Any]]


def opened(*way: Step) -> list[OpenedAct]:
    acts = []
    for seq, (verb, who, *changes) in enumerate(way):
        record = {**act_of(SNAPSHOT, seq, verb, who), **dict(*changes)}
        acts.append(OpenedAct(seq, bytes(32), record, ()))
    return acts


def wrong(*way: Step, **changes: Any) -> list[tuple[Code, dict[str, Any]]]:
    snapshot = {**SNAPSHOT, **changes}
    return list(unlawful(snapshot, digest(SNAPSHOT), opened(*way)))


def test_the_way_of_the_regulation_is_lawful() -> None:
    assert wrong(*WAY) == []


def test_nothing_is_public_without_a_publication() -> None:
    assert wrong(*WAY[:3]) == [(Code.ACTS_NOT_PUBLISHED, {})]
    assert wrong() == [(Code.ACTS_NOT_PUBLISHED, {})]


def test_nothing_is_published_unless_signed_off() -> None:
    assert wrong(WAY[0], WAY[1], WAY[3]) == [(Code.ACTS_NO_SIGN_OFF, {})]


def test_a_sign_off_after_the_publication_comes_too_late() -> None:
    assert wrong(WAY[0], WAY[1], WAY[3], WAY[2]) == [(Code.ACTS_NO_SIGN_OFF, {})]


def test_a_sign_off_of_another_revision_does_not_count() -> None:
    assert wrong(WAY[0], WAY[1], ("sign_off", CHIEF, {"revision": 2}), WAY[3]) == [(Code.ACTS_NO_SIGN_OFF, {})]


@pytest.mark.parametrize(("place", "verb", "who"), [(2, "sign_off", CHIEF), (3, "publish", SECRETARY)])
def test_a_decision_on_other_content_is_told(place: int, verb: str, who: tuple[str, str, str]) -> None:
    way: list[Step] = list(WAY)
    way[place] = (verb, who, {"digest": "00" * 32})
    assert wrong(*way) == [(Code.ACTS_OTHER_DIGEST, {"seq": place, "act": verb})]


def test_an_item_returned_after_the_sign_off_needs_another() -> None:
    returned: Step = ("return_", CHIEF)
    assert wrong(*WAY[:3], returned, WAY[3]) == [(Code.ACTS_RETURNED, {"seq": 3})]
    assert wrong(*WAY[:3], returned, *WAY) == []


@pytest.mark.parametrize("verb", ["moderate", "sign_off"])
def test_nobody_passes_their_own_work(verb: str) -> None:
    by = ("p-1", f"  {AUTHOR[1].upper()}", "editor_in_chief")
    way = [(step, by if step == verb else who) for step, who in WAY]
    assert wrong(*way) == [(Code.ACTS_OWN_WORK, {"seq": way.index((verb, by)), "act": verb, "name": by[1]})]


def test_whoever_changed_the_words_in_editing_decides_on_them_nowhere() -> None:
    edit: Step = ("edit", DEPUTY, {"rule": "chain.forward"})
    seen = wrong(edit, *WAY)
    assert (Code.ACTS_OWN_WORK, {"seq": 2, "act": "moderate", "name": DEPUTY[1]}) in seen
    assert wrong(("edit", STANDING, {"rule": "chain.forward"}), *WAY) == []


def test_nobody_but_the_chief_signs_off_own_words() -> None:
    stands_in = {"capacity": "for", "in_place_of": {"name": CHIEF[1], "title": "Trưởng Ban biên tập"}}
    edit = {"rule": "move.edit_before_sign_off"}
    for who, told in (
        (STANDING, [(Code.ACTS_OWN_WORK, {"seq": 3, "act": "sign_off", "name": STANDING[1]})]),
        (CHIEF, []),
    ):
        signed = ("sign_off", who, stands_in if who is STANDING else {})
        assert wrong(*WAY[:2], ("edit", who, edit), signed, WAY[3]) == told


def test_a_regulation_may_keep_signer_and_publisher_apart() -> None:
    acts = opened(*WAY[:3], ("publish", CHIEF))
    told = {"seq": 3, "name": CHIEF[1], "act": "publish"}
    rules = {"separation.signer_and_publisher": False, "separation.moderator_and_signer": True}
    assert list(done_by_one(acts, lambda regulation, at, rule: rules[rule])) == [(Code.ACTS_SAME_PERSON, told)]
    assert list(done_by_one(acts, leave_to_the_board)) == []


def test_whose_sign_off_was_taken_back_is_no_signer_who_publishes() -> None:
    short = ("sign_off", (SECRETARY[0], SECRETARY[1], "deputy_editor"), {"rule": "chain.short"})
    acts = opened(WAY[0], short, WAY[2], WAY[3])
    assert list(done_by_one(acts, lambda regulation, at, rule: False)) == []


def test_a_namesake_of_the_author_is_somebody_else() -> None:
    namesake = ("p-77", AUTHOR[1], "deputy_editor")
    assert wrong(("submit", AUTHOR), WAY[0], ("moderate", namesake), *WAY[2:]) == []
    assert wrong(("forward", AUTHOR), ("moderate", namesake), *WAY[2:]) == []
    assert wrong(WAY[0], ("moderate", namesake), *WAY[2:])[-1][0] is Code.ACTS_OWN_WORK


def test_that_a_namesake_put_it_forward_does_not_free_the_author() -> None:
    namesake = ("p-77", AUTHOR[1], "board_member")
    author = ("p-1", AUTHOR[1], "deputy_editor")
    way: tuple[Step, ...] = (("submit", AUTHOR), ("forward", namesake), ("moderate", author), *WAY[2:])
    assert wrong(*way) == [(Code.ACTS_OWN_WORK, {"seq": 2, "act": "moderate", "name": AUTHOR[1]})]


def test_who_submitted_is_a_writer_under_any_name() -> None:
    submitted: Step = ("submit", ("p-2", "Tên khác", "contributor"))
    assert wrong(submitted, *WAY) == [(Code.ACTS_OWN_WORK, {"seq": 2, "act": "moderate", "name": DEPUTY[1]})]


def test_nothing_is_signed_off_that_nobody_moderated() -> None:
    assert wrong(WAY[0], *WAY[2:]) == [(Code.ACTS_NOT_MODERATED, {})]
    assert wrong(WAY[0], WAY[2], WAY[1], WAY[3]) == [(Code.ACTS_NOT_MODERATED, {})]
    assert wrong(*WAY[1:]) == [(Code.ACTS_NOT_FORWARDED, {})]


def test_what_was_moderated_before_it_started_over_does_not_count() -> None:
    assert wrong(*WAY[:2], ("return_", DEPUTY), *WAY[2:]) == [
        (Code.ACTS_NOT_FORWARDED, {}),
        (Code.ACTS_NOT_MODERATED, {}),
    ]


@pytest.mark.parametrize(
    ("first", "second"), [("forward", "moderate"), ("forward", "sign_off"), ("moderate", "sign_off")]
)
def test_two_steps_are_done_by_two_people(first: str, second: str) -> None:
    stand_in = {"capacity": "for", "in_place_of": {"name": CHIEF[1], "title": "Trưởng Ban biên tập"}}
    way: list[Step] = [(verb, STANDING if verb in (first, second) else who) for verb, who in WAY]
    way[2] = (*way[2], stand_in) if second == "sign_off" else way[2]
    seq = [verb for verb, _ in WAY].index(second)
    assert wrong(*way) == [(Code.ACTS_SAME_PERSON, {"seq": seq, "name": STANDING[1], "act": second})]


def test_a_chief_who_had_to_moderate_is_left_to_the_boards_own_rule() -> None:
    assert wrong(WAY[0], ("moderate", CHIEF), *WAY[2:]) == []


def test_a_regulation_may_keep_both_duties_apart() -> None:
    acts = opened(WAY[0], ("moderate", CHIEF), *WAY[2:])
    asked = []

    def both_duties(regulation: str, at: str, rule: str) -> bool:
        asked.append((regulation, at, rule))
        return False

    told = {"seq": 2, "name": CHIEF[1], "act": "sign_off"}
    assert list(done_by_one(acts, both_duties)) == [(Code.ACTS_SAME_PERSON, told)]
    assert list(done_by_one(acts, leave_to_the_board)) == []
    assert list(done_by_one(opened(*WAY), both_duties)) == []
    assert asked == [("founding@2020-05-01", "2026-11-20T08:15:00Z", "separation.moderator_and_signer")]


@pytest.mark.parametrize("changes", [{"revision": 2}, {"revision": 2**53}], ids=str)
def test_a_text_that_nobody_moderated_is_told(changes: dict[str, Any]) -> None:
    newer: tuple[Step, ...] = tuple((verb, who, changes) for verb, who in WAY[2:])
    told = [(Code.ACTS_CHANGED_UNSEEN, {"seq": 2, "act": "sign_off"})]
    assert wrong(*WAY[:2], *newer, **changes) == told
    assert wrong(*WAY[:2], ("edit", CHIEF, {"revision": 3}), *newer, **changes)[0] == (
        Code.ACTS_CHANGED_UNSEEN,
        {"seq": 3, "act": "sign_off"},
    )


def test_words_changed_on_the_way_are_accounted_for_by_an_edit() -> None:
    newer: tuple[Step, ...] = tuple((verb, who, {"revision": 2}) for verb, who in WAY[1:])
    assert wrong(WAY[0], ("edit", DEPUTY, {"revision": 2}), *newer, revision=2) == []
    assert wrong(*WAY[:2], ("edit", CHIEF, {"revision": 2}), *newer[1:], revision=2) == []


def test_a_moderation_of_a_later_text_is_none_of_this_one() -> None:
    later: Step = ("moderate", DEPUTY, {"revision": 2})
    assert wrong(WAY[0], ("edit", DEPUTY, {"revision": 2}), later, *WAY[2:]) == [
        (Code.ACTS_CHANGED_UNSEEN, {"seq": 3, "act": "sign_off"})
    ]


@pytest.mark.parametrize(("place", "verb"), [(0, "forward"), (1, "moderate")])
def test_every_step_is_about_the_text_signed_off(place: int, verb: str) -> None:
    way: list[Step] = list(WAY)
    way[place] = (*WAY[place], {"digest": "00" * 32})
    assert wrong(*way) == [(Code.ACTS_OTHER_DIGEST, {"seq": place, "act": verb})]


def test_only_the_chief_signs_off_in_their_own_right() -> None:
    assert wrong(*WAY[:2], ("sign_off", STANDING), WAY[3]) == [
        (Code.ACTS_SIGN_OFF_ROLE, {"seq": 2, "name": STANDING[1], "role": "standing_deputy"})
    ]


@pytest.mark.parametrize("capacity", ["for", "by_order", "by_delegation"])
def test_who_acts_for_the_chief_may_sign_off(capacity: str) -> None:
    replaced = {"in_place_of": {"name": CHIEF[1], "title": "Trưởng Ban biên tập"}}
    assert wrong(*WAY[:2], ("sign_off", STANDING, {"capacity": capacity, **replaced}), WAY[3]) == []
    nobody = {"capacity": capacity, "rule": "absence.ladder"}
    assert wrong(*WAY[:2], ("sign_off", STANDING, nobody), WAY[3]) == [
        (Code.ACTS_SIGN_OFF_ROLE, {"seq": 2, "name": STANDING[1], "role": "standing_deputy"})
    ]


def test_a_deputy_signs_off_while_there_is_no_chief() -> None:
    vacant = {"capacity": "for", "rule": "separation.author"}
    assert wrong(*WAY[:2], ("sign_off", STANDING, vacant), WAY[3]) == []
    assert wrong(*WAY[:2], ("sign_off", STANDING, {**vacant, "capacity": "by_order"}), WAY[3]) != []


def test_no_other_capacity_lets_anybody_sign_off() -> None:
    made_up = {"capacity": "by_right", "in_place_of": {"name": CHIEF[1], "title": "Trưởng Ban biên tập"}}
    assert [each[0] for each in wrong(*WAY[:2], ("sign_off", STANDING, made_up), WAY[3])] == [Code.ACTS_SIGN_OFF_ROLE]


def test_only_a_deputy_stands_in_for_the_chief() -> None:
    stand_in = {"capacity": "for", "in_place_of": {"name": CHIEF[1], "title": "Trưởng Ban biên tập"}}
    assert wrong(*WAY[:2], ("sign_off", ("p-9", "Vũ Thị Na", "board_member"), stand_in), WAY[3]) == [
        (Code.ACTS_SIGN_OFF_ROLE, {"seq": 2, "name": "Vũ Thị Na", "role": "board_member"})
    ]


def test_only_the_secretary_publishes() -> None:
    assert wrong(*WAY[:3], ("publish", CHIEF)) == [
        (Code.ACTS_PUBLISH_ROLE, {"seq": 3, "name": CHIEF[1], "role": "editor_in_chief"})
    ]


@pytest.mark.parametrize(
    "changes",
    [{"board": "another"}, {"item": "00" * 16}, {"number": 7}, {"seq": 9}, {"format": "chauphe-act/2"}],
    ids=str,
)
def test_an_act_of_something_else_is_told(changes: dict[str, Any]) -> None:
    assert wrong((*WAY[0], changes), *WAY[1:]) == [(Code.ACTS_FOREIGN, {"seq": 0})]


@pytest.mark.parametrize(
    "changes",
    [
        {"person": None},
        {"person": {"id": 7, "name": "A"}},
        {"appointment": {}},
        {"at": None},
        {"revision": "1"},
        {"in_place_of": []},
        {"in_place_of": {"name": "An", "title": 1}},
        {"rule": None},
        {"regulation": 7},
    ],
    ids=str,
)
def test_a_record_that_says_too_little_is_told(changes: dict[str, Any]) -> None:
    assert wrong(("submit", AUTHOR, changes), *WAY) == [(Code.ACTS_MALFORMED, {"seq": 0})]


def test_acts_are_told_in_the_order_of_the_log() -> None:
    acts = opened(*WAY)
    assert list(unlawful(SNAPSHOT, digest(SNAPSHOT), [acts[1], acts[0], *acts[2:]])) == [(Code.ACTS_ORDER, {"seq": 0})]


def test_the_time_of_publication_is_that_of_the_last() -> None:
    later: Step = ("publish", SECRETARY, {"at": "2026-11-21T00:00:00Z"})
    other: Step = ("publish", SECRETARY, {"at": "2026-11-22T00:00:00Z", "revision": 2})
    assert published_at(SNAPSHOT, opened(*WAY)) == "2026-11-20T08:15:00Z"
    assert published_at(SNAPSHOT, opened(*WAY, later, other)) == "2026-11-21T00:00:00Z"
    assert published_at(SNAPSHOT, opened(*WAY[:3])) is None
    assert published_at(SNAPSHOT, opened(("publish", SECRETARY, {"at": 7}))) is None


SHORT: dict[str, Any] = {"rule": "chain.short"}
NO = {"minors": False, "national_map": False}
SHORT_WAY: tuple[Step, ...] = (WAY[0], ("sign_off", DEPUTY, SHORT), WAY[3])


def wrong_with(answers: object, *way: Step) -> list[Code]:
    return [code for code, _ in wrong(*way, checklist=answers)]


def test_a_deputy_signs_off_on_the_short_chain_what_is_not_sensitive() -> None:
    assert wrong_with(NO, *SHORT_WAY) == []


@pytest.mark.parametrize("answers", [NO | {"minors": True}, {}, None, [], {"minors": "no"}, {"minors": 0}], ids=str)
def test_the_short_chain_needs_a_plain_no_to_every_question(answers: object) -> None:
    assert wrong_with(answers, *SHORT_WAY) == [Code.ACTS_SHORT]


def test_a_snapshot_without_answers_has_no_short_chain() -> None:
    assert wrong(*SHORT_WAY) == [(Code.ACTS_SHORT, {"seq": 1, "name": DEPUTY[1]})]


@pytest.mark.parametrize(
    ("signed", "code"),
    [
        (("sign_off", SECRETARY, SHORT), Code.ACTS_SIGN_OFF_ROLE),
        (("sign_off", DEPUTY, SHORT | {"capacity": "for"}), Code.ACTS_SIGN_OFF_ROLE),
        (("sign_off", DEPUTY, {}), Code.ACTS_SIGN_OFF_ROLE),
        (("sign_off", DEPUTY, SHORT | {"digest": "0" * 64}), Code.ACTS_OTHER_DIGEST),
        (("sign_off", WAY[0][1], SHORT), Code.ACTS_SIGN_OFF_ROLE),
    ],
)
def test_the_short_chain_frees_nobody_from_anything_else(signed: Step, code: Code) -> None:
    assert code in wrong_with(NO, WAY[0], signed, WAY[3])


def test_whoever_put_it_forward_signs_off_on_no_chain() -> None:
    assert wrong_with(NO, ("forward", DEPUTY), *SHORT_WAY[1:]) == [Code.ACTS_SAME_PERSON]
    assert wrong_with(NO, *SHORT_WAY[1:]) == [Code.ACTS_NOT_FORWARDED]


def test_a_short_approval_taken_back_stands_as_the_moderation() -> None:
    assert wrong_with(NO | {"minors": True}, *SHORT_WAY[:2], WAY[2], WAY[3]) == []
    assert wrong_with(NO, *SHORT_WAY[:2], ("return_to_moderation", CHIEF), *WAY[2:]) == [Code.ACTS_NOT_MODERATED]
    kt = {"capacity": "for", "in_place_of": {"name": CHIEF[1], "title": "Trưởng Ban biên tập"}}
    assert wrong_with(NO, *SHORT_WAY[:2], ("sign_off", DEPUTY, kt), WAY[3]) == [Code.ACTS_SAME_PERSON]


def test_a_regulation_may_have_no_short_chain_for_it() -> None:
    acts, asked = opened(*SHORT_WAY), []

    def allows(regulation: str, at: str, snapshot: Any) -> bool:
        asked.append((regulation, snapshot["number"]))
        return False

    assert list(cut_short(acts, SNAPSHOT, allows)) == [(Code.ACTS_SHORT, {"seq": 1, "name": DEPUTY[1]})]
    assert list(cut_short(opened(*WAY), SNAPSHOT, allows)) == []
    assert asked == [("founding@2020-05-01", SNAPSHOT["number"])]
