"""Writes a small site of the invented office, sealed for real, into a folder: for a browser to look at."""

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from chauphe.public import pages
from chauphe.public.assets import bundle
from chauphe.public.site import Card, Link, Section, Site, item_path
from chauphe.seal.canonical import digest
from chauphe.seal.checkpoint import Checkpoint, sign
from chauphe.seal.merkle import inclusion_path, leaf_hash, node_hash, root
from chauphe.seal.note import Signer
from chauphe.seal.proof import OpenedAct, leaf_bytes, proof_bytes
from tests.public import office

ORIGIN = "chauphe.example/snv-anhai"
SIGNER = Signer(ORIGIN, b"trial key, trial key, trial key.")
OTHERS = 5120  # acts of other items that stand in the log before ours
KINDS = {"avif": "AVIF", "webp": "WEBP", "jpeg": "JPEG"}

HEADLINES = (
    ("Từ 01/12, nhận hồ sơ hỗ trợ học nghề tại cả 64 xã, phường", office.LABOUR, "Phòng Lao động – Việc làm"),
    ("Khai mạc lớp bồi dưỡng kỹ năng số cho 180 công chức cấp xã", office.CIVIL_SERVICE, "Phòng Công chức, viên chức"),
    ("Lễ trao Kỷ niệm chương cho 36 cán bộ ngành Nội vụ", office.NEWS, "Văn phòng Sở"),
    ("Kết quả khảo sát mức độ hài lòng của người dân quý III: 91,4%", office.NEWS, "Phòng Cải cách hành chính"),
    ("Kho lưu trữ lịch sử tỉnh mở 2.300 hồ sơ địa bạ triều Nguyễn cho bạn đọc", office.NEWS,
     "Trung tâm Lưu trữ lịch sử"),
    ("Rà soát mộ liệt sĩ chưa xác định được thông tin tại xã Vĩnh Hải", office.MERIT, "Phòng Người có công"),
    ("Hướng dẫn ôn tập vòng 2, môn chuyên ngành hành chính", office.CIVIL_SERVICE, "Phòng Công chức, viên chức"),
    ("Phiên giao dịch việc làm lưu động tại phường Cửa Hải ngày 28/11", office.LABOUR, "Phòng Lao động – Việc làm"),
    ("Chi trả trợ cấp tháng 12 cho 9.480 người có công từ ngày 05/12", office.MERIT, "Phòng Người có công"),
)  # fmt: skip
SUMMARY = (
    "Người lao động nộp hồ sơ tại bộ phận một cửa nơi thường trú hoặc tạm trú; kết quả trả sau năm ngày làm việc, "
    "không phải đi lại lần thứ hai."
)
PAPERS = (
    ("2210/SNV-CCVC", "Công văn hướng dẫn đánh giá, xếp loại công chức, viên chức năm 2026", "2026-11-18", 286_000),
    ("2196/SNV-TCBM", "Công văn hướng dẫn sắp xếp thôn, tổ dân phố sau khi hợp nhất xã", "2026-11-17", 1_104_000),
    ("1802/QĐ-SNV", "Quyết định công nhận kết quả thi nâng ngạch chuyên viên chính", "2026-11-13", 530_000),
    ("96/TB-SNV", "Thông báo lịch tiếp công dân tháng 12 của lãnh đạo Sở", "2026-11-12", 148_000),
)


@dataclass
class TrialSite:
    """A folder with a whole small site, and what a test wants to know of it."""

    folder: Path
    site: Site
    paths: dict[str, str]

    def file(self, path: str, name: str = "index.html") -> Path:
        """Give the file behind an address."""
        return self.folder / path.strip("/") / name


def write(folder: Path, site: Site = office.SITE, drawings: Mapping[str, bytes] | None = None) -> TrialSite:
    """Write the site; `drawings` are PNG bytes by the hash of the original, flat colours where there is none."""
    trial = TrialSite(folder, site, {})
    for asset in bundle():
        _put(folder, asset.path, asset.data)
    lead = _with_pictures(folder, office.article(), drawings or {})
    for name, snapshot in (("article", lead), ("decision", office.decision()), ("about", office.about())):
        trial.paths[name] = _item(trial, snapshot, related=tuple(cards())[6:8])
    for path, text in _others(site, lead):
        _put(folder, path, text.encode())
    _put(folder, ".well-known/chauphe/key", SIGNER.verifier.text().encode() + b"\n")
    return trial


def cards() -> Iterator[Card]:
    """Give the cards of a fortnight, the newest first."""
    for place, (title, section, unit) in enumerate(HEADLINES):
        day = f"2026-11-{23 - place:02}T02:10:00Z"
        yield Card(1190 - place, "news", f"tin-{place}", title, SUMMARY, section, unit, day, ("Võ Hoàng Nam",))


def papers() -> Iterator[Card]:
    """Give the cards of documents, the newest first."""
    yield Card.of(office.decision(), published="2026-11-20T03:00:00Z")
    for place, (number, title, issued, count) in enumerate(PAPERS):
        document = {**office.decision()["document"], "number": number, "issued": issued}
        one = office.decision(
            number=1180 - place,
            title=title,
            slug=f"van-ban-{place}",
            document=document,
            files=[office.file(title, f"van-ban-{place}.pdf", count)],
        )
        yield Card.of(one, published=f"{issued}T03:00:00Z")


