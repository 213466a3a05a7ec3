"""A list of postal procedures as published, and how the catalogue has moved since (danh mục thủ tục đã công bố).

Legal basis: QĐ 45/2016/QĐ-TTg (agencies publish and post the list), the plan's task of posting it; requirement 5.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tram.core.calendar import vn_date
from tram.core.choices import Choice
from tram.core.errors import Refused


class ListChange(Choice):
    """How a procedure differs from the published list (khác với danh mục đã công bố)."""

    ADDED = "added", "Có trong danh mục nay, chưa có trong bản công bố"
    GONE = "gone", "Có trong bản công bố, nay không còn"
    MOVED = "moved", "Nay đi qua bưu điện khác bản công bố"


@dataclass(frozen=True)
class Listed:
    """One procedure of a list: open or not in each direction, and why not."""

    version_id: int
    code: str
    name: str
    field: str
    sending: bool
    sending_reason: str
    returning: bool
    returning_reason: str

    @property
    def by_post(self) -> bool:
        """Whether the post carries it in some direction."""
        return self.sending or self.returning

    @property
    def reasons(self) -> str:
        """Why a closed direction is closed, each reason once."""
        told = [
            reason
            for open_, reason in (
                (self.sending, self.sending_reason),
                (self.returning, self.returning_reason),
            )
            if not open_ and reason
        ]
        return " ".join(dict.fromkeys(told))


def differences(
    published: Iterable[Listed], now: Iterable[Listed]
) -> list[tuple[ListChange, Listed]]:
    """What the catalogue says otherwise than the published list, by code."""
    before, after = {row.code: row for row in published}, {row.code: row for row in now}
    found = [(ListChange.ADDED, row) for code, row in after.items() if code not in before]
    found += [(ListChange.GONE, row) for code, row in before.items() if code not in after]
    found += [
        (ListChange.MOVED, row)
        for code, row in after.items()
        if code in before
        and (row.sending, row.returning) != (before[code].sending, before[code].returning)
    ]
    return sorted(found, key=lambda each: each[1].code)


def check_dates(decided_on: date, valid_from: date, valid_to: date | None) -> None:
    """Refuse a list that applies before it was decided, or ends before it begins."""
    if valid_from < decided_on:
        raise Refused(
            "applies-before-decision",
            f"Danh mục áp dụng từ {vn_date(valid_from)}, trước ngày quyết định "
            f"{vn_date(decided_on)}. Hãy sửa một trong hai ngày.",
        )
    if valid_to is not None and valid_to < valid_from:
        raise Refused(
            "days-out-of-order",
            f"Danh mục hết áp dụng ngày {vn_date(valid_to)}, trước ngày bắt đầu "
            f"{vn_date(valid_from)}. Hãy sửa một trong hai ngày.",
        )
