"""Makes the demonstration ready to be looked at: tables, data, baked sites, and the box that says where it all is."""

from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from chauphe.bake.services import catch_up
from chauphe.core.authority import Appointment, Bench, Role
from chauphe.demo import model
from chauphe.demo.load import fill
from chauphe.desk.demo_link import link_for
from chauphe.people.models import Board, Person
from chauphe.people.selectors import bench_of

CHAIN = (
    Role.CONTRIBUTOR,
    Role.BOARD_MEMBER,
    Role.DEPUTY_EDITOR,
    Role.STANDING_DEPUTY,
    Role.EDITOR_IN_CHIEF,
    Role.SECRETARY,
)
UNIT = "vp"
"""The unit whose people stand in the box: its contributor, member and deputy make one chain."""

Say = Callable[[str], None]


def prepare(stamp: Path, ports: Sequence[int], *, say: Say) -> None:
    """Make tables, data and sites, whichever of them are not there yet; `stamp` marks that the data are whole."""
    say("chuẩn bị cơ sở dữ liệu")
    call_command("migrate", verbosity=0)
    urls = {slug: f"http://127.0.0.1:{port}" for slug, port in site_ports(ports).items()}
    if not stamp.exists():
        fill(model.load(), base_urls=urls, say=say)
        stamp.touch()
    for board in Board.objects.order_by("pk"):
        if board.base_url != urls[board.slug]:
            board.base_url = urls[board.slug]
            board.save(update_fields=["base_url"])
        say(f"tạo trang của {board.name}")
        catch_up(board, at=timezone.now())


def site_ports(ports: Sequence[int]) -> dict[str, int]:
    """Return the port of each board's public site; the last of `ports` is the desk's."""
    return dict(zip((board.slug for board in model.load().boards), ports, strict=False))


def box(ports: Sequence[int], home: Path) -> str:
    """Return what is printed once everything runs: addresses, a link for each role, how to stop and to delete."""
    desk = f"http://127.0.0.1:{ports[-1]}"
    first, *others = Board.objects.order_by("pk")
    links = Table.grid(padding=(0, 2))
    for name, where in _sites(ports):
        links.add_row(Text(name), Text(where))
    links.add_row(Text("Bàn làm việc"), Text(desk))
    roles = Table.grid(padding=(0, 2))
    for office, away in _one_each(first):
        roles.add_row(Text(f"{office.title}{' (đang vắng)' if away else ''}"), Text(office.name))
        roles.add_row(Text(""), Text(desk + link_for(Person.objects.get(pk=office.person))))
    parts: list[RenderableType] = [
        Text("Cơ quan, người và nội dung đều là hư cấu. Chỉ máy này vào được."),
        Text(),
        links,
        Text(),
        Text(f"Đăng nhập một chạm, {first.name}:"),
        roles,
        *[Text(line) for board in others for line in _chief_of(board, desk)],
        Text(),
        Text("Dừng: Ctrl-C. Chạy tiếp: make demo. Làm lại từ đầu: make demo-reset."),
        Text(f"Xóa: xóa thư mục {_shown(home)}"),
    ]
    out = StringIO()
    Console(file=out, width=140, force_terminal=False).print(
        Panel(Group(*parts), title="Châu Phê, DỮ LIỆU THỬ", title_align="left", expand=False, padding=(1, 2))
    )
    return out.getvalue()


def _sites(ports: Sequence[int]) -> list[tuple[str, str]]:
    return [
        (board.name, f"http://127.0.0.1:{site_ports(ports)[board.slug]}/") for board in Board.objects.order_by("pk")
    ]


def _one_each(board: Board) -> list[tuple[Appointment, bool]]:
    """Return one holder for each role that makes up a chain for `UNIT`, and whether they are away just now."""
    now = timezone.localtime()
    bench = bench_of(board, at=now)
    found = []
    for role in CHAIN:
        office = _holder(bench, role)
        if office is not None:
            found.append((office, bench.away(office.person, now)))
    return found


def _holder(bench: Bench, role: Role) -> Appointment | None:
    today = list(bench.holding(role, on=timezone.localdate()))
    in_unit = [office for office in today if UNIT in office.units]
    return next(iter([*in_unit, *today]), None)


def _chief_of(board: Board, desk: str) -> list[str]:
    """Say how to enter another board, to see that it shows nothing of the first."""
    now = timezone.localtime()
    chiefs = list(bench_of(board, at=now).holding(Role.EDITOR_IN_CHIEF, on=now.date()))
    return [
        line
        for chief in chiefs[:1]
        for line in (
            "",
            f"{board.name}:",
            f"{chief.title}, {chief.name}",
            desk + link_for(Person.objects.get(pk=chief.person)),
        )
    ]


def _shown(home: Path) -> str:
    return str(home.relative_to(Path.cwd())) if home.is_relative_to(Path.cwd()) else str(home)
