"""How far a dossier of the register (sổ theo dõi hồ sơ) is: every state that an office can see falls in one group.

Legal basis: TT 01/2018/TT-VPCP Mẫu 06; since 1/7/2025 TT 03/2025/TT-VPCP Mẫu 07.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tram.core.choices import Choice
from tram.dossiers.rules.states import GIVING_BACK, PAUSED, RUNNING, TO_ACCEPT, State


class RegisterGroup(Choice):
    """How far a dossier is, as a register counts it (mức xử lý)."""

    TO_ACCEPT = "to-accept", "Chờ tiếp nhận"
    RUNNING = "running", "Đang giải quyết"
    PAUSED = "paused", "Tạm dừng, chờ công dân"
    READY = "ready", "Có kết quả, chưa trả"
    RETURNED = "returned", "Đã trả kết quả"
    WITHOUT_RESULT = "without-result", "Từ chối, trả lại, rút, hủy"


_ENDED = {State.REFUSED_CLOSED, State.INELIGIBLE_CLOSED, State.WITHDRAWN_CLOSED, State.VOIDED}
STATES: Mapping[RegisterGroup, frozenset[State]] = MappingProxyType(
    {
        RegisterGroup.TO_ACCEPT: TO_ACCEPT | {State.INCOMPLETE},
        RegisterGroup.RUNNING: RUNNING,
        RegisterGroup.PAUSED: PAUSED,
        RegisterGroup.READY: frozenset({State.SETTLED, State.RELEASED}),
        RegisterGroup.RETURNED: frozenset({State.RETURNED, State.CLOSED}),
        RegisterGroup.WITHOUT_RESULT: GIVING_BACK | _ENDED,
    }
)
# Before these the dossier is only with the post, and in no office's register.
BEFORE = frozenset({State.START, State.REGISTERED})


def group_of(state: State) -> RegisterGroup:
    """The one group of a state that an office sees."""
    return next(group for group, states in STATES.items() if state in states)
