"""What the site consists of: a signed note over shards, and shards of one line a file.

The note is small and changes with every release; a shard holds the files of some 128 items, so that publishing one item
rewrites few of them. A shard's lines are those of `sha256sum`, and together the shards name every file of the site
outside `.well-known/chauphe/`. Which shard a file belongs to follows from its path alone.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from chauphe.seal import note
from chauphe.seal.checkpoint import BadCheckpoint, encode_root, parse_root, parse_size
from chauphe.seal.layout import SEALS, item_of

FORMAT = "chauphe-manifest/1"
ITEMS_A_SHARD = 128
LISTS_A_SHARD = 32

_SHARD = re.compile(r"([0-9a-f]{64})  ([a-z0-9][a-z0-9-]*)")
# No step of a path is empty, `.` or `..`, so that none leads out of the site.
_STEP = r"(?!\.{1,2}(?:/|$))[^/\x00-\x1f\x7f\\]+"
_FILE = re.compile(rf"^([0-9a-f]{{64}})  ((?!{re.escape(SEALS)}){_STEP}(?:/{_STEP})*)$", re.MULTILINE)
_LIST = re.compile(r"chuyen-muc/([a-z0-9-]+)/trang-(0|[1-9][0-9]{0,8})/")
_SITEMAP = re.compile(r"sitemap-(0|[1-9][0-9]{0,8})\.xml")
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_BOARD = re.compile(r"[a-z0-9][a-z0-9-]*")


class BadManifest(ValueError):
    """This text is not a manifest, or this is not a shard of one."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One release of a board's site; `previous` is the digest of the manifest before it, None for the first."""

    board: str
    release: int
    previous: str | None
    log_size: int
    log_root: bytes
    at: str
    shards: Mapping[str, str]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a manifest's body; raises BadManifest unless it is written exactly as `text()` would."""
        lines = text.split("\n")
        if lines[0] != FORMAT or len(lines) < 7 or lines.pop():
            raise BadManifest(f"not a {FORMAT}")
        board, release, previous, log, at = (
            _after(name, line)
            for name, line in zip(("board", "release", "previous", "log", "at"), lines[1:6], strict=True)
        )
        size, _, root = log.partition(" ")
        try:
            head = parse_size(size), parse_root(root)
            read = cls(board, parse_size(release), None if previous == "-" else previous, *head, at, _shards(lines[6:]))
        except BadCheckpoint as error:
            raise BadManifest(str(error)) from error
        read.text()
        return read

    def text(self) -> str:
        """Write the body; raises BadManifest for values that no manifest may hold."""
        valid = _BOARD.fullmatch(self.board) and _AT.fullmatch(self.at) and self.release > 0
        if not valid or not (self.previous is None or _DIGEST.fullmatch(self.previous)):
            raise BadManifest("board, release, previous or at is not as it should be")
        head = (
            FORMAT,
            f"board {self.board}",
            f"release {self.release}",
            f"previous {self.previous or '-'}",
            f"log {self.log_size} {encode_root(self.log_root)}",
            f"at {self.at}",
        )
        shards = sorted(self.shards.items())
        return "".join(f"{line}\n" for line in (*head, *(f"{digest}  {name}" for name, digest in shards)))


def sign(manifest: Manifest, signer: note.Signer) -> bytes:
    """Return the signed manifest as it is published."""
    return note.sign(manifest.text(), signer)


def opened(data: bytes, keys: Iterable[note.Verifier]) -> tuple[Manifest, note.Verifier]:
    """Return a signed manifest and the key that signed it; raises NoteError or BadManifest."""
    text, key = note.opened(data, keys)
    return Manifest.parse(text), key


def note_digest(data: bytes) -> str:
    """Return the digest by which the next release names this manifest: SHA-256 over the whole note, in hex."""
    return hashlib.sha256(data).hexdigest()


def shard_of(path: str) -> str:
    """Return the name of the shard that lists a file of the site, e.g. `i-9` for item 1204."""
    item = item_of(path)
    if item:
        return f"i-{item[1] // ITEMS_A_SHARD}"
    if path.startswith("_/"):
        return "static"
    page = _LIST.match(path)
    if page:
        return f"l-{page[1]}-{int(page[2]) // LISTS_A_SHARD}"
    sitemap = _SITEMAP.match(path)
    return f"s-{int(sitemap[1]) // LISTS_A_SHARD}" if sitemap else "top"


def shard_bytes(files: Mapping[str, str]) -> bytes:
    """Return a shard's contents from path → SHA-256 (hex); raises BadManifest for a path that may not be listed."""
    return "".join(f"{_listed(digest, path)}\n" for path, digest in sorted(files.items())).encode()


def parse_shard(data: bytes) -> list[tuple[str, str]]:
    """Return a shard's (path, SHA-256) pairs in order; raises BadManifest for unsafe, unsorted or repeated paths."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise BadManifest("a shard is UTF-8 text") from error
    found: list[tuple[str, str]] = _FILE.findall(text)
    if len(found) != text.count("\n") or (text and text[-1] != "\n"):
        raise BadManifest("a shard consists of lines of hash and path")
    if any(before[1] >= after[1] for before, after in pairwise(found)):
        raise BadManifest("a shard lists each path once, in order")
    return [(path, digest) for digest, path in found]


def _listed(digest: str, path: str) -> str:
    line = f"{digest}  {path}"
    if not _FILE.fullmatch(line):
        raise BadManifest(f"not a line of a shard: {line!r}")
    return line


def _shards(lines: list[str]) -> dict[str, str]:
    found = [_SHARD.fullmatch(line) for line in lines]
    shards = {each[2]: each[1] for each in found if each}
    if len(shards) != len(lines) or list(shards) != sorted(shards):
        raise BadManifest("shards are listed once each, in order")
    return shards


def _after(name: str, line: str) -> str:
    word, _, value = line.partition(" ")
    if word != name:
        raise BadManifest(f"expected the line {name!r}")
    return value
