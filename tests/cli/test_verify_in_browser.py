"""What the browser's check says of the acts of an item is what `chauphe verify` says, as far as it goes."""

from typing import Any

import pytest
from playwright.sync_api import Page

from chauphe.public.assets import script
from chauphe.seal.acts import unlawful
from chauphe.seal.canonical import digest
from chauphe.seal.proof import OpenedAct
from tests.rigs.browser import OpenPage
from tests.seal.site_writer import AUTHOR, CHIEF, DEPUTY, SECRETARY, WAY, act_of, snapshot_of

SNAPSHOT = snapshot_of(1204)
STANDING = ("p-6", "Hồ Thị Thu", "standing_deputy")
KT = {"capacity": "for", "in_place_of": {"name": CHIEF[1], "title": "Trưởng Ban biên tập"}}
FORWARD, MODERATE, SIGN_OFF, PUBLISH = WAY
Step = tuple[str, tuple[str, str, str]] | tuple[str, tuple[str, str, str], dict[str, Any]]

SENT = {"factor": "schedule", "details": {"carries_out": "3"}}
SET: Step = ("schedule", SECRETARY, {"details": {"due": "2026-11-20T15:00+07:00"}})
LATER: Step = ("schedule", SECRETARY, {"details": {"due": "2026-11-20T16:00+07:00"}})

LAWFUL: dict[str, list[Step]] = {
    "by the regulation": [("submit", AUTHOR), *WAY],
    "for the chief": [FORWARD, MODERATE, ("sign_off", STANDING, KT), PUBLISH],
    "a chief who had to moderate": [FORWARD, ("moderate", CHIEF), SIGN_OFF, PUBLISH],
    "returned and passed again": [FORWARD, MODERATE, ("return_", CHIEF), *WAY],
    "at the hour that was set": [FORWARD, MODERATE, SIGN_OFF, SET, ("publish", SECRETARY, SENT)],
}
SAID = "async ([snapshot, proof, acts]) => (await signedOff(snapshot, proof, acts)).ok"
SHORT = {"rule": "chain.short"}
SIGNED_SHORT: Step = ("sign_off", DEPUTY, SHORT)
HARMLESS: dict[str, list[Step]] = {
    "on the short chain": [FORWARD, SIGNED_SHORT, PUBLISH],
    "taken back by the chief": [FORWARD, SIGNED_SHORT, SIGN_OFF, PUBLISH],
}
SENSITIVE: dict[str, list[Step]] = {
    "by the secretary": [FORWARD, ("sign_off", PUBLISH[1], SHORT), PUBLISH],
    "in the chief's place": [FORWARD, ("sign_off", DEPUTY, SHORT | KT), PUBLISH],
    "by who put it forward": [("forward", DEPUTY), SIGNED_SHORT, PUBLISH],
    "by a deputy under no rule": [FORWARD, ("sign_off", DEPUTY), PUBLISH],
    "taken back and signed again for the chief": [FORWARD, SIGNED_SHORT, ("sign_off", DEPUTY, KT), PUBLISH],
}
UNLAWFUL: dict[str, list[Step]] = {
    "nobody put it forward": [MODERATE, SIGN_OFF, PUBLISH],
    "nobody moderated": [FORWARD, SIGN_OFF, PUBLISH],
    "nobody signed off": [FORWARD, MODERATE, PUBLISH],
    "not published": [FORWARD, MODERATE, SIGN_OFF],
    "moderated too late": [FORWARD, SIGN_OFF, MODERATE, PUBLISH],
    "put forward too late": [MODERATE, FORWARD, SIGN_OFF, PUBLISH],
    "moderated before it went back": [FORWARD, MODERATE, ("return_", DEPUTY), SIGN_OFF, PUBLISH],
    "moderated by who put it forward": [("forward", DEPUTY), MODERATE, SIGN_OFF, PUBLISH],
    "signed off by who put it forward": [("forward", STANDING), MODERATE, ("sign_off", STANDING, KT), PUBLISH],
    "signed off by who moderated": [FORWARD, ("moderate", STANDING), ("sign_off", STANDING, KT), PUBLISH],
    "by an hour that nobody set": [FORWARD, MODERATE, SIGN_OFF, ("publish", SECRETARY, SENT)],
    "before its hour": [FORWARD, MODERATE, SIGN_OFF, LATER, ("publish", SECRETARY, SENT)],
    "marked as over without a last day": [FORWARD, MODERATE, SIGN_OFF, PUBLISH, ("expire", SECRETARY)],
    "another text": [FORWARD, MODERATE, ("sign_off", CHIEF, {"digest": "0" * 64}), PUBLISH],
}


