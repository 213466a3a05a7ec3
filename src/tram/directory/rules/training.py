"""Training of tellers (tập huấn giao dịch viên): what a session says of each person, and what a certificate gives.

Legal basis: the plan's task of the provincial post; domain requirement 8.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tram.core.calendar import vn_date
from tram.core.choices import Choice
from tram.core.errors import Refused

ALL_FIELDS = ""
"""A course for every field."""


class AttendanceOutcome(Choice):
    """What became of a teller at a session (kết quả tập huấn)."""

    PASSED = "passed", "Dự, đạt"
    FAILED = "failed", "Dự, chưa đạt"
    ABSENT = "absent", "Vắng"


@dataclass(frozen=True)
class Held:
    """A certificate that a teller holds: for one field or for all, from a day to another."""

    field: str
    issued_on: date
    valid_to: date | None

    def gives(self, field: str, day: date) -> bool:
        """Whether it covers a field on a day; `field` empty asks for any."""
        in_force = self.issued_on <= day and (self.valid_to is None or day <= self.valid_to)
        return in_force and (field == ALL_FIELDS or self.field in (ALL_FIELDS, field))


def trained(certificates: Iterable[Held], field: str, day: date) -> bool:
    """Whether somebody who holds these may take in dossiers of a field on a day (chứng nhận tập huấn)."""
    return any(each.gives(field, day) for each in certificates)


def check_certificate(
    outcome: AttendanceOutcome, number: str, issued_on: date, valid_to: date | None
) -> None:
    """Refuse a certificate for who did not pass, one without a number, and one that ends before it begins."""
    if number and outcome is not AttendanceOutcome.PASSED:
        raise Refused(
            "certificate-without-pass",
            f"Chỉ người dự và đạt mới có chứng nhận: hãy bỏ số «{number}» hoặc sửa kết quả.",
        )
    if not number and outcome is AttendanceOutcome.PASSED:
        raise Refused(
            "certificate-number-missing", "Người dự và đạt phải có số chứng nhận: hãy ghi số."
        )
    if valid_to is not None and valid_to < issued_on:
        raise Refused(
            "certificate-expired",
            f"Chứng nhận hết hạn ngày {vn_date(valid_to)}, trước ngày cấp {vn_date(issued_on)}. "
            "Hãy sửa một trong hai ngày.",
        )
