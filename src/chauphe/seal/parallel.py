"""Shares work out to several processes where that is cheap to do, and does it in this one elsewhere.

A check is mostly computing, which Python does on one core at a time. The workers are forks: they begin with everything
that was read so far and hand back only what they found.
"""

import multiprocessing
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from chauphe.seal.reader import CannotRead, Trouble

Part = TypeVar("Part")
Result = TypeVar("Result")

CAN_FORK = sys.platform == "linux"


@dataclass(slots=True)
class Begun(Generic[Part, Result]):
    """Work on several parts: under way in other processes, or still to be done in this one."""

    work: Callable[[Part], Result]
    parts: Sequence[Part]
    running: Sequence[tuple[Connection, BaseProcess]] = ()

    def results(self) -> list[Result]:
        """Return each part's result, in the order of the parts; raises the CannotRead that a worker met."""
        if not self.running:
            return [self.work(part) for part in self.parts]
        return [self._received(pipe, process) for pipe, process in self.running]

    def _received(self, pipe: Connection, process: BaseProcess) -> Result:
        try:
            result = pipe.recv()
        except EOFError as error:
            raise CannotRead(Trouble.WORKER) from error
        process.join()
        if isinstance(result, CannotRead):
            raise result
        received: Result = result
        return received


def begin(work: Callable[[Part], Result], parts: Sequence[Part]) -> Begun[Part, Result]:
    """Begin working on the parts, each in a process of its own if there is more than one."""
    if len(parts) < 2 or not CAN_FORK:
        return Begun(work, parts)
    return Begun(work, parts, [_forked(work, part) for part in parts])


def _forked(work: Callable[[Part], Result], part: Part) -> tuple[Connection, BaseProcess]:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(theirs, work, part), daemon=True)
    process.start()
    theirs.close()
    return ours, process


def _send(pipe: Connection, work: Callable[[Part], Result], part: Part) -> None:
    try:
        pipe.send(work(part))
    except CannotRead as error:
        pipe.send(error)
