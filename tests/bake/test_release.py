import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chauphe.bake.change import Change
from chauphe.bake.disk import Disk
from chauphe.bake.folder import Folder
from chauphe.bake.redo import Plan
from chauphe.bake.release import Press
from chauphe.bake.trouble import NotReleased, Spoilt, Unfinished
from chauphe.items.store import Damaged
from chauphe.seal.layout import MANIFEST
from chauphe.seal.manifest import note_digest

OLD, NEW = b"the old manifest", b"the new manifest"
PICTURE = b"a picture"
SHA = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture
def press(tmp_path: Path) -> Press:
    """Give a live site of four files, and a store that holds one picture."""
    folder = Folder(tmp_path / "site", "so-thu")
    folder.prepare()
    release = folder.fresh(1)
    for path, data in {"index.html": b"old", "tin/a-1/index.html": b"a", "tin/b-2/index.html": b"b"}.items():
        _write(release / "site" / path, data)
    _write(release / "site" / MANIFEST, OLD)
    _write(release / "state.json", b"old state")
    folder.root.symlink_to(Path(".releases/so-thu/1/site"))
    _write(tmp_path / "store", PICTURE)
    return Press(folder, lambda sha256: stored(tmp_path / "store", sha256))


def stored(file: Path, sha256: str) -> bytes:
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Damaged(sha256)
    return data


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def plan(*changes: Change, base: bytes = OLD) -> Plan:
    usual = [
        Change("index.html", b"new"),
        Change("tin/c-3/index.html", b"c"),
        Change("tin/c-3/anh.png", None, SHA),
    ]
    gone = [Change.gone("tin/b-2/index.html")]
    whole = [*(changes or usual), *gone, Change(MANIFEST, NEW)]
    return Plan(note_digest(base), note_digest(NEW), "new state", "new last", whole)


def files(press: Press) -> dict[str, bytes]:
    root = press.folder.root.resolve()
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


AFTER = {
    MANIFEST: NEW,
    "index.html": b"new",
    "tin/a-1/index.html": b"a",
    "tin/c-3/anh.png": PICTURE,
    "tin/c-3/index.html": b"c",
}


def test_a_release_changes_exactly_what_it_says(press: Press) -> None:
    press.release(plan())
    assert files(press) == AFTER
    assert press.folder.state.read_text() == "new state"
    assert press.folder.last.read_text() == "new last"


def test_a_release_leaves_no_plan_and_no_empty_folder(press: Press) -> None:
    press.release(plan())
    assert not press.folder.plan.exists()
    assert not (press.folder.root / "tin" / "b-2").exists()


def test_a_release_waits_for_the_disk_three_times(press: Press) -> None:
    press.release(plan())
    assert press.disk.syncs == 3


def test_a_plan_left_behind_is_carried_out_at_the_next_start(press: Press) -> None:
    press.folder.plan.write_bytes(plan().to_bytes())
    assert press.recover()
    assert files(press) == AFTER
    assert not press.folder.plan.exists()


@pytest.mark.parametrize("swapped", range(5))
def test_a_release_broken_off_anywhere_is_carried_on(press: Press, swapped: int) -> None:
    press.folder.plan.write_bytes(plan().to_bytes())
    for change in [each for each in plan().changes if not each.removed][:swapped]:
        _write(press.folder.root / change.path, PICTURE if change.stored else change.data or b"")
    assert press.recover()
    assert files(press) == AFTER


def test_carrying_on_twice_changes_nothing_more(press: Press) -> None:
    press.release(plan())
    press.folder.plan.write_bytes(plan().to_bytes())
    assert press.recover()
    assert files(press) == AFTER


def test_a_plan_that_was_not_written_to_its_end_is_dropped(press: Press) -> None:
    before = files(press)
    press.folder.plan.write_bytes(plan().to_bytes()[:-1])
    assert not press.recover()
    assert files(press) == before
    assert not press.folder.plan.exists()


def test_a_plan_for_another_site_is_dropped(press: Press) -> None:
    before = files(press)
    press.folder.plan.write_bytes(plan(base=b"some other manifest").to_bytes())
    assert not press.recover()
    assert files(press) == before


class Full(Disk):
    """A disk that is full after so many writes."""

    left = 0

    def write(self, path: Path, data: bytes, mode: int = 0o644) -> None:
        if self.left == 0:
            raise OSError(28, "No space left on device", str(path))
        self.left -= 1
        super().write(path, data, mode)


