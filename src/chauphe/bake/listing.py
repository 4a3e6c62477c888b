"""The manifest of the live site while it is being changed: verified when read, and written anew where touched.

What a release says of files it does not touch is taken over from the signed manifest, so a shard that no longer has
the signed hash stops the release: otherwise somebody else's change would be signed with the next one.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext_noop as N_

from chauphe.bake.change import Change
from chauphe.bake.trouble import SiteDamaged
from chauphe.seal.layout import PAGE, RESERVED, SEALS, SHARDS, item_of
from chauphe.seal.manifest import BadManifest, Manifest, parse_shard, shard_bytes, shard_of


@dataclass(slots=True)
class Listing:
    """The files of a live site by shard, as far as they were asked for."""

    root: Path
    manifest: Manifest
    _shards: dict[str, dict[str, str]] = field(default_factory=dict)
    _touched: set[str] = field(default_factory=set)

    def read(self, path: str) -> bytes:
        """Return a listed file; raises SiteDamaged unless it is the one that was signed."""
        return _checked(self.root / path, path, self._shard(shard_of(path)).get(path))

    def holds(self, path: str) -> bool:
        """Say whether a file is listed."""
        return path in self._shard(shard_of(path))

    def says(self, change: Change) -> bool:
        """Say whether a file is listed with just these contents."""
        return self._shard(shard_of(change.path)).get(change.path) == change.sha256

    def of_item(self, folder: str) -> list[str]:
        """Return the listed files of the item whose folder this is, those under an earlier name included."""
        inside = f"{folder}/{PAGE}"
        number = _number(inside)
        return [path for path in self._shard(shard_of(inside)) if _number(path) == number]

    def folder_of(self, number: int) -> str | None:
        """Return the folder in which the page of the item with this number is listed."""
        for path in self._shard(shard_of(f"{RESERVED[0]}x-{number}/{PAGE}")):
            item = item_of(path)
            if item is not None and path == f"{item[0]}/{PAGE}" and item[1] == number:
                return item[0]
        return None

    def apply(self, changes: Iterable[Change]) -> None:
        """Note what a release changes."""
        for change in changes:
            name = shard_of(change.path)
            if change.removed:
                self._shard(name).pop(change.path, None)
            else:
                self._shard(name)[change.path] = change.sha256
            self._touched.add(name)

    def changes(self) -> Iterator[Change]:
        """Yield the shards that have to be written or taken away."""
        for name in sorted(self._touched):
            files = self._shards[name]
            yield Change(SHARDS + name, shard_bytes(files)) if files else Change.gone(SHARDS + name)

    def shards(self) -> dict[str, str]:
        """Return name and hash of every shard after the changes."""
        shards = dict(self.manifest.shards)
        for change in self.changes():
            name = change.path.removeprefix(SHARDS)
            if change.removed:
                shards.pop(name, None)
            else:
                shards[name] = change.sha256
        return shards

    def _shard(self, name: str) -> dict[str, str]:
        if name not in self._shards:
            self._shards[name] = self._load(name) if name in self.manifest.shards else {}
        return self._shards[name]

    def _load(self, name: str) -> dict[str, str]:
        path = SHARDS + name
        try:
            return dict(parse_shard(_checked(self.root / path, path, self.manifest.shards[name])))
        except BadManifest as error:
            raise SiteDamaged(N_("%(path)s cannot be read (%(error)s)"), path=path, error=error) from error


def tile_reader(root: Path) -> "TileReader":
    """Return a reader of the tiles that lie in a site."""
    return TileReader(root / SEALS)


@dataclass(frozen=True, slots=True)
class TileReader:
    """Reads tiles by path, those just written from memory."""

    folder: Path
    fresh: dict[str, bytes] = field(default_factory=dict)

    def __call__(self, path: str) -> bytes:
        """Return a tile's bytes; raises LookupError where there is none."""
        if path in self.fresh:
            return self.fresh[path]
        try:
            return (self.folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise LookupError(path) from error


def _number(path: str) -> int | None:
    item = item_of(path)
    return item[1] if item else None


def _checked(file: Path, path: str, sha256: str | None) -> bytes:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise SiteDamaged(N_("%(path)s cannot be read (%(error)s)"), path=path, error=error.strerror) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise SiteDamaged(N_("%(path)s was changed on disk"), path=path)
    return data
