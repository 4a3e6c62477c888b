"""What the site consists of."""

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chauphe.seal import manifest
from chauphe.seal.manifest import BadManifest, Manifest, parse_shard, shard_bytes, shard_of
from chauphe.seal.note import Signer, UnknownKey
from tests.seal.given import vectors

OURS = vectors("chauphe")
SIGNER = Signer(OURS["vkey"].split("+")[0], bytes.fromhex(OURS["seed"]))
HEAD = Manifest(log_root=bytes.fromhex(OURS["root"]), **OURS["manifest"])
DIGEST = "0a" * 32

digests = some.binary(min_size=32, max_size=32).map(bytes.hex)
segments = some.text("abcxyz0189-_.", min_size=1, max_size=6).filter(lambda text: text.strip("."))
paths = some.lists(segments, min_size=1, max_size=4).map("/".join)


def test_our_own_manifest_is_fixed() -> None:
    data = OURS["manifest_note"].encode()
    assert manifest.sign(HEAD, SIGNER) == data
    assert manifest.opened(data, [SIGNER.verifier]) == (HEAD, SIGNER.verifier)
    assert manifest.note_digest(data) == OURS["manifest_digest"] == hashlib.sha256(data).hexdigest()


def test_shards_are_listed_in_order_whatever_the_order_given() -> None:
    backwards = replace(HEAD, shards=dict(reversed(HEAD.shards.items())))
    assert backwards.text() == HEAD.text()


def test_the_first_release_has_none_before_it() -> None:
    first = replace(HEAD, release=1, previous=None)
    assert "\nprevious -\n" in first.text()
    assert Manifest.parse(first.text()) == first


def test_a_manifest_signed_by_a_stranger_is_not_opened() -> None:
    data = manifest.sign(HEAD, Signer(SIGNER.name, bytes(32)))
    with pytest.raises(UnknownKey):
        manifest.opened(data, [SIGNER.verifier])


@pytest.mark.parametrize(
    "changes",
    [{"board": "a b"}, {"board": ""}, {"release": 0}, {"previous": "short"}, {"at": "20/11/2026"}],
    ids=str,
)
def test_a_manifest_of_odd_values_is_not_written(changes: dict[str, Any]) -> None:
    with pytest.raises(BadManifest):
        replace(HEAD, **changes).text()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("chauphe-manifest/1", "chauphe-manifest/2"),
        ("board ", "bored "),
        ("release 2", "release 02"),
        ("release 2", "release 0"),
        ("previous ab", "previous AB"),
        ("log 3 ", "log 3"),
        ("log 3 ", "log x "),
        ("at 2026", "at 26"),
        ("  i-9", " i-9"),
        ("  i-9", "  ../i-9"),
        ("  i-9", "  z-9"),
        ("  top\n", "  top\n\n"),
        ("  top\n", "  top"),
        ("  top\n", "  static\n"),
    ],
)
def test_a_manifest_written_otherwise_is_refused(old: str, new: str) -> None:
    text = HEAD.text()
    assert old in text
    with pytest.raises(BadManifest):
        Manifest.parse(text.replace(old, new))


def test_a_body_cut_short_is_refused() -> None:
    lines = HEAD.text().splitlines(keepends=True)
    for count in range(6):
        with pytest.raises(BadManifest):
            Manifest.parse("".join(lines[:count]))
    assert Manifest.parse("".join(lines[:6])) == replace(HEAD, shards={})


@pytest.mark.parametrize(("path", "shard"), OURS["shards"].items())
def test_a_path_alone_says_in_which_shard_it_is(path: str, shard: str) -> None:
    assert shard_of(path) == shard


def test_our_own_shard_is_fixed() -> None:
    assert shard_bytes(OURS["files"]).decode() == OURS["shard"]
    assert dict(parse_shard(OURS["shard"].encode())) == OURS["files"]


@given(some.dictionaries(paths, digests))
def test_a_shard_is_read_back_as_written(files: dict[str, str]) -> None:
    assert dict(parse_shard(shard_bytes(files))) == files


@given(paths)
def test_every_path_has_a_shard_that_a_manifest_can_name(path: str) -> None:
    name = shard_of(path)
    assert Manifest.parse(replace(HEAD, shards={name: DIGEST}).text()).shards == {name: DIGEST}


@pytest.mark.parametrize(
    "path",
    ["", "/etc/passwd", "../a", "a/../b", "a/./b", "a//b", "a/", "a\nb", "a\\b", ".well-known/chauphe/key", ".", ".."],
)
def test_a_path_that_leads_elsewhere_is_not_listed(path: str) -> None:
    with pytest.raises(BadManifest):
        shard_bytes({path: DIGEST})
    with pytest.raises(BadManifest):
        parse_shard(f"{DIGEST}  {path}\n".encode())


@pytest.mark.parametrize(
    "data",
    [
        f"{DIGEST}  b\n{DIGEST}  a\n".encode(),
        f"{DIGEST}  a\n{DIGEST}  a\n".encode(),
        f"{DIGEST}  a".encode(),
        f"{DIGEST} a\n".encode(),
        f"{DIGEST.upper()}  a\n".encode(),
        b"\xff\n",
    ],
)
def test_a_shard_written_otherwise_is_refused(data: bytes) -> None:
    with pytest.raises(BadManifest):
        parse_shard(data)
