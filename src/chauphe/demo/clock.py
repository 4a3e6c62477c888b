"""What is said where the machine's clock lies before the story of the demonstration ends."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chauphe.demo.files import HANOI
from chauphe.demo.model import Demonstration

_SHOWN: Final = "%H:%M, %d/%m/%Y"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the clock is doubted, and whether it is hopeless: on that day nobody was in office yet."""

    says: str
    hopeless: bool


def doubt(story: Demonstration, *, now: datetime) -> Doubt | None:
    """Say what is wrong with the clock, or nothing."""
    if now >= story.as_of:
        return None
    shown = now.astimezone(HANOI)
    told = (
        f"  Đồng hồ của máy này chỉ {shown:{_SHOWN}}, sớm hơn câu chuyện của bản dùng thử "
        f"(kể đến {story.as_of:{_SHOWN}})."
    )
    if shown.date() < min(each.since for each in story.boards[0].appointments):
        return Doubt(
            f"{told}\n  Ngày đó chưa ai được phân công vào Ban biên tập. Chỉnh giờ của máy rồi chạy lại.", True
        )
    rest = "Vẫn chạy được, nhưng việc làm bây giờ ghi giờ sớm hơn các việc đã có trong sổ."
    return Doubt(f"{told}\n  {rest}\n  Nếu đồng hồ sai: dừng, chỉnh giờ của máy rồi chạy “make demo-reset”.", False)
