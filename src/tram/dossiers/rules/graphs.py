"""The published state graphs: one row per step. A graph never changes; a dossier keeps the one it started under.

`2019-1` is the thin round trip of the first release; `2019-2` the whole of NĐ 61/2018/NĐ-CP and TT 01/2018/TT-VPCP;
`2025-1` that of NĐ 118/2025/NĐ-CP and TT 03/2025/TT-VPCP, which adds the notice that settling stops (Mẫu 05; its text
was not seen whole).
"""

from collections.abc import Mapping
from types import MappingProxyType

from tram.core.errors import Refused
from tram.dossiers.rules.states import Action, State

Graph = Mapping[tuple[State, Action], State]

_THIN: dict[tuple[State, Action], State] = {
    (State.START, Action.REGISTER): State.REGISTERED,
    (State.START, Action.SUBMIT): State.SUBMITTED,
    (State.REGISTERED, Action.CORRECT): State.REGISTERED,
    (State.REGISTERED, Action.VOID): State.VOIDED,
    (State.REGISTERED, Action.ARRIVE): State.ARRIVED,
    (State.SUBMITTED, Action.CORRECT): State.SUBMITTED,
    (State.SUBMITTED, Action.VOID): State.VOIDED,
    (State.SUBMITTED, Action.ACCEPT): State.ACCEPTED,
    (State.ARRIVED, Action.CORRECT): State.ARRIVED,
    (State.ARRIVED, Action.ACCEPT): State.ACCEPTED,
    (State.ACCEPTED, Action.CORRECT): State.ACCEPTED,
    (State.ACCEPTED, Action.TRANSFER): State.PROCESSING,
    (State.PROCESSING, Action.CORRECT): State.PROCESSING,
    (State.PROCESSING, Action.SETTLE): State.SETTLED,
    (State.SETTLED, Action.CORRECT): State.SETTLED,
    (State.SETTLED, Action.RELEASE): State.RELEASED,
    (State.SETTLED, Action.RETURN): State.RETURNED,
    (State.RELEASED, Action.CORRECT): State.RELEASED,
    (State.RELEASED, Action.DELIVER): State.RETURNED,
    (State.RETURNED, Action.CLOSE): State.CLOSED,
}

_SUPPLEMENT: dict[tuple[State, Action], State] = {
    (State.ARRIVED, Action.ASK_SUPPLEMENT): State.INCOMPLETE,
    (State.SUBMITTED, Action.ASK_SUPPLEMENT): State.INCOMPLETE,
    (State.COMPLETED, Action.ASK_SUPPLEMENT): State.INCOMPLETE,
    (State.INCOMPLETE, Action.COMPLETE): State.COMPLETED,
    (State.COMPLETED, Action.ACCEPT): State.ACCEPTED,
    (State.PROCESSING, Action.ASK_SUPPLEMENT): State.WAITING_PAPERS,
    (State.WAITING_PAPERS, Action.COMPLETE): State.PROCESSING,
}

_SETTLING: dict[tuple[State, Action], State] = {
    (State.PROCESSING, Action.ASK_PAYMENT): State.WAITING_PAYMENT,
    (State.WAITING_PAYMENT, Action.PAY): State.PROCESSING,
    (State.PROCESSING, Action.FORWARD): State.PROCESSING,
    (State.ACCEPTED, Action.SETTLE_AT_ONCE): State.SETTLED,
    (State.ACCEPTED, Action.REAPPOINT): State.ACCEPTED,
    (State.PROCESSING, Action.REAPPOINT): State.PROCESSING,
    (State.ACCEPTED, Action.RECKON): State.ACCEPTED,
    (State.PROCESSING, Action.RECKON): State.PROCESSING,
}

_BEFORE_ACCEPTANCE = (State.ARRIVED, State.SUBMITTED, State.COMPLETED, State.INCOMPLETE)
_IN_SETTLEMENT = (State.PROCESSING, State.WAITING_PAPERS, State.WAITING_PAYMENT)
_WAITING = (State.WAITING_PAPERS, State.WAITING_PAYMENT)

