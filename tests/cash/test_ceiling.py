"""The table is a ceiling: above it only with a reason, and then the manager sees it (requirement 16f)."""

import pytest

from tests.cast import Cast, take_in
from tram.cash.models import CashLine, PriceOverride, Quotation
from tram.cash.rules.ceiling import Override, OverrideReason, surplus
from tram.core.errors import Refused
from tram.custody.commands.charges import Payment

REASON = OverrideReason.SPECIAL_ROUTE


@pytest.mark.law("16f")
@pytest.mark.parametrize("cap", [26_000, 30_000, 30_500, 31_000, 31_500])
@pytest.mark.parametrize("asked", [41_000, 50_000, 60_000, 71_000])
def test_what_citizens_complained_of_is_refused(cap: int, asked: int) -> None:
    with pytest.raises(Refused, match="cao hơn mức tối đa") as refusal:
        surplus(cap, Override(asked, None))
    assert refusal.value.code == "price-above"


@pytest.mark.law("16f")
@pytest.mark.parametrize(
    "override",
    [Override(26_001, REASON), Override(26_001, REASON, "  "), Override(26_001, None, "xa")],
)
def test_one_dong_above_needs_a_reason_and_words(override: Override) -> None:
    with pytest.raises(Refused) as refusal:
        surplus(26_000, override)
    assert refusal.value.code == "price-above"


def test_the_table_itself_needs_none_and_less_is_for_the_groups_only() -> None:
    assert surplus(26_000, None) == surplus(26_000, Override(26_000, None)) == 0
    assert surplus(26_000, Override(26_500, REASON, "Đò ngang")) == 500
    with pytest.raises(Refused) as refusal:
        surplus(26_000, Override(25_999, REASON, "Quen biết"))
    assert refusal.value.code == "price-below"


@pytest.mark.law("16f")
def test_an_intake_above_the_table_is_refused_or_stands_on_the_managers_list(who: Cast) -> None:
    whole = take_in(who)
    table = sum(
        line.amount_vnd for line in CashLine.objects.filter(stream=whole.id, purpose="postage")
    )
    before = CashLine.objects.count()
    with pytest.raises(Refused) as refusal:
        take_in(who, payment=Payment(override=Override(table + 10_000, None)))
    assert refusal.value.code == "price-above"
    assert CashLine.objects.count() == before
    reasoned = Override(table + 10_000, REASON, "Phải qua đò")
    dossier = take_in(who, payment=Payment(override=reasoned))
    kept = PriceOverride.objects.get()
    assert (kept.subject, kept.table_vnd, kept.asked_vnd) == (dossier.id, table, table + 10_000)
    assert (kept.reason, kept.words, kept.unit, kept.by) == (
        REASON,
        "Phải qua đò",
        who.point,
        who.teller,
    )
    lines = CashLine.objects.filter(stream=dossier.id, purpose="postage").order_by("seq")
    assert [line.amount_vnd for line in lines] == [table, 10_000]
    quoted = Quotation.objects.get(subject=dossier.id)
    assert quoted.lines[-1]["what"].startswith("Phần thu vượt bảng giá")
    assert quoted.total_vnd == sum(line["amount_vnd"] for line in quoted.lines)
