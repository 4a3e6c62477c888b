"""An invented office and a year of its items, for the tests and the preview of the public site."""

import hashlib
from collections.abc import Mapping
from typing import Any

from chauphe.public.site import Link, Section, Site

NEWS = Section("tin-tuc", "Tin tức", "Hoạt động của ngành Nội vụ trên địa bàn tỉnh.")
DOCUMENTS = Section("van-ban", "Văn bản", "Văn bản do Sở ban hành hoặc tham mưu ban hành, xếp theo ngày.")
CIVIL_SERVICE = Section("cong-chuc", "Công chức, viên chức", "Tuyển dụng, bồi dưỡng, đánh giá, khen thưởng.")
LABOUR = Section("lao-dong", "Lao động – Việc làm", "Việc làm, học nghề, bảo hiểm thất nghiệp.")
MERIT = Section("nguoi-co-cong", "Người có công", "Chế độ với người có công và thân nhân liệt sĩ.")

SITE = Site(
    board="snv-anhai",
    name="Sở Nội vụ tỉnh An Hải",
    title="Trang thông tin điện tử Sở Nội vụ tỉnh An Hải",
    superior="Ủy ban nhân dân tỉnh An Hải",
    base_url="https://sonoivu.anhai.example",
    opened="2026-01-05",
    sections=(NEWS, DOCUMENTS, CIVIL_SERVICE, LABOUR, MERIT),
    responsible="Trần Thị Thu Hà",
    responsible_title="Giám đốc Sở, Trưởng Ban biên tập",
    address="Số 12 đường Bạch Đằng, phường Cửa Hải, tỉnh An Hải",
    phone="0299 3820 115",
    email="bbt@sonoivu.anhai.example",
    demo=True,
    pages=(
        Link("Giới thiệu", "/trang/gioi-thieu-2/"),
        Link("Quy chế Ban biên tập", "/trang/quy-che-ban-bien-tap-3/"),
    ),
    often=(
        Link("Tuyển dụng công chức", "/chuyen-muc/cong-chuc/"),
        Link("Hỗ trợ học nghề", "/chuyen-muc/lao-dong/"),
        Link("Chế độ người có công", "/chuyen-muc/nguoi-co-cong/"),
        Link("Lịch tiếp công dân", "/chuyen-muc/van-ban/"),
    ),
)

PICTURE = hashlib.sha256(b"hoi-dong-thi.svg").hexdigest()
SECOND = hashlib.sha256(b"mot-cua.svg").hexdigest()


def image(sha256: str = PICTURE, **changes: Any) -> dict[str, Any]:
    """Give a picture with renditions in two widths and three types."""
    widths = ((640, 360), (1344, 756))
    return {
        "sha256": sha256,
        "alt": "Thí sinh cầm cặp hồ sơ bước vào tòa nhà hai tầng mái ngói, đồng hồ trên tháp giữa chỉ bốn giờ kém",
        "caption": "Điểm thi Trường Chính trị tỉnh trong ngày thi vòng 1",
        "credit": "Tranh: Lê Minh Quân",
        "lead": True,
        "width": 1344,
        "height": 756,
        "renditions": [rendition(sha256, kind, *size) for kind in ("avif", "webp", "jpeg") for size in widths],
        **changes,
    }


def rendition(original: str, kind: str, width: int, height: int) -> dict[str, Any]:
    """Give one rendition; its hash stands for bytes that nobody made."""
    own = hashlib.sha256(f"{original} {kind} {width}".encode()).hexdigest()
    name = f"{own[:16]}.{kind.replace('jpeg', 'jpg')}"
    return {"sha256": own, "type": f"image/{kind}", "width": width, "height": height, "bytes": 40_000, "name": name}


