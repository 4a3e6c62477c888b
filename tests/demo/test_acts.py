"""The year as it was lived: every act in order, in working hours, and allowed by the regulation itself."""

from collections import Counter
from dataclasses import dataclass, replace

import pytest

from chauphe.core.authority import Capacity
from chauphe.core.content import DOCUMENT_FIELDS
from chauphe.core.item import Attempt, ItemFacts, Permit, judge
from chauphe.core.moves import EXPIRE, RIGHTS, State
from chauphe.core.timing import over_at
from chauphe.demo.load import OF_THE_SITE
from chauphe.demo.model import ActData, BoardData, ItemData, TextData
from chauphe.regulation.book import founding
from tests.demo.story import FREE, HOME, HOURS, ITEMS, PORT, STORY, bench, works_on

BENCHES = {board.slug: bench(board) for board in STORY.boards}
BOOK = founding()


@dataclass(frozen=True)
class Step:
    """An act that the core has judged."""

    board: BoardData
    item: ItemData
    act: ActData
    permit: Permit


def content(item: ItemData, text: TextData) -> dict[str, object]:
    return {
        "kind": item.kind,
        "title": text.title,
        "section": item.section,
        "unit": item.unit,
        "body": text.body,
        "authors": [{"name": each.person, "share": each.share} for each in item.authors],
        "images": [{"alt": each.alt, "credit": each.credit} for each in item.pictures],
        "files": [each.name for each in item.files],
        "expires": str(item.expires or ""),
        "document": {name: str(getattr(item.document, name)) for name in DOCUMENT_FIELDS} if item.document else None,
    }


def begun(board: BoardData, item: ItemData) -> ItemFacts:
    return ItemFacts(
        board=board.slug,
        unit=item.unit,
        section=item.section,
        state=State.DRAFT,
        authors=frozenset(each.person for each in item.authors),
        digest="0",
        content=content(item, item.texts[0]),
        created_by=item.acts[0].by,
        last_editor=item.acts[0].by,
    )


def after(facts: ItemFacts, act: ActData, permit: Permit, item: ItemData, place: int) -> ItemFacts:
    facts = replace(facts, state=permit.move.target)
    if act.act == "edit":
        return replace(facts, digest=str(place), content=content(item, item.texts[place]), last_editor=act.by)
    if act.act == "forward":
        return replace(facts, forwarded_by=act.by)
    if act.act == "moderate":
        return replace(facts, moderated_by=act.by)
    if act.act == "sign_off":
        return replace(facts, signed_digest=facts.digest)
    if act.act == "publish":
        return replace(facts, live_digest=facts.signed_digest, live_passage=facts.passage)
    if act.act in ("withdraw", "take_down"):
        return replace(facts, digest=str(place), live_digest=str(place), withdrawn=act.act == "withdraw")
    if act.act in RIGHTS:
        facts = replace(facts, digest=str(place))
    if permit.move.target is State.DRAFT:
        return replace(facts, forwarded_by=None, moderated_by=None, signed_digest=None)
    return facts


def lived(board: BoardData, item: ItemData) -> list[Step]:
    """Put every act of an item before the core; a refusal fails the test with its reasons."""
    facts, steps = begun(board, item), []
    for place, act in enumerate(item.acts[1:], start=1):
        if act.act == EXPIRE:
            facts = over(facts, act, item.acts[place - 1])
            continue
        seen = facts.live_digest if act.act in OF_THE_SITE else facts.digest
        told = {"reason": act.reason, "ground": act.ground, "notice": act.notice, "due": act.due}
        attempt = Attempt(act.act, act.by, board.slug, act.at, seen, **told)
        verdict = judge(attempt, facts, BENCHES[board.slug], BOOK)
        assert verdict.permit is not None, (item.key, act, [each.says % each.params for each in verdict.refusals])
        steps.append(Step(board, item, act, verdict.permit))
        facts = after(facts, act, verdict.permit, item, place)
    return steps


def over(facts: ItemFacts, act: ActData, published: ActData) -> ItemFacts:
    """Nobody decides that an item is over: it is at the end of its last day, for whoever published it."""
    assert (act.at, act.by, published.act) == (over_at(facts.content, act.at), published.by, "publish")
    return replace(facts, state=State.EXPIRED)


@pytest.fixture(scope="module")
def year() -> list[Step]:
    return [step for board, item in ITEMS for step in lived(board, item)]


def test_every_act_is_allowed_by_the_founding_regulation(year: list[Step]) -> None:
    assert len(year) == sum(act.act not in ("create", EXPIRE) for _, item in ITEMS for act in item.acts)


def test_acts_of_an_item_follow_one_another() -> None:
    assert [
        item.key for _, item in ITEMS if [act.at for act in item.acts] != sorted({act.at for act in item.acts})
    ] == []


def test_nobody_acts_outside_the_working_hours() -> None:
    odd = [
        (item.key, act.at)
        for _, item in ITEMS
        for act in item.acts
        if act.act != EXPIRE
        if not works_on(act.at.date()) or not any(start <= act.at.time() <= end for start, end in HOURS)
    ]
    assert odd == []


def test_nothing_happens_after_the_present_moment() -> None:
    assert max(act.at for _, item in ITEMS for act in item.acts) <= STORY.as_of
    assert FREE & {STORY.as_of.date()} == set()


