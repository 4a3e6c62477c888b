"""A board on one sheet of lines: what it is, its units, who holds what, who can sign in, who is missing."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from chauphe.core.authority import Role
from chauphe.people.models import Absence, Appointment, Board
from chauphe.people.selectors import book_of
from chauphe.people.standing import Access, Account, accounts_of, gaps_on

ORDER = [str(role) for role in Role]
ACCESS = {
    Access.OPEN: "đăng nhập được",
    Access.INVITED: "đã gửi liên kết, đến {until}",
    Access.NEVER: "chưa có mật khẩu",
    Access.LOCKED: "đã khóa",
    Access.UNUSED: "đã tắt vì lâu không dùng",
}


def sheet(board: Board) -> Iterator[str]:
    """Yield the lines that `chauphe board show` prints."""
    yield f"{board.name} ({board.slug})"
    yield f"  trang {board.base_url}; sổ {board.origin}; quy chế {book_of(board).version}"
    yield "Đơn vị:"
    for unit in board.units.select_related("successor"):
        ends = f"; đến hết ngày {unit.until:%d/%m/%Y}, sau đó là {unit.successor}" if unit.until else ""
        yield f"  {unit.code}  {unit.name}{' (do Phó Trưởng Ban trực duyệt)' if unit.is_organisation else ''}{ends}"
    yield "Chuyên mục:"
    yield from (f"  {section.slug}  {section.name}" for section in board.sections.all())
    yield "Chức danh:"
    yield from _offices(board)
    yield from (f"Lưu ý: {line}" for line in lacking(board))


def lacking(board: Board) -> Iterator[str]:
    """Yield who is missing today by the offices alone, and whose own items would come to a stop."""
    gaps = gaps_on(board, day=timezone.localdate())
    for each in (*gaps.lacking, *gaps.cautions):
        yield f"{gettext(each.says) % each.params} ({each.clause})"


def _offices(board: Board) -> Iterator[str]:
    now, today = timezone.now(), timezone.localdate()
    found = board.appointments.select_related("person").prefetch_related("units", "sections")
    rows = sorted(found, key=lambda row: (ORDER.index(row.role), row.rank, row.pk))
    accounts = accounts_of({each.person for each in rows}, at=now)
    away = Absence.objects.filter(board=board, since__lte=now).exclude(until__lte=now)
    absent = set(away.values_list("person_id", flat=True))
    for row in rows:
        place = [unit.code for unit in row.units.all()] + [section.slug for section in row.sections.all()]
        facts = [_spell(row, today), _access(accounts[row.person])]
        facts += [f"phụ trách {', '.join(place)}"] if place else []
        facts += ["đang vắng"] if row.person_id in absent else []
        yield f"  {row.title}: {row.person.full_name} ({row.person.username}); {'; '.join(facts)}"


def _spell(row: Appointment, today: date) -> str:
    if row.until is None:
        return f"từ {row.since:%d/%m/%Y}"
    spell = f"{row.since:%d/%m/%Y} – {row.until:%d/%m/%Y}"
    return f"{spell}, đã thôi" if row.until < today else spell


def _access(account: Account) -> str:
    until = f"{timezone.localtime(account.open_until):%H:%M %d/%m/%Y}" if account.open_until else ""
    return ACCESS[account.access].format(until=until)
