"""Run the measurements: `python -m bench [serving baking publishing verifying desk] [--quick]`.

The table goes to the screen, the figures as JSON to var/bench. `--quick` measures small sites only,
`--docs` writes docs/figures.md as well.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from bench import baking, desk, figures, homes, publishing, serving, verifying
from bench.table import Report


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    serving: tuple[int, int, int]
    baking: tuple[int, ...]
    publishing: tuple[int, ...]
    publications: int
    verifying: int
    desk: tuple[int, ...]
    desk_elsewhere: tuple[int, ...]
    requests: int


QUICK = Size(
    serving=(1_000, 3, 1), baking=(1_000,), publishing=(1_000,), publications=15, verifying=1_000,
    desk=(1_000,), desk_elsewhere=(), requests=100,
)  # fmt: skip
FULL = Size(
    serving=(1_000, 7, 2),
    baking=(1_000, 10_000, 100_000),
    publishing=(1_000, 10_000, 100_000),
    publications=40,
    verifying=10_000,
    desk=(1_000, 10_000, 100_000),
    desk_elsewhere=(1_000, 100_000),
    requests=100,
)


def _serving(report: Report, size: Size) -> None:
    items, rounds, seconds = size.serving
    serving.measure(report, items=items, rounds=rounds, seconds=seconds)


def _baking(report: Report, size: Size) -> None:
    baking.measure(report, sizes=size.baking)


def _publishing(report: Report, size: Size) -> None:
    publishing.measure(report, sizes=size.publishing, publications=size.publications)


def _verifying(report: Report, size: Size) -> None:
    verifying.measure(report, items=size.verifying)


def _desk(report: Report, size: Size) -> None:
    desk.measure(report, sizes=size.desk, elsewhere=size.desk_elsewhere, requests=size.requests)


PARTS: dict[str, Callable[[Report, Size], None]] = {
    "serving": _serving,
    "baking": _baking,
    "publishing": _publishing,
    "verifying": _verifying,
    "desk": _desk,
}


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="what to measure; everything if left out")
    parser.add_argument("--quick", action="store_true", help="small sites and short rounds")
    parser.add_argument("--docs", action="store_true", help="write docs/figures.md; parts left out stay as they were")
    chosen = parser.parse_args()
    if chosen.docs and chosen.quick:
        parser.error("--docs does not tell of small sites")
    homes.VAR.mkdir(parents=True, exist_ok=True)
    told = homes.VAR / ("quick.json" if chosen.quick else "bench.json")
    report = Report.besides(chosen.parts or PARTS, told)
    for name in chosen.parts or PARTS:
        PARTS[name](report, QUICK if chosen.quick else FULL)
    report.show()
    report.write(told)
    if chosen.docs:
        (homes.ROOT / "docs" / "figures.md").write_text(figures.page(report, sizes=FULL.baking), "utf-8")


if __name__ == "__main__":
    main()
