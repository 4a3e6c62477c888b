"""How an act stands in the public log without telling what it was, and how a published item opens its own acts.

Of every act the log shows only a salted commitment, the same for all. Beside an item's page lies its proof: the
snapshot without its body, the acts of that revision with their salts, and the path of each to a signed checkpoint.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from chauphe.seal.canonical import Json, NotCanonical, canonical, digest, encode_parsed, encode_text, parse
from chauphe.seal.merkle import leaf_hash

FORMAT = "chauphe-proof/1"
ACT_FORMAT = "chauphe-act/1"
SNAPSHOT_FORMAT = "chauphe-snapshot/1"
SALT_BYTES = 32
HASH_BYTES = 32

_LEAF = re.compile(rb'\{"commit":"([0-9a-f]{64})","seq":(0|[1-9][0-9]{0,15}),"v":1\}')


class BadProof(ValueError):
    """This is not the proof of an item, or not an entry of a log."""


@dataclass(frozen=True, slots=True)
class OpenedAct:
    """An act with what it takes to find it in the log: its salt and its audit path, the leaf's sibling first.

    `written` is the record's canonical form, kept where it was needed already.
    """

    seq: int
    salt: bytes
    record: Mapping[str, Any]
    path: tuple[bytes, ...]
    written: bytes = field(default=b"", compare=False, repr=False)

    def leaf(self) -> bytes:
        """Return the leaf hash that the log must hold at `seq`, for an act read from a proof."""
        return leaf_hash(_leaf(self.seq, self.salt + (self.written or encode_parsed(dict(self.record)))))


@dataclass(frozen=True, slots=True)
class Proof:
    """What lies beside an item's page; `snapshot` is without its body, which stands in the page."""

    snapshot: Mapping[str, Any]
    digest: str
    acts: tuple[OpenedAct, ...]
    checkpoint: str
    around: tuple[bytes, bytes] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a proof; raises BadProof unless it is canonical and complete, and holds nothing else.

        To know that it is canonical it is written again. That is most of the work of checking a site, so it is done
        part by part, and the parts are kept: the records are hashed once more, and so is the snapshot.
        """
        try:
            document = parse(data)
            if not isinstance(document, dict) or document.get("format") != FORMAT:
                raise BadProof(f"not a {FORMAT}")
            snapshot = _typed(document, "snapshot", dict)
            if snapshot.get("format") != SNAPSHOT_FORMAT or snapshot.get("body", "") is not None:
                raise BadProof(f"holds no {SNAPSHOT_FORMAT} without body")
            opened = [_opened(each) for each in _typed(document, "acts", list)]
            digest, checkpoint = _typed(document, "digest", str), _typed(document, "checkpoint", str)
            around = _around_body(snapshot)
            rest = encode_parsed({"checkpoint": checkpoint, "digest": digest, "format": FORMAT})
        except NotCanonical as error:
            raise BadProof(str(error)) from error
        acts = b",".join([written for _, written in opened])
        if b'{"acts":[%s],%s,"snapshot":%snull%s}' % (acts, rest[1:-1], *around) != data:
            raise BadProof("these bytes are not in canonical form")
        return cls(snapshot, digest, tuple([act for act, _ in opened]), checkpoint, around)

    def sealed(self, body: str) -> dict[str, Any]:
        """Return the snapshot with this body put back."""
        return {**self.snapshot, "body": body}

    def digest_with(self, body: bytes) -> str:
        """Return the digest of the snapshot with this body (UTF-8), taken as it stands.

        It is not normalised first: a body that is not in NFC is not the one that was sealed.
        """
        before, after = self.around or _around_body(self.snapshot)
        whole = hashlib.sha256(before)
        whole.update(encode_text(body))
        whole.update(after)
        return whole.hexdigest()


def commit(salt: bytes, record: Mapping[str, Any]) -> str:
    """Return the commitment to an act record: SHA-256 of the salt and the canonical record, in hex."""
    return hashlib.sha256(_salted(salt, record)).hexdigest()


def leaf_bytes(seq: int, salt: bytes, record: Mapping[str, Any]) -> bytes:
    """Return the log's entry for an act: canonical JSON of index and commitment."""
    return _leaf(seq, _salted(salt, record))


def entry_of(seq: int, record: str, salt: bytes) -> bytes:
    """Return the log's entry for a record that is canonical already (`leaf_bytes` without reading it)."""
    return _leaf(seq, salt + record.encode())


def read_leaf(entry: bytes) -> tuple[int, str]:
    """Return the index and the commitment that an entry states; raises BadProof."""
    found = _LEAF.fullmatch(entry)
    if not found:
        raise BadProof("not an entry of our log")
    return int(found[2]), found[1].decode()


def proof_bytes(snapshot: Mapping[str, Any], acts: Iterable[OpenedAct], checkpoint: str) -> bytes:
    """Return the proof of an item as it is published, from its whole snapshot and a signed checkpoint's text."""
    return canonical(
        {
            "format": FORMAT,
            "snapshot": {**snapshot, "body": None},
            "digest": digest(snapshot),
            "acts": [
                {
                    "seq": act.seq,
                    "salt": act.salt.hex(),
                    "record": act.record,
                    "path": [base64.b64encode(each).decode() for each in act.path],
                }
                for act in acts
            ],
            "checkpoint": checkpoint,
        }
    )


def _salted(salt: bytes, record: Mapping[str, Any]) -> bytes:
    if len(salt) != SALT_BYTES:
        raise BadProof(f"a salt has {SALT_BYTES} bytes")
    return salt + canonical(record)


def _leaf(seq: int, salted: bytes) -> bytes:
    return b'{"commit":"%s","seq":%d,"v":1}' % (hashlib.sha256(salted).hexdigest().encode(), seq)


def _around_body(snapshot: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """Return a snapshot's canonical form up to its body, and on from there."""
    before = encode_parsed({name: value for name, value in snapshot.items() if name < "body"})
    after = encode_parsed({name: value for name, value in snapshot.items() if name > "body"})
    return before[:-1] + b',"body":', b"," + after[1:]


def _opened(act: Json) -> tuple[OpenedAct, bytes]:
    """Return an act as read, and how it is written."""
    if not isinstance(act, dict):
        raise BadProof("an act is an object")
    record, seq = _typed(act, "record", dict), _typed(act, "seq", int)
    try:
        salt, steps = bytes.fromhex(_typed(act, "salt", str)), _typed(act, "path", list)
        path = tuple([binascii.a2b_base64(each, strict_mode=True) for each in steps])
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadProof("salt or path is not written as it should be") from error
    if len(salt) != SALT_BYTES or {*map(len, path)} - {HASH_BYTES}:
        raise BadProof("salt or path has the wrong length")
    written = encode_parsed(record)
    quoted = b'"%s"' % '","'.join(steps).encode() if steps else b""
    whole = b'{"path":[%s],"record":%s,"salt":"%s","seq":%d}' % (quoted, written, salt.hex().encode(), seq)
    return OpenedAct(seq, salt, record, path, written), whole


def _typed(members: Mapping[str, Any], name: str, kind: type) -> Any:
    value = members.get(name)
    if type(value) is not kind:
        raise BadProof(f"{name} is missing or is no {kind.__name__}")
    return value
