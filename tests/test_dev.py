"""`dev.py` fills the environment when it must, and only then."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dev


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A checkout with a filled environment; the list gathers the locks it is filled from again."""
    filled: list[str] = []
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "PRIVATE", tmp_path / ".tools")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "stamp")
    monkeypatch.setattr(dev, "LOCKS", {kind: shutil.copy(lock, tmp_path) for kind, lock in dev.LOCKS.items()})
    monkeypatch.setattr(dev, "LOCKS", {kind: Path(lock) for kind, lock in dev.LOCKS.items()})
    monkeypatch.setattr(dev, "venv_works", lambda: True)
    monkeypatch.setattr(dev, "has_pip", lambda: True)
    monkeypatch.setattr(dev, "find_uv", lambda: Path("uv"))
    monkeypatch.setattr(dev, "fill_with_uv", lambda _uv, lock: filled.append(f"uv {lock.name}"))
    monkeypatch.setattr(dev, "fill_with_pip", lambda lock: filled.append(f"pip {lock.name}"))
    return filled


def test_an_environment_is_filled_once_for_each_lock(checkout: list[str]) -> None:
    for kind in ("run", "run", "dev", "dev", "run"):
        dev.fill(kind)
    assert checkout == ["uv requirements.lock", "uv requirements-dev.lock"]


def test_a_changed_lock_fills_it_again(checkout: list[str]) -> None:
    dev.fill("run")
    with dev.LOCKS["run"].open("a") as lock:
        lock.write("# newer\n")
    dev.fill("run")
    assert checkout == ["uv requirements.lock"] * 2


def test_an_environment_that_broke_is_filled_again(checkout: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    dev.fill("run")
    monkeypatch.setattr(dev, "venv_works", lambda: False)
    dev.fill("run")
    assert checkout == ["uv requirements.lock"] * 2


def test_where_uv_fails_pip_does_it(checkout: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_words: object) -> None:
        raise RuntimeError("uv pip sync\nno route to host")

    monkeypatch.setattr(dev, "fill_with_uv", fail)
    dev.fill("dev")
    assert checkout == ["pip requirements-dev.lock"]


def test_a_failed_filling_leaves_no_stamp(checkout: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_words: object) -> None:
        raise RuntimeError("hash mismatch")

    monkeypatch.setattr(dev, "fill_with_uv", fail)
    monkeypatch.setattr(dev, "fill_with_pip", fail)
    with pytest.raises(SystemExit) as end:
        dev.prepare("run")
    assert (end.value.code, dev.STAMP.exists()) == ("The environment could not be made.\nhash mismatch", False)


def test_without_pip_and_uv_one_line_says_what_to_do(checkout: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "find_uv", lambda: None)
    monkeypatch.setattr(dev, "has_pip", lambda: False)
    with pytest.raises(SystemExit) as end:
        dev.fill("run")
    assert (end.value.code, checkout) == (dev.NO_PIP, [])


@pytest.mark.parametrize("home", ["", "/nonexistent"])
def test_an_unusable_home_is_replaced(checkout: list[str], monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    monkeypatch.setenv("HOME", home)
    assert dev.surroundings()["HOME"] == str(dev.PRIVATE / "home")
    assert (dev.PRIVATE / "home").is_dir()


def test_every_target_of_the_makefile_is_a_command() -> None:
    targets = (dev.ROOT / "Makefile").read_text().splitlines()[-1].partition(":")[0].split()
    assert {*targets, "setup"} == {command.__name__.replace("_", "-") for command in dev.COMMANDS}


def test_it_starts_with_nothing_but_the_standard_library() -> None:
    done = subprocess.run(
        [sys.executable, "-E", "-S", "-s", dev.ROOT / "dev.py", "--help"],
        capture_output=True,
        text=True,
        check=False,
        cwd=dev.ROOT,
    )
    assert (done.returncode, done.stderr) == (0, "")
