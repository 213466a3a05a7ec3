"""What a hand-over means to the dossiers inside: what may be listed, the legal step that each kind brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tram.core import prepared
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.custody.commands import holding
from tram.custody.commands.parts import whole
from tram.custody.models import Envelope, EnvelopeItem, Holder, Item, ItemKind, Manifest
from tram.custody.queries.holders import dossier_label
from tram.custody.queries.troubles import standings
from tram.custody.rules.handovers import OFFICE, ManifestKind
from tram.custody.rules.incidents import require_movable
from tram.directory.models import POSTS
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, ResultChannel
from tram.dossiers.queries.rounds import next_stage
from tram.dossiers.rules.messages import MessageKind
from tram.dossiers.rules.states import GIVING_BACK, Action, State


@dataclass(frozen=True)
class Ready:
    """What a manifest may list: items of these kinds, of dossiers in these states, to the unit named there."""

    states: frozenset[State]
    items: frozenset[ItemKind]
    to: str = ""


def _ready(states: Sequence[State] | frozenset[State], *items: ItemKind, to: str = "") -> Ready:
    return Ready(frozenset(states), frozenset(items), to)


# The papers of a dossier that ended without a result: at the desk it may be by a refusal, else on their way there.
_BACK = (ItemKind.PAPERS, ItemKind.SUPPLEMENT)
# On the way to its person: the result, or those papers.
_HOME = (_ready([State.RELEASED], ItemKind.RESULT), _ready(GIVING_BACK, *_BACK))
READY: dict[ManifestKind, tuple[Ready, ...]] = {
    ManifestKind.PICK_UP: (_ready([State.REGISTERED], ItemKind.PAPERS),),
    ManifestKind.HAND_OVER: (
        _ready([State.REGISTERED, State.WITHDRAWN], ItemKind.PAPERS, to="desk"),
    ),
    ManifestKind.TO_AGENCY: (
        _ready([State.ACCEPTED], ItemKind.PAPERS, to="agency"),
        _ready([State.PROCESSING], ItemKind.SUPPLEMENT, to="handling"),
    ),
    ManifestKind.BETWEEN_AGENCIES: (_ready([State.PROCESSING], ItemKind.PAPERS),),
    ManifestKind.RESULT_TO_DESK: (_ready([State.SETTLED], ItemKind.RESULT, to="desk"),),
    ManifestKind.RESULT_OUT: (_ready([State.SETTLED], ItemKind.RESULT),),
    ManifestKind.PAPERS_TO_DESK: (_ready(GIVING_BACK, *_BACK, to="desk"),),
    ManifestKind.PAPERS_OUT: (_ready(GIVING_BACK, *_BACK),),
    ManifestKind.ORIGINALS_IN: (_ready([State.RETURNED], ItemKind.WITHDRAWN, to="desk"),),
    ManifestKind.ORIGINALS_TO_AGENCY: (_ready([State.RETURNED], ItemKind.WITHDRAWN, to="agency"),),
    # Whatever is on the post's road may pass through the post's own offices.
    ManifestKind.OFFICE_IN: (_ready(frozenset(State), *ItemKind),),
    ManifestKind.OFFICE_OUT: (_ready(frozenset(State), *ItemKind),),
    ManifestKind.RUN_SHEET: _HOME,
    ManifestKind.HOLD: _HOME,
    ManifestKind.HOLD_BACK: _HOME,
    ManifestKind.RETURN_IN: (
        _ready([State.RELEASED], ItemKind.RESULT, to="desk"),
        _ready(GIVING_BACK, *_BACK, to="desk"),
    ),
    ManifestKind.SHUTTLE_OUT: (
        _ready([State.ACCEPTED], ItemKind.PAPERS),
        _ready([State.PROCESSING], ItemKind.SUPPLEMENT),
        _ready([State.RETURNED], ItemKind.WITHDRAWN),
    ),
    ManifestKind.SHUTTLE_AGENCY: (
        _ready([State.ACCEPTED], ItemKind.PAPERS, to="agency"),
        _ready([State.PROCESSING], ItemKind.SUPPLEMENT, to="handling"),
        _ready([State.RETURNED], ItemKind.WITHDRAWN, to="agency"),
    ),
    ManifestKind.SHUTTLE_BACK: (
        _ready([State.SETTLED], ItemKind.RESULT),
        _ready(GIVING_BACK, *_BACK),
    ),
    ManifestKind.SHUTTLE_DESK: (
        _ready([State.SETTLED], ItemKind.RESULT, to="desk"),
        _ready(GIVING_BACK, *_BACK, to="desk"),
    ),
}
BY_POST = {ManifestKind.RESULT_OUT, ManifestKind.PAPERS_OUT}

# One statement: both read what lay inside before it.
EMPTY = """
UPDATE custody_envelopeitem SET taken_out_at = %(at)s WHERE taken_out_at IS NULL AND envelope_id IN (
  SELECT envelope_id FROM custody_envelopeitem WHERE item_id = ANY(%(items)s) AND taken_out_at IS NULL)
