"""The form of a dossier brought to the desk in person: papers counted, who submits, where the result goes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.catalogue.queries import AgencyChoice, ProcedureDetail
from tram.core.errors import Refused
from tram.custody.commands.desk import CounterIntake
from tram.custody.queries.intakes import CommuneChoice
from tram.web.workplace.fields import PlaceField, recipient_fields, sender_fields
from tram.web.workplace.intake.checklist import ChecklistForm, paper_fields
from tram.web.workplace.intake.form import RECIPIENT, addressee, secret_field, submitter

AT_DESK, BY_POST = "desk", "post"
ASKED = {
    "sender_name": gettext_lazy("Họ và tên người nộp, hoặc tên tổ chức"),
    "sender_phone": gettext_lazy("Điện thoại người nộp"),
    "sender_commune": gettext_lazy("Xã, phường, thị trấn của người nộp"),
    "sender_address": gettext_lazy("Số nhà, thôn, tổ dân phố của người nộp"),
}
AT_FIELD = {
    "wrong-desk": "agency",
    "wrong-agency": "agency",
    "no-desk": "agency",
    "not-by-post": "back",
    "secret": "secret",
    "no-district": "recipient_commune",
}


class BackRadios(forms.RadioSelect):
    """The ways a result goes back, the post shown but closed where the procedure does not allow it."""

    post_closed = False

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if value == BY_POST and self.post_closed:
            option["attrs"]["disabled"] = True
        return option


class CounterForm(ChecklistForm):
    """What an officer types for one dossier of one procedure."""

    def __init__(
        self,
        procedure: ProcedureDetail,
        agencies: Sequence[AgencyChoice],
        communes: Sequence[CommuneChoice],
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.procedure, self.papers = procedure, procedure.papers
        people = sender_fields(communes)
        for name, label in ASKED.items():
            people[name].label = label
        # Fields depend on the procedure, so they belong to this form and not to its class.
        vars(self)["base_fields"] = {
            **type(self).base_fields,
            **paper_fields(procedure.papers),
            "agency": _agency_field(agencies),
            **people,
            "email": _email_field(),
            "back": _back_field(procedure),
            **recipient_fields(communes),
            "consent": _consent_field(),
            **({"secret": secret_field()} if procedure.secret_possible else {}),
        }
        super().__init__(data=data, initial=dict(initial or {}))
        by_post = self.is_bound and self.data.get("back") == BY_POST
        for name in (*RECIPIENT, "consent"):
            self.fields[name].required = by_post or not self.is_bound
        if procedure.secret_possible:
            self.fields["secret"].required = by_post or not self.is_bound

    def intake(self) -> CounterIntake:
        """The command's words."""
        given = self.cleaned_data
        return CounterIntake(
            version_id=self.procedure.version_id,
            agency_id=given["agency"],
            submitter=replace(submitter(given), email=given["email"]),
            counted=self.counted(),
            recipient=addressee(given) if given["back"] == BY_POST else None,
            secret=given.get("secret"),
        )

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        super().refuse(refused, field or AT_FIELD.get(refused.code))


def _agency_field(agencies: Sequence[AgencyChoice]) -> forms.Field:
    label = gettext_lazy("Cơ quan giải quyết")
    if len(agencies) == 1:
        only = agencies[0]
        return forms.TypedChoiceField(
            label=label,
            choices=[(only.id, only.name)],
            coerce=int,
            empty_value=only.id,  # type: ignore[arg-type]  # the stubs know only text
            required=False,
            widget=forms.HiddenInput(),
        )
    return PlaceField(agencies, "agencies", label=label)


def _email_field() -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "off"})
    return forms.EmailField(label=gettext_lazy("Thư điện tử"), required=False, widget=widget)


def _consent_field() -> forms.BooleanField:
    label = gettext_lazy(
        "Khách đồng ý để bưu điện dùng tên, điện thoại, địa chỉ này để phát kết quả"
    )
    return forms.BooleanField(label=label)


def _back_field(procedure: ProcedureDetail) -> forms.ChoiceField:
    """Never chosen beforehand: where the result goes is the customer's own choice."""
    choices = [
        (AT_DESK, _("Tại bộ phận một cửa này")),
        (BY_POST, _("Tại nhà, qua bưu điện (trả cước khi nhận)")),
    ]
    field = forms.ChoiceField(
        label=gettext_lazy("Khách nhận kết quả ở đâu?"), choices=choices, widget=BackRadios()
    )
    if not procedure.returning.open:
        field.widget.post_closed = True
        told = _("Kết quả không chuyển trả qua bưu điện được: {reason}")
        field.help_text = escape(told.format(reason=procedure.returning.reason))
    return field
