"""Invented citizens: names nobody has (họ + «Mẫu»), phones of no operator, addresses of no house."""

from dataclasses import dataclass
from functools import cache
from random import Random

from tram.core.clock import today
from tram.directory.models import AreaLevel
from tram.directory.queries import areas_on
from tram.dossiers.commands import Person

FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
)
MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Thanh", "Quang", "Thu")
GIVEN = ("Ví Dụ", "Thử", "Mẫu", "Diễn Tập", "Giả Định", "Minh Họa", "Tượng Trưng", "Phỏng Theo")


@dataclass(frozen=True)
class Invented:
    """A citizen of the demonstration."""

    full_name: str
    phone: str
    address: str
    commune_id: int

    def person(self) -> Person:
        return Person(self.full_name, self.phone, self.address, self.commune_id)


@cache
def _communes() -> tuple[int, ...]:
    areas = areas_on(today(), AreaLevel.COMMUNE)
    return tuple(area.id for area in sorted(areas, key=lambda area: area.code))


def invent(rng: Random) -> Invented:
    """One citizen."""
    commune_id = rng.choice(_communes())
    name = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"
    return Invented(
        full_name=name,
        phone=f"0900000{rng.randrange(1000):03d}",
        address=f"Thôn Mẫu {rng.randrange(1, 30)}",
        commune_id=commune_id,
    )
