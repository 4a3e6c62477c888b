"""Whether the files that a manifest lists are there and are the ones it lists.

Each file is read once, and one shard is held in memory at a time, never the whole list.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

from chauphe.seal.findings import Code, Counts, Findings
from chauphe.seal.item import ItemCheck
from chauphe.seal.layout import PACKED, PAGE, PROOF, RESERVED, SHARDS, item_of, plain_name
from chauphe.seal.manifest import BadManifest, parse_shard, shard_of
from chauphe.seal.reader import Missing, NotAFile, NotOffered, Reader, TooLarge

# From compressed bytes to plain ones, None if there are more than the second argument says.
Unpack: TypeAlias = Callable[[bytes, int], bytes | None]
Listed: TypeAlias = "tuple[str, str]"

TEXT_LIMIT = 1 << 25
SHARD_LIMIT = 1 << 26

_EMPTY = hashlib.sha256().hexdigest()


@dataclass(slots=True)
class Checked:
    """What came of checking some shards: how much was there, and which shards could not be read."""

    findings: Findings
    counts: Counts
    present: int
    unread: set[str]


@dataclass(slots=True)
class FileCheck:
    """Checks the files that some shards of a manifest (name → SHA-256) list."""

    reader: Reader
    shards: Mapping[str, str]
    item: ItemCheck
    unpack: Mapping[str, Unpack]
    counts: Counts = field(default_factory=Counts)
    present: int = 0
    unread: set[str] = field(default_factory=set)

    @property
    def findings(self) -> Findings:
        """Return what was found so far, items included."""
        return self.item.findings

    def run(self) -> Checked:
        """Read every listed file and check it, and the items whole."""
        for name in self.shards:
            for folder, files in groupby(self.listed(name), key=_item_folder):
                if folder:
                    self._item(folder, list(files), name)
                else:
                    self._others(files, name)
        return Checked(self.findings, self.counts, self.present, self.unread)

    def listed(self, name: str) -> Iterable[Listed]:
        """Return a shard's lines, even of one that was changed: they help to name what was changed with it."""
        path = SHARDS + name
        try:
            data = self.reader.read(path, SHARD_LIMIT)
            if hashlib.sha256(data).hexdigest() != self.shards[name]:
                self.findings.add(Code.SHARD_CHANGED, path)
            return parse_shard(data)
        except (Missing, NotAFile):
            self.findings.add(Code.SHARD_MISSING, path)
        except (BadManifest, TooLarge):
            self.findings.add(Code.SHARD_MALFORMED, path)
        self.unread.add(name)
        return ()

    def _item(self, folder: str, files: list[Listed], shard: str) -> None:
        if shard_of(files[0][0]) != shard:
            self.findings.add(Code.FILE_MISFILED, files[0][0], shard=shard)
        contents: dict[str, bytes] = {}
        start = len(folder) + 1
        for _, forms in groupby(files, key=_plain):
            contents |= {path[start:]: data for path, data in self._forms(list(forms))}
        self.counts.pages += 1
        self.item.check_all(folder, {path[start:]: sha256 for path, sha256 in files}, contents)

    def _others(self, files: Iterator[Listed], shard: str) -> None:
        for plain, forms in groupby(files, key=_plain):
            listed = list(forms)
            if shard_of(listed[0][0]) != shard:
                self.findings.add(Code.FILE_MISFILED, listed[0][0], shard=shard)
            if plain.startswith(RESERVED) and plain.count("/") > 1:
                self.findings.add(Code.PAGE_UNSEALED, plain)
            for _ in self._forms(listed):
                pass

    def _forms(self, files: list[Listed]) -> Iterator[tuple[str, bytes]]:
        """Read a file in all its forms and yield those kept in memory: texts that are compressed, page and proof."""
        plain: bytes | None = None
        whole = len(files) > 1 or files[0][0].endswith((f"/{PAGE}", f"/{PROOF}"))
        for path, expected in files:
            data, right = self._read(path, expected, whole=whole)
            if data is None:
                continue
            if not path.endswith(PACKED):
                plain = data if right else None  # what is wrong anyway need not be compared
                yield path, data
            elif plain is not None and right:
                self._same(path, data, plain)

    def _read(self, path: str, expected: str, *, whole: bool) -> tuple[bytes | None, bool]:
        """Hash one file and note what is wrong with it; return its bytes if wanted whole, and whether it is right."""
        data: bytes | None = None
        try:
            if whole:
                data = self.reader.read(path, TEXT_LIMIT)
                found = hashlib.sha256(data).hexdigest()
            else:
                found = self.reader.sha256(path)
        except (Missing, TooLarge) as error:
            self.findings.add(Code.FILE_MISSING if isinstance(error, Missing) else Code.FILE_TOO_LARGE, path)
            return None, False
        except NotAFile:
            return None, False  # the walk names what it is and where it points
        except NotOffered:
            self.counts.not_offered += 1
            return None, False
        self.counts.files += 1
        self.present += 1
        if found != expected:
            self.findings.add(Code.FILE_EMPTIED if found == _EMPTY else Code.FILE_CHANGED, path)
        return data, found == expected

    def _same(self, path: str, packed: bytes, plain: bytes) -> None:
        """Compare a compressed form with the plain one: most readers are sent the compressed one."""
        unpack = self.unpack.get(path[-3:])
        if unpack and unpack(packed, len(plain)) != plain:
            self.findings.add(Code.FILE_PACKED_DIFFERS, path)


def _item_folder(listed: Listed) -> str | None:
    item = item_of(listed[0])
    return item[0] if item else None


def _plain(listed: Listed) -> str:
    return plain_name(listed[0])
