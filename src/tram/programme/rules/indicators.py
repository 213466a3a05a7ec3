"""The indicators of a plan (chỉ tiêu) and a figure as proof: numerator, denominator, what is left out, and why.

A ratio is compared with its target by whole numbers, never after rounding. What has no source is «chưa đo», never 0.
Legal basis: the plan's article; domain requirements 46–49.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tram.core.choices import Choice


class Group(Choice):
    """Which of the plan's two groups an agency is in (nhóm)."""

    A = "A", "Nhóm A: đã thực hiện qua bưu chính công ích trước kế hoạch"
    B = "B", "Nhóm B: bắt đầu thực hiện từ kế hoạch"
    NONE = "none", "Kế hoạch không giao chỉ tiêu"


class Indicator(Choice):
    """What the plan measures (chỉ tiêu)."""

    PROCEDURES_WITH_POST = "procedures_with_post", "Thủ tục có phát sinh hồ sơ qua bưu chính"
    RECEIVED_BY_POST = "received_by_post", "Hồ sơ tiếp nhận qua bưu chính"
    RETURNED_BY_POST = "returned_by_post", "Kết quả trả qua bưu chính"
    NOT_BELOW_LAST_YEAR = "not_below_last_year", "Không thấp hơn năm trước (nhóm A)"
    VOLUME = "volume", "Số lượt hồ sơ qua bưu chính"
    POINTS_QUALIFIED = "points_qualified", "Điểm phục vụ đủ điều kiện"
    AGREEMENTS_SIGNED = "agreements_signed", "Thỏa thuận hợp tác đã ký"
    COMMUNES_INFORMED = "communes_informed", "Xã, phường, thị trấn đã được tuyên truyền"
    MEDIA_INFORMED = "media_informed", "Tin, bài của cơ quan báo chí, truyền thanh"
    TELLERS_TRAINED = "tellers_trained", "Giao dịch viên đã được tập huấn"
    REPORTS_ON_TIME = "reports_on_time", "Báo cáo năm gửi đúng hạn"
    POSTAL_SAFETY = "postal_safety", "An toàn bưu gửi"
    POSTAL_ON_TIME = "postal_on_time", "Bưu gửi đúng thời gian toàn trình"
    COMPLAINTS_HANDLED = "complaints_handled", "Khiếu nại bưu chính giải quyết đúng hạn"
    OVERCHARGING = "overcharging", "Bưu gửi không thu quá giá"


DOSSIER_SHARES = (
    Indicator.PROCEDURES_WITH_POST,
    Indicator.RECEIVED_BY_POST,
    Indicator.RETURNED_BY_POST,
)
"""The three that every agency of the plan has, month by month, from the books."""


NOT_DIVIDED = frozenset({Indicator.MEDIA_INFORMED})
"""Plain counts: their denominator repeats the numerator, so a share of them would always be 100 %."""


@dataclass(frozen=True)
class Goal:
    """What must be reached: at least so many per cent of the denominator, or at least so many of the numerator."""

    percent: Decimal | None = None
    count: int | None = None

    def reached(self, numerator: int, denominator: int) -> bool | None:
        """Whether it is; None if the denominator is nothing and a share is asked («không có hồ sơ»)."""
        if self.percent is not None:
            return numerator * 100 >= self.percent * denominator if denominator else None
        return numerator >= (self.count or 0)


@dataclass(frozen=True)
class Value:
    """One figure of one unit (`unit_id` None = the province) in one period.

    `numerator` None = chưa đo. `excluded`: reason code → how many dossiers (or things) it leaves out.
    """

    indicator: Indicator
    unit_id: int | None
    numerator: int | None
    denominator: int | None
    goal: Goal | None = None
    excluded: Mapping[str, int] = field(default_factory=dict)

    @property
    def measured(self) -> bool:
        """Whether there is a source for it."""
        return self.numerator is not None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without a target, a source, or anything to divide by."""
        if self.goal is None or self.numerator is None or self.denominator is None:
            return None
        return self.goal.reached(self.numerator, self.denominator)

    @property
    def permille(self) -> int | None:
        """In thousandths rounded down, so that nothing below a target looks like it; None if not to be told."""
        if self.numerator is None or not self.denominator or self.indicator in NOT_DIVIDED:
            return None
        return self.numerator * 1000 // self.denominator
