"""What one check remembers for the next."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chauphe.seal.findings import Remembered
from chauphe.seal.memory import DEMONSTRATION, Memory, NoMemory
from tests.seal.site_writer import ORIGIN, SIGNER

SEEN = Remembered(SIGNER.verifier.text(), 3, "ab" * 32, 12, "cd" * 32)


def kept() -> Memory:
    memory = Memory()
    memory.keep("https://snv.example", ORIGIN, SEEN)
    return memory


@given(some.text(), some.text(), some.integers(1), some.integers(0))
def test_what_is_remembered_is_read_back(place: str, origin: str, release: int, size: int) -> None:
    memory = Memory()
    memory.keep(place, origin, Remembered(SEEN.key, release, SEEN.manifest, size, SEEN.log_root))
    assert Memory.parse(memory.text()) == memory


def test_a_site_is_known_again_at_another_place() -> None:
    assert kept().of("a copy", ORIGIN) == SEEN
    assert kept().of("a copy", "another.example/log") is None
    assert kept().of("a copy", None) is None


def test_a_known_place_is_not_taken_for_another_site() -> None:
    assert kept().of("https://snv.example", "another.example/log") == SEEN
    assert kept().of("https://snv.example", None) == SEEN


def test_one_demonstration_gives_way_to_another_and_is_still_held_to_what_it_was() -> None:
    memory, first = kept(), f"{DEMONSTRATION}snv/1"
    memory.keep("demo", first, SEEN)
    assert memory.of("demo", f"{DEMONSTRATION}snv/2") is None
    assert (memory.of("demo", first), memory.of("a copy", first)) == (SEEN, SEEN)


def test_a_demonstration_and_a_site_are_never_taken_for_one_another() -> None:
    memory = kept()
    memory.keep("demo", f"{DEMONSTRATION}snv/1", SEEN)
    assert memory.of("https://snv.example", f"{DEMONSTRATION}snv/2") == SEEN
    assert memory.of("demo", "another.example/log") == SEEN
    assert memory.of("demo", None) == SEEN


def broken(**changes: Any) -> str:
    return json.dumps({**json.loads(kept().text()), **changes})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        broken(format="other"),
        broken(sites=[]),
        broken(places=None),
        broken(sites={ORIGIN: {}}),
        broken(sites={ORIGIN: {"key": "none", "release": 1, "manifest": "", "log_size": 1, "log_root": ""}}),
        broken(sites={ORIGIN: {"key": SEEN.key, "release": "1", "manifest": "", "log_size": 1, "log_root": ""}}),
        broken(sites={ORIGIN: {"key": SEEN.key, "release": 1, "manifest": "", "log_size": 1, "log_root": "x"}}),
    ],
)
def test_a_memory_that_was_spoilt_is_refused(text: str) -> None:
    with pytest.raises(NoMemory):
        Memory.parse(text)
