"""Change (tiền thừa trả khách): what is given back at once of what a customer puts on the counter."""

from tram.core.errors import Refused
from tram.core.money import format_vnd


def change(total_vnd: int, tendered_vnd: int) -> int:
    """How much goes back over the counter, in đồng; Refused if less was given than is asked.

    >>> change(432_000, 500_000)
    68000
    """
    if tendered_vnd < total_vnd:
        raise Refused(
            "tendered-short",
            f"Khách đưa {format_vnd(tendered_vnd)}, còn thiếu {format_vnd(total_vnd - tendered_vnd)} "
            f"so với {format_vnd(total_vnd)} phải thu: hãy thu đủ rồi ghi lại.",
        )
    return tendered_vnd - total_vnd
