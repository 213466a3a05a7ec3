"""What a hand-over means to the dossiers inside: what may be listed, the legal step that each kind brings."""

from collections.abc import Sequence
from dataclasses import dataclass

from tram.core.acts import Act
from tram.core.errors import Refused
from tram.custody.models import Envelope, EnvelopeItem, Holder, Item, ItemKind, Manifest
from tram.custody.queries.holders import dossier_label
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, ResultChannel
from tram.dossiers.rules.states import Action, State


@dataclass(frozen=True)
class Ready:
    """What a kind of manifest may list: items of one kind, of dossiers in one state, to the unit named there."""

    state: State
    item: ItemKind
    to: str = ""


READY: dict[ManifestKind, Ready] = {
    ManifestKind.PICK_UP: Ready(State.REGISTERED, ItemKind.PAPERS),
    ManifestKind.HAND_OVER: Ready(State.REGISTERED, ItemKind.PAPERS, to="desk"),
    ManifestKind.TO_AGENCY: Ready(State.ACCEPTED, ItemKind.PAPERS, to="agency"),
    ManifestKind.RESULT_TO_DESK: Ready(State.SETTLED, ItemKind.RESULT, to="desk"),
    ManifestKind.RESULT_OUT: Ready(State.SETTLED, ItemKind.RESULT),
}


def _dossiers(items: Sequence[Item]) -> list[Dossier]:
    return list(dossiers.lock([item.dossier_id for item in items]).values())


def before_offer(kind: ManifestKind, items: Sequence[Item], receiver: Holder) -> None:
    """Refuse to list what is not ready for this hand-over or not meant for this receiver, saying which and why."""
    ready = READY[kind]
    rows = Dossier.objects.select_related("desk", "agency")
    found = rows.in_bulk([item.dossier_id for item in items])
    for item in items:
        dossier = found[item.dossier_id]
        label = dossier_label(dossier.number, dossier.id)
        if dossier.state != ready.state or item.kind != ready.item:
            raise Refused(
                "not-ready",
                f"Hồ sơ {label} đang ở tình trạng «{State(dossier.state).label}» nên chưa lập được "
                f"bảng kê «{kind.label}» cho {ItemKind(item.kind).label.lower()}.",
            )
        if ready.to and receiver.unit_id != getattr(dossier, f"{ready.to}_id"):
            meant = getattr(dossier, ready.to).name
            raise Refused(
                "wrong-destination",
                f"Hồ sơ {label} phải giao tới {meant}. Hãy lập bảng kê riêng cho nơi này.",
            )
        if kind is ManifestKind.RESULT_OUT:
            _require_postal(dossier, item, label)


def _require_postal(dossier: Dossier, item: Item, label: str) -> None:
    if dossier.result_channel != ResultChannel.POSTAL:
        raise Refused(
            "not-by-post",
            f"Hồ sơ {label} trả kết quả tại bộ phận một cửa, không giao bưu điện.",
        )
    if not EnvelopeItem.objects.filter(item=item, taken_out_at=None).exists():
        raise Refused(
            "not-packed",
            f"Kết quả của hồ sơ {label} chưa đóng gói và niêm phong. Hãy đóng gói rồi lập bảng kê.",
        )


def after_sign(act: Act, manifest: Manifest, items: Sequence[Item], receiver: int | None) -> None:
    """The legal step: arrival starts the clock and opens the cover, transfer, release to the post."""
    kind = ManifestKind(manifest.kind)
    if kind is ManifestKind.HAND_OVER:
        dossiers.arrive(act, _dossiers(items), manifest=manifest.id)
        _open_covers(act, items, receiver)
    elif kind is ManifestKind.TO_AGENCY:
        dossiers.move(act, _dossiers(items), Action.TRANSFER)
    elif kind is ManifestKind.RESULT_OUT:
        dossiers.move(act, _dossiers(items), Action.RELEASE)


def _open_covers(act: Act, items: Sequence[Item], by: int | None) -> None:
    contents = EnvelopeItem.objects.filter(item__in=items, taken_out_at=None)
    covers = contents.values("envelope_id")
    Envelope.objects.filter(id__in=covers).update(opened_at=act.at, opened_by_id=by)
    inside = EnvelopeItem.objects.filter(envelope_id__in=covers, taken_out_at=None)
    inside.update(taken_out_at=act.at)
