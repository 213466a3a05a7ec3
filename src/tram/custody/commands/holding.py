"""What could not be delivered: held at a named point until a day, called back, brought to the desk (giữ, chuyển hoàn).

Each step is a hand-over signed by two, and none of them can be left out (domain requirement 40; NĐ 61/2018 Điều 20).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from tram.core import clock
from tram.core.acts import Act
from tram.core.calendar import local_date, vn_date
from tram.core.errors import Refused
from tram.custody.models import EnvelopeItem, Holder, Holding, Item, ItemKind, Leg, Manifest
from tram.custody.queries.attempts import HOLD_DAYS, Course, courses, limit
from tram.custody.queries.held import HoldPoint, hold_point
from tram.custody.queries.holders import dossier_label
from tram.custody.rules.attempts import HoldEnding, Next, next_step
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.rules.messages import MessageKind
from tram.dossiers.rules.states import GIVING_BACK, Action, State

# Which step of the way each hand-over is; a thing at another step is refused.
STEPS: Mapping[ManifestKind, frozenset[Next]] = {
    ManifestKind.RUN_SHEET: frozenset({Next.DELIVER, Next.HOLD}),
    ManifestKind.HOLD: frozenset({Next.HOLD}),
    ManifestKind.HOLD_BACK: frozenset({Next.CALL_BACK, Next.EXPIRED}),
    ManifestKind.RETURN_IN: frozenset({Next.TO_DESK}),
}
AT_POINT = frozenset({Next.WAIT, Next.CALL_BACK, Next.EXPIRED})
# By these roads something on its way to a person could slip back without the steps.
BACKWARDS = frozenset({ManifestKind.HAND_OVER, ManifestKind.SHUTTLE_DESK})
LEAVES_POINT = frozenset({ManifestKind.OFFICE_OUT})


def before_offer(
    kind: ManifestKind, items: Sequence[Item], found: Mapping[UUID, Dossier], receiver: Holder
) -> None:
    """Refuse a step of the way out of its order, saying which comes next."""
    if kind is ManifestKind.HOLD:
        _point(receiver, clock.today())
    if kind in BACKWARDS:
        _require_not_outward(kind, [i for i in items if _ended(found[i.dossier_id])])
    if kind in STEPS or kind in LEAVES_POINT:
        _require_steps(kind, items, found)


def _ended(dossier: Dossier) -> bool:
    return State(dossier.state) in GIVING_BACK


def _require_not_outward(kind: ManifestKind, items: Sequence[Item]) -> None:
    if not items:
        return
    inside = EnvelopeItem.objects.filter(item__in=items, taken_out_at=None)
    if inside.filter(envelope__leg=Leg.OUT).exists():
        raise Refused(
            "on-its-way-home",
            f"Giấy tờ đang trên đường trả người dân, không lập bảng kê «{kind.label}» được. Không phát "
            "được thì ghi lần phát, gửi giữ tại điểm, hết hạn mới trả về bộ phận một cửa.",
        )


def _require_steps(
    kind: ManifestKind, items: Sequence[Item], found: Mapping[UUID, Dossier]
) -> None:
    today = clock.today()
    for ident, course in courses([item.id for item in items], today).items():
        step = next_step(course.standing, today)
        fits = step in STEPS[kind] if kind in STEPS else step not in AT_POINT
        if not fits:
            dossier = next(found[i.dossier_id] for i in items if i.id == ident)
            raise _out_of_order(kind, dossier_label(None, dossier.id), step, course)


def _out_of_order(kind: ManifestKind, label: str, step: Next, course: Course) -> Refused:
    held = course.standing.held
    until = f" đến hết ngày {vn_date(held.until)}" if held and step is Next.WAIT else ""
    return Refused(
        "step-out-of-order",
        f"Bưu gửi {label} chưa lập được bảng kê «{kind.label}». "
        f"Bước tiếp theo của bưu gửi này: {step.label.lower()}{until}.",
    )


def _point(receiver: Holder, day: date) -> HoldPoint:
    found = hold_point(receiver.unit_id or 0, day)
    if found is None:
        raise Refused(
            "not-a-point", "Chỉ gửi giữ tại điểm phục vụ bưu chính có địa chỉ và giờ mở cửa."
        )
    return found


def after_sign(act: Act, manifest: Manifest, items: Sequence[Item], receiver: Holder) -> None:
    """What the signature brings: the holding and its last day, its end, or the way back to the desk."""
    kind = ManifestKind(manifest.kind)
    if kind is ManifestKind.HOLD:
        _hold(act, manifest, items, receiver)
    elif kind is ManifestKind.HOLD_BACK:
        _call_back(act, items)
    elif kind is ManifestKind.RETURN_IN:
        _take_back(act, items)


def _hold(act: Act, manifest: Manifest, items: Sequence[Item], receiver: Holder) -> None:
    today = local_date(act.at)
    point = _point(receiver, today)
    until = today + timedelta(days=limit(HOLD_DAYS, today))
    found = courses([item.id for item in items], today)
    end(act, [item.id for item in items], HoldEnding.CALLED_BACK)
    Holding.objects.bulk_create(
        Holding(
            item=item,
            dossier_id=item.dossier_id,
            round=found[item.id].round,
            unit_id=point.id,
            manifest=manifest,
            held_at=act.at,
            until=until,
        )
        for item in items
    )
    news = _where(point, until)
    for dossier in _dossiers(items):
        occasion = Holding.objects.filter(dossier=dossier).count()
        dossiers.tell(act, [dossier], MessageKind.HELD, occasion=occasion, news=news)


def _where(point: HoldPoint, until: date) -> str:
    return (
        f"Nơi giữ: {point.label}. Giờ mở cửa: {point.hours}. "
        f"Ông/bà tới nhận đến hết ngày {vn_date(until)}, mang theo giấy tờ tùy thân."
    )


def _call_back(act: Act, items: Sequence[Item]) -> None:
    """On the last day at the latest it is called back for a slot; after it its time is over."""
    today = local_date(act.at)
    for held in Holding.objects.filter(item__in=items, ended_at=None):
        over = held.until < today
        end(act, [held.item_id], HoldEnding.EXPIRED if over else HoldEnding.CALLED_BACK)


def end(act: Act, item_ids: Sequence[UUID], ending: HoldEnding) -> None:
    """These things lie at no point any more."""
    Holding.objects.filter(item__in=item_ids, ended_at=None).update(ended_at=act.at, ending=ending)


def _take_back(act: Act, items: Sequence[Item]) -> None:
    """At the desk the cover is opened; a result waits there as before it left, and the customer learns of it."""
    results = {item.dossier_id for item in items if item.kind == ItemKind.RESULT}
    for dossier in _dossiers(items):
        if dossier.id in results:
            dossiers.move(act, [dossier], Action.TAKE_BACK)
        occasion = Holding.objects.filter(dossier=dossier).count()
        dossiers.tell(act, [dossier], MessageKind.BACK_AT_DESK, occasion=occasion)


def _dossiers(items: Sequence[Item]) -> list[Dossier]:
    return list(dossiers.lock([item.dossier_id for item in items]).values())
