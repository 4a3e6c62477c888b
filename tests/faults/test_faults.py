"""kill -9, a full disk and a failing disk at every system call that changes something (cases D1, D2)."""

import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.forge import TROUBLE
from tests.faults.rig import CannotTrace, Left, Point, Rig, points_in

DEEDS = ("sign_off", "publish", "publish_and_fold", "bake", "whole")
SAMPLE = 5
KILLED = -9
MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def rig(program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """Give a prepared board, or skip where strace is missing or may not trace."""
    with a_rig(program("strace"), tmp_path_factory) as rig:
        yield rig


@pytest.fixture(scope="session")
def rigs(rig: Rig, program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Rig]]:
    """Give two of them, to try things on both at once."""
    with a_rig(program("strace"), tmp_path_factory) as other:
        yield [rig, other]


@contextmanager
def a_rig(strace: str, folders: pytest.TempPathFactory) -> Iterator[Rig]:
    # Killing a process is the same on a disk in memory, and a thousand copies of a site are made faster there.
    folder = MEMORY if os.access(MEMORY, os.W_OK) else folders.mktemp("faults")
    with tempfile.TemporaryDirectory(prefix="chauphe-faults-", dir=folder) as tries:
        rig = Rig.started(Path(tries), strace)
        try:
            rig.points("sign_off")
        except CannotTrace as reason:
            pytest.skip(f"strace may not trace on this machine: {reason}")
        else:
            yield rig
        finally:
            rig.stop()


def shared(rigs: list[Rig], points: list[Point], tried: Callable[[Rig, Point], Left]) -> dict[Point, Left]:
    """Try something at every point, each rig taking its share."""
    left: dict[Point, Left] = {}

    def share(number: int) -> None:
        for point in points[number :: len(rigs)]:
            left[point] = tried(rigs[number], point)

    with ThreadPoolExecutor(len(rigs)) as pool:
        list(pool.map(share, range(len(rigs))))
    return left


def wrongs(left: dict[Point, Left]) -> dict[str, list[str]]:
    """Say what must not be, by the point at which it came about."""
    return {str(point): each.wrongs() for point, each in left.items() if each.wrongs()}


def spread(points: list[Point], part: int) -> Point:
    """Choose the part-th of SAMPLE points, spread over the whole deed."""
    return points[len(points) * (2 * part + 1) // (2 * SAMPLE)]


@pytest.mark.parametrize("part", range(SAMPLE))
@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_killed_halfway_leaves_nothing_wrong(rig: Rig, deed: str, part: int) -> None:
    left = rig.killed_at(deed, spread(rig.points(deed), part))
    assert left.status == KILLED
    assert left.wrongs() == []


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
@pytest.mark.parametrize("deed", ["publish", "bake", "whole"])
def test_a_disk_that_fails_leaves_nothing_wrong(rig: Rig, deed: str, error: str) -> None:
    writes = [point for point in rig.points(deed) if point.call in ("write", "pwrite64", "openat")]
    left = rig.failing_at(deed, writes[len(writes) // 2], error, from_then_on=True)
    assert left.wrongs() == []
    assert (left.status, left.acknowledged) == (TROUBLE, False)


def test_a_deed_left_alone_is_acknowledged(rig: Rig) -> None:
    left = rig.killed_at("bake", Point("renameat2", 9_999))
    assert (left.status, left.acknowledged, left.wrongs()) == (0, True, [])


def test_a_baker_that_writes_over_the_live_site_is_caught(rig: Rig) -> None:
    points = rig.points("bake_carelessly")
    # The first files that it writes are the item's own, which are new and do no harm.
    left = [rig.killed_at("bake_carelessly", spread(points, part)) for part in range(2 * SAMPLE // 3, SAMPLE)]
    assert [each for each in left if not each.wrongs()] == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_killed_at_any_call_leaves_nothing_wrong(rigs: list[Rig], deed: str) -> None:
    points = rigs[0].points(deed)
    left = shared(rigs, points, lambda rig, point: rig.killed_at(deed, point))
    assert wrongs(left) == {}
    missed = [str(point) for point, each in left.items() if each.status != KILLED]
    # A lock or a random name may shift a call by one; more would mean that the wrong thing was looked at.
    assert len(missed) <= len(points) // 20, missed


@pytest.mark.exhaustive
@pytest.mark.parametrize(("error", "from_then_on"), [("ENOSPC", True), ("EIO", False)])
@pytest.mark.parametrize(("deed", "every"), [("publish", 1), ("bake", 1), ("whole", 5)])
def test_a_disk_that_fails_at_any_call_leaves_nothing_wrong(
    rigs: list[Rig], deed: str, every: int, error: str, from_then_on: bool
) -> None:
    points = rigs[0].points(deed)[::every]
    left = shared(rigs, points, lambda rig, point: rig.failing_at(deed, point, error, from_then_on=from_then_on))
    assert wrongs(left) == {}


def test_the_calls_of_a_trace_are_counted_by_kind() -> None:
    trace = (
        '12 openat(AT_FDCWD, "a", O_RDONLY) = 3\n'
        '12 openat(AT_FDCWD, "b", O_WRONLY|O_CREAT, 0600) = 3\n'
        '12 write(3, "x", 1) = 1\n'
        "12 +++ exited with 0 +++\n"
    )
    assert points_in(trace) == [Point("openat", 2), Point("write", 1)]
