"""The files that a shard lists."""

import hashlib
from pathlib import Path

import pytest

from chauphe.seal import files
from chauphe.seal.files import FileCheck
from chauphe.seal.findings import Code, Findings
from chauphe.seal.item import ItemCheck
from chauphe.seal.manifest import shard_bytes
from chauphe.seal.reader import Directory
from tests.seal.site_writer import PlainPages

SHARD = ".well-known/chauphe/manifest.d/top"


def check(root: Path, listed: dict[str, str]) -> list[tuple[Code, str]]:
    data = shard_bytes(listed)
    (root / SHARD).parent.mkdir(parents=True, exist_ok=True)
    (root / SHARD).write_bytes(data)
    item = ItemCheck(None, (), None, PlainPages(), Findings())
    done = FileCheck(Directory(root), {"top": hashlib.sha256(data).hexdigest()}, item, {".gz": lambda *_: None}).run()
    return [(each.code, each.path) for each in done.findings.by_path()]


def written(root: Path, contents: dict[str, bytes]) -> dict[str, str]:
    for name, data in contents.items():
        (root / name).write_bytes(data)
    return {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}


def test_files_as_listed_have_no_findings(tmp_path: Path) -> None:
    assert check(tmp_path, written(tmp_path, {"a.pdf": b"pdf", "b.txt": b"text"})) == []


def test_a_text_larger_than_texts_are_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "TEXT_LIMIT", 3)
    listed = written(tmp_path, {"a.txt": b"text", "a.txt.br": b"br"})
    assert check(tmp_path, listed) == [(Code.FILE_TOO_LARGE, "a.txt")]


def test_a_shard_larger_than_shards_are_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SHARD_LIMIT", 3)
    assert check(tmp_path, {"a": "00" * 32}) == [(Code.SHARD_MALFORMED, SHARD)]


def test_a_form_that_no_decompressor_knows_is_hashed_only(tmp_path: Path) -> None:
    listed = written(tmp_path, {"a.txt": b"text", "a.txt.br": b"other", "a.txt.gz": b"other"})
    assert check(tmp_path, listed) == [(Code.FILE_PACKED_DIFFERS, "a.txt.gz")]


def test_a_compressed_file_of_nothing_is_a_file_like_any(tmp_path: Path) -> None:
    assert check(tmp_path, written(tmp_path, {"archive.gz": b"alone", "b.tar.br": b"alone"})) == []
