"""The shuttle between a centre and its agencies: rounds begun and ended, the round a hand-over belongs to."""

from collections.abc import Sequence
from typing import Any

from tram.accounts.rules.access import Right, Role, may, require
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.later import told
from tram.core.requests import command
from tram.custody.models import Holder, HolderKind, ShuttleMember, ShuttleRound
from tram.custody.queries.shuttle import rounds_per_day
from tram.custody.rules.handovers import SHUTTLE, ManifestKind
from tram.custody.rules.shuttle import next_round
from tram.directory.models import DESKS, Appointment, Unit, validity


@command
def begin_round(act: Act, *, desk_id: int, team: Sequence[int]) -> dict[str, Any]:
    """Begin the desk's next round of the day with a team of postmen (bắt đầu chuyến); their earlier one ends.

    CV 3746/UBND-HCC1: numbered rounds, as many a day as the dated parameter says. By a postman of the team or the desk.
    """
    if not (act.actor.user_id in team and may(act.actor, Right.HAND_OVER_POST)):
        require(act.actor, Right.RECEIVE_AT_DESK, [desk_id])
    day = local_date(act.at)
    _require_team(team, day)
    if not Unit.objects.select_for_update(no_key=True).filter(id=desk_id, kind__in=DESKS).exists():
        raise Refused("no-such-desk", "Chuyến đưa phải thuộc một trung tâm hoặc bộ phận một cửa.")
    open_rounds = ShuttleRound.objects.filter(members__user__in=team, ended_at=None)
    for earlier in open_rounds:
        _require_after(act, earlier)
    ShuttleRound.objects.filter(id__in=open_rounds.values("id")).update(ended_at=act.at)
    begun = ShuttleRound.objects.filter(desk_id=desk_id, day=day).count()
    row = ShuttleRound.objects.create(
        desk_id=desk_id,
        day=day,
        number=next_round(begun, rounds_per_day(day)),
        started_at=act.at,
        by_id=act.actor.id,
    )
    members = (ShuttleMember(round=row, user_id=user) for user in dict.fromkeys(team))
    ShuttleMember.objects.bulk_create(members)
    return {"round": row.id, "number": row.number}


def _require_team(team: Sequence[int], day: Any) -> None:
    """Every member is a postman on duty that day."""
    if not team:
        raise Refused("no-team", "Hãy chọn ít nhất một bưu tá đi chuyến này.")
    on_duty = Appointment.objects.alias(days=validity()).filter(
        user__in=team, role=Role.POSTMAN, days__contains=day
    )
    if on_duty.values("user").distinct().count() < len(set(team)):
        raise Refused("not-a-postman", "Chuyến đưa chỉ gồm bưu tá đang được phân công hôm nay.")


@command
def end_round(act: Act, *, round_id: int) -> dict[str, Any]:
    """The team is back (kết thúc chuyến); what it still holds stays with it and shows as still out."""
    row = ShuttleRound.objects.select_for_update(no_key=True).filter(id=round_id).first()
    if row is None or row.ended_at is not None:
        raise Refused("no-open-round", "Chuyến này không còn mở. Hãy tải lại trang.")
    if not row.members.filter(user_id=act.actor.id).exists():
        require(act.actor, Right.RECEIVE_AT_DESK, [row.desk_id])
    _require_after(act, row)
    row.ended_at = act.at
    row.save(update_fields=["ended_at"])
    return {"round": row.id, "number": row.number}


def _require_after(act: Act, row: ShuttleRound) -> None:
    """No round ends before it began, whatever was entered later from paper (requirement 60d)."""
    if act.at < row.started_at:
        raise Refused(
            "wrong-time",
            f"Chuyến {row.number} bắt đầu lúc {told(row.started_at)}, giờ thật không thể trước đó. "
            "Hãy xem lại giấy.",
        )


def round_for(act: Act, kind: ManifestKind, giver: Holder, receiver: Holder) -> int | None:
    """The open round of the postman on this list; None for a hand-over that is not the shuttle's."""
    if kind not in SHUTTLE:
        return None
    courier, place = (giver, receiver) if giver.kind == HolderKind.COURIER else (receiver, giver)
    rounds = ShuttleRound.objects.filter(members__user=courier.user, ended_at=None)
    if kind in (ManifestKind.SHUTTLE_OUT, ManifestKind.SHUTTLE_DESK):
        rounds = rounds.filter(desk_id=place.unit_id)
    found = rounds.filter(day=local_date(act.at)).order_by("-id").first()
    if found is None:
        name = courier.user.full_name if courier.user else ""
        raise Refused(
            "no-open-round",
            f"{name} chưa mở chuyến nào hôm nay. Hãy bắt đầu chuyến rồi lập bảng kê.",
        )
    return int(found.id)