_ENDINGS: dict[tuple[State, Action], State] = {
    **{(state, Action.REFUSE): State.REFUSED for state in _BEFORE_ACCEPTANCE},
    **{(state, Action.SEND_BACK): State.INELIGIBLE for state in (State.ACCEPTED, *_IN_SETTLEMENT)},
    **{
        (state, Action.WITHDRAW): State.WITHDRAWN
        for state in (State.REGISTERED, *_BEFORE_ACCEPTANCE, State.ACCEPTED, *_IN_SETTLEMENT)
    },
    (State.REFUSED, Action.GIVE_BACK): State.REFUSED_CLOSED,
    (State.INELIGIBLE, Action.GIVE_BACK): State.INELIGIBLE_CLOSED,
    (State.WITHDRAWN, Action.GIVE_BACK): State.WITHDRAWN_CLOSED,
}

_CORRECTED = (
    State.INCOMPLETE,
    State.COMPLETED,
    *_WAITING,
    State.REFUSED,
    State.INELIGIBLE,
    State.WITHDRAWN,
)
# The customer may still choose how the result comes back until it is with the post (or handed out).
_CHOOSING = (*_BEFORE_ACCEPTANCE, State.ACCEPTED, *_IN_SETTLEMENT, State.SETTLED)

# What the post could not deliver lies at the desk again, as before it left (NĐ 61/2018/NĐ-CP Điều 20).
_UNDELIVERED = {(State.RELEASED, Action.TAKE_BACK): State.SETTLED}

_WHOLE: dict[tuple[State, Action], State] = {
    **_THIN,
    **_UNDELIVERED,
    **_SUPPLEMENT,
    **_SETTLING,
    **_ENDINGS,
    **{(state, Action.CORRECT): state for state in _CORRECTED},
    **{(state, Action.CHOOSE_RETURN): state for state in _CHOOSING},
}

_STOP: dict[tuple[State, Action], State] = {
    (State.PROCESSING, Action.STOP): State.STOPPED,
    (State.STOPPED, Action.RESUME): State.PROCESSING,
    (State.STOPPED, Action.SEND_BACK): State.INELIGIBLE,
    (State.STOPPED, Action.WITHDRAW): State.WITHDRAWN,
    (State.STOPPED, Action.CORRECT): State.STOPPED,
    (State.STOPPED, Action.CHOOSE_RETURN): State.STOPPED,
}

ROUND_TRIP, ONE_STOP_2018, ONE_STOP_2025 = "2019-1", "2019-2", "2025-1"
GRAPHS: Mapping[str, Graph] = MappingProxyType(
    {
        ROUND_TRIP: MappingProxyType(_THIN),
        ONE_STOP_2018: MappingProxyType(_WHOLE),
        ONE_STOP_2025: MappingProxyType({**_WHOLE, **_STOP}),
    }
)
# The graph of a new dossier, by the code of the regime in force on its day (province.regime, dated data).
BY_REGIME: Mapping[str, str] = MappingProxyType(
    {"one-stop-2018": ONE_STOP_2018, "one-stop-2025": ONE_STOP_2025}
)


def graph_of(regime: str) -> str:
    """The graph under which a new dossier starts; Refused for a regime that no graph was published for."""
    try:
        return BY_REGIME[regime]
    except KeyError:
        raise Refused(
            "unknown-regime",
            f"Chế độ một cửa «{regime}» chưa có bảng trạng thái hồ sơ nên chưa nhận được hồ sơ. "
            "Hãy báo người quản trị kiểm tra mục «regime» trong dữ liệu của tỉnh.",
        ) from None


def final(graph: str) -> frozenset[State]:
    """The states from which a graph has no step."""
    steps = GRAPHS[graph]
    return frozenset(steps.values()) - {state for state, _ in steps}


def can(graph: str, state: State, action: Action) -> bool:
    """Whether the graph has this step: what a page may offer."""
    return (state, action) in GRAPHS[graph]


def step(graph: str, state: State, action: Action) -> State:
    """The state after `action`; Refused if the dossier's graph has no such step."""
    try:
        return GRAPHS[graph][state, action]
    except KeyError:
        raise Refused(
            "no-such-step",
            f"Hồ sơ đang ở tình trạng «{state.label}» nên không thể làm việc «{action.label}». "
            "Hãy tải lại trang để xem tình trạng mới nhất.",
        ) from None
