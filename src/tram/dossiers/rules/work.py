"""Work inside one unit: who has the dossier now, which step it is, how much of the unit's time that step may take.

Who hands work out also approves it: once a leader has assigned a dossier or was asked to approve, its result is
recorded by the leader or after the leader's approval (TT 01/2018/TT-VPCP Điều 13; the rule itself is our own choice).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tram.core.choices import Choice
from tram.core.errors import Refused
from tram.dossiers.rules.states import PAUSED, State

AT_WORK = PAUSED | {State.PROCESSING}


class WorkKind(Choice):
    """What a step inside the unit is for (việc của bước xử lý); the share of each is dated data (province.toml)."""

    APPRAISE = "appraise", "Thẩm định hồ sơ"
    APPROVE = "approve", "Lãnh đạo duyệt"
    ISSUE = "issue", "Ghi và giao kết quả"


class StepOutcome(Choice):
    """How a step inside the unit ended (kết quả của bước xử lý)."""

    FORWARDED = "forwarded", "Chuyển người khác"
    SUBMITTED = "submitted", "Trình lãnh đạo"
    APPROVED = "approved", "Đã duyệt"
    RETURNED = "returned", "Trả lại để làm tiếp"
    LEFT = "left", "Hồ sơ ra khỏi đơn vị"


@dataclass(frozen=True)
class Done:
    """A step as approval looks at it: whether a leader gave it, what it was for, how it ended."""

    kind: WorkKind
    by_leader: bool
    outcome: StepOutcome | None


def require_at_work(state: State, handling: int | None) -> None:
    """Work is given only while the unit has the dossier."""
    if state not in AT_WORK or handling is None:
        raise Refused(
            "not-at-work",
            f"Hồ sơ đang ở tình trạng «{state.label}» nên không phân công được. "
            "Hãy tải lại trang để xem tình trạng mới nhất.",
        )


def must_be_approved(steps: Sequence[Done]) -> bool:
    """Whether the unit's leader has a say in the result and has not said yes yet; `steps` in their order."""
    asked = any(step.by_leader or step.kind is WorkKind.APPROVE for step in steps)
    said = [step.outcome for step in steps if step.kind is WorkKind.APPROVE]
    return asked and (not said or said[-1] is not StepOutcome.APPROVED)


def require_approved(steps: Sequence[Done]) -> None:
    """Refuse a result that the leader has still to approve."""
    if must_be_approved(steps):
        raise Refused(
            "not-approved",
            "Hồ sơ này do lãnh đạo phân công nên kết quả phải được lãnh đạo duyệt trước. "
            "Hãy trình lãnh đạo duyệt rồi ghi kết quả.",
        )


def planned(percent: int | None, unit_minutes: int | None) -> int | None:
    """The minutes of a step: its per cent of the time that the unit has."""
    return None if percent is None or unit_minutes is None else unit_minutes * percent // 100
