"""Rounds of the shuttle between a centre and the agencies (chuyến đưa; CV 3746/UBND-HCC1: four a day)."""

from tram.core.errors import Refused


def next_round(begun: int, per_day: int | None) -> int:
    """The number of a desk's next round of the day; `per_day` None = nobody has set how many there are."""
    if per_day is not None and begun >= per_day:
        raise Refused(
            "no-more-rounds",
            f"Hôm nay đã đủ {per_day} chuyến theo quy định. "
            "Hãy dùng chuyến đang mở, hoặc giao trực tiếp không qua chuyến.",
        )
    return begun + 1
