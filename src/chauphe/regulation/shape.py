"""The rules that every board's regulation must answer, and the form of each answer.

The software asks these by id. What the answer is stands in the board's file; only its form is checked here, so that a
regulation that cannot be run is refused when it is read and not in the middle of a decision. Where the software can do
a thing in one way only, that way is the only form: another answer is refused, never read and ignored.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

ROLES = ("editor_in_chief", "standing_deputy", "deputy_editor", "board_member", "secretary", "contributor")
"""The offices that the software knows; a board gives each its own title."""

KINDS = ("news", "feature", "announcement", "standing_page", "legal_document")
"""The kinds of item that the software knows; a board may use fewer."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of the week as a regulation names them."""

URGENT_BY = ("standing_deputy", "deputy_editor", "board_member", "secretary")
"""The offices that a board may let sign off urgently."""
MOST_WORDS = 50
"""The longest reason that a board may ask for."""

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SPELL = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of an answer: `says` completes the sentence "Giá trị phải là …"."""

    says: str
    fits: Callable[[Any], bool]


def _texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) and each for each in value)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _kinds(value: Any) -> bool:
    return _texts(value) and len(set(value)) == len(value) and set(value) <= set(KINDS)


def _named_texts(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(isinstance(each, str) and each for each in value.values())


def _spells(value: Any) -> bool:
    if not _texts(value) or not all(_SPELL.fullmatch(each) for each in value):
        return False
    instants = [instant for each in value for instant in each.split("-")]
    return all(before < after for before, after in pairwise(instants))


def _weekdays(value: Any) -> bool:
    return _texts(value) and len(set(value)) == len(value) and set(value) <= set(WEEKDAYS)


def _claims(value: Any) -> bool:
    return _texts(value) and all(each.startswith(("amr:", "acr:")) and len(each) > 4 for each in value)


def _limit(value: Any) -> bool:
    return isinstance(value, dict) and len(value) == 1 and set(value) <= {"hours", "days"} and _count(*value.values())


def _short(value: Any) -> bool:
    if value is False:
        return True
    if not isinstance(value, dict) or not set(value) <= {"signer", "kinds", "sections"}:
        return False
    sections = value.get("sections", ["…"])
    return value.get("signer") == "deputy_editor" and _kinds(value.get("kinds", list(KINDS))) and _texts(sections)


def _questions(value: Any) -> bool:
    if not isinstance(value, dict) or not all(_question(code, row) for code, row in value.items()):
        return False
    return any(code != "new_host" for code in value)


def _question(code: str, row: Any) -> bool:
    if not _CODE.fullmatch(code) or code == "to_chief" or not isinstance(row, dict):
        return False
    if not {"ask", "help"} <= set(row) <= {"ask", "help", "law", "computed"}:
        return False
    said = all(_named_texts(row[name]) and set(row[name]) == {"vi", "en"} for name in ("ask", "help"))
    return said and isinstance(row.get("law", ""), str) and row.get("computed", False) is (code == "new_host")


def _urgent(value: Any) -> bool:
    if value is False:
        return True
    if not isinstance(value, dict) or set(value) != {"by", "hours", "words"}:
        return False
    by = value["by"]
    named = _texts(by) and len(set(by)) == len(by) and set(by) <= set(URGENT_BY)
    return named and _count(value["hours"]) and _count(value["words"]) and value["words"] <= MOST_WORDS


def _one_of(*words: str) -> Shape:
    return Shape("một trong: " + ", ".join(words), lambda value: value in words)


def _only(answer: str | bool) -> Shape:
    """The form of a rule that the software can carry out in one way only."""
    written = f"“{answer}”" if isinstance(answer, str) else str(answer).lower()
    return Shape(
        f"{written}; phần mềm chưa làm được cách khác", lambda value: type(value) is type(answer) and value == answer
    )


TEXT = Shape("một đoạn chữ không rỗng", lambda value: isinstance(value, str) and bool(value.strip()))
FLAG = Shape("true hoặc false", lambda value: isinstance(value, bool))
COUNT = Shape("số nguyên từ 1 trở lên", _count)
ROLE = Shape("tên một vai trò", lambda value: isinstance(value, str) and bool(value))
ROLE_LIST = Shape("danh sách vai trò, xếp theo thứ tự", _texts)
TEXT_LIST = Shape("danh sách không rỗng", _texts)
TEXT_BY_CODE = Shape("bảng không rỗng: mã = lời", _named_texts)
KIND_LIST = Shape("danh sách không lặp, chọn trong: " + ", ".join(KINDS), _kinds)
SPELLS = Shape("danh sách buổi làm việc theo thứ tự, mỗi buổi ghi như “07:30-11:30”", _spells)
WEEK = Shape("danh sách không lặp, chọn trong: " + ", ".join(WEEKDAYS), _weekdays)
CLAIMS = Shape("false, hoặc danh sách như “amr:mfa”, “acr:…”", lambda value: value is False or _claims(value))
SHORT = Shape(
    'false, hoặc { signer = "deputy_editor" } kèm “kinds”, “sections” nếu chỉ dùng cho một số loại, chuyên mục', _short
)
QUESTIONS = Shape(
    "bảng câu hỏi: mỗi mã có “ask”, “help” bằng vi và en, “law” nếu có; riêng new_host ghi computed = true", _questions
)
URGENT = Shape(
    "false, hoặc { by = danh sách vai trò, chọn trong: "
    + ", ".join(URGENT_BY)
    + "; hours = số giờ làm việc để xác nhận; words = số từ ít nhất của lý do }",
    _urgent,
)
LIMIT = Shape("{ hours = số giờ làm việc } hoặc { days = số ngày làm việc }, từ 1 trở lên", _limit)

REQUIRED: dict[str, Shape] = {
    **{f"role.{role}": TEXT for role in ROLES},
    "chain.submit": _only("contributor"),
    "chain.forward": _only("board_member"),
    "chain.moderate": _only("deputy_editor"),
    "chain.moderate.organisation_unit": _only("standing_deputy"),
    "chain.sign_off": _only("editor_in_chief"),
    "chain.publish": _only("secretary"),
    "chain.publish.as_signed_off": _only(True),
    "absence.ladder": ROLE_LIST,
    "absence.report_back": FLAG,
    "absence.recorded_by": ROLE_LIST,
    "consultation.ask": FLAG,
    "consultation.answer": _only("once"),
    "consultation.blocks": _one_of("never", "until_deadline", "until_answered"),
    "consultation.days": COUNT,
    "delegation.by_chief": ROLE_LIST,
    "moderation.ladder": ROLE_LIST,
    "separation.author": _only(True),
    "separation.moderator_and_signer": _one_of("distinct", "chief_when_alone"),
    "separation.secretary": ROLE_LIST,
    "separation.signer_and_publisher": _one_of("distinct", "may_be_one"),
    "sign_off.own_edit": FLAG,
    "sign_off.new_hosts": FLAG,
    "sign_off.urgent": URGENT,
    "several.most": COUNT,
    "several.sign_off": FLAG,
    "move.return": _only(True),
    "move.edit_in_moderation": _only(True),
    "move.edit_before_sign_off": _only(True),
    "move.revise": _only(True),
    "move.withdraw_submission": _only(True),
    "move.withdraw_before_sign_off": _only(True),
    "move.recall": _only(True),
    "move.refuse": TEXT_BY_CODE,
    "move.correct": _only(True),
    "move.erratum": _only(True),
    "move.embargo": _only(True),
    "move.expire": _only("mark"),
    "move.schedule": COUNT,
    "move.withdraw": _only(True),
    "move.take_down": _only(True),
    "move.take_down_at_once": _only(True),
    "item.kinds": KIND_LIST,
    "item.images_need_alt_and_credit": FLAG,
    "item.shares_sum": COUNT,
    "people.recorded_by": ROLE_LIST,
    "people.link_on_server": ROLE_LIST,
    "people.paper_filed": ROLE_LIST,
    "unit.succession": _only(True),
    "quota.items_per_month": COUNT,
    "quota.items_per_quarter": COUNT,
    "quota.applies_to": ROLE_LIST,
    "meeting.period": _one_of("month", "quarter", "half_year", "year"),
    "meeting.extraordinary": FLAG,
    "working.hours": SPELLS,
    "working.weekdays": WEEK,
    "working.set_by": ROLE_LIST,
    "review.months": COUNT,
    "review.set_by": ROLE_LIST,
    "review.still_right": _only(True),
}
"""Every id that the software asks of a board's regulation."""

KNOWN: dict[str, Shape] = {
    **REQUIRED,
    "account.service_factor": CLAIMS,
    "chain.order": TEXT_LIST,
    "chain.checklist": QUESTIONS,
    "chain.short": SHORT,
    **{f"deadline.{step}": LIMIT for step in ("edit", "moderate", "sign_off", "publish")},
    "duty.deputy_tasks": ROLE_LIST,
    "duty.member_tasks": ROLE_LIST,
    "duty.standing_desk": ROLE,
    "duty.whole_content": ROLE,
    "meeting.chair_in_absence": ROLE_LIST,
    "quota.feeds_emulation": FLAG,
    "unit.organisation": TEXT,
}
"""Those, and the ids that a regulation may leave out; an id that is not here takes any value."""
