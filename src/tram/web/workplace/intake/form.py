"""The one form of the counter: papers counted, sender, recipient, cover, price."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.cash.rules.tariff import HEAVIEST_GRAMS
from tram.catalogue.queries import AgencyChoice, ProcedureDetail
from tram.catalogue.rules.eligibility import Verdict
from tram.core.codes import parse_s10
from tram.core.errors import Refused
from tram.custody.commands.intake import Addressee, Intake
from tram.custody.commands.parts import parse_parts
from tram.custody.queries.intakes import CommuneChoice
from tram.custody.rules.services import Service
from tram.dossiers.commands import Person
from tram.web.forms import ParsedField, SharedFields
from tram.web.workplace.fields import PlaceField, recipient_fields, sender_fields
from tram.web.workplace.intake import money as intake_money
from tram.web.workplace.intake.checklist import ChecklistForm, paper_fields

Fields = dict[str, forms.Field]
RECIPIENT = ("recipient_name", "recipient_phone", "recipient_commune", "recipient_address")
AT_FIELD = {
    "recipient": "recipient_name",
    **intake_money.AT_FIELD,
    "no-seal": "seal_number",
    "seal-in-use": "seal_number",
    "not-present": "sealed",
    "secret": "secret",
    "secret-unanswered": "secret",
    "wrong-agency": "agency",
    "no-desk": "agency",
    "bad-weight": "grams",
    "bad-parts": "more",
    "not-own": "s10",
    "number-used": "s10",
    "too-many-parts": "more",
    "not-by-post": "service",
    "wrong-service": "service",
}


class ServiceRadios(forms.RadioSelect):
    """The services, those that the procedure does not allow shown but closed."""

    closed: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if value in self.closed:
            option["attrs"]["disabled"] = True
        return option


@lru_cache(maxsize=100)
def _service_field(returning: Verdict) -> forms.Field:
    offered = [(s.value, s.label) for s in (Service.SEND, Service.BOTH)]
    field = forms.ChoiceField(
        label=gettext_lazy("Dịch vụ khách chọn"), choices=offered, widget=ServiceRadios()
    )
    if not returning.open:
        field.widget.closed = frozenset({Service.BOTH.value})
        told = _("Kết quả không chuyển trả qua bưu điện được: {reason}")
        field.help_text = escape(told.format(reason=returning.reason))
    return field


@cache
def secret_field() -> forms.Field:
    """The question that must be answered where a procedure may contain secrets; nothing is chosen beforehand."""
    return forms.TypedChoiceField(
        label=gettext_lazy("Khách có giấy tờ đóng dấu mật, tối mật hoặc tuyệt mật không?"),
        choices=[("no", gettext_lazy("Không có")), ("yes", gettext_lazy("Có giấy tờ mật"))],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )


@lru_cache(maxsize=100)
def _agency_field(agencies: tuple[AgencyChoice, ...]) -> forms.Field:
    label = gettext_lazy("Cơ quan giải quyết")
    if len(agencies) == 1:
        only = [(agencies[0].id, agencies[0].name)]
        return forms.TypedChoiceField(
            label=label, choices=only, coerce=int, initial=only[0][0], widget=forms.HiddenInput()
        )
    hint = gettext_lazy("Gõ tên xã hoặc huyện, có dấu hay không dấu đều được.")
    return PlaceField(agencies, "agencies", label=label, help_text=hint)


@lru_cache(maxsize=4)
def _people(communes: tuple[CommuneChoice, ...]) -> tuple[Fields, Fields]:
    """The fields of the sender and of the recipient."""
    return sender_fields(communes), recipient_fields(communes)


class IntakeForm(ChecklistForm):
    """What a teller types for one dossier of one procedure."""

    agency: forms.Field
    grams = forms.IntegerField(
        label=gettext_lazy("Khối lượng cả bì (gam)"),
        min_value=1,
        max_value=HEAVIEST_GRAMS,
        widget=forms.NumberInput(attrs={"class": "w-number", "inputmode": "numeric"}),
    )
    seal_number = forms.CharField(
        label=gettext_lazy("Số niêm phong"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "w-code", "autocomplete": "off"}),
    )
    more = ParsedField(
        parse_parts,
        label=gettext_lazy("Chia thêm bưu gửi"),
        help_text=gettext_lazy(
            "Hồ sơ dày gửi nhiều bưu gửi: ghi số niêm phong rồi số gam của từng bưu gửi thêm. "
            "Ví dụ: NP-0002 450. Khối lượng ở trên là của cả hồ sơ."
        ),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-wide", "autocomplete": "off"}),
    )
    s10 = ParsedField(
        parse_s10,
        label=gettext_lazy("Số hiệu đã dán sẵn"),
        help_text=gettext_lazy(
            "Chỉ khi bưu gửi đã mang nhãn viết tay từ dải số dự phòng của điểm."
        ),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-code", "autocomplete": "off"}),
    )
    sealed = forms.BooleanField(label=gettext_lazy("Đã niêm phong trước mặt khách"))
    secret = forms.BooleanField(
        label=gettext_lazy("Khách khai có giấy tờ đóng dấu mật, tối mật hoặc tuyệt mật"),
        required=False,
    )
    recipient_same = forms.BooleanField(
        label=gettext_lazy("Người nhận kết quả chính là người gửi, ở cùng địa chỉ"),
        required=False,
        initial=True,
    )
    consent = forms.BooleanField(
        label=gettext_lazy(
            "Khách đồng ý để bưu điện dùng tên, điện thoại, địa chỉ này để phát kết quả"
        )
    )

    def __init__(
        self,
        procedure: ProcedureDetail,
        agencies: Sequence[AgencyChoice],
        communes: tuple[CommuneChoice, ...],
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.procedure, self.papers = procedure, procedure.papers
        plain = type(self).base_fields
        cover = {name: plain[name] for name in ("grams", "seal_number", "more", "s10", "sealed")}
        sender, recipient = _people(communes)
        # Fields depend on the procedure, so they belong to this form and not to its class.
        vars(self)["base_fields"] = SharedFields(
            {
                "request_id": plain["request_id"],
                "secret": secret_field() if procedure.secret_possible else plain["secret"],
                **paper_fields(procedure.papers),
                "agency": _agency_field(tuple(agencies)),
                "service": _service_field(procedure.returning),
                **sender,
                "recipient_same": plain["recipient_same"],
                **recipient,
                "consent": plain["consent"],
                **cover,
                **intake_money.MoneyForm.base_fields,
            }
        )
        super().__init__(data=data, initial=dict(initial or {}))
        self._ask_only_what_is_needed()

    def _ask_only_what_is_needed(self) -> None:
        if not self.is_bound:
            return
        both = self.data.get("service") == Service.BOTH
        self.ask_for("consent", both)
        other = both and not self.data.get("recipient_same")
        for name in RECIPIENT:
            self.ask_for(name, other)
        exempt = self.data.get("exemption") not in {None, "", intake_money.NOBODY}
        self.ask_for("exemption_proof", exempt)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("secret"):
            message = _(
                "Hồ sơ có giấy tờ mật không nhận qua dịch vụ này: hãy hướng dẫn khách gửi theo đường thư KT1. "
                "Không lưu nội dung gì của hồ sơ."
            )
            self.add_error("secret", message)
        if self._needs_commune(given):
            message = _(
                "Chưa nhập xã, phường, thị trấn của người gửi: kết quả phát tại đó nên cần để tính cước."
            )
            self.add_error("sender_commune", message)
        return given

    def _needs_commune(self, given: Mapping[str, Any]) -> bool:
        same = given.get("service") == Service.BOTH and given.get("recipient_same")
        return bool(same) and "sender_commune" in given and given["sender_commune"] is None

    def recipient_commune(self) -> int | None:
        """Where the result would go, as far as it is known."""
        given = self.cleaned_data
        if given.get("service") != Service.BOTH:
            return None
        key = "sender_commune" if given.get("recipient_same") else "recipient_commune"
        found: int | None = given.get(key)
        return found

    def intake(self) -> Intake:
        """The command's words."""
        given = self.cleaned_data
        service = Service(given["service"])
        return Intake(
            version_id=self.procedure.version_id,
            agency_id=given["agency"],
            service=service,
            submitter=submitter(given),
            counted=self.counted(),
            grams=given["grams"],
            seal_number=given["seal_number"],
            more=given["more"] or (),
            s10=given["s10"] or "",
            recipient=self._recipient() if service is Service.BOTH else None,
            payment=intake_money.payment(given),
            secret=given["secret"],
            customer_present=given["sealed"],
        )

    def _recipient(self) -> Addressee:
        given = self.cleaned_data
        if not given["recipient_same"]:
            return addressee(given)
        return Addressee(
            given["sender_name"],
            given["sender_phone"],
            given["sender_address"],
            given["sender_commune"],
        )

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        super().refuse(refused, field or AT_FIELD.get(refused.code))


def submitter(given: Mapping[str, Any]) -> Person:
    """The sender as the command takes it."""
    return Person(
        full_name=given["sender_name"],
        phone=given["sender_phone"],
        address=given["sender_address"],
        commune_id=given["sender_commune"],
        id_number=given["sender_id"] or "",
    )


def addressee(given: Mapping[str, Any]) -> Addressee:
    """The recipient as the command takes it."""
    return Addressee(
        given["recipient_name"],
        given["recipient_phone"],
        given["recipient_address"],
        given["recipient_commune"],
    )