@pytest.fixture(scope="module")
def code() -> str:
    """Give the functions of the check, without the page that they are for."""
    return script("check").partition("const result =")[0]


@pytest.fixture
def calculator(browser_page: OpenPage, code: str) -> Page:
    """Give a page in which the functions of the check can be called."""
    page = browser_page()
    page.add_script_tag(content=code)
    return page


def records(way: list[Step]) -> list[dict[str, Any]]:
    return [{**act_of(SNAPSHOT, seq, verb, who), **dict(*changes)} for seq, (verb, who, *changes) in enumerate(way)]


def test_both_checks_agree_on_the_way_to_the_public(calculator: Page) -> None:
    own = digest(SNAPSHOT)
    for name, way in {**LAWFUL, **UNLAWFUL}.items():
        acts = records(way)
        opened = [OpenedAct(act["seq"], bytes(32), act, ()) for act in acts]
        asked = [SNAPSHOT, {"digest": own}, acts]
        said = calculator.evaluate(SAID, asked)
        assert (name, said, not list(unlawful(SNAPSHOT, own, opened))) == (name, name in LAWFUL, name in LAWFUL)


TIMES: dict[str, tuple[dict[str, str], list[Step], bool]] = {
    "in its time": ({"not_before": "2026-11-20T15:15+07:00", "expires": "2026-11-20"}, [], True),
    "too early": ({"not_before": "2026-11-20T15:16+07:00"}, [], False),
    "after its last day": ({"expires": "2026-11-19"}, [], False),
    "marked as over": ({"expires": "2026-11-20"}, [("expire", SECRETARY, {"at": "2026-11-20T17:00:00Z"})], True),
    "marked too early": ({"expires": "2026-11-20"}, [("expire", SECRETARY, {"at": "2026-11-20T16:59:59Z"})], False),
}


def test_both_checks_agree_on_the_time_of_a_publication(calculator: Page) -> None:
    for name, (said, after, lawful) in TIMES.items():
        snapshot = {**SNAPSHOT, **said}
        own = digest(snapshot)
        acts = [{**act, "digest": own} for act in records([*WAY, *after])]
        opened = [OpenedAct(act["seq"], bytes(32), act, ()) for act in acts]
        asked = [snapshot, {"digest": own}, acts]
        found = calculator.evaluate(SAID, asked)
        assert (name, found, not list(unlawful(snapshot, own, opened))) == (name, lawful, lawful)


def test_both_checks_agree_on_the_short_chain(calculator: Page) -> None:
    for answers in ({"minors": False}, {"minors": True}, {}, None):
        snapshot = SNAPSHOT | {"checklist": answers} if answers is not None else SNAPSHOT
        own = digest(snapshot)
        for name, way in {**HARMLESS, **SENSITIVE}.items():
            acts = [{**act, "digest": own} for act in records(way)]
            opened = [OpenedAct(act["seq"], bytes(32), act, ()) for act in acts]
            asked = [snapshot, {"digest": own}, acts]
            said = calculator.evaluate(SAID, asked)
            lawful = not list(unlawful(snapshot, own, opened))
            open_way = name == "taken back by the chief" or (answers == {"minors": False} and name in HARMLESS)
            assert (name, answers, said, lawful) == (name, answers, open_way, open_way)
