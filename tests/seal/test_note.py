"""Signed text, byte for byte as the reference implementation writes it."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chauphe.seal import note
from chauphe.seal.note import BadSignature, NoteError, NotSigned, Signer, UnknownKey, Verifier
from tests.seal.given import vectors

REFERENCE = vectors("note")
TEXT = REFERENCE["text"]
SKEY = "+".join(REFERENCE["skey_parts"])
PETER = Verifier.parse(REFERENCE["vkey"])
ENOCH = Verifier.parse(REFERENCE["other_vkey"])
SIGNED = f"{TEXT}\n{REFERENCE['signature']}".encode()
BOTH = SIGNED + REFERENCE["other_signature"].encode()

seeds = some.binary(min_size=32, max_size=32)
names = some.text("abcdefghijklmnopqrstuvwxyz0123456789-./", min_size=1, max_size=30)
lines = some.text(some.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


def test_the_reference_note_is_signed_byte_for_byte() -> None:
    assert note.sign(TEXT, Signer.parse(SKEY)) == SIGNED


def test_the_reference_keys_are_read_and_written() -> None:
    signer = Signer.parse(SKEY)
    assert (signer.text(), signer.verifier) == (SKEY, PETER)
    assert (PETER.text(), PETER.key_id.hex()) == (REFERENCE["vkey"], REFERENCE["key_id"])


def test_a_private_key_never_prints_itself() -> None:
    assert base64.b64encode(Signer.parse(SKEY).seed).decode() not in repr(Signer.parse(SKEY))
    assert str(list(Signer.parse(SKEY).seed)) not in repr(Signer.parse(SKEY))


def test_a_known_signature_holds_beside_an_unknown_one() -> None:
    assert note.opened(BOTH, [PETER]) == (TEXT, PETER)
    assert note.opened(BOTH, [ENOCH]) == (TEXT, ENOCH)
    assert note.opened(BOTH, [ENOCH, PETER]) == (TEXT, PETER)


def test_a_note_signed_by_no_known_key_names_its_signers() -> None:
    with pytest.raises(UnknownKey) as caught:
        note.opened(SIGNED, [ENOCH])
    assert caught.value.signers == ("PeterNeumann+c74f20a3",)


def test_a_changed_text_is_no_longer_signed() -> None:
    with pytest.raises(BadSignature):
        note.opened(SIGNED.replace(b"answer", b"Answer"), [PETER])


def test_one_bad_signature_of_a_known_key_refuses_the_note() -> None:
    bad = REFERENCE["other_signature"].replace("rwz+eBzm", "rwz+eBzn").encode()
    with pytest.raises(BadSignature):
        note.opened(SIGNED + bad, [PETER, ENOCH])


def test_a_key_of_the_same_name_is_another_key() -> None:
    namesake = Signer(PETER.name, bytes(32)).verifier
    with pytest.raises(UnknownKey):
        note.opened(SIGNED, [namesake])


def test_a_public_key_of_no_curve_point_signs_nothing() -> None:
    assert not Verifier("x", b"\xff" * 32).holds(TEXT, bytes(64))
    assert not PETER.holds(TEXT, b"short")


@pytest.mark.parametrize("index", range(len(REFERENCE["vkey"])))
def test_a_mangled_key_is_refused(index: int) -> None:
    for key, parse in ((REFERENCE["vkey"], Verifier.parse), (SKEY, Signer.parse)):
        mangled = key[:index] + chr(ord(key[index]) + 1) + key[index + 1 :]
        for text in (mangled, key[:index], key[index + 1 :]):
            with pytest.raises(NoteError):
                parse(text)


@pytest.mark.parametrize(
    "vkey",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "",
        "name",
        "a b+00000000+AQ==",
    ],
)
def test_a_key_of_another_kind_is_refused(vkey: str) -> None:
    with pytest.raises(NoteError):
        Verifier.parse(vkey)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        f"{TEXT}\n".encode(),
        SIGNED[:-1],
        b"\x01" + SIGNED,
        b"\xff" + SIGNED,
        SIGNED.replace("— PeterNeumann".encode(), "— Bad Name".encode()),
        SIGNED.replace("— ".encode(), b"- "),
        SIGNED + b"Unexpected line.\n",
        SIGNED.replace(b"x08go/ZJ", b"!08go/ZJ"),
        f"{TEXT}\n— PeterNeumann x08gow==\n".encode(),
        f"{TEXT}\n— PeterNeumann x08go/Z=\n".encode(),
        f"{TEXT}\n".encode() + REFERENCE["signature"].encode() * 101,
    ],
)
def test_bytes_that_are_no_note_are_refused(data: bytes) -> None:
    with pytest.raises(NoteError) as caught:
        note.opened(data, [PETER])
    assert not isinstance(caught.value, NotSigned)


@pytest.mark.parametrize(
    ("text", "signers"),
    [
        ("no line end", (Signer("a", bytes(32)),)),
        ("tab\t\n", (Signer("a", bytes(32)),)),
        ("unsigned\n", ()),
        ("name\n", (Signer("a+b", bytes(32)),)),
        ("name\n", (Signer("", bytes(32)),)),
    ],
)
def test_what_no_note_can_carry_is_not_signed(text: str, signers: tuple[Signer, ...]) -> None:
    with pytest.raises(NoteError):
        note.sign(text, *signers)


@given(names, seeds, some.lists(lines))
def test_a_signed_text_is_opened_again(name: str, seed: bytes, written: list[str]) -> None:
    signer, text = Signer(name, seed), "".join(f"{line}\n" for line in [*written, "end"])
    data = note.sign(text, signer)
    assert note.opened(data, [Verifier.parse(signer.verifier.text())]) == (text, signer.verifier)
    assert note.parse(data).to_bytes() == data
    assert Signer.parse(signer.text()) == signer


@given(seeds, some.integers(0, 10_000), some.integers(1, 255))
def test_no_byte_of_a_note_can_change_unseen(seed: bytes, place: int, change: int) -> None:
    signer = Signer("example/log", seed)
    data = bytearray(note.sign("one line\nand another\n", signer))
    data[place % len(data)] ^= change
    with pytest.raises(NoteError):
        note.opened(bytes(data), [signer.verifier])
