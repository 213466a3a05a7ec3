"""How far a leg goes inside the province, for the price (TT 22/2017/TT-BTTTT: nội tỉnh)."""

from tram.cash.rules.tariff import Zone
from tram.core.errors import Refused


def zone(one_district: int | None, other_district: int | None) -> Zone:
    """Within one district or between two; units of the whole province count by the seat's district."""
    if one_district is None or other_district is None:
        raise Refused(
            "no-district",
            "Chưa biết huyện của nơi gửi hoặc nơi nhận nên chưa tính được cước. Hãy chọn lại xã, phường.",
        )
    if one_district == other_district:
        return Zone.WITHIN_DISTRICT
    return Zone.BETWEEN_DISTRICTS


def wider(one: Zone, other: Zone) -> Zone:
    """The farther of two zones."""
    order = list(Zone)
    return max(one, other, key=order.index)
