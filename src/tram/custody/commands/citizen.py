"""What the owner of a tracking code may say of a delivery without an account: it came, it did not, bring it otherwise.

The code is the key: whoever has the receipt speaks for the dossier, and the customer's own phone is told of every
change. QĐ 45/2016/QĐ-TTg Điều 8; domain requirements 37, 40, 41.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.commands.intake import Addressee, add_recipient
from tram.custody.models import (
    Attempt,
    Confirmation,
    Delivery,
    DeliveryChange,
    Dispute,
    DisputeKind,
    Holding,
    Recipient,
)
from tram.custody.queries.disputes import post_unit
from tram.custody.rules.attempts import Slot, require_slot
from tram.directory.models import Area
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, ResultChannel, TrackingCode
from tram.dossiers.rules.messages import MessageKind
from tram.dossiers.rules.states import GIVING_BACK, State

OVER = frozenset(
    {
        State.RETURNED,
        State.CLOSED,
        State.VOIDED,
        State.REFUSED_CLOSED,
        State.INELIGIBLE_CLOSED,
        State.WITHDRAWN_CLOSED,
    }
)


@dataclass(frozen=True)
class Change:
    """What is asked for, and why: a slot, or another person, phone or place; what is None stays."""

    reason: str
    slot: Slot | None = None
    full_name: str | None = None
    phone: str | None = None
    address: str | None = None
    commune_id: int | None = None

    @property
    def of_recipient(self) -> bool:
        """True if somebody else, or somewhere else, is meant."""
        return any((self.full_name, self.phone, self.address, self.commune_id))


def _owned(digest: bytes) -> Dossier:
    """The dossier of a live code, locked; Refused alike for no such code and one that was replaced."""
    found = TrackingCode.objects.filter(digest=digest, retired_at=None).first()
    if found is None:
        raise Refused(
            "no-such-code",
            _("Không có hồ sơ nào mang mã này. Hãy so lại với phiếu gửi hoặc giấy hẹn mới nhất."),
        )
    return dossiers.lock([found.dossier_id])[found.dossier_id]


@command
def confirm_delivery(act: Act, *, digest: bytes) -> dict[str, Any]:
    """The owner says that it came (xác nhận đã nhận), once."""
    dossier = _owned(digest)
    _delivered(dossier)
    if Confirmation.objects.filter(dossier=dossier).exists():
        raise Refused(
            "already-confirmed", _("Ông/bà đã xác nhận trước đó, không cần xác nhận lại.")
        )
    Confirmation.objects.create(dossier=dossier, confirmed_at=act.at)
    return {"dossier": dossier.id}


def _delivered(dossier: Dossier) -> Delivery:
    found = Delivery.objects.filter(dossier=dossier).first()
    if found is None:
        raise Refused("not-delivered", _("Bưu điện chưa ghi là đã phát bưu gửi này."))
    return found


@command
def dispute_delivery(act: Act, *, digest: bytes, words: str) -> dict[str, Any]:
    """The owner says that it did not come (phản ánh chưa nhận được): a manager of the post must answer."""
    dossier = _owned(digest)
    made = _delivered(dossier)
    if Confirmation.objects.filter(dossier=dossier).exists():
        raise Refused(
            "already-confirmed", _("Ông/bà đã xác nhận đã nhận. Hãy gọi bưu điện nếu có nhầm lẫn.")
        )
    held = Holding.objects.filter(dossier=dossier, ending="collected").order_by("-id").first()
    unit = held.unit_id if held else post_unit(made.by_id, local_date(made.delivered_at))
    return _open(act, dossier, DisputeKind.DELIVERY, None, unit, words)


@command
def dispute_attempt(act: Act, *, digest: bytes, number: int, words: str) -> dict[str, Any]:
    """The owner says that a try was not as recorded: «bưu tá ghi không gặp, tôi ở nhà»."""
    dossier = _owned(digest)
    made = Attempt.objects.filter(dossier=dossier, number=number).first()
    if made is None:
        raise Refused("no-such-attempt", _("Không có lần phát số {} nào.").format(number))
    unit = post_unit(made.by_id, local_date(made.attempted_at))
    return _open(act, dossier, DisputeKind.ATTEMPT, made, unit, words)


def _open(
    act: Act,
    dossier: Dossier,
    kind: DisputeKind,
    attempt: Attempt | None,
    unit_id: int,
    words: str,
) -> dict[str, Any]:
    if len(words.strip()) < 10:
        raise Refused("words-missing", _("Hãy kể việc đã xảy ra, ít nhất 10 ký tự."))
    if Dispute.objects.filter(dossier=dossier, attempt=attempt, answered_at=None).exists():
        raise Refused("already-open", _("Phản ánh này đã được gửi và đang chờ bưu điện trả lời."))
    made = Dispute.objects.create(
        id=act.derive("dispute"),
        dossier=dossier,
        kind=kind,
        attempt=attempt,
        unit_id=unit_id,
        words=words.strip(),
        opened_at=act.at,
    )
    return {"dossier": dossier.id, "dispute": made.id}


@command
def change_delivery(act: Act, *, digest: bytes, change: Change) -> dict[str, Any]:
    """Another slot, place or person, with the reason, until it is delivered (đổi cách phát)."""
    dossier = _owned(digest)
    _require_coming(dossier)
    dossiers.require_reason(change.reason)
    if change.slot is None and not change.of_recipient:
        raise Refused(
            "nothing-asked", _("Hãy chọn ngày hẹn mới, hoặc ghi người nhận, địa chỉ mới.")
        )
    if change.slot:
        require_slot(change.slot, local_date(act.at), _held_until(dossier))
    version = _another_recipient(act, dossier, change) if change.of_recipient else None
    made = DeliveryChange.objects.create(
        dossier=dossier,
        seq=dossier.delivery_changes.count() + 1,
        slot_day=change.slot.day if change.slot else None,
        slot_part=change.slot.part if change.slot else "",
        recipient_version=version,
        reason=change.reason.strip(),
        asked_at=act.at,
    )
    kind, news = MessageKind.DELIVERY_CHANGED, _news(change)
    dossiers.tell(act, [dossier], kind, occasion=made.seq, news=news)
    return {"dossier": dossier.id, "change": made.seq}


def _require_coming(dossier: Dossier) -> None:
    state = State(dossier.state)
    if state in OVER:
        raise Refused("already-over", _("Hồ sơ này đã kết thúc nên không đổi cách phát được."))
    if dossier.result_channel != ResultChannel.POSTAL and state not in GIVING_BACK:
        raise Refused(
            "not-by-post", _("Hồ sơ này nhận kết quả tại bộ phận một cửa, bưu điện không phát.")
        )


def _held_until(dossier: Dossier) -> date | None:
    days = Holding.objects.filter(dossier=dossier, ended_at=None).values_list("until", flat=True)
    return days.first()


def _another_recipient(act: Act, dossier: Dossier, change: Change) -> int:
    """A version of its own; in the same district, for the price was paid for that."""
    last = Recipient.objects.filter(dossier=dossier).order_by("-version").first()
    if last is None:
        raise Refused("no-recipient", _("Hồ sơ này chưa ghi người nhận. Hãy tới bưu điện để ghi."))
    to = Addressee(last.full_name, last.phone, last.address, last.commune_id or 0)
    names = ("full_name", "phone", "address", "commune_id")
    asked = {name: getattr(change, name) for name in names if getattr(change, name)}
    to = replace(to, **asked)
    _require_same_district(last.commune_id or 0, to.commune_id)
    add_recipient(act, dossier.id, to, version=last.version + 1, reason=change.reason.strip())
    return last.version + 1


def _require_same_district(before: int, after: int) -> None:
    if before == after:
        return
    parents = dict(Area.objects.filter(id__in=[before, after]).values_list("id", "parent_id"))
    if parents.get(before) != parents.get(after):
        raise Refused(
            "other-district",
            _("Địa chỉ mới ở huyện khác nên cước khác. Hãy tới điểm bưu điện để đổi."),
        )


def _news(change: Change) -> str:
    told = []
    if change.slot:
        told.append(f"Hẹn phát: {change.slot.words}.")
    if change.of_recipient:
        told.append("Người nhận hoặc nơi nhận đã thay đổi.")
    return " ".join(told)
