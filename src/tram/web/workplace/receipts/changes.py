"""What may be changed of an intake: the sender, the recipient, the code, or the whole of it undone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.core import clock
from tram.core.acts import Act
from tram.core.money import format_vnd
from tram.custody.commands import intake as commands
from tram.custody.commands.vouchers import correct_sender
from tram.custody.queries.intakes import communes
from tram.custody.queries.receipts import Person, Receipt
from tram.dossiers.rules.states import VoidReason
from tram.web.forms import RequestForm
from tram.web.workplace.fields import reason_field, recipient_fields, sender_fields
from tram.web.workplace.intake.form import addressee, submitter
from tram.web.workplace.manifests.forms import PIN_BOX


class PlacesForm(RequestForm):
    """A form whose fields hold the communes of the day."""

    def __init__(self, fields: Mapping[str, forms.Field], *args: Any, **options: Any) -> None:
        vars(self)["base_fields"] = {**type(self).base_fields, **fields, "reason": reason_field()}
        super().__init__(*args, **options)


class ReprintForm(RequestForm):
    """Why a new code is needed."""

    reason = reason_field()


class VoidForm(RequestForm):
    """Which mistake it was."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do hủy"), choices=VoidReason.choices(), widget=forms.RadioSelect
    )
    approver = forms.CharField(
        label=gettext_lazy("Người duyệt trả lại tiền (tên đăng nhập)"),
        help_text=gettext_lazy(
            "Người khác ở điểm, hoặc quản lý đang có mặt. Để trống thì đề nghị chờ người quản lý duyệt."
        ),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    pin = forms.CharField(
        label=gettext_lazy("Mã PIN của người duyệt"), widget=PIN_BOX, required=False
    )


@dataclass(frozen=True)
class Change:
    """One small page that changes one thing of an intake."""

    title: str | Promise
    text: str | Promise
    button: str | Promise
    open: Callable[[Receipt], bool]
    closed: str | Promise
    form: Callable[[Receipt, Any], RequestForm]
    run: Callable[[Act, UUID, dict[str, Any]], Mapping[str, Any]]
    done: Callable[[Mapping[str, Any]], str]
    danger: bool = False


def _typed(person: Person | None, who: str) -> dict[str, str]:
    if person is None:
        return {}
    return {
        f"{who}_name": person.full_name,
        f"{who}_phone": person.phone,
        f"{who}_commune": person.commune,
        f"{who}_address": person.address,
        f"{who}_id": person.id_number,
    }


def _sender_form(found: Receipt, data: Any) -> RequestForm:
    fields = sender_fields(communes(clock.today()))
    return PlacesForm(fields, data, initial=_typed(found.sender, "sender"))


def _recipient_form(found: Receipt, data: Any) -> RequestForm:
    fields = recipient_fields(communes(clock.today()))
    return PlacesForm(fields, data, initial=_typed(found.recipient, "recipient"))


def _correct_sender(act: Act, dossier_id: UUID, given: dict[str, Any]) -> Mapping[str, Any]:
    return correct_sender(
        act, dossier_id=dossier_id, person=submitter(given), reason=given["reason"]
    )


def _correct_recipient(act: Act, dossier_id: UUID, given: dict[str, Any]) -> Mapping[str, Any]:
    return commands.correct_recipient(
        act, dossier_id=dossier_id, recipient=addressee(given), reason=given["reason"]
    )


def _reprint(act: Act, dossier_id: UUID, given: dict[str, Any]) -> Mapping[str, Any]:
    return commands.reprint_receipt(act, dossier_id=dossier_id, reason=given["reason"])


def _void(act: Act, dossier_id: UUID, given: dict[str, Any]) -> Mapping[str, Any]:
    reason = VoidReason(given["reason"])
    return commands.void_intake(act, dossier_id=dossier_id, reason=reason, pin=given["signed"])


def _voided(made: Mapping[str, Any]) -> str:
    if made["waiting_vnd"]:
        return _(
            "Đã hủy phiếu nhận. Hãy trả lại khách giấy tờ; {money} chờ người khác duyệt rồi mới trả."
        ).format(money=format_vnd(made["waiting_vnd"]))
    return _("Đã hủy phiếu nhận. Hãy trả lại khách giấy tờ và {money}.").format(
        money=format_vnd(made["returned_vnd"])
    )


CHANGES: dict[str, Change] = {
    "sender": Change(
        title=gettext_lazy("Sửa người gửi"),
        text=gettext_lazy(
            "Sửa xong, phiếu có bản mới thay bản đã ký: in lại cho khách và ký lại. Mã theo dõi giữ nguyên."
        ),
        button=gettext_lazy("Lưu người gửi"),
        open=lambda found: found.sender_correctable,
        closed=gettext_lazy("Hồ sơ đã bàn giao cơ quan: bộ phận một cửa sửa thông tin người gửi."),
        form=_sender_form,
        run=_correct_sender,
        done=lambda made: _("Đã sửa người gửi. Bản cũ và lý do được lưu lại."),
    ),
    "recipient": Change(
        title=gettext_lazy("Sửa người nhận kết quả"),
        text=gettext_lazy("Kết quả sẽ phát tới người và địa chỉ mới. Cước đã thu không đổi."),
        button=gettext_lazy("Lưu người nhận"),
        open=lambda found: found.live and found.recipient is not None,
        closed=gettext_lazy("Hồ sơ này không chờ phát kết quả tại nhà nên không có gì để sửa."),
        form=_recipient_form,
        run=_correct_recipient,
        done=lambda made: _("Đã sửa người nhận kết quả. Bản cũ và lý do được lưu lại."),
    ),
    "reprint": Change(
        title=gettext_lazy("Cấp lại phiếu với mã mới"),
        text=gettext_lazy("Mã theo dõi cũ hết dùng được ngay; hãy in phiếu mới cho khách."),
        button=gettext_lazy("Cấp mã mới"),
        open=lambda found: bool(found.tracking_code),
        closed=gettext_lazy("Phiếu nhận đã hủy nên không cấp lại được."),
        form=lambda found, data: ReprintForm(data),
        run=_reprint,
        done=lambda made: _("Đã cấp mã theo dõi mới. Hãy in phiếu gửi và thu lại phiếu cũ."),
    ),
    "void": Change(
        title=gettext_lazy("Hủy phiếu nhận nhầm"),
        text=gettext_lazy(
            "Chỉ hủy khi hồ sơ còn ở điểm phục vụ và chưa lên bảng kê. Hãy trả lại khách giấy tờ; "
            "tiền trả lại khi người khác duyệt; số hiệu bưu gửi và mã theo dõi hết hiệu lực, không dùng lại."
        ),
        button=gettext_lazy("Hủy phiếu nhận"),
        open=lambda found: found.voidable,
        closed=gettext_lazy(
            "Hồ sơ đã lên bảng kê, đã rời điểm phục vụ hoặc đã hủy nên không hủy được."
        ),
        form=lambda found, data: VoidForm(data),
        run=_void,
        done=_voided,
        danger=True,
    ),
}
