"""What is wrong with a rule file: each fault names file, line and rule, and says in a sentence what to do.

The sentences are for the official who keeps the file, so they are in Vietnamese, all in one table.
"""

from dataclasses import dataclass

SENTENCES = {
    "unreadable": "Không đọc được tệp: {detail}.",
    "syntax": "Tệp chưa đúng cú pháp TOML tại {detail}: xem lại dấu ngoặc, dấu nháy, dấu bằng ở đây và ở dòng trên.",
    "book_missing": "Thiếu phần [book] nêu tên, cơ quan và ngày có hiệu lực của quy chế.",
    "book_twice": "Phần [book] đã có tại {other}; mỗi quy chế chỉ có một phần [book].",
    "missing": "Thiếu mục “{key}”.",
    "extra": "Không có mục nào tên là “{key}”; hãy xem lại chính tả.",
    "invalid": "Mục “{key}” chưa đúng: {detail}.",
    "citation": "Không hiểu căn cứ “{text}”; hãy viết như “Điều 4 khoản 1”.",
    "citation_missing": "Quy tắc lấy từ quy chế phải nêu căn cứ (mục “citation”).",
    "duplicate": "Mã quy tắc này đã dùng tại {other}.",
    "required": "Thiếu quy tắc bắt buộc “{id}”.",
    "role": "Không có vai trò “{role}”; các vai trò là: {roles}.",
    "shape": "Giá trị phải là {shape}.",
    "value_twice": "Chỉ dùng một trong hai mục “value” và “values”.",
    "law_missing": "Quy tắc theo pháp luật phải nêu mã của quy định (mục “law”).",
    "law_unknown": "Không có quy định pháp luật nào mang mã “{law}”.",
    "law_alone": "Quy tắc theo pháp luật lấy giá trị từ quy định; bỏ mục “{key}”.",
    "law_stray": 'Mục “law” chỉ dùng cho quy tắc theo pháp luật (basis = "law").',
    "order": "Giá trị có hiệu lực từ {since} chồng lên giá trị trước đó.",
    "backwards": "Ngày hết hiệu lực {until} đứng trước ngày có hiệu lực {since}.",
    "before_book": "Giá trị có hiệu lực từ {since}, trước ngày quy chế có hiệu lực ({book}).",
    "by_missing": "Giá trị có hiệu lực từ {since} là giá trị sửa đổi, nên phải nêu quyết định sửa đổi (mục “by”).",
    "ahead": "Giá trị có hiệu lực từ {since}, sau ngày rà soát ({revised}), nên phải nêu quyết định (mục “by”).",
    "revised_ahead": "Ngày rà soát {revised} ở sau ngày hôm nay ({today}).",
    "revised_before": "Ngày rà soát {revised} đứng trước ngày quy chế có hiệu lực ({book}).",
    "delivery": "Thiếu mục “{key}” cho bảng điều khoản.",
    "delivery_twice": "Chỉ dùng một trong hai mục “{key}” và “{other}”.",
    "unverified": 'Quy định đánh dấu đã đối chiếu (verified) phải có nguồn đã đọc toàn văn (mark = "P").',
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong; `line` counts from 1, `rule` is an id, both None where the fault is of the whole file."""

    code: str
    file: str
    says: str
    line: int | None = None
    rule: str | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.says}" if self.rule is None else f"{place}: {self.rule}: {self.says}"


def fault(code: str, file: str, *, line: int | None = None, rule: str | None = None, **params: object) -> Fault:
    """Make a fault; `params` fill the places in its sentence."""
    return Fault(code, file, SENTENCES[code].format(**params), line, rule)


class RegulationError(ValueError):
    """Raised when a rule file cannot be relied on; carries every fault, not the first."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(each) for each in faults))
        self.faults = faults
