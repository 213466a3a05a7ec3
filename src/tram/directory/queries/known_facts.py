"""What Trạm itself knows that answers a criterion of a point: it fills the inspector's form in and decides nothing."""

from dataclasses import dataclass
from datetime import date

from tram.directory.queries.network import EquipmentRow, equipment_on
from tram.directory.queries.terms import terms_on
from tram.directory.queries.training import tellers_on
from tram.directory.rules.points import EquipmentKind, EquipmentState
from tram.directory.rules.qualification import CriterionFact


@dataclass(frozen=True)
class Known:
    """Whether a fact speaks for the criterion, and in which words."""

    met: bool
    words: str


def known_facts(point_id: int, day: date) -> dict[CriterionFact, Known]:
    """What the books of the directory say of a point on a day."""
    things = equipment_on(point_id, day)
    return {
        CriterionFact.TRAINED_TELLER: _tellers(point_id, day),
        CriterionFact.ONLINE: _things(things, EquipmentKind.COMPUTER, EquipmentKind.INTERNET),
        CriterionFact.SCAN_PRINT: _things(things, EquipmentKind.SCANNER, EquipmentKind.PRINTER),
        CriterionFact.PRICES: _things(things, EquipmentKind.SIGN),
        CriterionFact.HOURS: _hours(point_id, day),
    }


def _tellers(point_id: int, day: date) -> Known:
    here = [each for each in tellers_on(day) if each.point_id == point_id]
    able = sum(each.trained(day) for each in here)
    return Known(able > 0, f"{able}/{len(here)} giao dịch viên ở điểm có chứng nhận tập huấn")


def _things(things: list[EquipmentRow], *kinds: EquipmentKind) -> Known:
    working = {
        kind: sum(
            row.count for row in things if row.kind is kind and row.state is EquipmentState.WORKING
        )
        for kind in kinds
    }
    words = ", ".join(f"{kind.label.lower()}: {count} dùng tốt" for kind, count in working.items())
    return Known(all(working.values()), words)


def _hours(point_id: int, day: date) -> Known:
    terms = terms_on(point_id, day)
    if terms is None:
        return Known(False, "")
    saturday = ", cả thứ Bảy" if terms.works_saturday else ""
    return Known(True, f"công bố {terms.opens:%H:%M}–{terms.closes:%H:%M}{saturday}")
