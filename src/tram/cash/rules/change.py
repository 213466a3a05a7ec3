"""Change (tiền thừa trả khách): what is given back at once of what a customer puts on the counter."""

from collections.abc import Iterator

from tram.core.errors import Refused
from tram.core.money import format_vnd

_NOTES = (50_000, 100_000, 200_000, 500_000)


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


def likely(total_vnd: int) -> Iterator[tuple[int, int]]:
    """What a customer is likely to put down in notes, and what goes back of each, in đồng.

    >>> list(likely(26_000))
    [(50000, 24000), (100000, 74000), (200000, 174000), (500000, 474000)]
    """
    given = {-(-total_vnd // note) * note for note in _NOTES}
    for tendered_vnd in sorted(given - {total_vnd}):
        yield tendered_vnd, change(total_vnd, tendered_vnd)
