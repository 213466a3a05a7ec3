"""Tờ giới thiệu: the service by public post on one page, for a person at the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from tram.core.barcodes import qr_svg
from tram.dossiers.prints.paper import Paper
from tram.dossiers.rules.forms import FormKind


@dataclass(frozen=True, kw_only=True)
class PriceLine:
    """One price of the leaflet: whole đồng, from the tariff in force."""

    label: str
    send_vnd: int | None
    receive_vnd: int | None


@dataclass(frozen=True, kw_only=True)
class Leaflet(Paper):
    """What the service is, what it costs, how long it takes, where to go (QĐ 45/2016/QĐ-TTg).

    Prices, times and places are passed in: none stands in the template.
    """

    KIND: ClassVar[FormKind] = FormKind.LEAFLET
    TEMPLATE: ClassVar[str] = "dossiers/typst/leaflet.typ"
    at: datetime
    services: tuple[str, ...]
    steps: tuple[str, ...]
    prices: tuple[PriceLine, ...]
    price_source: str
    reductions: tuple[str, ...]
    times: tuple[str, ...]
    places: tuple[str, ...]
    not_by_post: str
    url: str
    phone: str

    @property
    def dated(self) -> datetime:
        """The day its prices were read."""
        return self.at

    def sheet(self) -> dict[str, Any]:
        """What the template reads."""
        return super().sheet() | {"url_qr": qr_svg(self.url)}
