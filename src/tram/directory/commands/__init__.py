"""The verbs of the directory: people and their duties in `people`, the history of units in `units`, `times`."""

from tram.directory.commands.people import (
    DemoPerson,
    appoint,
    demo_cast,
    end_appointment,
    end_person,
    first_administrator,
    reset_password,
)
from tram.directory.commands.times import change_times
from tram.directory.commands.units import NewUnit, succeed_units

__all__ = [
    "DemoPerson",
    "NewUnit",
    "appoint",
    "change_times",
    "demo_cast",
    "end_appointment",
    "end_person",
    "first_administrator",
    "reset_password",
    "succeed_units",
]
