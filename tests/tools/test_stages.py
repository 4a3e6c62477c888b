"""The report at the end tells everything: what passed, what failed, and what was not run."""

from pathlib import Path

import pytest

from tools import stages, system
from tools.stages import Report

PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir")
SUITE = """
import pytest

def test_it_passes():
    assert True

@pytest.mark.skip(reason="no Chromium on this machine")
def test_it_cannot_run():
    assert False
"""


def last_lines(capfd: pytest.CaptureFixture[str]) -> list[str]:
    text = capfd.readouterr().out
    return [line.strip() for line in text[text.index("══ in all") :].splitlines()[1:]]


def test_a_failed_stage_fails_the_run_and_stops_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    report = Report()
    report.run("first", ("-c", "raise SystemExit(3)"))
    report.run("second", ("-c", "print('still here')"))
    assert report.conclude() == 1
    assert [line.split()[0] for line in last_lines(capfd)] == ["FAILED", "ok", "FAILED:"]


def test_a_run_without_faults_ends_well(capfd: pytest.CaptureFixture[str]) -> None:
    report = Report()
    report.run("only", ("-c", "print('fine')"))
    assert report.conclude() == 0
    assert last_lines(capfd)[-1] == "Everything that could run passed."


def test_a_skipped_test_is_named_at_the_end(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    suite = tmp_path / "test_suite.py"
    suite.write_text(SUITE)
    report = Report()
    report.run("suite", (*PYTEST, str(stages.ROOT), "-p", "tests.conftest", str(suite)))
    assert report.not_run == ["suite: 1 skipped: no Chromium on this machine"]
    assert (report.conclude(), "1 passed, 1 skipped" in capfd.readouterr().out) == (0, True)


def test_a_stage_that_hangs_is_stopped_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "STAGE_LIMIT", 0.2)
    report = Report()
    report.run("slow", ("-c", "import time; time.sleep(60)"))
    assert [(name, well) for name, _, well in report.stages] == [("slow", False)]


def test_without_postgres_the_report_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise stages.RigError("the package is not installed")

    report = Report()
    monkeypatch.setattr(stages, "private_postgres", refuse)
    monkeypatch.setattr(stages, "missing", lambda *programs: ["chromium"])
    monkeypatch.setattr(Report, "run", lambda self, name, words, env=None: self.stages.append((name, words[-1], True)))
    stages.tests(report)
    assert report.not_run == [
        "tests that need chromium: it is not here and could not be installed",
        "tests on PostgreSQL: those marked `once`, which `make faults` runs there",
        "tests on PostgreSQL: the package is not installed",
    ]
    assert report.stages == [("tests on SQLite", "not exhaustive and not browser", True)]


def test_where_one_package_brings_nothing_the_next_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[tuple[str, ...]] = []
    here = system.PACKAGES["chromium"][-1]
    monkeypatch.setattr(system.os, "geteuid", lambda: 0)
    monkeypatch.setattr(system.shutil, "which", lambda *_words, **_named: "/usr/bin/apt-get")
    monkeypatch.setattr(system, "found", lambda _program: tried[-1:] == [here])
    monkeypatch.setattr(system, "_apt_install", tried.append)
    assert system.missing("chromium") == []
    assert tried == list(system.PACKAGES["chromium"])


def test_nothing_is_installed_by_anyone_but_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system, "_path", lambda: "")
    monkeypatch.setattr(system, "_quietly", lambda *words: pytest.fail(f"ran {words}"))
    assert system.missing("strace", "wrk") == ["strace", "wrk"]
