"""The verbs of the directory: people and duties in `people` and `staff`, units in `units`, `successions`, `points`."""

from tram.directory.commands.people import (
    DemoPerson,
    appoint,
    demo_cast,
    demo_moves,
    end_appointment,
    end_person,
    first_administrator,
    reset_password,
)
from tram.directory.commands.points import (
    NewPoint,
    add_point,
    change_terms,
    close_point,
    record_equipment,
)
from tram.directory.commands.staff import hire
from tram.directory.commands.successions import (
    Decision,
    state_area_successor,
    state_unit_successor,
)
from tram.directory.commands.times import change_times
from tram.directory.commands.units import NewUnit, succeed_units

__all__ = [
    "Decision",
    "DemoPerson",
    "NewPoint",
    "NewUnit",
    "add_point",
    "appoint",
    "change_terms",
    "change_times",
    "close_point",
    "demo_cast",
    "demo_moves",
    "end_appointment",
    "end_person",
    "first_administrator",
    "hire",
    "record_equipment",
    "reset_password",
    "state_area_successor",
    "state_unit_successor",
    "succeed_units",
]
