"""Every file of the export, in the order of its page."""

from tram.programme.queries.export.carrying import POSTAGE, POSTAL_RUNS
from tram.programme.queries.export.dossiers import DOSSIERS, DOSSIERS_BEFORE
from tram.programme.queries.export.lists import LISTED, LISTS
from tram.programme.queries.export.people import COURSES, TELLERS, TRAININGS
from tram.programme.queries.export.plan import PERIOD, PLAN, PROCEDURES, TARGETS, UNITS
from tram.programme.queries.export.post import AGREEMENTS, ASSESSMENTS, CRITERIA, MEANS, POINTS
from tram.programme.queries.export.told import (
    BASELINES,
    COMMUNES,
    MEDIA,
    OUTREACH,
    REPORTED,
    REPORTS,
)

TABLES = (
    PERIOD,
    DOSSIERS,
    DOSSIERS_BEFORE,
    PROCEDURES,
    LISTS,
    LISTED,
    UNITS,
    PLAN,
    TARGETS,
    AGREEMENTS,
    POINTS,
    CRITERIA,
    ASSESSMENTS,
    TELLERS,
    COURSES,
    TRAININGS,
    COMMUNES,
    OUTREACH,
    MEDIA,
    REPORTS,
    BASELINES,
    REPORTED,
    MEANS,
    POSTAL_RUNS,
    POSTAGE,
)