def _others(site: Site, lead: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    news, documents = tuple(cards()), tuple(papers())
    first = Card.of(lead, published="2026-11-20T01:31:00Z")
    bands = tuple((section, tuple(card for card in news if card.section == section)[:3]) for section in site.sections)
    home = pages.HomePage(first, news[:6], documents, tuple((s, c) for s, c in bands if len(c) > 1))
    yield "index.html", pages.render_home(site, home)
    yield "trong/index.html", pages.render_home(replace(site, demo=False), pages.HomePage())
    yield "chuyen-muc/tin-tuc/index.html", pages.render_list(site, newest(office.NEWS, (first, *news)))
    yield "chuyen-muc/tin-tuc/trang-60/index.html", pages.render_list(site, frozen(office.NEWS, news))
    yield "chuyen-muc/van-ban/index.html", pages.render_list(site, newest(office.DOCUMENTS, documents))
    yield "chuyen-muc/nguoi-co-cong/index.html", pages.render_list(site, pages.ListPage(office.MERIT, ()))
    branches = pages.MapPage(tuple(branch(section) for section in site.sections))
    yield "so-do/index.html", pages.render_map(site, branches)
    yield "tim/index.html", pages.render_search(site, branches)
    yield "kiem-tra/index.html", pages.render_check(site)
    yield "404.html", pages.render_404(site)
    yield "loi-nhan/index.html", pages.render_message(site, MESSAGE)
    yield "feed.atom", pages.atom(site, (first, *news))
    yield "feed.json", pages.json_feed(site, (first, *news))
    for section in site.sections:
        own = [card for card in (first, *news, *documents) if card.section.slug == section.slug]
        yield f"{section.path[1:]}feed.json", pages.json_feed(site, own, section)


MESSAGE = pages.MessagePage(
    "/loi-nhan/",
    "Trang đã được rút",
    ("Ban biên tập đã rút trang này ngày 21/11/2026, vì văn bản được thay thế.", "Bản mới có ở mục Văn bản."),
    (Link("Văn bản", "/chuyen-muc/van-ban/"),),
)


def newest(section: Section, shown: tuple[Card, ...]) -> pages.ListPage:
    """Give the newest list of a section that has sixty-one frozen pages."""
    return pages.ListPage(section, shown, frozen=61, total=1_245, periods=periods(section))


def frozen(section: Section, shown: tuple[Card, ...]) -> pages.ListPage:
    """Give a frozen page of a section."""
    return pages.ListPage(section, shown, number=60, frozen=61)


def branch(section: Section) -> pages.Branch:
    """Give a branch of the site map."""
    return pages.Branch(section, periods(section))


def periods(section: Section) -> tuple[Link, ...]:
    """Say where months and years begin."""
    named = (("Tháng 11/2026", 61), ("Tháng 10/2026", 58), ("Tháng 9/2026", 55), ("2025", 21), ("2024", 1))
    return tuple(Link(name, f"{section.path}trang-{number}/") for name, number in named)


def _item(trial: TrialSite, snapshot: Mapping[str, Any], related: tuple[Card, ...]) -> str:
    own = digest(snapshot)
    records = office.acts(snapshot, own)
    proof = proof_of(snapshot, records)
    path = item_path(snapshot["kind"], snapshot["slug"], snapshot["number"])
    page = pages.ItemPage(snapshot, records, own, len(proof), related)
    _put(trial.folder, f"{path[1:]}index.html", pages.render_item(trial.site, page).encode())
    _put(trial.folder, f"{path[1:]}bang-chung.json", proof)
    for file in snapshot["files"]:
        _put(trial.folder, path[1:] + file["name"], file["name"].encode())  # its hash is of its name
    for image in snapshot["images"]:
        for one in image["renditions"]:
            _put(trial.folder, path[1:] + one["name"], (trial.folder / "pictures" / one["name"]).read_bytes())
    return path


def proof_of(snapshot: Mapping[str, Any], records: tuple[dict[str, Any], ...]) -> bytes:
    """Seal a snapshot: its acts at the end of a log of other acts, and a signed checkpoint over all."""
    salts = [hashlib.sha256(record["act"].encode()).digest() for record in records]
    own = [leaf_bytes(record["seq"], salt, record) for record, salt in zip(records, salts, strict=True)]
    leaves = [leaf_hash(str(n).encode()) for n in range(OTHERS)] + [leaf_hash(entry) for entry in own]

    def node(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        return node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))

    checkpoint = sign(Checkpoint(ORIGIN, len(leaves), root(len(leaves), node)), SIGNER).decode()
    opened = [
        OpenedAct(record["seq"], salt, record, tuple(inclusion_path(record["seq"], len(leaves), node)))
        for record, salt in zip(records, salts, strict=True)
    ]
    return proof_bytes(snapshot, opened, checkpoint)


def _with_pictures(folder: Path, snapshot: dict[str, Any], drawings: Mapping[str, bytes]) -> dict[str, Any]:
    images = []
    for image in snapshot["images"]:
        drawing = drawings.get(image["sha256"])
        whole = Image.open(io.BytesIO(drawing)).convert("RGB") if drawing else Image.new("RGB", (1344, 756), "#ece4d4")
        made = [_rendition(folder, whole, kind, width) for kind in KINDS for width in (640, whole.width)]
        images.append({**image, "width": whole.width, "height": whole.height, "renditions": made})
    return {**snapshot, "images": images}


def _rendition(folder: Path, whole: Image.Image, kind: str, width: int) -> dict[str, Any]:
    height = round(whole.height * width / whole.width)
    data = io.BytesIO()
    whole.resize((width, height), Image.Resampling.LANCZOS).save(data, KINDS[kind], quality=70)
    own = hashlib.sha256(data.getvalue()).hexdigest()
    name = f"{own[:16]}.{kind.replace('jpeg', 'jpg')}"
    _put(folder, f"pictures/{name}", data.getvalue())
    return {
        "sha256": own, "type": f"image/{kind}", "width": width, "height": height,
        "bytes": len(data.getvalue()), "name": name,
    }  # fmt: skip


def _put(folder: Path, path: str, data: bytes) -> None:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
