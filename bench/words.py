"""Vietnamese text of the size and variety of what a department publishes: about 30 kB a page. For the bench only."""

import random
from functools import cache

_TEXT = """
cán bộ công chức viên chức người lao động đơn vị địa phương tỉnh huyện xã phường thị trấn sở ngành cơ quan tổ
chức bộ máy biên chế vị trí việc làm tiêu chuẩn chức danh nghề nghiệp bồi dưỡng đào tạo tập huấn tuyển dụng thi
tuyển xét tuyển tiếp nhận điều động luân chuyển bổ nhiệm miễn nhiệm đánh giá xếp loại khen thưởng kỷ luật hồ sơ
thủ tục hành chính cải cách chỉ số hài lòng dịch vụ công trực tuyến bộ phận một cửa tiếp nhận trả kết quả thời
hạn giải quyết văn bản quyết định kế hoạch thông báo hướng dẫn báo cáo tờ trình công văn ban hành triển khai
thực hiện kiểm tra thanh tra giám sát phối hợp chủ trì tham mưu đề xuất tổng hợp rà soát thống kê lưu trữ lịch
sử tài liệu chỉnh lý số hóa văn thư tôn giáo thanh niên thi đua người có công chính sách tiền lương bảo hiểm
việc làm an toàn lao động học nghề xuất khẩu hội nghị hội thảo lễ phát động phong trào năm quý tháng tuần ngày
giờ sáng chiều hôm nay vừa qua sắp tới đồng chí giám đốc phó giám đốc trưởng phòng chuyên viên đại biểu nhân dân
ủy ban hội đồng ban biên tập trang thông tin điện tử nội dung yêu cầu trách nhiệm nhiệm vụ giải pháp kết quả đạt
được khó khăn vướng mắc kiến nghị
"""
_WORDS = _TEXT.split()
PARAGRAPHS = 33
SENTENCES = 5
POOL = 3_000


def title(seed: int) -> str:
    """Return a title of some twelve words."""
    chance = random.Random(seed)
    return _sentence(chance, 9, 14).rstrip(".")


def summary(seed: int) -> str:
    """Return a summary of two sentences."""
    chance = random.Random(seed + 1)
    return f"{_sentence(chance, 14, 22)} {_sentence(chance, 14, 22)}"


def body(seed: int) -> str:
    """Return a text with headings, a list and paragraphs, in the sanitiser's own serialisation."""
    chance = random.Random(seed + 2)
    parts = [f"<p>{text}</p>" for text in chance.sample(_pool(), PARAGRAPHS)]
    for place in range(7, PARAGRAPHS, 9):
        parts[place] = f"<h2>{_sentence(chance, 5, 9).rstrip('.')}</h2>{parts[place]}"
    items = "".join(f"<li><p>{_sentence(chance, 8, 16)}</p></li>" for _ in range(6))
    return f"{''.join(parts)}<ul>{items}</ul>"


@cache
def _pool() -> list[str]:
    """Return the paragraphs of which texts are put together; no two texts are alike."""
    chance = random.Random(0)
    return [" ".join(_sentence(chance, 12, 26) for _ in range(SENTENCES)) for _ in range(POOL)]


def _sentence(chance: random.Random, least: int, most: int) -> str:
    words = chance.choices(_WORDS, k=chance.randint(least, most))
    return f"{words[0].capitalize()} {' '.join(words[1:])}."