"""
OPEN = """
UPDATE custody_envelope SET opened_at = %(at)s, opened_by_id = %(by)s WHERE id IN (
  SELECT envelope_id FROM custody_envelopeitem WHERE item_id = ANY(%(items)s) AND taken_out_at IS NULL)
"""


def _dossiers(items: Sequence[Item]) -> list[Dossier]:
    return list(dossiers.lock([item.dossier_id for item in items]).values())


def before_offer(kind: ManifestKind, items: Sequence[Item], receiver: Holder) -> None:
    """Refuse to list what is not ready for this hand-over or not meant for this receiver, saying which and why."""
    if kind in OFFICE:
        _require_office(receiver)
    rows = Dossier.objects.select_related("desk", "agency", "handling")
    found = rows.in_bulk([item.dossier_id for item in items])
    troubles = standings([item.id for item in items])
    for item in items:
        dossier = found[item.dossier_id]
        label = dossier_label(dossier.number, dossier.id)
        home = _goes_home(dossier, receiver)
        require_movable(troubles.get(item.id, []), f"Hồ sơ {label}", home=home)
        _require_place(dossier, _require_ready(kind, dossier, item, label), receiver, label)
        if kind is ManifestKind.BETWEEN_AGENCIES:
            _require_next(dossier, receiver, label)
        if kind in BY_POST:
            _require_postal(dossier, item, label)
    holding.before_offer(kind, items, found, receiver)


def _goes_home(dossier: Dossier, receiver: Holder) -> bool:
    """True for a desk or an agency, unless these are papers that have not arrived yet."""
    if receiver.unit is None or receiver.unit.kind in POSTS:
        return False
    return State(dossier.state) is not State.REGISTERED


def _require_office(receiver: Holder) -> None:
    if receiver.unit is not None and receiver.unit.kind not in POSTS:
        raise Refused("not-a-post", f"{receiver.unit.name} không phải bưu cục hay điểm phục vụ.")


def _require_ready(kind: ManifestKind, dossier: Dossier, item: Item, label: str) -> Ready:
    for ready in READY[kind]:
        if State(dossier.state) in ready.states and ItemKind(item.kind) in ready.items:
            return ready
    raise Refused(
        "not-ready",
        f"Hồ sơ {label} đang ở tình trạng «{State(dossier.state).label}» nên chưa lập được "
        f"bảng kê «{kind.label}» cho {ItemKind(item.kind).label.lower()}.",
    )


def _require_place(dossier: Dossier, ready: Ready, receiver: Holder, label: str) -> None:
    meant = getattr(dossier, ready.to) if ready.to else None
    if meant is not None and receiver.unit_id != meant.id:
        raise Refused(
            "wrong-destination",
            f"Hồ sơ {label} phải giao tới {meant.name}. Hãy lập bảng kê riêng cho nơi này.",
        )


def _require_next(dossier: Dossier, receiver: Holder, label: str) -> None:
    following = next_stage(dossier)
    if following is None or following.unit_id != receiver.unit_id:
        where = (
            f"phải chuyển tới {following.unit}" if following else "không còn cơ quan phối hợp nào"
        )
        raise Refused(
            "wrong-destination",
            f"Theo quy trình đã công bố, hồ sơ {label} {where}. Hãy kiểm tra lại.",
        )


def _require_postal(dossier: Dossier, item: Item, label: str) -> None:
    what = "Kết quả" if item.kind == ItemKind.RESULT else "Giấy tờ"
    if dossier.result_channel != ResultChannel.POSTAL:
        raise Refused(
            "not-by-post",
            f"Hồ sơ {label} trả kết quả tại bộ phận một cửa, không giao bưu điện.",
        )
    if not EnvelopeItem.objects.filter(item=item, taken_out_at=None).exists():
        raise Refused(
            "not-packed",
            f"{what} của hồ sơ {label} chưa đóng gói và niêm phong. Hãy đóng gói rồi lập bảng kê.",
        )


def after_sign(
    act: Act, manifest: Manifest, items: Sequence[Item], receiver: Holder, by: int | None
) -> None:
    """The legal step: arrival starts the clock and opens the cover, transfer, release to the post, the end."""
    kind = ManifestKind(manifest.kind)
    if kind is ManifestKind.HAND_OVER:
        arriving = [d for d in whole(items, _dossiers(items)) if d.state == State.REGISTERED]
        if arriving:
            dossiers.arrive(act, arriving, manifest=manifest.id)
        _open_covers(act, items, by)
    elif kind is ManifestKind.TO_AGENCY:
        papers = [item for item in items if item.kind == ItemKind.PAPERS]
        _transfer(act, papers)
    elif kind is ManifestKind.BETWEEN_AGENCIES:
        _forward(act, items, receiver)
    elif kind is ManifestKind.SHUTTLE_AGENCY:
        _brought_by_shuttle(act, items)
    else:
        _after_return(act, manifest, items, receiver, by)


def _transfer(act: Act, papers: Sequence[Item]) -> None:
    """The papers are the agency's once all of a dossier's are there."""
    moved = whole(papers, _dossiers(papers)) if papers else []
    if moved:
        dossiers.transfer(act, moved)


def _brought_by_shuttle(act: Act, items: Sequence[Item]) -> None:
    """What the desk's own transfer would have brought: the papers are the agency's, the last original is home."""
    _transfer(act, [item for item in items if item.kind == ItemKind.PAPERS])
    originals = [item for item in items if item.kind == ItemKind.WITHDRAWN]
    if originals:
        dossiers.close(act, _dossiers(originals))


def _after_return(
    act: Act, manifest: Manifest, items: Sequence[Item], receiver: Holder, by: int | None
) -> None:
    """What is signed on the way back: the result leaves, papers can be fetched, the last original is home."""
    kind = ManifestKind(manifest.kind)
    if kind is ManifestKind.RESULT_OUT:
        dossiers.move(act, _dossiers(items), Action.RELEASE)
    elif kind is ManifestKind.PAPERS_TO_DESK:
        _tell_papers_are_back(act, items)
    elif kind is ManifestKind.SHUTTLE_DESK:
        _tell_papers_are_back(act, [item for item in items if item.kind != ItemKind.RESULT])
    elif kind is ManifestKind.ORIGINALS_TO_AGENCY:
        dossiers.close(act, _dossiers(items))
    elif kind in holding.STEPS:
        if kind is ManifestKind.RETURN_IN:
            _open_covers(act, items, by)
        holding.after_sign(act, manifest, items, receiver)


def _tell_papers_are_back(act: Act, items: Sequence[Item]) -> None:
    """Who fetches the papers at the desk learns that they are there; the post comes by itself."""
    fetched = [d for d in _dossiers(items) if d.result_channel != ResultChannel.POSTAL]
    dossiers.tell(act, fetched, MessageKind.PAPERS_READY)


def _forward(act: Act, items: Sequence[Item], receiver: Holder) -> None:
    stages: dict[int, list[Dossier]] = {}
    for dossier in whole(items, _dossiers(items)):
        following = next_stage(dossier)
        if following is None or receiver.unit_id is None:
            raise Refused("moved-meanwhile", "Quy trình đã thay đổi. Hãy lập lại bảng kê.")
        stages.setdefault(following.seq, []).append(dossier)
    for stage, rows in stages.items():
        dossiers.forward(act, rows, unit_id=receiver.unit_id or 0, stage=stage)


def _open_covers(act: Act, items: Sequence[Item], by: int | None) -> None:
    words = {"items": [item.id for item in items], "at": act.at, "by": by}
    prepared.write([(EMPTY, words), (OPEN, words)])


def open_cover(act: Act, item_id: UUID) -> None:
    """The cover of one item is opened by its person: what was inside is out."""
    contents = EnvelopeItem.objects.filter(item_id=item_id, taken_out_at=None)
    covers = list(contents.values_list("envelope_id", flat=True))
    contents.update(taken_out_at=act.at)
    Envelope.objects.filter(id__in=covers).update(opened_at=act.at)