def file(title: str, name: str, count: int) -> dict[str, Any]:
    """Give an attachment."""
    kinds = {
        "pdf": "application/pdf",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
    return {
        "sha256": hashlib.sha256(name.encode()).hexdigest(),
        "name": name,
        "title": title,
        "type": kinds[name.rpartition(".")[2]],
        "bytes": count,
    }


EXAM_BODY = f"""
<p>Ngày 19/11/2026, Hội đồng tuyển dụng công chức tỉnh An Hải thông qua danh sách thí sinh đủ điều kiện dự vòng&nbsp;2.
 Trong 1.038 hồ sơ dự tuyển, có 412 thí sinh đạt từ 30/60 câu trở lên ở bài thi kiến thức chung và 25/50 câu trở lên ở
 bài thi ngoại ngữ.</p>
<p>Kỳ tuyển dụng năm nay có 87 chỉ tiêu. Khối xã, phường chiếm gần một nửa, phần lớn ở các vị trí văn phòng – thống
 kê, địa chính và tư pháp.</p>
<h2>Số thí sinh theo khối cơ quan</h2>
<table><thead><tr><th scope="col">Khối cơ quan</th><th scope="col">Chỉ tiêu</th><th scope="col">Hồ sơ</th>
<th scope="col">Dự vòng&nbsp;2</th></tr></thead><tbody>
<tr><th scope="row">Sở và cơ quan ngang sở</th><td>34</td><td>398</td><td>176</td></tr>
<tr><th scope="row">Chi cục, đơn vị thuộc sở</th><td>12</td><td>117</td><td>49</td></tr>
<tr><th scope="row">Ủy ban nhân dân xã, phường</th><td>41</td><td>523</td><td>187</td></tr>
<tr><th scope="row">Cộng</th><td>87</td><td>1.038</td><td>412</td></tr></tbody></table>
<h2>Lịch thi và việc cần làm</h2>
<p>Thí sinh kiểm tra họ tên, ngày sinh và vị trí dự tuyển trong danh sách kèm theo. Nếu có sai sót, gửi đề nghị đính
 chính về Sở Nội vụ <strong>trước 17:00 ngày 27/11/2026</strong>, trực tiếp hoặc qua
 <a href="https://dichvucong.anhai.example/">Cổng dịch vụ công</a>.</p>
<figure data-image="{SECOND}"></figure>
<ul><li>Sáng 12/12: khối sở và cơ quan ngang sở.</li><li>Chiều 12/12: khối chi cục, đơn vị thuộc sở.</li>
<li>Ngày 13/12: khối xã, phường, chia hai ca.</li></ul>
""".replace("\n", "")

PROGRESS = (
    ("submit", "contributor", "Phạm Ngọc Ánh", "Cộng tác viên", "own", "Điều 5 khoản 1", "2026-11-18T03:22:00Z"),
    ("forward", "board_member", "Huỳnh Thị Ngữ", "Ủy viên", "own", "Điều 5 khoản 2", "2026-11-18T09:05:00Z"),
    ("moderate", "deputy_editor", "Đặng Thị Mỹ Lệ", "Phó Trưởng Ban biên tập", "own", "Điều 4 khoản 1",
     "2026-11-19T08:40:00Z"),
    ("sign_off", "standing_deputy", "Nguyễn Hữu Phước", "Phó Trưởng Ban trực", "for", "Điều 7 khoản 3",
     "2026-11-20T01:15:00Z"),
    ("publish", "secretary", "Võ Hoàng Nam", "Thư ký", "own", "Điều 6 khoản 1", "2026-11-20T01:31:00Z"),
)  # fmt: skip


def article(**changes: Any) -> dict[str, Any]:
    """Give the snapshot of a news item with everything in it."""
    return {
        "format": "chauphe-snapshot/1",
        "board": "snv-anhai",
        "item": hashlib.sha256(str(changes.get("number", 1204)).encode()).hexdigest()[:32],
        "number": 1204,
        "revision": 3,
        "kind": "news",
        "language": "vi",
        "title": "412 thí sinh đủ điều kiện dự vòng 2 kỳ tuyển dụng công chức năm 2026",
        "summary": "Hội đồng tuyển dụng tỉnh công bố danh sách sau khi thẩm tra 1.038 hồ sơ. Vòng 2 thi viết chuyên "
        "ngành trong hai ngày 12 và 13/12/2026.",
        "slug": "412-thi-sinh-du-dieu-kien-du-vong-2",
        "section": {"slug": CIVIL_SERVICE.slug, "name": CIVIL_SERVICE.name},
        "unit": {"code": "ccvc", "name": "Phòng Công chức, viên chức"},
        "authors": [{"name": "Phạm Ngọc Ánh", "share": 70}, {"name": "Lê Minh Quân", "share": 30}],
        "body": EXAM_BODY,
        "images": [
            image(),
            image(
                SECOND,
                lead=False,
                alt="Ba người dân ngồi trước quầy tiếp nhận hồ sơ",
                caption="Thí sinh nộp đề nghị đính chính tại bộ phận một cửa",
                credit="Lê Minh Quân",
                height=560,
            ),
        ],
        "files": [
            file("Danh sách 412 thí sinh đủ điều kiện dự vòng 2", "danh-sach-vong-2.pdf", 1_214_000),
            file("Mẫu đơn đề nghị đính chính thông tin", "mau-don-dinh-chinh.docx", 38_200),
        ],
        "links": ["https://dichvucong.anhai.example/"],
        "document": None,
        **changes,
    }


def decision(**changes: Any) -> dict[str, Any]:
    """Give the snapshot of a legal document."""
    return article(
        **{
            "number": 1203,
            "revision": 1,
            "kind": "legal_document",
            "title": "Quyết định ban hành Quy chế tiếp công dân của Sở Nội vụ",
            "summary": "",
            "slug": "quyet-dinh-ban-hanh-quy-che-tiep-cong-dan",
            "section": {"slug": DOCUMENTS.slug, "name": DOCUMENTS.name},
            "unit": {"code": "tt", "name": "Thanh tra Sở"},
            "body": "<p>Quy chế gồm 4 chương, 18 điều, thay Quy chế ban hành kèm theo Quyết định số 512/QĐ-SNV ngày "
            "14/6/2021. Điểm mới: tiếp công dân trực tuyến vào thứ Năm tuần thứ hai hằng tháng; người đến gặp được "
            "hẹn giờ trước qua điện thoại.</p>",
            "images": [],
            "links": [],
            "files": [file("Toàn văn Quyết định số 1847/QĐ-SNV", "1847-qd-snv.pdf", 412_000)],
            "document": {
                "number": "1847/QĐ-SNV",
                "type": "Quyết định",
                "issuer": "Sở Nội vụ tỉnh An Hải",
                "signer": "Trần Thị Thu Hà, Giám đốc",
                "issued": "2026-11-20",
                "effective": "2026-12-01",
            },
            **changes,
        }
    )


def about(**changes: Any) -> dict[str, Any]:
    """Give the snapshot of a standing page."""
    return article(
        **{
            "number": 2,
            "revision": 5,
            "kind": "standing_page",
            "title": "Giới thiệu Sở Nội vụ tỉnh An Hải",
            "summary": "Chức năng, nhiệm vụ, cơ cấu tổ chức và lãnh đạo Sở.",
            "slug": "gioi-thieu",
            "section": {"slug": "gioi-thieu", "name": "Giới thiệu"},
            "unit": {"code": "vp", "name": "Văn phòng Sở"},
            "body": "<h2>Chức năng</h2><p>Sở Nội vụ là cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh, tham mưu về tổ "
            "chức bộ máy, công chức, viên chức, lao động, việc làm và người có công.</p><h2>Cơ cấu tổ chức</h2>"
            "<ol><li>Văn phòng</li><li>Thanh tra</li><li>Phòng Tổ chức bộ máy</li>"
            "<li>Phòng Công chức, viên chức<ul><li>Bộ phận tuyển dụng</li><li>Bộ phận bồi dưỡng</li></ul></li>"
            "<li>Phòng Lao động – Việc làm</li></ol><blockquote><p>Phục vụ người dân trước, thủ tục sau.</p>"
            "</blockquote><hr><h3>Trung tâm Lưu trữ lịch sử</h3><p>Đơn vị trực thuộc, giữ 2.300 hồ sơ địa bạ triều "
            "Nguyễn<sup>1</sup>; mở cửa đọc <em>cả sáng thứ Bảy</em>.</p>",
            "images": [],
            "files": [],
            "links": [],
            **changes,
        }
    )


def acts(snapshot: Mapping[str, Any], digest: str = "0" * 64, first: int = 5120) -> tuple[dict[str, Any], ...]:
    """Give the act records that brought a snapshot to the public."""
    return tuple(
        {
            "format": "chauphe-act/1",
            "board": snapshot["board"],
            "seq": first + place,
            "act": act,
            "item": snapshot["item"],
            "number": snapshot["number"],
            "revision": snapshot["revision"],
            "digest": digest,
            "person": {"id": f"p-{place}", "name": name},
            "appointment": {"id": f"a-{place}", "role": role, "title": title},
            "capacity": capacity,
            "in_place_of": None if capacity == "own" else {"name": "Trần Thị Thu Hà", "title": "Trưởng Ban biên tập"},
            "clause": clause,
            "rule": f"chain.{act}",
            "regulation": "founding@2020-05-01",
            "basis": "regulation",
            "reason": "",
            "at": at,
            "factor": "passkey" if act == "sign_off" else "password",
        }
        for place, (act, role, name, title, capacity, clause, at) in enumerate(PROGRESS)
    )