def test_nobody_acts_on_their_board_while_away() -> None:
    away = [(absence.person, absence.span) for board in STORY.boards for absence in board.absences]
    found = [
        (item.key, act)
        for _, item in ITEMS
        for act in item.acts
        for person, (start, end) in away
        if act.by == person and start <= act.at < end
    ]
    assert found == []


def test_authors_neither_moderate_nor_sign_off() -> None:
    own = [
        (item.key, act.act)
        for _, item in ITEMS
        for act in item.acts
        if act.act in ("moderate", "sign_off") and act.by in {each.person for each in item.authors}
    ]
    assert own == []


def test_the_standing_deputy_moderates_the_organisation_unit(year: list[Step]) -> None:
    steps = [step for step in year if step.act.act == "moderate" and step.item.unit == HOME.organisation_unit]
    others = {step.item.key: step.permit.in_place_of for step in steps if step.act.by != "phuoc.nguyen"}
    assert {key: place.person if place else None for key, place in others.items()} == {
        "phe-duyet-khung-nang-luc-vi-tri-viec-lam": "phuoc.nguyen"
    }


def test_the_chief_is_replaced_by_the_ladder_alone(year: list[Step]) -> None:
    signed = Counter(
        (step.act.by, step.permit.rule) for step in year if step.act.act == "sign_off" and step.board is HOME
    )
    assert set(signed) == {
        ("ha.tran", "chain.sign_off"),
        ("phuoc.nguyen", "absence.ladder"),
        ("le.dang", "absence.ladder"),
        ("phuoc.nguyen", "separation.author"),
    }
    stood_in = [step for step in year if step.act.act == "sign_off" and step.act.by != "ha.tran" and step.board is HOME]
    assert {step.permit.capacity for step in stood_in} == {Capacity.FOR}


def test_every_state_of_the_chain_is_shown() -> None:
    states = Counter(item.state for item in HOME.items)
    assert states == {
        State.PUBLISHED: 114,
        State.DRAFT: 7,
        State.IN_EDITING: 2,
        State.IN_MODERATION: 4,
        State.AWAITING_SIGN_OFF: 4,
        State.SIGNED_OFF: 2,
        State.SCHEDULED: 1,
        State.EXPIRED: 2,
        State.REFUSED: 1,
        State.WITHDRAWN: 1,
        State.TAKEN_DOWN: 1,
    }
    assert set(states) == set(State)
    assert Counter(item.state for item in PORT.items) == {"published": 10, "draft": 1, "in_moderation": 1}


def test_what_can_become_of_a_published_item_is_shown() -> None:
    done = Counter(act.act for item in HOME.items for act in item.acts)
    assert {verb: done[verb] for verb in (*OF_THE_SITE, EXPIRE, "refuse", "schedule", "return_", "revise")} == {
        "correct": 1,
        "erratum": 1,
        "withdraw": 1,
        "take_down": 1,
        "expire": 2,
        "refuse": 1,
        "schedule": 1,
        "return_": 8,
        "revise": 2,
    }


def test_what_was_put_right_is_live_again_and_its_earlier_words_differ() -> None:
    for item in HOME.items:
        begun = [place for place, act in enumerate(item.acts) if act.act in RIGHTS]
        for place in begun:
            assert (item.acts[-1].act, item.texts[place] != item.text) == ("publish", True), item.key


def test_the_hour_that_is_set_lies_well_ahead() -> None:
    set_for = [(act.due - STORY.as_of).days for item in HOME.items for act in item.acts if act.due]
    assert [days for days in set_for if not 30 < days < 90] == []


def test_returned_items_say_what_is_to_be_done() -> None:
    returned = [act for _, item in ITEMS for act in item.acts if act.act == "return_"]
    assert len(returned) == 8
    assert [act for act in returned if len(act.reason.split()) < 8] == []


def test_a_deputy_changed_what_the_chief_now_reads() -> None:
    waiting = [item for item in HOME.items if item.state == "awaiting_sign_off"]
    changed = [item.key for item in waiting if {"phuoc.nguyen"} & {act.by for act in item.acts if act.act == "edit"}]
    assert sorted(changed) == ["huong-dan-ho-so-ho-tro-hoc-nghe-2027", "lay-y-kien-du-thao-nghi-quyet-sap-xep-thon"]


def test_a_page_under_revision_stays_published_as_it_was() -> None:
    under_way = [item for item in HOME.items if item.published_at and item.state is State.DRAFT]
    assert [item.key for item in under_way] == ["lich-tiep-cong-dan"]
    published = [act.act for act in under_way[0].acts].index("publish")
    assert "08:00" in under_way[0].texts[published].body
    assert "Từ 07:30 đến 11:00" in under_way[0].text.body


def test_a_page_was_revised_and_published_again() -> None:
    again = {item.key for _, item in ITEMS if [act.act for act in item.acts].count("publish") > 1}
    put_right = {item.key for _, item in ITEMS if {act.act for act in item.acts} & {*RIGHTS}}
    assert again - put_right == {"co-cau-to-chuc"}


def test_the_boards_share_neither_people_nor_items() -> None:
    assert {each.login for each in HOME.people} & {each.login for each in PORT.people} == set()
    assert {item.key for item in HOME.items} & {item.key for item in PORT.items} == set()
