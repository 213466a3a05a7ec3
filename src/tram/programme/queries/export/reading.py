"""The rows of one table of the export, read as a stream: a year of a million dossiers does not fit into memory."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.db import connection

from tram.core.calendar import ZONE, vn_date
from tram.core.errors import Refused
from tram.programme.prints.folder import Table
from tram.programme.queries.plan import plan_for

FIRST_YEAR, LAST_YEAR = 2000, 2199
_BATCH = 2000


def rows(table: Table, year: int) -> Iterator[tuple[Any, ...]]:
    """The rows of one table for a year; inside a transaction, so that all tables are of one moment."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(table.statement, words_of(year))
        while batch := cursor.fetchmany(_BATCH):
            yield from batch


def words_of(year: int) -> dict[str, Any]:
    """What the statements ask with: the year as days and as moments of Việt Nam, and the plan it is judged by."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("bad-year", f"Không có năm {year}: hãy ghi năm như 2019.")
    first, last = date(year, 1, 1), date(year, 12, 31)
    plan = plan_for(year, last)
    return {
        "year": year,
        "first": first,
        "last": last,
        "since": datetime.combine(first, time.min, ZONE),
        "until": datetime.combine(date(year + 1, 1, 1), time.min, ZONE),
        "plan": plan.id if plan else None,
    }


def about(year: int) -> str:
    """What the folder is, in words: the plan of the year and the definitions that recount it."""
    plan = plan_for(year, date(year, 12, 31))
    named = (
        f"{plan.number} ({vn_date(plan.issued_on)})" if plan else "chưa có kế hoạch của năm này"
    )
    return _WORDS.format(year=year, plan=named)


_WORDS = """
Các sự kiện đứng sau số liệu năm {year} của kế hoạch {plan}, để bất kỳ ai cũng đếm lại được. Không có thông tin cá
nhân. Tính lại bằng `python recount.py THƯ_MỤC_NÀY` (tệp recount.py đi kèm, chỉ cần Python).

- Thời điểm ghi theo ISO 8601, giờ Việt Nam (+07:00), lấy đến giây; ô trống = chưa xảy ra. Ngày ghi năm-tháng-ngày.
- `dossiers.csv` có mọi hồ sơ được đăng ký, bàn giao, tiếp nhận, có kết quả hoặc trả kết quả trong năm. Phiếu nhận
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
- So với chỉ tiêu bằng số nguyên: tử số × 100 ≥ tỷ lệ × mẫu số, không làm tròn.
- Chữ bắt đầu bằng = + - @ có dấu nháy đơn đứng trước, để bảng tính không coi là công thức.
- `MANIFEST` có SHA-256 của từng tệp: `sha256sum --check MANIFEST`.
"""
