"""Every file of the export, in the order of its page."""

from tram.programme.queries.export.dossiers import DOSSIERS
from tram.programme.queries.export.people import TELLERS, TRAININGS
from tram.programme.queries.export.plan import PLAN, PROCEDURES, TARGETS, UNITS
from tram.programme.queries.export.post import AGREEMENTS, ASSESSMENTS, MEANS, POINTS
from tram.programme.queries.export.told import (
    BASELINES,
    COMMUNES,
    MEDIA,
    OUTREACH,
    REPORTED,
    REPORTS,
)

TABLES = (
    DOSSIERS,
    PROCEDURES,
    UNITS,
    PLAN,
    TARGETS,
    AGREEMENTS,
    POINTS,
    ASSESSMENTS,
    TELLERS,
    TRAININGS,
    COMMUNES,
    OUTREACH,
    MEDIA,
    REPORTS,
    BASELINES,
    REPORTED,
    MEANS,
)
