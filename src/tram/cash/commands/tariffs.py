"""A new version of the price table (bảng giá cước), from a day to come; what is published never changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from tram.accounts.rules.access import Right, require
from tram.cash.models import ExemptionGroup, Tariff, TariffRate
from tram.cash.rules.price_cells import Cell, rates
from tram.core.acts import Act
from tram.core.calendar import local_date, vn_date
from tram.core.errors import Refused
from tram.core.requests import command


@dataclass(frozen=True)
class NewTariff:
    """A price table as it was typed; `cells` holds the words of each cell."""

    code: str
    name: str
    valid_from: date
    remittance_vnd: int
    remittance_source: str
    cells: Mapping[Cell, str]


@command
def publish_tariff(act: Act, *, new: NewTariff) -> dict[str, Any]:
    """Publish a table from a day to come on; the one before ends the day before (TT 22/2017/TT-BTTTT)."""
    require(act.actor, Right.MANAGE_TARIFF)
    found, wrong = rates(new.cells)
    if wrong:
        raise Refused("bad-table", " ".join(wrong[:5]))
    before = _before(new, local_date(act.at))
    made = Tariff.objects.create(
        code=new.code.strip(),
        name=new.name.strip(),
        source=new.code.strip(),
        valid_from=new.valid_from,
        remittance_vnd=new.remittance_vnd,
        remittance_source=new.remittance_source.strip(),
        notes=_notes(before),
    )
    TariffRate.objects.bulk_create(
        TariffRate(
            tariff=made,
            direction=rate.direction,
            zone=rate.zone,
            up_to_grams=rate.up_to_grams,
            step_grams=rate.step_grams,
            amount_vnd=rate.amount_vnd,
        )
        for rate in found
    )
    if before:
        _follow(before, made)
    made.published_at, made.published_by_id = act.at, act.actor.id
    made.save(update_fields=["published_at", "published_by"])
    return {"tariff": made.id}


def _before(new: NewTariff, today: date) -> Tariff | None:
    """The table that this one follows; Refused if it cannot begin on that day."""
    if new.valid_from <= today:
        raise Refused(
            "starts-too-soon",
            f"Bảng giá mới chỉ áp dụng từ ngày sau hôm nay ({vn_date(today)}): tiền đã thu không tính lại.",
        )
    if Tariff.objects.filter(code=new.code.strip()).exists():
        raise Refused(
            "code-taken", f"Đã có bảng giá «{new.code.strip()}»: hãy ghi số văn bản khác."
        )
    rows = Tariff.objects.select_for_update(no_key=True)
    if later := rows.filter(valid_from__gte=new.valid_from).first():
        raise Refused(
            "overlaps",
            f"Bảng giá {later.code} đã áp dụng từ {vn_date(later.valid_from)}: hãy chọn ngày sau đó.",
        )
    return rows.order_by("-valid_from").first()


def _follow(before: Tariff, made: Tariff) -> None:
    """The table before ends; who pays less is carried on with the proofs to ask for."""
    ending = Q(valid_to=None) | Q(valid_to__gte=made.valid_from)
    Tariff.objects.filter(ending, id=before.id).update(
        valid_to=made.valid_from - timedelta(days=1)
    )
    ExemptionGroup.objects.bulk_create(
        ExemptionGroup(
            tariff=made,
            code=group.code,
            exemption=group.exemption,
            name=group.name,
            proof=group.proof,
        )
        for group in before.exemptions.order_by("id")
    )


def _notes(before: Tariff | None) -> dict[str, Any]:
    """What the law leaves open stays open until somebody finds it; the day of issue is the old table's own."""
    notes = dict(before.notes) if before else {}
    return {name: value for name, value in notes.items() if name not in ("issued", "valid_from")}
