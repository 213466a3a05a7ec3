"""The rows of one table of the export, read as a stream: a year of a million dossiers does not fit into memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection

from tram.core.calendar import DAY, ZONE, vn_date
from tram.core.choices import Choice
from tram.core.errors import Refused
from tram.programme.prints.folder import Table
from tram.programme.queries.plan import plan_for
from tram.programme.rules.periods import Period, plan_year
from tram.programme.rules.plan import PlanOn

FIRST_YEAR, LAST_YEAR = 2000, 2199
_BATCH = 2000
CALENDAR = "01-01"


class ChosenBy(Choice):
    """Who says which days an export is of (kỳ của số liệu xuất do ai chọn)."""

    PLAN = "plan", "năm theo kế hoạch"
    CALENDAR = "calendar", "năm dương lịch, vì chưa có kế hoạch của năm này"
    ASKED = "asked", "theo yêu cầu khi xuất, không phải cả năm của kế hoạch"


@dataclass(frozen=True)
class Cut:
    """Which days of which year an export is of, and who says so; `before`: the plan's year before it."""

    year: int
    period: Period
    chosen_by: ChosenBy
    before: Period
    plan: PlanOn | None

    @property
    def words(self) -> dict[str, Any]:
        """What the statements ask with: days, and the moments of Việt Nam at which they begin and end."""
        return {
            "year": self.year,
            "first": self.period.first,
            "last": self.period.last,
            "chosen_by": self.chosen_by.value,
            "since": _start(self.period.first),
            "until": _start(self.period.last + DAY),
            "before_first": self.before.first,
            "before_last": self.before.last,
            "before_since": _start(self.before.first),
            "before_until": _start(self.before.last + DAY),
        }


def cut(year: int, asked: Period | None = None) -> Cut:
    """The plan's year (or the calendar's without a plan), or the days asked for."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("bad-year", f"Không có năm {year}: hãy ghi năm như 2019.")
    if asked and asked.last < asked.first:
        raise Refused(
            "days-out-of-order",
            f"Ngày cuối {vn_date(asked.last)} trước ngày đầu {vn_date(asked.first)}: hãy đổi lại --from và --to.",
        )
    plan = plan_for(year, (asked or plan_year(year, CALENDAR)).last)
    starts = plan.year_starts if plan else CALENDAR
    chosen = ChosenBy.ASKED if asked else ChosenBy.PLAN if plan else ChosenBy.CALENDAR
    whole = asked or plan_year(year, starts)
    return Cut(year, whole, chosen, plan_year(year - 1, starts), plan)


def rows(table: Table, asked: Cut) -> Iterator[tuple[Any, ...]]:
    """The rows of one table for some days; inside a transaction, so that all tables are of one moment."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(table.statement, asked.words)
        while batch := cursor.fetchmany(_BATCH):
            yield from batch


def about(asked: Cut) -> str:
    """What the folder is, in words: the plan of the year, the days, and the definitions that recount it."""
    plan = asked.plan
    named = (
        f"{plan.number} ({vn_date(plan.issued_on)})" if plan else "chưa có kế hoạch của năm này"
    )
    return _WORDS.format(
        year=asked.year,
        plan=named,
        first=vn_date(asked.period.first),
        last=vn_date(asked.period.last),
        chosen_by=asked.chosen_by.label,
    )


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONE)


_WORDS = """
Các sự kiện làm căn cứ của số liệu năm {year} của kế hoạch {plan}, để bất kỳ ai cũng đếm lại được. Không có thông tin cá
nhân. Kỳ của thư mục: từ {first} đến hết {last} ({chosen_by}); tệp `period.csv` ghi cùng điều đó. Tính lại bằng
`python recount.py THƯ_MỤC_NÀY` (bốn tệp recount*.py đi kèm, chỉ cần Python).

- Thời điểm ghi theo ISO 8601, giờ Việt Nam (+07:00), lấy đến giây; ô trống = chưa xảy ra. Ngày ghi năm-tháng-ngày.
- `dossiers.csv` có mọi hồ sơ được đăng ký, bàn giao, tiếp nhận, có kết quả hoặc trả kết quả trong kỳ. Phiếu nhận
  đã hủy không có trong tệp, vì không tính vào số liệu nào.
- **Tiếp nhận**: hồ sơ kênh 3 (qua bưu chính) tính vào kỳ có `handover_signed_at` (ký biên bản giao nhận tại cơ
  quan); hồ sơ kênh khác tính vào kỳ có `accepted_at`. *Tiếp nhận qua bưu chính* = kênh 3 đã tính như trên.
- **Trả kết quả**: tính vào kỳ có `delivered_at`. *Trả qua bưu chính* = `result_channel` 1 và có `delivered_at`
  (khi đó có bằng chứng phát).
- **Thủ tục đã triển khai** của cơ quan trong kỳ: dòng của `procedures.csv` có hiệu lực ngày cuối kỳ (cách hiểu
  `in-force`), hoặc trong số đó thủ tục có `postal_in` hay `postal_out` = yes (cách hiểu `listed`).
- **Thủ tục có phát sinh**: thủ tục đã triển khai có ít nhất một hồ sơ tiếp nhận hoặc trả qua bưu chính trong kỳ.
- **Mẫu số của tỷ lệ tiếp nhận, tỷ lệ trả**: mọi hồ sơ tiếp nhận (trả) trong kỳ của các thủ tục mà cách hiểu
  `denominator` trong `plan.csv` nói tới: `active-procedures` = có phát sinh trong kỳ; `listed-procedures` = được
  gửi (trả) qua bưu chính; `all` = mọi thủ tục. `online` = `not-counted`: bỏ hồ sơ kênh 2 khỏi mẫu số tiếp nhận.
- **Nhóm A không thấp hơn năm trước**: số tiếp nhận và số trả qua bưu chính của năm, mỗi số so với năm kế hoạch trước:
  số đã khai trong `baselines.csv`, không có thì đếm trong `dossiers_before.csv`; thiếu một số thì chưa đo.
- **Số liệu từ sổ theo dõi** tính đến hết một ngày: thỏa thuận còn hiệu lực ngày đó của cơ quan có thủ tục
  (`agreements.csv`); điểm đang mở có mọi tiêu chí bắt buộc (`criteria.csv`) được kiểm tra lần cuối là đạt và còn hạn
  (`assessments.csv`); xã đang có đã được tuyên truyền trong kỳ (`outreach.csv`); giao dịch viên đang làm việc có chứng
  nhận còn giá trị (`tellers.csv`, `trainings.csv`); báo cáo đầu tiên của cơ quan nhận không sau hạn (`reports.csv`);
  bưu gửi nguyên vẹn, đúng hạn (`postal_runs.csv`); cước không vượt bảng giá (`postage.csv`). Sổ trống = chưa đo.
- So với chỉ tiêu bằng số nguyên: tử số × 100 ≥ tỷ lệ × mẫu số, không làm tròn.
- Chữ bắt đầu bằng = + - @ có dấu nháy đơn đứng trước, để bảng tính không coi là công thức.
- `MANIFEST` có SHA-256 của từng tệp: `sha256sum --check MANIFEST`.
"""
