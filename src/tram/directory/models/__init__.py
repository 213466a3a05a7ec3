"""Who and where: areas, units, desks, service points, appointments, the calendar, dated parameters, registers."""

from tram.directory.models.agreements import Agreement, AgreementEnd
from tram.directory.models.attachments import Attachment
from tram.directory.models.people import Appointment
from tram.directory.models.points import (
    Equipment,
    PointTerms,
    PostSheet,
    ServicePoint,
)
from tram.directory.models.qualifications import AssessedCriterion, Assessment, PointCriterion
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
from tram.directory.models.training import Attendance, Certificate, Course, TrainingSession
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
    "Agreement",
    "AgreementEnd",
    "Appointment",
    "Area",
    "AreaLevel",
    "AssessedCriterion",
    "Assessment",
    "Attachment",
    "Attendance",
    "CalendarDay",
    "Certificate",
    "Closure",
    "Course",
    "DateRange",
    "DayKind",
    "Decided",
    "DeskService",
    "Equipment",
    "OfficeHours",
    "Parameter",
    "PointCriterion",
    "PointTerms",
    "PostSheet",
    "ServicePoint",
    "StatedSuccession",
    "Succession",
    "TrainingSession",
    "Unit",
    "UnitKind",
    "removed_with_reason",
    "validity",
]
