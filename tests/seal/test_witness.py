"""Witnesses' cosignatures on a checkpoint, and that nobody else's line may stand there."""

import pytest

from chauphe.seal import note
from chauphe.seal.findings import Code, Report
from chauphe.seal.layout import CHECKPOINT, MANIFEST
from chauphe.seal.reader import Directory
from chauphe.seal.verify import verify_site
from chauphe.seal.witness import Witness, message
from tests.seal.cosigning import WITNESS, line, vkey
from tests.seal.site_writer import SIGNER, Site

ANOTHER = Witness("witness.example/bao-chi", bytes(range(32)))


def cosign(site: Site, path: str = CHECKPOINT, **how: bytes) -> None:
    file = site.root / path
    data = file.read_bytes()
    file.write_bytes(data + line(note.parse(data).text, **how))


def checked(site: Site, *witnesses: Witness) -> Report:
    return verify_site(
        Directory(site.root), keys=[SIGNER.verifier], check_page=site.pages, witnesses=witnesses, workers=1
    )


def found(site: Site, *witnesses: Witness) -> list[tuple[Code, str, dict[str, str | int]]]:
    return [(each.code, each.path, dict(each.details)) for each in checked(site, *witnesses).findings]


def test_a_message_is_the_one_that_witnesses_sign() -> None:
    assert message("origin\n1\nroot\n", (7).to_bytes(8)) == b"cosignature/v1\ntime 7\norigin\n1\nroot\n"


def test_a_witness_is_known_by_name_and_key() -> None:
    assert Witness.parse(vkey(WITNESS)) == WITNESS
    for wrong in ("", "name", SIGNER.verifier.text(), vkey(WITNESS).replace("dai-hoc", "dai-hox")):
        with pytest.raises(note.NoteError):
            Witness.parse(wrong)
    with pytest.raises(note.NoteError):
        note.Verifier.parse(vkey(WITNESS))


def test_a_checkpoint_cosigned_by_a_known_witness_passes(site: Site) -> None:
    cosign(site)
    assert found(site, WITNESS) == []


def test_a_cosignature_of_nobody_known_is_named(site: Site) -> None:
    cosign(site)
    assert found(site) == [(Code.NOTE_EXTRA_SIGNATURE, CHECKPOINT, {"key": WITNESS.label})]
    assert found(site, ANOTHER) == [
        (Code.NOTE_EXTRA_SIGNATURE, CHECKPOINT, {"key": WITNESS.label}),
        (Code.NOTE_NOT_WITNESSED, CHECKPOINT, {"key": ANOTHER.label}),
    ]


def test_a_witness_who_did_not_sign_is_missed(site: Site) -> None:
    assert found(site, WITNESS) == [(Code.NOTE_NOT_WITNESSED, CHECKPOINT, {"key": WITNESS.label})]


@pytest.mark.parametrize("time", [bytes(8), b""])
def test_a_cosignature_of_another_time_is_named(site: Site, time: bytes) -> None:
    cosign(site, time=time)
    assert found(site, WITNESS) == [(Code.NOTE_BAD_SIGNATURE, CHECKPOINT, {"keys": WITNESS.label})]


def test_a_cosignature_given_twice_is_named(site: Site) -> None:
    cosign(site)
    cosign(site)
    assert found(site, WITNESS) == [(Code.NOTE_EXTRA_SIGNATURE, CHECKPOINT, {"key": WITNESS.label})]


def test_a_witness_vouches_for_logs_alone(site: Site) -> None:
    cosign(site, MANIFEST)
    codes = {(each[0], each[1]) for each in found(site, WITNESS)}
    assert codes == {(Code.NOTE_EXTRA_SIGNATURE, MANIFEST), (Code.NOTE_NOT_WITNESSED, CHECKPOINT)}


def test_no_witness_stands_in_for_the_board(site: Site) -> None:
    file = site.root / CHECKPOINT
    text = note.parse(file.read_bytes()).text
    file.write_bytes(f"{text}\n".encode() + line(text))
    assert [each[:2] for each in found(site, WITNESS)] == [(Code.NOTE_UNKNOWN_KEY, CHECKPOINT)]
