"""Reads the files of the demonstration's data: TOML, and items with their facts between two fences."""

import tomllib
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

HANOI: Final = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh has kept +07:00 since 1975; a fixed offset needs no time-zone database."""

_FENCE: Final = "+++\n"
_T = TypeVar("_T")


class DemonstrationError(ValueError):
    """Raised when the data cannot be read; `faults` are lines that name file, place and what is wrong."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def check(where: str, faults: Iterable[str]) -> None:
    """Raise DemonstrationError if there are faults in a file."""
    found = tuple(f"{where}: {fault}" for fault in faults)
    if found:
        raise DemonstrationError(found)


def toml(path: Path, root: Path) -> dict[str, Any]:
    """Read a TOML file, named in faults as it lies under `root`."""
    return _parsed(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())


def parted(path: Path, where: str) -> tuple[dict[str, Any], str]:
    """Split an item file into its front matter and its body."""
    before, _, rest = path.read_text(encoding="utf-8").partition(_FENCE)
    head, fence, body = rest.partition(_FENCE)
    if before or not fence:
        raise DemonstrationError((f"{where}: the file is to begin with facts between two lines of +++",))
    return _parsed(head, where), body.replace("\n", "")


def made(kind: type[_T], raw: dict[str, Any], where: str) -> _T:
    """Make a frozen value of what was read."""
    try:
        return TypeAdapter(kind).validate_python(raw)
    except ValidationError as fault:
        lines = (f"{where}: {'.'.join(map(str, each['loc']))}: {each['msg']}" for each in fault.errors())
        raise DemonstrationError(tuple(lines)) from fault


def local(value: object) -> object:
    """Read a time of the data files as local time of the office; anything else is left for the check to refuse."""
    return value.replace(tzinfo=HANOI) if isinstance(value, datetime) else value


def _parsed(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise DemonstrationError((f"{where}: {fault}",)) from fault
