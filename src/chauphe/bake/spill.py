"""Lists that may grow long, kept on disk in parts while a whole site is baked, so that memory stays flat."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

IN_MEMORY = 5_000


@dataclass(slots=True)
class Spill:
    """Lines by the name of the part that they belong to, each part read back once."""

    folder: Path
    _names: set[str] = field(default_factory=set)
    _lines: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _held: int = 0

    def __len__(self) -> int:
        """Return how many parts there are."""
        return len(self._names)

    def add(self, name: str, line: str) -> None:
        """Add a line to a part."""
        self._names.add(name)
        self._lines[name].append(line)
        self._held += 1
        if self._held >= IN_MEMORY:
            self._write_out()

    def parts(self) -> Iterator[tuple[str, list[str]]]:
        """Yield every part and its lines, by name."""
        self._write_out()
        for name in sorted(self._names):
            file = self.folder / name
            yield name, file.read_text("utf-8").splitlines()
            file.unlink()

    def _write_out(self) -> None:
        self.folder.mkdir(exist_ok=True)
        for name, lines in self._lines.items():
            with (self.folder / name).open("a", encoding="utf-8") as out:
                out.writelines(f"{line}\n" for line in lines)
        self._lines.clear()
        self._held = 0
