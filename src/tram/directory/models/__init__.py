"""Who and where: areas, units, desks, service points, appointments, the calendar, dated parameters."""

from tram.directory.models.people import Appointment
from tram.directory.models.points import (
    Equipment,
    PointTerms,
    PostSheet,
    ServicePoint,
)
from tram.directory.models.spans import DateRange, validity
from tram.directory.models.times import (
    CalendarDay,
    Closure,
    DayKind,
    Decided,
    OfficeHours,
    Parameter,
    removed_with_reason,
)
from tram.directory.models.units import (
    DESKS,
    POSTS,
    TOPMOST,
    Area,
    AreaLevel,
    DeskService,
    StatedSuccession,
    Succession,
    Unit,
    UnitKind,
)

__all__ = [
    "DESKS",
    "POSTS",
    "TOPMOST",
    "Appointment",
    "Area",
    "AreaLevel",
    "CalendarDay",
    "Closure",
    "DateRange",
    "DayKind",
    "Decided",
    "DeskService",
    "Equipment",
    "OfficeHours",
    "Parameter",
    "PointTerms",
    "PostSheet",
    "ServicePoint",
    "StatedSuccession",
    "Succession",
    "Unit",
    "UnitKind",
    "removed_with_reason",
    "validity",
]
