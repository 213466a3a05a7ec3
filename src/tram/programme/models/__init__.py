"""The tables of the plan, one file for each subject."""

from tram.programme.models.evidence import RegisterSheet
from tram.programme.models.facts import Fact, Month, Pending, Rollup
from tram.programme.models.forecast import Forecast, NearProcedure
from tram.programme.models.means import MeansPlan
from tram.programme.models.outreach import MediaItem, Outreach
from tram.programme.models.plan import PlanVersion, Target
from tram.programme.models.reported import Baseline, ReportedFigure, ReportedMonth
from tram.programme.models.reports import AgencyReport
from tram.programme.models.snapshots import Snapshot, SnapshotList

__all__ = [
    "AgencyReport",
    "Baseline",
    "Fact",
    "Forecast",
    "MeansPlan",
    "MediaItem",
    "Month",
    "NearProcedure",
    "Outreach",
    "Pending",
    "PlanVersion",
    "RegisterSheet",
    "ReportedFigure",
    "ReportedMonth",
    "Rollup",
    "Snapshot",
    "SnapshotList",
    "Target",
]
