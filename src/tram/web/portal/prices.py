"""What the post asks (giá cước): the same tariff and the same engine as at the counter, open to everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tram.cash.queries import tariff
from tram.cash.rules.tariff import HEAVIEST_GRAMS, Exemption, QuoteLine, Tariff, Zone, quote
from tram.catalogue.rules.eligibility import Direction
from tram.core import clock
from tram.core.errors import Refused
from tram.core.money import parse_vnd
from tram.custody.rules.services import DIRECTIONS, Service
from tram.custody.rules.zones import zone
from tram.directory.queries import AreaChoice, districts
from tram.web.access import public
from tram.web.forms import TramForm
from tram.web.portal.fields import SpokenField

ELSEWHERE = (Zone.IN_REGION, Zone.ADJACENT_REGION, Zone.FAR_REGION)
SENTENCES = {
    Direction.IN: gettext_lazy("Gửi hồ sơ tới cơ quan"),
    Direction.OUT: gettext_lazy("Chuyển kết quả về nhà"),
}


class PriceForm(TramForm):
    """What a price depends on; no service is chosen beforehand."""

    service = forms.ChoiceField(label=gettext_lazy("Dịch vụ"), widget=forms.RadioSelect)
    start = forms.ChoiceField(label=gettext_lazy("Ông/bà ở"))
    end = forms.ChoiceField(label=gettext_lazy("Cơ quan giải quyết ở"))
    grams = forms.IntegerField(
        label=gettext_lazy("Khối lượng (gam)"),
        help_text=gettext_lazy("Một tờ giấy A4 nặng khoảng 5 gam; hồ sơ 20 tờ khoảng 100 gam."),
        min_value=1,
        max_value=HEAVIEST_GRAMS,
        widget=forms.TextInput(attrs={"class": "w-number", "inputmode": "numeric"}),
    )
    exemption = forms.ChoiceField(
        label=gettext_lazy("Miễn, giảm cước"),
        help_text=gettext_lazy(
            "Người có công, thương binh, bệnh binh, thân nhân liệt sĩ, hộ nghèo và người ở vùng đặc biệt "
            "khó khăn được miễn hoặc giảm khi có giấy tờ chứng minh."
        ),
        widget=forms.RadioSelect,
    )
    fee = SpokenField(
        parse_vnd,
        label=gettext_lazy("Phí, lệ phí nhờ bưu điện nộp hộ (đồng)"),
        help_text=gettext_lazy("Xem ở trang của thủ tục; để trống nếu không có."),
        said={
            "bad-money": gettext_lazy("Hãy ghi số đồng chẵn, ví dụ 200.000 hoặc 200000."),
        },
        required=False,
        widget=forms.TextInput(attrs={"class": "w-money", "inputmode": "numeric"}),
    )

    def __init__(self, places: list[AreaChoice], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = {place.code: place.id for place in places}
        here = [(place.code, place.name) for place in places]
        self._offer("service", [(service, _(service.label)) for service in Service])
        communes = any(place.is_commune for place in places)
        first = ("", _("Chọn xã, phường") if communes else _("Chọn huyện, thành phố"))
        self._offer("start", [first, *here])
        far = [(far_zone.value, _(far_zone.label).capitalize()) for far_zone in ELSEWHERE]
        self._offer("end", [first, (_("Trong tỉnh"), here), (_("Tỉnh khác"), far)])
        self._offer("exemption", [(group, _(group.label).capitalize()) for group in Exemption])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def zone(self) -> Zone:
        """How far it goes: by the two districts, or to the region chosen."""
        end = self.cleaned_data["end"]
        if end in self.places:
            return zone(self.places[self.cleaned_data["start"]], self.places[end])
        return Zone(end)


@dataclass(frozen=True)
class Item:
    """One line of the price in the reader's language; `source` is the act, in Vietnamese."""

    what: str
    amount_vnd: int
    source: str


@dataclass(frozen=True)
class Asked:
    """What the post asks; the agency's fee stands apart, because it is no postage (QĐ 45/2016/QĐ-TTg Điều 11)."""

    items: tuple[Item, ...]
    total_vnd: int
    fee_vnd: int
    tariff: Tariff
    unknowns: tuple[str, ...]

    @property
    def all_vnd(self) -> int:
        """Everything that the citizen pays at once."""
        return self.total_vnd + self.fee_vnd


@public
@require_GET
def price(request: HttpRequest) -> HttpResponse:
    """The price of a service, line by line with its source (TT 22/2017/TT-BTTTT); a link keeps what was asked."""
    sent = request.GET if "grams" in request.GET else None
    start = {"grams": 100, "exemption": Exemption.NONE, "fee": request.GET.get("fee", "")}
    form = PriceForm(districts(clock.today()), sent, initial=start)
    asked = _asked(form) if form.is_valid() else None
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "portal/price.html", {"form": form, "asked": asked}, status=status)


def _asked(form: PriceForm) -> Asked | None:
    asked = form.cleaned_data
    ways = DIRECTIONS[Service(asked["service"])]
    try:
        prices = tariff(day=clock.today())
        exemption = Exemption(asked["exemption"])
        quoted = quote(prices, ways, form.zone, asked["grams"], exemption, asked["fee"])
    except Refused as refused:
        form.refuse(refused)
        return None
    items = tuple(_told(form, quoted.lines, ways))
    return Asked(items, quoted.total_vnd, asked["fee"] or 0, prices, quoted.unknowns)


def _told(
    form: PriceForm, lines: tuple[QuoteLine, ...], ways: tuple[Direction, ...]
) -> Iterator[Item]:
    """The engine's lines, one for each way and then the remittance, named for a citizen."""
    names = [
        _("%(what)s, %(distance)s, %(grams)s gam")
        % {
            "what": SENTENCES[way],
            "distance": _(form.zone.label),
            "grams": form.cleaned_data["grams"],
        }
        for way in ways
    ]
    for line, name in zip(
        lines, [*names, _("Công chuyển nộp phí, lệ phí cho cơ quan")], strict=False
    ):
        yield Item(name, line.amount_vnd, line.source)
