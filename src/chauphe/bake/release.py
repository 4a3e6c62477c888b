"""Swap a release into a live site so that neither a crash nor a full disk leaves it half changed.

The plan goes to the disk first (2 syncs): from then on the release happens, whatever happens. Then every new file is
written beside the old one, and only when all are there are they renamed into place, the manifest last. The disk is
waited for once more (1 sync), and the plan is dropped. A start that finds a plan carries it out again, which changes
nothing where it was carried out already.
"""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext_noop as N_

from chauphe.bake.change import Change
from chauphe.bake.disk import Disk
from chauphe.bake.folder import Folder
from chauphe.bake.redo import Plan
from chauphe.bake.trouble import NOT_KEPT, NotReleased, Spoilt, Unfinished
from chauphe.items.store import Damaged
from chauphe.seal.layout import MANIFEST
from chauphe.seal.manifest import note_digest

_DISK = N_("the disk does not take it: %(error)s (%(path)s)")


class _NotKept(Exception):
    """The store has not the bytes that a plan names by this change."""

    def __init__(self, change: Change) -> None:
        self.particulars = {"path": change.path, "sha": change.sha256}


@dataclass(slots=True)
class Press:
    """Carries releases of one site out. `stored` gives the bytes of a hash, or raises OSError or store.Damaged."""

    folder: Folder
    stored: Callable[[str], bytes]
    disk: Disk = field(default_factory=Disk)

    def release(self, plan: Plan) -> None:
        """Carry a plan out; raises NotReleased (nothing changed) or Unfinished (will be carried on)."""
        try:
            self.disk.write_safely(self.folder.plan, plan.to_bytes(), 0o600)
        except OSError as error:
            self._drop()
            raise not_released(error) from error
        try:
            beside = self._write_beside(plan)
        except _NotKept as error:
            self._drop()
            raise NotReleased(NOT_KEPT, **error.particulars) from error
        except OSError as error:
            self._drop()
            raise not_released(error) from error
        self._finish(plan, beside)

    def recover(self) -> bool:
        """Carry on a release that was interrupted, or raise Unfinished; returns whether there was one.

        Raises Spoilt where the store no longer has what the release needs. How far it had come nobody knows then, so
        the plan stays until a whole bake has replaced the site.
        """
        self.sweep()
        plan = Plan.read(self.folder.plan)
        if plan is None or self._current() not in (plan.base, plan.target):
            self._drop()
            return False
        try:
            beside = self._write_beside(plan)
        except _NotKept as error:
            raise Spoilt(NOT_KEPT, **error.particulars) from error
        except OSError as error:
            raise Unfinished(_DISK, **_particulars(error)) from error
        self._finish(plan, beside)
        return True

    def switch(self, release: Path, last: str) -> None:
        """Let the web root be another release, in one step (2 syncs); raises NotReleased."""
        link = self.folder.root.with_name(f".{self.folder.board}.new")
        if self.folder.root.exists() and not self.folder.root.is_symlink():
            raise NotReleased(N_("%(path)s is a folder, not a link to a release: move it away"), path=self.folder.root)
        try:
            self.disk.sync_all(release)
            link.unlink(missing_ok=True)
            link.symlink_to(release.relative_to(self.folder.sites) / "site")
            link.rename(self.folder.root)
            self.disk.sync_folder(self.folder.sites)
            self.disk.write(_partial(self.folder.last), last.encode())
            _swap(_partial(self.folder.last))
        except OSError as error:
            raise not_released(error) from error

    def _write_beside(self, plan: Plan) -> "_Beside":
        """Write all new files next to the old ones; on an error take them away again."""
        root = self.folder.root.resolve()
        beside = _Beside(root)
        try:
            for change in plan.changes:
                if change.removed:
                    continue
                data = self._from_store(change, root) if change.data is None else change.data
                self.disk.write(beside.place(change.path), data)
            for file, text in ((self.folder.state, plan.state), (self.folder.last, plan.last)):
                beside.files.append(_partial(file))
                self.disk.write(_partial(file), text.encode())
        except (OSError, _NotKept):
            beside.undo()
            raise
        return beside

    def _from_store(self, change: Change, root: Path) -> bytes:
        """Return bytes that have the hash by which they were signed off; raises _NotKept, or OSError for the disk."""
        try:
            return self.stored(change.sha256)
        except (FileNotFoundError, Damaged) as error:
            # Where the release was broken off behind this file, it stands on the site already, whole.
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                data = (root / change.path).read_bytes()
                if hashlib.sha256(data).hexdigest() == change.sha256:
                    return data
            raise _NotKept(change) from error

    def _finish(self, plan: Plan, beside: "_Beside") -> None:
        root = beside.root
        try:
            for file in beside.files:
                _swap(file)
            for change in plan.changes:
                if change.removed:
                    (root / change.path).unlink(missing_ok=True)
                    _prune((root / change.path).parent, root)
            self.disk.sync_all(root)
            self.folder.plan.unlink(missing_ok=True)
        except OSError as error:
            raise Unfinished(_DISK, **_particulars(error)) from error

    def _current(self) -> str | None:
        try:
            return note_digest((self.folder.root / MANIFEST).read_bytes())
        except FileNotFoundError:
            return None

    def _drop(self) -> None:
        self.folder.plan.with_name(".plan.new").unlink(missing_ok=True)
        self.folder.plan.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Take away whole releases that are not live: half-written ones and those before."""
        live = self.folder.root.resolve().parent
        with contextlib.suppress(OSError):
            for release in self.folder.releases.iterdir():
                if release.resolve() != live:
                    shutil.rmtree(release, ignore_errors=True)


@dataclass(slots=True)
class _Beside:
    """What was written beside the site's files and can still be taken back."""

    root: Path
    files: list[Path] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)

    def place(self, path: str) -> Path:
        """Return where to write the file that will stand at a path, making its folder; never outside the site."""
        target = self.root / path
        missing = []
        folder = target.parent
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        if not folder.resolve().is_relative_to(self.root):
            raise NotADirectoryError(f"{folder} leads out of the site")
        for each in reversed(missing):
            each.mkdir()
            self.folders.append(each)
        self.files.append(_partial(target))
        return self.files[-1]

    def undo(self) -> None:
        """Take everything back, as far as the disk lets it."""
        for file in self.files:
            with contextlib.suppress(OSError):
                file.unlink()
        for folder in reversed(self.folders):
            with contextlib.suppress(OSError):
                folder.rmdir()


def _partial(target: Path) -> Path:
    return target.with_name(f".{target.name}.new")


def _swap(partial: Path) -> None:
    """Let a file written beside take its place; tried twice, for between two renames there is no way back."""
    target = partial.with_name(partial.name[1:].removesuffix(".new"))
    try:
        partial.rename(target)
    except OSError:
        partial.rename(target)


def _prune(folder: Path, root: Path) -> None:
    while folder != root:
        try:
            os.rmdir(folder)  # noqa: PTH106  the rule's replacement is the same call
        except OSError:
            return
        folder = folder.parent


def not_released(error: OSError) -> NotReleased:
    """Turn what the disk said into the news that nothing was released."""
    return NotReleased(_DISK, **_particulars(error))


def _particulars(error: OSError) -> dict[str, object]:
    return {"error": error.strerror or error, "path": error.filename or "?"}
