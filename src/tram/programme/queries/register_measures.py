"""What the registers of outreach, media and reports say to the board; nothing written there = «chưa đo».

Imported once when the application starts (`apps.ready`). Legal basis: domain requirements 8, 52.
"""

from collections import Counter

from tram.programme.queries.measures import Asked, Found, measure
from tram.programme.queries.outreach import communes_informed, media_rows
from tram.programme.queries.reports import Owed, ReportStanding, reports_owed
from tram.programme.rules.exclusions import Exclusion
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.shares import Part

WHY = {
    ReportStanding.LATE: Exclusion.REPORT_LATE,
    ReportStanding.WAITING: Exclusion.REPORT_MISSING,
    ReportStanding.OVERDUE: Exclusion.REPORT_MISSING,
}


@measure(Indicator.COMMUNES_INFORMED)
def communes(asked: Asked) -> Found:
    """Communes told in the year over all that stand on its last day."""
    found = communes_informed(asked.span.first, asked.span.last)
    if not found.done:
        return {}
    missing = len(found.missing)
    left_out = {Exclusion.COMMUNE_NOT_TOLD.value: missing} if missing else {}
    return {None: Part(len(found.done), len(found.rows), left_out)}


@measure(Indicator.MEDIA_INFORMED)
def media(asked: Asked) -> Found:
    """How many pieces of news; nothing is divided."""
    count = len(media_rows(asked.span.first, asked.span.last))
    return {None: Part(count, count)} if count else {}


@measure(Indicator.REPORTS_ON_TIME)
def reports(asked: Asked) -> Found:
    """Reports in time over all that owe one, each agency by itself and the province."""
    owed = reports_owed(asked.year, asked.as_of, asked.plan, asked.units)
    if not any(row.reports for row in owed):
        return {}
    whole: Found = {None: _part(owed)}
    return {**whole, **{row.unit.id: _part([row]) for row in owed}}


def _part(owed: list[Owed]) -> Part:
    standings = Counter(row.standing for row in owed)
    left_out: Counter[str] = Counter()
    for standing, count in standings.items():
        if standing in WHY:
            left_out[WHY[standing].value] += count
    return Part(standings[ReportStanding.ON_TIME], len(owed), dict(left_out))
