"""How a section's list is cut into pages, so that a new item rewrites the newest list only (DESIGN §1, invariant 6).

Items are counted from the oldest. Full pages of twenty are frozen under their own number; the newest list shows the
twenty to thirty-nine that are left.
"""

PAGE = 20


def frozen_pages(total: int) -> int:
    """Say how many frozen pages a list of `total` items has; they are numbered from 1, the oldest."""
    return max(0, total // PAGE - 1)


def frozen_slice(number: int) -> slice:
    """Give the place of a frozen page's items in the list from the oldest."""
    return slice((number - 1) * PAGE, number * PAGE)


def newest_slice(total: int) -> slice:
    """Give the place of the newest list's items in the list from the oldest."""
    return slice(frozen_pages(total) * PAGE, total)


def frozen_path(section: str, number: int) -> str:
    """Give the address of a frozen page of a section."""
    return f"/chuyen-muc/{section}/trang-{number}/"
