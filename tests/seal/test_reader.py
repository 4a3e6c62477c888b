"""Reading a directory without following what leads out of it."""

import errno
import hashlib
import os
import socket
from pathlib import Path

import pytest

from chauphe.seal.findings import Code
from chauphe.seal.reader import DEEPEST, CannotRead, Directory, Missing, NotAFile, TooLarge, Trouble


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.txt").write_bytes(b"content")
    return tmp_path


def test_a_file_is_read_and_hashed(root: Path) -> None:
    assert Directory(root).read("a/b/c.txt", 7) == b"content"
    assert Directory(root).sha256("a/b/c.txt") == hashlib.sha256(b"content").hexdigest()


def test_a_file_beyond_its_limit_is_refused(root: Path) -> None:
    with pytest.raises(TooLarge):
        Directory(root).read("a/b/c.txt", 6)


@pytest.mark.parametrize("path", ["none", "a/b/c.txt/d", "a/none/d", "a", "x" * 300])
def test_what_is_not_there_is_missing(root: Path, path: str) -> None:
    with pytest.raises(Missing):
        Directory(root).read(path, 9)
    with pytest.raises(Missing):
        Directory(root).sha256(path)


def test_a_link_is_never_followed(root: Path) -> None:
    (root / "link").symlink_to(root / "a" / "b" / "c.txt")
    with pytest.raises(NotAFile):
        Directory(root).read("link", 9)


def test_a_pipe_neither_blocks_nor_is_read(root: Path) -> None:
    os.mkfifo(root / "pipe")
    with pytest.raises(NotAFile):
        Directory(root).read("pipe", 9)


def test_a_file_that_may_not_be_opened_cannot_be_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    directory = Directory(root)
    monkeypatch.setattr(os, "open", denied)  # the tests may run as root, who may open anything
    with pytest.raises(CannotRead) as caught:
        directory.read("a/b/c.txt", 9)
    assert (caught.value.trouble, caught.value.path) == (Trouble.SYSTEM, "a/b/c.txt")


def test_a_walk_tells_files_links_and_devices_apart(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "a" / "link").symlink_to("b")
    os.mkfifo(root / "pipe")
    monkeypatch.chdir(root)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        assert sorted(Directory(root).walk()) == [
            ("a/b/c.txt", None, ""),
            ("a/link", Code.FILE_SYMLINK, "b"),
            ("pipe", Code.FILE_SPECIAL, ""),
            ("socket", Code.FILE_SPECIAL, ""),
        ]


def test_a_walk_does_not_go_down_without_end(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * (DEEPEST + 3))
    deep.mkdir(parents=True)
    assert list(Directory(tmp_path).walk()) == [("/".join(["d"] * (DEEPEST + 1)), Code.FILE_SPECIAL, "")]


def test_a_folder_that_vanishes_cannot_be_walked(root: Path) -> None:
    walk = Directory(root / "a")
    (root / "a").rename(root / "z")
    with pytest.raises(CannotRead):
        list(walk.walk())


@pytest.mark.parametrize("place", ["none", "a/b/c.txt"])
def test_only_a_directory_can_be_read_as_one(root: Path, place: str) -> None:
    with pytest.raises(CannotRead) as caught:
        Directory(root / place)
    assert caught.value.trouble is Trouble.NOT_A_DIRECTORY
