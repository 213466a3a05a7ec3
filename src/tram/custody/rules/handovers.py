"""Which hand-overs there are: who gives, who receives, by which right (TT 17/2017/TT-BTTTT Điều 5)."""

from dataclasses import dataclass

from tram.accounts.rules.access import Right
from tram.core.choices import Choice
from tram.core.errors import Refused


class ManifestKind(Choice):
    """What a manifest moves (loại bảng kê)."""

    PICK_UP = "pick-up", "Điểm phục vụ giao bưu tá"
    HAND_OVER = "hand-over", "Bưu điện giao bộ phận một cửa"
    TO_AGENCY = "to-agency", "Một cửa chuyển đơn vị giải quyết"
    RESULT_TO_DESK = "result-to-desk", "Đơn vị giải quyết chuyển kết quả"
    RESULT_OUT = "result-out", "Một cửa giao kết quả cho bưu điện"
    BETWEEN_AGENCIES = "between-agencies", "Chuyển cơ quan phối hợp"
    PAPERS_TO_DESK = "papers-to-desk", "Đơn vị giải quyết trả lại hồ sơ"
    PAPERS_OUT = "papers-out", "Một cửa giao bưu điện trả lại hồ sơ"
    ORIGINALS_IN = "originals-in", "Bưu điện nộp bản chính thu hồi"
    ORIGINALS_TO_AGENCY = "originals-home", "Một cửa chuyển bản chính thu hồi"
    OFFICE_IN = "office-in", "Bưu tá giao bưu cục"
    OFFICE_OUT = "office-out", "Bưu cục giao bưu tá"
    SHUTTLE_OUT = "shuttle-out", "Một cửa giao chuyến đưa đi"
    SHUTTLE_AGENCY = "shuttle-agency", "Chuyến đưa giao đơn vị giải quyết"
    SHUTTLE_BACK = "shuttle-back", "Đơn vị giải quyết giao chuyến đưa về"
    SHUTTLE_DESK = "shuttle-desk", "Chuyến đưa giao một cửa"
    RUN_SHEET = "run-sheet", "Bưu cục giao bưu tá đi phát"
    HOLD = "hold", "Bưu tá gửi giữ tại điểm"
    HOLD_BACK = "hold-back", "Điểm phục vụ giao lại bưu tá"
    RETURN_IN = "return-in", "Bưu điện trả bưu gửi không phát được"


@dataclass(frozen=True)
class Rule:
    """Kinds of the two holders and the rights that the two signers need."""

    giver: str
    receiver: str
    gives: Right
    receives: Right


RULES: dict[ManifestKind, Rule] = {
    ManifestKind.PICK_UP: Rule("place", "courier", Right.HAND_OVER_POST, Right.HAND_OVER_POST),
    ManifestKind.HAND_OVER: Rule("courier", "place", Right.HAND_OVER_POST, Right.RECEIVE_AT_DESK),
    ManifestKind.TO_AGENCY: Rule("place", "place", Right.RECEIVE_AT_DESK, Right.SETTLE),
    ManifestKind.RESULT_TO_DESK: Rule("place", "place", Right.SETTLE, Right.RECEIVE_AT_DESK),
    ManifestKind.RESULT_OUT: Rule("place", "courier", Right.RECEIVE_AT_DESK, Right.HAND_OVER_POST),
    ManifestKind.BETWEEN_AGENCIES: Rule("place", "place", Right.SETTLE, Right.SETTLE),
    ManifestKind.PAPERS_TO_DESK: Rule("place", "place", Right.SETTLE, Right.RECEIVE_AT_DESK),
    ManifestKind.PAPERS_OUT: Rule("place", "courier", Right.RECEIVE_AT_DESK, Right.HAND_OVER_POST),
    ManifestKind.ORIGINALS_IN: Rule(
        "courier", "place", Right.HAND_OVER_POST, Right.RECEIVE_AT_DESK
    ),
    ManifestKind.ORIGINALS_TO_AGENCY: Rule("place", "place", Right.RECEIVE_AT_DESK, Right.SETTLE),
    ManifestKind.OFFICE_IN: Rule("courier", "place", Right.HAND_OVER_POST, Right.HAND_OVER_POST),
    ManifestKind.OFFICE_OUT: Rule("place", "courier", Right.HAND_OVER_POST, Right.HAND_OVER_POST),
    ManifestKind.SHUTTLE_OUT: Rule(
        "place", "courier", Right.RECEIVE_AT_DESK, Right.HAND_OVER_POST
    ),
    ManifestKind.SHUTTLE_AGENCY: Rule("courier", "place", Right.HAND_OVER_POST, Right.SETTLE),
    ManifestKind.SHUTTLE_BACK: Rule("place", "courier", Right.SETTLE, Right.HAND_OVER_POST),
    ManifestKind.SHUTTLE_DESK: Rule(
        "courier", "place", Right.HAND_OVER_POST, Right.RECEIVE_AT_DESK
    ),
    ManifestKind.RUN_SHEET: Rule("place", "courier", Right.HAND_OVER_POST, Right.HAND_OVER_POST),
    ManifestKind.HOLD: Rule("courier", "place", Right.HAND_OVER_POST, Right.HAND_OVER_POST),
    ManifestKind.HOLD_BACK: Rule("place", "courier", Right.HAND_OVER_POST, Right.HAND_OVER_POST),
    ManifestKind.RETURN_IN: Rule("courier", "place", Right.HAND_OVER_POST, Right.RECEIVE_AT_DESK),
}
# Lists that bring papers nearer to the agency: what must be held back does not go on by them.
ONWARD = frozenset(
    {
        ManifestKind.PICK_UP,
        ManifestKind.TO_AGENCY,
        ManifestKind.SHUTTLE_OUT,
        ManifestKind.SHUTTLE_AGENCY,
    }
)
# Within the post, and by the post's teams between a centre and the agencies (CV 3746/UBND-HCC1).
OFFICE = frozenset({ManifestKind.OFFICE_IN, ManifestKind.OFFICE_OUT})
SHUTTLE = frozenset(
    {
        ManifestKind.SHUTTLE_OUT,
        ManifestKind.SHUTTLE_AGENCY,
        ManifestKind.SHUTTLE_BACK,
        ManifestKind.SHUTTLE_DESK,
    }
)


def require_kind(kind: ManifestKind, giver: str, receiver: str) -> None:
    """Refuse a manifest between holders that this kind does not join."""
    rule = RULES[kind]
    if (giver, receiver) != (rule.giver, rule.receiver):
        raise Refused("wrong-sides", f"Bảng kê «{kind.label}» không lập được giữa hai bên này.")
