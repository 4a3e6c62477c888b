"""`chauphe board …`: found a board and keep who sits on it, for whoever runs the server.

Everything is done by the services of people, which refuse with the clause. Exit status 0: done; 1: refused, a line for
each reason; 2: the install is not in order.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chauphe.cli.boards import find_board, find_each, find_office, find_person
from chauphe.cli.ready import demand_ready, load_django

if TYPE_CHECKING:
    from chauphe.people.models import Board, Person

DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])
ROLES = ("editor_in_chief", "standing_deputy", "deputy_editor", "board_member", "secretary", "contributor")


@click.group()
def board() -> None:
    """Found a board, and keep who sits on it."""


@board.command()
def example() -> None:
    """Print a charter to begin with; everybody in it is invented."""
    from chauphe import people

    click.echo((Path(people.__file__).parent / "charter" / "example.toml").read_text("utf-8"), nl=False)


@board.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Say what is wrong, and write nothing.")
def found(file: Path, check: bool) -> None:
    """Found a board by the charter FILE, and make its signing key: all of it or nothing."""
    _begin()
    from django.db import transaction
    from django.utils import timezone

    from chauphe.bake import keys
    from chauphe.ledger.services import open_log
    from chauphe.people import charter, services

    with _told(), transaction.atomic():
        made = services.found(charter.read(file), by=None, at=timezone.now())
        open_log(made)
        if keys.path_of(made).exists():
            raise click.ClickException(
                f"{keys.path_of(made)} đã có từ trước. Khóa không bao giờ bị thay: hãy chọn slug khác, "
                "hoặc cất tệp khóa đó đi nếu chắc chắn không còn trang nào dùng nó."
            )
        if check:
            click.echo(f"{file.name}: không có lỗi. Chưa ghi gì.")
            _cautions(made)
            transaction.set_rollback(True)
            return
    # After the commit: a process that is killed in between leaves a board without a key, which is said at every start.
    signer = keys.make(made)
    click.echo(f"Đã thành lập {made.name} ({made.slug}), quy chế {made.regulation}.")
    click.echo(f"Khóa công khai, để bên kiểm tra giữ: {signer.verifier.text()}")
    _cautions(made)
    click.echo(f"Tiếp theo: chauphe board show {made.slug}; chauphe board invite {made.slug} TÊN-ĐĂNG-NHẬP")


@board.command()
@click.argument("slug")
def show(slug: str) -> None:
    """Show a board: units, who holds what, who can sign in, who is missing."""
    _begin()
    from chauphe.cli.board_sheet import sheet

    for line in sheet(find_board(slug)):
        click.echo(line)


@board.command()
@click.argument("slug")
@click.argument("person")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--since", type=DAY, help="First day; today if left out.")
@click.option("--until", type=DAY, help="Last day; open if left out.")
@click.option("--title", default="", help="Title; the regulation's own if left out.")
@click.option("--unit", "units", multiple=True, help="A unit to answer for, by code; may be given more than once.")
@click.option("--section", "sections", multiple=True, help="A section to answer for; may be given more than once.")
@click.option("--rank", default=0, type=click.IntRange(0, 1000), help="Place among the deputies, lowest first.")
@click.option("--decision", default="", help="The paper by which the office is given.")
@click.option("--name", help="Full name, where PERSON has no account yet.")
@click.option("--honorific", type=click.Choice(["ông", "bà"]), help="How the office addresses a new person.")
@click.option("--email", default="", help="Mail address of a new person.")
def appoint(slug: str, person: str, role: str, since: datetime | None, until: datetime | None, **given: Any) -> None:
    """Give PERSON an office on a board; with --name, make their account first."""
    _begin()
    from django.db import transaction
    from django.utils import timezone

    from chauphe.core.authority import Role
    from chauphe.people import services
    from chauphe.people.selectors import book_of

    place, now = find_board(slug), timezone.now()
    first = since.date() if since else timezone.localdate()
    book = book_of(place)
    with _told(), transaction.atomic():
        made = services.appoint(
            find_person(person, place) if given["name"] is None else _enrolled(person, place, now, given),
            Role(role),
            board=place,
            title=_line(given["title"]) or str(book.rule(f"role.{role}", on=max(first, book.since)).value),
            since=first,
            until=until.date() if until else None,
            units=find_each(place.units, "code", given["units"], "đơn vị"),
            sections=find_each(place.sections, "slug", given["sections"], "chuyên mục"),
            rank=given["rank"],
            decision=_line(given["decision"]),
            by=None,
            at=now,
        )
    click.echo(f"{made.person.full_name}: {made.title}, từ {made.since:%d/%m/%Y}.")
    _cautions(place)


@board.command()
@click.argument("slug")
@click.argument("person")
@click.option("--role", type=click.Choice(ROLES), help="Which office, where the person holds several.")
@click.option("--last-day", type=DAY, help="The last day of the office; today if left out.")
@click.option("--anyway", is_flag=True, help="Even if the board then cannot work.")
def dismiss(slug: str, person: str, role: str | None, last_day: datetime | None, anyway: bool) -> None:
    """End an office of PERSON; what was done in it stays as it was."""
    _begin()
    from django.utils import timezone

    from chauphe.people import services

    place = find_board(slug)
    office = find_office(place, find_person(person, place), role)
    day = last_day.date() if last_day else timezone.localdate()
    with _told():
        services.dismiss(office, last_day=day, by=None, at=timezone.now(), anyway=anyway)
    click.echo(f"{office.person.full_name} giữ chức danh {office.title} đến hết ngày {day:%d/%m/%Y}.")
    _cautions(place)


@board.command("hand-over")
@click.argument("slug")
@click.argument("person")
@click.argument("successor")
@click.option("--role", type=click.Choice(ROLES), help="Which office, where the person holds several.")
@click.option("--since", type=DAY, help="First day of the successor; tomorrow if left out.")
@click.option("--decision", default="", help="The paper by which the office is given.")
def hand_over(slug: str, person: str, successor: str, role: str | None, since: datetime | None, decision: str) -> None:
    """Give an office of PERSON to SUCCESSOR as it is; PERSON has it until the day before."""
    _begin()
    from django.utils import timezone

    from chauphe.people import services

    place = find_board(slug)
    office, to = find_office(place, find_person(person, place), role), find_person(successor, place)
    first = since.date() if since else timezone.localdate() + timedelta(days=1)
    with _told():
        new = services.hand_over(office, to, since=first, by=None, at=timezone.now(), decision=_line(decision))
    click.echo(f"{new.person.full_name}: {new.title}, từ {first:%d/%m/%Y}, thay {office.person.full_name}.")
    _cautions(place)


@board.command()
@click.argument("slug")
@click.argument("person")
@click.option("--since", type=DAY, help="First day away; from now on if left out.")
@click.option("--until", type=DAY, help="Last day away; until they are back if left out.")
@click.option("--back", is_flag=True, help="PERSON is back: end the absence now.")
def absence(slug: str, person: str, since: datetime | None, until: datetime | None, back: bool) -> None:
    """Record that PERSON is away; the ladder of the regulation answers meanwhile."""
    _begin()
    from django.utils import timezone

    from chauphe.people import services
    from chauphe.people.models import Absence

    place, now = find_board(slug), timezone.now()
    whom = find_person(person, place)
    if back:
        rows = Absence.objects.filter(board=place, person=whom).exclude(until__lte=now).order_by("since")
        with _told():
            for row in rows[:1]:
                services.end_absence(row, by=None, at=now)
        click.echo(f"{whom.full_name} đã trở lại.")
        return
    first = now if since is None or since.date() == timezone.localdate() else _morning(since.date())
    last = _morning(until.date() + timedelta(days=1)) if until else None
    with _told():
        services.record_absence(whom, board=place, since=first, until=last, by=None, at=now)
    click.echo(f"{whom.full_name} vắng từ {timezone.localtime(first):%H:%M %d/%m/%Y}"
               f"{f' đến hết ngày {until:%d/%m/%Y}' if until else ''}.")  # fmt: skip
    _cautions(place)


@board.command()
@click.argument("slug")
@click.argument("person")
@click.option("--days", default=3, show_default=True, type=click.IntRange(1, 7), help="How long the link works.")
@click.option("--desk", envvar="CHAUPHE_DESK_URL", help="Address of the desk; else the first trusted origin.")
def invite(slug: str, person: str, days: int, desk: str | None) -> None:
    """Make the link by which PERSON sets their own password; it is shown once and works once."""
    _begin()
    from django.conf import settings
    from django.urls import reverse
    from django.utils import timezone

    from chauphe.people import services

    place, now = find_board(slug), timezone.now()
    whom = find_person(person, place)
    with _told():
        token = services.invite(whom, board=place, by=None, at=now, lives=timedelta(days=days))
    base = (desk or next(iter(settings.CSRF_TRUSTED_ORIGINS), "http://127.0.0.1:8100")).rstrip("/")
    click.echo(base + reverse("invitation", args=[token]))
    until = timezone.localtime(now + timedelta(days=days))
    told = f"Chỉ gửi cho {whom.full_name} ({whom.username}). Dùng một lần, đến {until:%H:%M %d/%m/%Y}; "
    click.echo(told + "liên kết trước đó không còn dùng được.", err=True)


@board.command()
@click.argument("slug")
@click.argument("person")
@click.option("--open", "again", is_flag=True, help="Open the account again.")
def lock(slug: str, person: str, again: bool) -> None:
    """Shut the account of PERSON at once, or open it again; offices stay as they are."""
    _begin()
    from django.utils import timezone

    from chauphe.people import services

    place = find_board(slug)
    whom = find_person(person, place)
    with _told():
        (services.unlock if again else services.lock)(whom, board=place, by=None, at=timezone.now())
    click.echo(f"Tài khoản của {whom.full_name} {'đã mở lại' if again else 'đã khóa'}.")


@board.command("forget-devices")
@click.argument("slug")
@click.argument("person")
def forget_devices(slug: str, person: str) -> None:
    """Take away the lost devices of PERSON; the next sign-in, by their own password, leads to a new one."""
    _begin()
    from django.utils import timezone

    from chauphe.people import services

    place = find_board(slug)
    whom = find_person(person, place)
    with _told():
        count = services.forget_devices(whom, board=place, by=None, at=timezone.now())
    click.echo(f"Đã gỡ {count} thiết bị của {whom.full_name}; các phiên đang mở đã kết thúc.")


def _begin() -> None:
    load_django()
    demand_ready("baker")


@contextmanager
def _told() -> Iterator[None]:
    """Turn what a service refuses into lines on standard error and status 1."""
    from django.utils.translation import gettext

    from chauphe.core.refusal import Refused
    from chauphe.people.charter import CharterError

    try:
        yield
    except CharterError as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
        if error.left_out:
            click.echo(f"… và {error.left_out} lỗi nữa.", err=True)
        raise SystemExit(1) from None
    except Refused as error:
        for no in error.refusals:
            clause = f" ({no.clause})" if no.clause else ""
            click.echo(f"{gettext(no.says) % no.params}{clause}", err=True)
        raise SystemExit(1) from None


def _cautions(place: "Board") -> None:
    """Say who is missing today, and whose own items would come to a stop."""
    from chauphe.cli.board_sheet import lacking

    for line in lacking(place):
        click.echo(f"Lưu ý: {line}", err=True)


def _enrolled(login: str, place: "Board", now: datetime, given: dict[str, Any]) -> "Person":
    from chauphe.people import services

    facts = {"full_name": given["name"], "honorific": given["honorific"] or "", "email": given["email"]}
    return services.enrol(login, **facts, by=None, at=now, board=place)


def _line(text: str) -> str:
    from chauphe.people import naming

    try:
        return naming.line(text) if text else ""
    except naming.Unfit as error:
        from django.utils.translation import gettext

        raise click.ClickException(gettext(error.says) % error.params) from None


def _morning(day: date) -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(day, time.min))
