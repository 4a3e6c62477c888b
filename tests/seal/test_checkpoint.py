"""The signed head of a log."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chauphe.seal import checkpoint
from chauphe.seal.checkpoint import BadCheckpoint, Checkpoint
from chauphe.seal.note import NoteError, Signer, Verifier
from tests.seal.given import vectors

OURS = vectors("chauphe")
SIGNER = Signer(OURS["vkey"].split("+")[0], bytes.fromhex(OURS["seed"]))
HEAD = Checkpoint(SIGNER.name, 3, bytes.fromhex(OURS["root"]))
SPEC = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


def test_the_checkpoint_of_the_specification_is_read_and_written() -> None:
    read = Checkpoint.parse(SPEC)
    assert (read.origin, read.size, read.text()) == ("example.com/behind-the-sofa", 20852163, SPEC)


def test_our_own_checkpoint_is_fixed() -> None:
    data = OURS["checkpoint"].encode()
    assert checkpoint.sign(HEAD, SIGNER) == data
    assert checkpoint.opened(data, [Verifier.parse(OURS["vkey"])]) == (HEAD, SIGNER.verifier)


def test_only_a_key_of_the_same_name_signs_a_log() -> None:
    with pytest.raises(NoteError):
        checkpoint.sign(HEAD, Signer("chauphe.example/another", SIGNER.seed))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n3\n",
        SPEC[:-1],
        SPEC + "\n",
        "\n" + SPEC,
        SPEC.replace("20852163", "020852163"),
        SPEC.replace("20852163", "-1"),
        SPEC.replace("20852163", "9" * 20),
        SPEC.replace("CsUY", "!!!!"),
        SPEC.replace("q2I=", "q2J="),
        SPEC.replace("CsUY", ""),
    ],
)
def test_a_body_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(BadCheckpoint):
        Checkpoint.parse(text)


@given(
    some.text("abc./-", min_size=1),
    some.integers(0, 10**18),
    some.binary(min_size=32, max_size=32),
    some.lists(some.text("xyz ", min_size=1)),
)
def test_a_checkpoint_is_read_back_as_written(origin: str, size: int, root: bytes, extensions: list[str]) -> None:
    head = Checkpoint(origin, size, root, tuple(extensions))
    assert Checkpoint.parse(head.text()) == head
