"""Work shared out to several processes."""

import os
import time

import pytest

from chauphe.seal import parallel
from chauphe.seal.parallel import begin
from chauphe.seal.reader import CannotRead, Trouble


def squared(number: int) -> tuple[int, int]:
    if number < 0:
        raise CannotRead(Trouble.SYSTEM, "a/path", "denied")
    if number == 0:
        os._exit(1)
    return number * number, os.getpid()


def test_one_part_is_worked_on_here() -> None:
    assert begin(squared, [3]).results() == [(9, os.getpid())]
    assert begin(squared, []).results() == []


def test_several_parts_are_worked_on_elsewhere_in_order() -> None:
    results = begin(squared, [3, 2, 1]).results()
    assert [square for square, _ in results] == [9, 4, 1]
    assert len({process for _, process in results} - {os.getpid()}) == 3


def test_where_nothing_can_be_forked_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "CAN_FORK", False)
    assert begin(squared, [3, 2]).results() == [(9, os.getpid()), (4, os.getpid())]


def test_what_a_worker_could_not_read_is_raised_here() -> None:
    with pytest.raises(CannotRead) as caught:
        begin(squared, [1, -1]).results()
    assert (caught.value.trouble, caught.value.path, caught.value.detail) == (Trouble.SYSTEM, "a/path", "denied")


def test_a_check_given_up_leaves_no_worker_behind() -> None:
    began = time.monotonic()
    with begin(time.sleep, [60, 60]) as work:
        pids = [pid for pid, _ in work.running]
    assert (work.running, time.monotonic() - began < 30) == ([], True)
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_what_goes_wrong_in_a_worker_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CannotRead) as caught:
        begin(int, ["1", "one"]).results()
    assert (caught.value.trouble, "invalid literal" in capfd.readouterr().err) == (Trouble.WORKER, True)


def test_a_worker_that_dies_leaves_the_check_undone() -> None:
    with pytest.raises(CannotRead) as caught:
        begin(squared, [1, 0]).results()
    assert caught.value.trouble is Trouble.WORKER