@pytest.mark.parametrize("writes", range(5))
def test_a_full_disk_leaves_the_site_as_it_was(press: Press, writes: int) -> None:
    before = files(press)
    press.disk = Full()
    press.disk.left = writes
    with pytest.raises(NotReleased) as raised:
        press.release(plan())
    assert files(press) == before
    assert raised.value.particulars["error"] == "No space left on device"
    assert not press.folder.plan.exists()


def test_a_full_disk_for_the_plan_leaves_the_site_as_it_was(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(press)
    monkeypatch.setattr(os, "fsync", _failing)
    with pytest.raises(NotReleased):
        press.release(plan())
    assert files(press) == before
    assert not press.folder.plan.exists()


def _failing(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_rename_that_fails_once_is_tried_again(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "rename", _failing_at(3, Path.rename))
    press.release(plan())
    assert files(press) == AFTER


def test_a_disk_that_fails_between_two_renames_is_finished_later(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Path.rename
    monkeypatch.setattr(Path, "rename", _failing_at(3, whole, times=2))
    with pytest.raises(Unfinished):
        press.release(plan())
    monkeypatch.setattr(Path, "rename", whole)
    assert press.recover()
    assert files(press) == AFTER


def _failing_at(call: int, rename: Callable[..., Path], times: int = 1) -> Any:
    calls = iter(range(1, 1000))

    def renamed(self: Path, target: Path) -> Path:
        if call <= next(calls) < call + times:
            raise OSError(5, "Input/output error", str(self))
        return rename(self, target)

    return renamed


def test_a_full_disk_while_carrying_on_keeps_the_plan(press: Press) -> None:
    press.folder.plan.write_bytes(plan().to_bytes())
    press.disk = Full()
    with pytest.raises(Unfinished):
        press.recover()
    press.disk = Disk()
    assert press.recover()
    assert files(press) == AFTER


@pytest.mark.parametrize("data", [b"b picture", None])
def test_bytes_that_the_store_lost_never_go_live(press: Press, tmp_path: Path, data: bytes | None) -> None:
    before = files(press)
    _let_store_hold(tmp_path, data)
    with pytest.raises(NotReleased) as raised:
        press.release(plan())
    assert raised.value.particulars == {"path": "tin/c-3/anh.png", "sha": SHA}
    assert files(press) == before
    assert not press.folder.plan.exists()


@pytest.mark.parametrize("data", [b"b picture", None])
def test_bytes_lost_before_a_release_is_carried_on_are_named(press: Press, tmp_path: Path, data: bytes | None) -> None:
    before = files(press)
    press.folder.plan.write_bytes(plan().to_bytes())
    _let_store_hold(tmp_path, data)
    with pytest.raises(Spoilt) as raised:
        press.recover()
    assert raised.value.particulars == {"path": "tin/c-3/anh.png", "sha": SHA}
    assert files(press) == before
    assert press.folder.plan.exists()


def test_bytes_that_went_live_before_they_were_lost_are_enough(press: Press, tmp_path: Path) -> None:
    press.folder.plan.write_bytes(plan().to_bytes())
    _write(press.folder.root / "tin/c-3/anh.png", PICTURE)
    _let_store_hold(tmp_path, b"b picture")
    assert press.recover()
    assert files(press) == AFTER


def _let_store_hold(tmp_path: Path, data: bytes | None) -> None:
    (tmp_path / "store").unlink()
    if data is not None:
        (tmp_path / "store").write_bytes(data)


def test_nothing_is_written_through_a_link_out_of_the_site(press: Press, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (press.folder.root / "van-ban").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotReleased):
        press.release(plan(Change("van-ban/d-4/index.html", b"d")))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_switch_replaces_the_whole_site_at_once(press: Press) -> None:
    fresh = press.folder.fresh(2)
    _write(fresh / "site" / "index.html", b"anew")
    press.switch(fresh, "last")
    press.sweep()
    assert files(press) == {"index.html": b"anew"}
    assert [path.name for path in press.folder.releases.iterdir()] == ["2"]


def test_a_folder_in_the_place_of_the_link_is_not_replaced(press: Press) -> None:
    press.folder.root.unlink()
    press.folder.root.mkdir()
    fresh = press.folder.fresh(2)
    _write(fresh / "site" / "index.html", b"anew")
    with pytest.raises(NotReleased):
        press.switch(fresh, "last")


def test_releases_that_were_never_switched_to_are_swept_away(press: Press) -> None:
    _write(press.folder.fresh(7) / "site" / "index.html", b"half")
    before = files(press)
    press.recover()
    assert files(press) == before
    assert [path.name for path in press.folder.releases.iterdir()] == ["1"]
