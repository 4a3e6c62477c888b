"""The figures of a whole run as a page of the docs: every figure that has a target, and of the desk the worst pages."""

from collections.abc import Iterable

from bench.desk import LOOKED_AT_MOST
from bench.table import Report, Row, number

HEAD = """# Figures

What `make bench` measured; it writes this page with `--docs`. Each ratio comes from one run, both sides in turn on the
same machine, so that it holds elsewhere; milliseconds and pages a second are this machine's own. A part that was not
measured again stands as the run before told it.

- When and where: {at}, {machine}, {seconds} s in all.
- The sites are generated: {sizes} items of about 30 kB a page, with acts, proofs, lists, feeds and packed forms.
"""
TITLES = {
    "serving": "Serving, to plain nginx on the same bytes (processor time a request)",
    "baking": "A whole bake on one core",
    "publishing": "From the secretary's decision to the page on the site",
    "verifying": "Checking a whole site",
    "desk": "The desk",
}


def page(report: Report, *, sizes: Iterable[int]) -> str:
    """Return the page in Markdown."""
    told = report.told()
    parts = [HEAD.format(**told, sizes=", ".join(f"{size:,}" for size in sizes))]
    for group, title in TITLES.items():
        rows = [row for row in report.rows if row.group == group]
        if group == "desk":
            rows = _worst(rows)
        if rows:
            parts.append(f"## {title}\n\n| | Figure | Target | |\n|---|---|---|---|\n" + "".join(map(_line, rows)))
    return "\n".join(parts)


def _line(row: Row) -> str:
    sign = "" if row.target is None else f"{'≥' if row.at_least else '≤'} {number(row.target)}"
    verdict = {True: "met", False: "**not met**", None: ""}[row.met]
    return (
        f"| {row.what} | {number(row.value)} {row.unit} | {sign} | {', '.join(filter(None, (verdict, row.note)))} |\n"
    )


def _worst(rows: list[Row]) -> list[Row]:
    """Return, for each size and database, the page that asks most, the slowest view of the queue, the slowest page."""
    found: list[Row] = []
    for where in dict.fromkeys(row.what.partition(": ")[0] for row in rows):
        here = [row for row in rows if row.what.startswith(f"{where}: ")]
        asked = [row for row in here if row.what.endswith(", queries")]
        looked_at = [row for row in here if row.what.partition(": ")[2].startswith(LOOKED_AT_MOST) and row.unit]
        slowest = [row for row in here if row.what.endswith("the slowest page, p95")]
        found += [max(each, key=lambda row: row.value) for each in (asked, looked_at, slowest) if each]
    return found
