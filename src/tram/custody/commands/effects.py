"""What a hand-over means to the dossiers inside: the legal step that each kind of manifest brings."""

from collections.abc import Sequence

from tram.core.acts import Act
from tram.core.errors import Refused
from tram.custody.models import Envelope, EnvelopeItem, Item, Manifest
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, ResultChannel
from tram.dossiers.rules.states import Action, State

BEFORE: dict[ManifestKind, State] = {
    ManifestKind.HAND_OVER: State.REGISTERED,
    ManifestKind.TO_AGENCY: State.ACCEPTED,
    ManifestKind.RESULT_TO_DESK: State.SETTLED,
    ManifestKind.RESULT_OUT: State.SETTLED,
}


def _dossiers(items: Sequence[Item]) -> list[Dossier]:
    return list(dossiers.lock([item.dossier_id for item in items]).values())


def before_offer(act: Act, kind: ManifestKind, items: Sequence[Item]) -> None:
    """Refuse to list a dossier that is not ready for this hand-over, saying which and why."""
    if kind not in BEFORE:
        return
    for dossier in Dossier.objects.filter(id__in=[item.dossier_id for item in items]):
        label = dossier.number or "chưa có mã"
        if dossier.state != BEFORE[kind]:
            raise Refused(
                "not-ready",
                f"Hồ sơ {label} đang ở tình trạng «{State(dossier.state).label}» nên chưa lập được "
                f"bảng kê «{kind.label}».",
            )
        if kind is ManifestKind.RESULT_OUT and dossier.result_channel != ResultChannel.POSTAL:
            raise Refused(
                "not-by-post",
                f"Hồ sơ {label} trả kết quả tại bộ phận một cửa, không giao bưu điện.",
            )


def after_sign(act: Act, manifest: Manifest, items: Sequence[Item]) -> None:
    """The legal step: arrival starts the clock and opens the cover, transfer, release to the post."""
    kind = ManifestKind(manifest.kind)
    if kind is ManifestKind.HAND_OVER:
        dossiers.arrive(act, _dossiers(items), manifest=manifest.id)
        _open_covers(act, items)
    elif kind is ManifestKind.TO_AGENCY:
        dossiers.move(act, _dossiers(items), Action.TRANSFER)
    elif kind is ManifestKind.RESULT_OUT:
        dossiers.move(act, _dossiers(items), Action.RELEASE)


def _open_covers(act: Act, items: Sequence[Item]) -> None:
    contents = EnvelopeItem.objects.filter(item__in=items, taken_out_at=None)
    covers = list(contents.values_list("envelope_id", flat=True))
    Envelope.objects.filter(id__in=covers).update(opened_at=act.at, opened_by_id=act.actor.user_id)
    EnvelopeItem.objects.filter(envelope_id__in=covers, taken_out_at=None).update(
        taken_out_at=act.at
    )
