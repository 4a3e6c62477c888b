"""How an act stands in the log, and how a published item opens its own."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chauphe.seal.canonical import canonical, digest
from chauphe.seal.merkle import leaf_hash
from chauphe.seal.proof import BadProof, OpenedAct, Proof, commit, leaf_bytes, proof_bytes, read_leaf
from tests.seal.given import texts, values, vectors
from tests.seal.site_writer import CHIEF, act_of, snapshot_of

OURS = vectors("chauphe")
SALT = bytes.fromhex(OURS["salt"])
SNAPSHOT = snapshot_of(1204)
ACT = OpenedAct(7, SALT, act_of(SNAPSHOT, 7, "sign_off", CHIEF), (bytes(32), b"\xff" * 32))
PROOF = proof_bytes(SNAPSHOT, [ACT], "note text\n")


def changed(**changes: Any) -> bytes:
    return canonical({**json.loads(PROOF), **changes})


def with_act(**changes: Any) -> bytes:
    document = json.loads(PROOF)
    return changed(acts=[{**document["acts"][0], **changes}])


def test_an_act_that_was_read_need_not_be_written_again() -> None:
    act = Proof.parse(PROOF).acts[0]
    assert (act.written, "written" in repr(act)) == (canonical(ACT.record), False)
    assert act.leaf() == ACT.leaf()


def test_our_own_commitment_and_leaf_are_fixed() -> None:
    leaf = leaf_bytes(2, SALT, OURS["record"])
    assert commit(SALT, OURS["record"]) == OURS["commit"]
    assert (leaf.decode(), leaf_hash(leaf).hex()) == (OURS["leaf"], OURS["leaf_hash"])
    assert leaf == canonical({"v": 1, "seq": 2, "commit": OURS["commit"]})


def test_the_commitment_is_a_hash_of_salt_and_record() -> None:
    assert commit(SALT, {"a": 1}) == hashlib.sha256(SALT + b'{"a":1}').hexdigest()


@pytest.mark.parametrize("salt", [b"", bytes(31), bytes(33)])
def test_a_salt_of_another_length_is_refused(salt: bytes) -> None:
    with pytest.raises(BadProof):
        commit(salt, {})
    with pytest.raises(BadProof):
        leaf_bytes(0, salt, {})


@given(some.integers(0, 10**15), some.binary(min_size=32, max_size=32), some.dictionaries(texts, values, max_size=3))
def test_an_entry_is_read_back_as_written(seq: int, salt: bytes, record: dict[str, Any]) -> None:
    try:
        entry = leaf_bytes(seq, salt, record)
    except ValueError:
        return  # two members that are one after normalisation: refused, as test_canonical holds
    assert read_leaf(entry) == (seq, commit(salt, record))


@pytest.mark.parametrize("entry", [b"", b"{}", b'{"commit":"00","seq":1,"v":1}', OURS["leaf"].encode() + b" "])
def test_other_bytes_are_no_entry(entry: bytes) -> None:
    with pytest.raises(BadProof):
        read_leaf(entry)


def test_a_proof_is_read_back_as_written() -> None:
    proof = Proof.parse(PROOF)
    assert proof == Proof({**SNAPSHOT, "body": None}, digest(SNAPSHOT), (ACT,), "note text\n")
    assert proof.acts[0].leaf() == leaf_hash(leaf_bytes(7, SALT, ACT.record))


def test_the_body_of_the_page_completes_the_digest() -> None:
    proof, body = Proof.parse(PROOF), SNAPSHOT["body"]
    assert proof.sealed(body) == SNAPSHOT
    assert proof.digest_with(body.encode()) == digest(SNAPSHOT)
    assert proof.digest_with(body.encode() + b" ") != digest(SNAPSHOT)


@given(texts)
def test_the_digest_is_that_of_the_body_as_it_stands(body: str) -> None:
    snapshot = snapshot_of(1, body=body)
    proof = Proof.parse(proof_bytes(snapshot, [], ""))
    normalised = json.loads(canonical(snapshot))["body"]
    assert proof.digest_with(normalised.encode()) == proof.digest
    assert (proof.digest_with(body.encode()) == proof.digest) == (body == normalised)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        PROOF + b"\n",
        changed(format="chauphe-proof/2"),
        changed(snapshot=None),
        changed(snapshot={**SNAPSHOT}),
        changed(snapshot={**SNAPSHOT, "body": None, "format": "other"}),
        changed(digest=None),
        changed(checkpoint=7),
        changed(acts={}),
        changed(acts=["act"]),
        with_act(seq="7"),
        with_act(seq=True),
        with_act(salt="zz"),
        with_act(salt="00"),
        with_act(path=["AA=="]),
        with_act(path=["!"]),
        with_act(path=[7]),
        with_act(path="path"),
        with_act(record=None),
        with_act(salt=SALT.hex().upper()),
        with_act(more=1),
        changed(more=1),
        PROOF.replace(b'"revision":1,', b'"revision":1.0,'),
        PROOF.replace(b'"acts":', b'"acts": '),
        PROOF.replace(b'"digest":', b'"digest":"","digest":', 1),
        PROOF.replace(b"note text", b"note te\\u0078t"),
        PROOF.replace("Tóm".encode(), "To\u0301m".encode()),
        PROOF.replace(b'"number":1204', b'"number":9007199254740993'),
        b'{"checkpoint":"","acts":[]' + PROOF[1:],
    ],
    ids=range(30),
)
def test_a_proof_that_is_incomplete_is_refused(data: bytes) -> None:
    with pytest.raises(BadProof):
        Proof.parse(data)
