from chauphe.bake.periods import begun, periods
from chauphe.public.pages import Link, Section

NEWS = Section("tin-tuc", "Tin tức")


def test_only_the_first_item_of_a_later_month_begins_it() -> None:
    months = begun([], "2026-10", 0)
    months = begun(months, "2026-10", 1)
    months = begun(months, "2026-11", 2)
    months = begun(months, "2026-09", 3)
    assert months == [("2026-10", 0), ("2026-11", 2)]


def test_years_before_the_last_two_are_named_as_years() -> None:
    months = [("2024-05", 0), ("2024-06", 30), ("2025-12", 50), ("2026-11", 70)]
    assert periods(NEWS, months, total=75, language="vi") == (
        Link("Tháng 11/2026", "/chuyen-muc/tin-tuc/"),
        Link("Tháng 12/2025", "/chuyen-muc/tin-tuc/"),
        Link("Năm 2024", "/chuyen-muc/tin-tuc/trang-1/"),
    )


def test_a_section_without_an_item_has_no_periods() -> None:
    assert periods(NEWS, [], total=0, language="vi") == ()
