"""Draw the chain from the table of moves: docs/pictures/chain.vi.svg and chain.en.svg.

Run `python -m tools.chain` after a change to core/moves.py; a test fails while the pictures are out of date.
"""

from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from chauphe.core.moves import NEXT, Move, State
from chauphe.regulation.book import founding

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
DAY = date(2026, 11, 23)
STEP, LEFT, THREAD, WIDTH, HEIGHT = 176, 72, 96, 1024, 206
WAY = (State.DRAFT, State.IN_EDITING, State.IN_MODERATION, State.AWAITING_SIGN_OFF, State.SIGNED_OFF, State.PUBLISHED)
AFTER = ("revise", State.WITHDRAWN, State.TAKEN_DOWN, State.EXPIRED)
Words = dict[str, Any]
WORDS: dict[str, Words] = {
    "vi": {
        State.DRAFT: "Bản thảo",
        State.IN_EDITING: "Chờ biên tập",
        State.IN_MODERATION: "Chờ duyệt",
        State.AWAITING_SIGN_OFF: "Chờ phê duyệt",
        State.SIGNED_OFF: "Đã phê duyệt",
        State.PUBLISHED: "Đã đăng",
        "submit": ("Gửi", "người cung cấp tin, bài"),
        "forward": ("Trình", "Ủy viên"),
        "moderate": ("Duyệt nội dung", "Phó Trưởng Ban"),
        "sign_off": ("Phê duyệt", "Trưởng Ban"),
        "publish": ("Đăng", "Thư ký"),
        State.REFUSED: "từ chối, có căn cứ",
        State.WITHDRAWN: "rút: vẫn đọc được, có lời thông báo",
        State.TAKEN_DOWN: "gỡ",
        State.SCHEDULED: "ngay hoặc hẹn giờ",
        State.EXPIRED: "hết hạn: vẫn đọc được, có ghi rõ",
        "return_": "Trả lại người viết hoặc một bước trước, có lý do",
        "revise": "Sửa: lập phiên bản mới, đi lại từ đầu; bản đang đăng giữ nguyên",
        "house": "quy ước của Ban",
    },
    "en": {
        State.DRAFT: "Draft",
        State.IN_EDITING: "In editing",
        State.IN_MODERATION: "In moderation",
        State.AWAITING_SIGN_OFF: "Awaiting sign-off",
        State.SIGNED_OFF: "Signed off",
        State.PUBLISHED: "Published",
        "submit": ("Submit", "contributor"),
        "forward": ("Forward", "board member"),
        "moderate": ("Moderate", "deputy editor"),
        "sign_off": ("Sign off", "editor-in-chief"),
        "publish": ("Publish", "secretary"),
        State.REFUSED: "refuse, on a ground of the list",
        State.WITHDRAWN: "withdraw: to be read under a notice",
        State.TAKEN_DOWN: "take down",
        State.SCHEDULED: "now or at an hour",
        State.EXPIRED: "last day over: kept, marked",
        "return_": "Return to the writers or to an earlier step, with a reason",
        "revise": "Revise: a new revision starts over; what is live stays",
        "house": "the board's convention",
    },
}
STYLE = """
text { font: 13px "Be Vietnam Pro", "Segoe UI", Roboto, Arial, sans-serif; fill: #57514a; text-anchor: middle }
.act { font-weight: 600; font-size: 14px; fill: #1c1917 } .fine { font-size: 12px; fill: #6b645b }
line, path { stroke: #1c1917; stroke-width: 1.5; fill: none } .back { stroke: #8a8379; stroke-dasharray: 4 4 }
circle { fill: #1c1917 } .son { fill: #c8321f } .paper { fill: #fbfaf7 }
"""


def drawing(language: str) -> str:
    """Return the whole picture as SVG."""
    words = WORDS[language]
    ahead = [NEXT[state] for state in WAY[:-1]]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" lang="{language}">',
        f"<title>{escape(_said(words))}</title><style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}" rx="6"/>',
        f'<line x1="{_x(WAY[0])}" y1="{THREAD}" x2="{_x(WAY[-1])}" y2="{THREAD}"/>',
    ]
    parts += [_bead(state, words[state]) for state in WAY]
    parts += [_act(move, words) for move in ahead]
    parts += [
        _back(State.AWAITING_SIGN_OFF, THREAD + 46, f"{words['return_']}; {words[State.REFUSED]}"),
        _back(State.PUBLISHED, THREAD + 76, "; ".join(words[each] for each in AFTER)),
    ]
    return "\n".join([*parts, "</svg>", ""])


def _said(words: Words) -> str:
    return " → ".join(words[state] for state in WAY)


def _x(state: State) -> float:
    return LEFT + STEP * WAY.index(state)


def _bead(state: State, name: str) -> str:
    kind = ' class="son"' if state is State.SIGNED_OFF else ""
    return (
        f'<circle{kind} cx="{_x(state)}" cy="{THREAD}" r="7"/>'
        f'<text x="{_x(state)}" y="{THREAD + 26}">{escape(name)}</text>'
    )


def _act(move: Move, words: Words) -> str:
    verb, who = words[move.verb]
    who += f", {words[State.SCHEDULED]}" if move.verb == "publish" else ""
    clause = founding().rule(move.rule, on=DAY).clause
    middle = (_x(move.source) + _x(move.target)) / 2
    return (
        f'<text class="act" x="{middle}" y="{THREAD - 62}">{escape(verb)}</text>'
        f'<text x="{middle}" y="{THREAD - 42}">{escape(who)}</text>'
        f'<text class="fine" x="{middle}" y="{THREAD - 24}">{escape(clause)}</text>'
    )


def _back(source: State, depth: int, says: str) -> str:
    start, end = _x(source), _x(State.DRAFT)
    return (
        f'<path class="back" d="M{start} {THREAD + 34}V{depth}H{end}V{THREAD + 34}"/>'
        f'<text class="fine" x="{(start + end) / 2}" y="{depth + 16}">{escape(says)}</text>'
    )


if __name__ == "__main__":
    for name in WORDS:
        (FOLDER / f"chain.{name}.svg").write_text(drawing(name), encoding="utf-8")
