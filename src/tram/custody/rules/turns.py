"""Turns (bước rẽ) off the straight road of a dossier, as its owner is told: what is asked of them, or how it ended.

Like a milestone a turn names no person, no procedure and no paper. Legal basis: NĐ 61/2018/NĐ-CP Điều 17, 19.
"""

from tram.core.choices import Choice
from tram.dossiers.rules.states import State


class Turn(Choice):
    """What a dossier waits for, or how it ended without a result (bước rẽ của hồ sơ)."""

    PAPERS = "papers", "Cần ông/bà bổ sung giấy tờ"
    PAYMENT = "payment", "Cần ông/bà thực hiện nghĩa vụ tài chính"
    STOPPED = "stopped", "Cơ quan đã thông báo dừng giải quyết"
    REFUSED = "refused", "Hồ sơ không được tiếp nhận"
    INELIGIBLE = "ineligible", "Hồ sơ không đủ điều kiện giải quyết"
    WITHDRAWN = "withdrawn", "Ông/bà đã rút hồ sơ"


TURNS: dict[State, Turn] = {
    State.INCOMPLETE: Turn.PAPERS,
    State.WAITING_PAPERS: Turn.PAPERS,
    State.WAITING_PAYMENT: Turn.PAYMENT,
    State.STOPPED: Turn.STOPPED,
    State.REFUSED: Turn.REFUSED,
    State.REFUSED_CLOSED: Turn.REFUSED,
    State.INELIGIBLE: Turn.INELIGIBLE,
    State.INELIGIBLE_CLOSED: Turn.INELIGIBLE,
    State.WITHDRAWN: Turn.WITHDRAWN,
    State.WITHDRAWN_CLOSED: Turn.WITHDRAWN,
}
# Something is to be done by the owner, and until then nothing goes on.
ASKED = frozenset({Turn.PAPERS, Turn.PAYMENT})
ENDED = frozenset({Turn.REFUSED, Turn.INELIGIBLE, Turn.WITHDRAWN})
