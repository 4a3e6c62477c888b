"""One byte string for one meaning."""

import hashlib
import json
from enum import StrEnum
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from chauphe.seal.canonical import (
    NotCanonical,
    canonical,
    digest,
    encode,
    encode_parsed,
    encode_text,
    normalised,
    parse,
)
from tests.seal.given import texts, values, vectors


class Kind(StrEnum):
    NEWS = "news"


class Marked(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "not the text itself"


def unlike_after_nfc(value: Any) -> bool:
    """Say whether two members of some object would coincide after normalisation."""
    if isinstance(value, list):
        return any(map(unlike_after_nfc, value))
    if not isinstance(value, dict):
        return False
    return len({normalize("NFC", name) for name in value}) < len(value) or any(map(unlike_after_nfc, value.values()))


@pytest.mark.parametrize("sample", vectors("rfc8785")["samples"], ids=lambda sample: sample["name"])
def test_the_samples_of_rfc_8785_come_out_exactly(sample: dict[str, Any]) -> None:
    assert encode(sample["value"]).decode() == sample["text"]


def test_our_own_snapshot_has_its_fixed_digest() -> None:
    ours = vectors("chauphe")
    assert canonical(ours["snapshot"]).decode() == ours["canonical"]
    assert digest(ours["snapshot"]) == ours["digest"] == hashlib.sha256(ours["canonical"].encode()).hexdigest()


def test_members_are_ordered_by_utf_16_code_units() -> None:
    value = {"\U0001f602": 1, "\ufb33": 2, "é": 3, "z": 4}
    assert encode(value) == encode_parsed(value) == '{"z":4,"é":3,"\U0001f602":1,"\ufb33":2}'.encode()


def test_two_spellings_of_one_text_are_one() -> None:
    composed, decomposed = "Hòa Thủy", normalize("NFD", "Hòa Thủy")
    assert composed != decomposed
    assert canonical({composed: composed}) == canonical({decomposed: decomposed})


def test_members_that_coincide_after_normalisation_are_refused() -> None:
    with pytest.raises(NotCanonical, match="two members"):
        canonical({"hò": 1, normalize("NFD", "hò"): 2})


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), 2**53 + 1, -(2**53) - 1, b"bytes", {1: "a"}, {None: "a"}, {"a"}, "\ud800", {"\udfff": 1}],
    ids=repr,
)
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


def test_a_value_nested_without_end_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(NotCanonical, match="deep"):
        canonical(endless)
    with pytest.raises(NotCanonical):
        parse(b"[" * 100_000)


def test_enum_members_and_marked_strings_are_their_text() -> None:
    assert canonical([Kind.NEWS, Marked("safe"), True, (1, None)]) == b'["news","safe",true,[1,null]]'


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1.5}',
        b'{"a":NaN}',
        b"[9007199254740993]",
        b"[12345678901234567890]",
        b'"\xff"',
        b"",
        b"[1",
        b"\xef\xbb\xbf[]",
        '{"hò":1,"ho\u0300":2}'.encode(),
        '"ho\u0300"'.encode(),
    ],
)
def test_what_is_not_strict_json_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse(data)


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b"[ 1]",
        b'"\\u0041"',
        b"[1]\n",
        b"-0",
        b'"\\/"',
        b'{"a":1,"a":1}',
        '{"\ufffd":1,"😂":2}'.encode(),
    ],
    ids=repr,
)
def test_json_that_is_not_canonical_is_written_otherwise(data: bytes) -> None:
    assert encode_parsed(parse(data)) != data


@pytest.mark.parametrize("data", [b'["\\ud800"]', b'{"\\udc00":1}'])
def test_half_of_a_pair_can_be_read_but_not_written(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        encode_parsed(parse(data))


@given(values)
def test_what_is_written_is_read_back_normalised(value: Any) -> None:
    assume(not unlike_after_nfc(value))
    data = canonical(value)
    assert parse(data) == normalised(value)
    assert encode_parsed(parse(data)) == data


@given(values)
def test_canonical_bytes_are_json_that_others_read(value: Any) -> None:
    assert json.loads(encode(value)) == value


@given(values)
def test_the_quick_way_writes_what_the_exact_one_does(value: Any) -> None:
    assert encode_parsed(value) == encode(value)


@given(texts | some.text('\n"\\\x00\t ắ😂'))
def test_the_quick_way_escapes_text_alike(text: str) -> None:
    assert encode_text(text.encode()) == encode(text)


@given(texts, texts)
def test_different_texts_have_different_digests(one: str, other: str) -> None:
    assert (digest(one) == digest(other)) == (normalize("NFC", one) == normalize("NFC", other))
