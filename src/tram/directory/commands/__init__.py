"""The verbs of the directory: people and duties in `people`, units in `units` and `successions`, days in `times`."""

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
    "NewUnit",
    "appoint",
    "change_times",
    "demo_cast",
    "demo_moves",
    "end_appointment",
    "end_person",
    "first_administrator",
    "reset_password",
    "state_area_successor",
    "state_unit_successor",
    "succeed_units",
]
