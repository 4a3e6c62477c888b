"""Shares work out to several processes where that is cheap to do, and does it in this one elsewhere.

A check is mostly computing, which Python does on one core at a time. The workers are forks: they begin with everything
that was read so far and hand back, through a pipe, only what they found.
"""

import os
import pickle
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, NoReturn, Self, TypeVar

from chauphe.seal.reader import CannotRead, Trouble

Part = TypeVar("Part")
Result = TypeVar("Result")

CAN_FORK = sys.platform == "linux"


@dataclass(slots=True)
class Begun(Generic[Part, Result]):
    """Work on several parts: under way in other processes (pid and pipe), or still to be done in this one.

    Used as a context, so that no process outlives a check that is given up.
    """

    work: Callable[[Part], Result]
    parts: Sequence[Part]
    running: list[tuple[int, int]] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        for pid, pipe in self.running:
            os.kill(pid, signal.SIGKILL)
            os.close(pipe)
            os.waitpid(pid, 0)
        self.running.clear()

    def results(self) -> list[Result]:
        """Return each part's result, in the order of the parts; raises the CannotRead that a worker met."""
        if not self.running:
            return [self.work(part) for part in self.parts]
        return [self._received() for _ in self.parts]

    def _received(self) -> Result:
        """Wait for the worker that was begun first of those still running."""
        with os.fdopen(self.running[0][1], "rb", closefd=False) as pipe:
            data = pipe.read()
        pid, handle = self.running.pop(0)
        os.close(handle)
        os.waitpid(pid, 0)
        if not data:
            raise CannotRead(Trouble.WORKER)
        result: Result | CannotRead = pickle.loads(data)  # noqa: S301 -- written by our own fork
        if isinstance(result, CannotRead):
            raise result
        return result


def begin(work: Callable[[Part], Result], parts: Sequence[Part]) -> Begun[Part, Result]:
    """Begin working on the parts, each in a process of its own if there is more than one."""
    begun = Begun(work, parts)
    if len(parts) > 1 and CAN_FORK:
        for part in parts:
            begun.running.append(_forked(work, part))
    return begun


def _forked(work: Callable[[Part], Result], part: Part) -> tuple[int, int]:
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        _work_and_leave(theirs, work, part)
    os.close(theirs)
    return pid, ours


def _work_and_leave(pipe: int, work: Callable[[Part], Result], part: Part) -> NoReturn:
    """Send back the result, whole or not at all, and end without what this process would do at its own end."""
    status = 1
    try:
        result: Result | CannotRead
        try:
            result = work(part)
        except CannotRead as error:
            result = error
        with os.fdopen(pipe, "wb") as out:
            out.write(pickle.dumps(result))
        status = 0
    except Exception:  # noqa: BLE001 -- nobody above this would say what went wrong
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)
