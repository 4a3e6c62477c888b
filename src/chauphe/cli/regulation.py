"""`chauphe regulation …`: check, show or describe the regulation that a board runs on, and write its clause table."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table

from chauphe.regulation import law, table
from chauphe.regulation.book import (
    Basis,
    Book,
    Entry,
    NotInForce,
    RegulationError,
    Rule,
    UnknownRule,
    founding,
    load,
    shipped,
)
from chauphe.regulation.schema import PartText

HEADS = {"vi": ("Căn cứ", "Mã", "Nội dung", "Giá trị"), "en": ("Basis", "Rule", "What it says", "Value")}
NOT_THEN = {"vi": "không có hiệu lực", "en": "not in force"}


@click.group()
def regulation() -> None:
    """Check, show or describe the regulation that the board runs on."""


@regulation.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
def check(file: Path | None) -> None:
    """Check a regulation: FILE may be a file or a folder; without it, all that come with the software and the law."""
    try:
        books = [load(path, today=_today()) for path in ([file] if file else shipped().values())]
        if file is None:
            law.load(law.SHIPPED)
    except RegulationError as error:
        for each in error.faults:
            click.echo(str(each), err=True)
        raise SystemExit(1) from None
    for book in books:
        click.echo(f"{book.version}: {len(book.rules)} quy tắc, không có lỗi.")


@regulation.command()
@click.argument("rule_id", metavar="[ID]", required=False)
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day asked about; today if left out.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Language of the text.")
@click.option("--book", "name", default="founding", show_default=True, help="A shipped regulation, or a file.")
def show(rule_id: str | None, day: datetime | None, lang: str, name: str) -> None:
    """Show all rules as they stand on a day, or the one called ID (of the regulation, or of the law)."""
    on = day.date() if day else _today()
    book = _book(name)
    if rule_id is None:
        _list(book, on, lang)
        return
    try:
        found = law.rule(rule_id, on=on) if rule_id in law.ids() else book.rule(rule_id, on=on)
    except UnknownRule:
        raise click.ClickException(f"Không có quy tắc “{rule_id}”.") from None
    except NotInForce:
        raise click.ClickException(f"Quy tắc “{rule_id}” không có giá trị vào ngày {on:%d/%m/%Y}.") from None
    _one(found, lang)


@regulation.command()
def schema() -> None:
    """Print the JSON Schema of a regulation file."""
    click.echo(json.dumps(PartText.model_json_schema(), ensure_ascii=False, indent=2))


@regulation.command(name="table")
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("docs/regulation.md"),
    show_default=True,
    help="Where to write the document.",
)
def clause_table(to: Path) -> None:
    """Write the clause table of the founding regulation."""
    to.write_text(table.document(founding()), encoding="utf-8")
    click.echo(str(to))


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()


def _book(name: str) -> Book:
    try:
        return load(shipped().get(name, Path(name)))
    except RegulationError as error:
        raise click.ClickException(str(error)) from None


def _list(book: Book, on: date, lang: str) -> None:
    rows = Table(title=f"{book.title} · {book.version}", title_justify="left")
    for head in HEADS[lang]:
        rows.add_column(head, overflow="fold")
    for entry in book.rules:
        rows.add_row(*_row(entry, on, lang))
    Console().print(rows)


def _row(entry: Entry, on: date, lang: str) -> tuple[str, str, str, str]:
    says = getattr(entry.says, lang)
    try:
        rule = entry.on(on)
    except NotInForce:
        return ("", entry.id, says, NOT_THEN[lang])
    return (rule.clause, rule.id, says, _value(rule.value))


def _one(rule: Rule | law.LawRule, lang: str) -> None:
    """Print one rule, a line for each thing to know of it."""
    basis = rule.basis if isinstance(rule, Rule) else Basis.LAW
    lines = [
        f"{rule.id} ({basis})",
        rule.clause,
        getattr(rule.says, lang),
        " ".join(part for part in (_value(rule.value), rule.unit or "") if part),
        f"{rule.since:%d/%m/%Y} – {f'{rule.until:%d/%m/%Y}' if rule.until else ''}".rstrip(),
    ]
    if isinstance(rule, law.LawRule):
        lines.append(rule.source)
    click.echo("\n".join(line for line in lines if line))


def _value(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
