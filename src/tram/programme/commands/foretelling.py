"""The forecast of a year computed anew and kept: by the worker each night, or by `tram plan forecast`."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from tram.core.acts import Act, Actor
from tram.core.requests import command
from tram.programme.models import Forecast, NearProcedure
from tram.programme.queries.outlooks import YEARS_BACK, Lacking, Series, history
from tram.programme.rules.forecast import BackTest, MonthCount, Outlook

SYSTEM = Actor(None, "Trạm")


@dataclass(frozen=True)
class Foretold:
    """What is kept of one series."""

    unit_id: int | None
    indicator: str
    so_far: MonthCount
    outlook: Outlook
    tested: BackTest


def foretell(year: int, as_of: date) -> int:
    """Compute every outlook of a year up to the end of a day and keep it in place of the last; how many."""
    known = history(year, as_of)
    told = tuple(_told(one) for one in known.series)  # minutes, so not inside the transaction
    kept = keep_forecast(
        Act(request_id=uuid4(), actor=SYSTEM),
        year=year,
        as_of=known.as_of,
        foretold=told,
        lacking=known.lacking,
        simulated=known.simulated,
    )
    count: int = kept["outlooks"]
    return count


def _told(one: Series) -> Foretold:
    so_far, back = one.so_far, range(1, YEARS_BACK + 1)
    return Foretold(one.unit_id, one.indicator.value, so_far, one.outlook(), one.tested(back))


@command
def keep_forecast(
    act: Act,
    *,
    year: int,
    as_of: date,
    foretold: tuple[Foretold, ...],
    lacking: tuple[Lacking, ...],
    simulated: bool,
) -> dict[str, Any]:
    """Put the forecast of a year in place of the last one."""
    Forecast.objects.filter(year=year).delete()
    NearProcedure.objects.filter(year=year).delete()
    Forecast.objects.bulk_create(_row(act, year, as_of, one, simulated) for one in foretold)
    NearProcedure.objects.bulk_create(
        NearProcedure(
            year=year,
            unit_id=one.unit_id,
            procedure_id=one.procedure_id,
            on_the_way=one.on_the_way,
            dossiers=one.dossiers,
        )
        for one in lacking
    )
    return {"outlooks": len(foretold), "near": len(lacking)}


def _row(act: Act, year: int, as_of: date, one: Foretold, simulated: bool) -> Forecast:
    return Forecast(
        year=year,
        unit_id=one.unit_id,
        indicator=one.indicator,
        as_of=as_of,
        computed_at=act.recorded,
        method=one.outlook.method,
        months=one.outlook.months,
        numerator=one.so_far.numerator,
        denominator=one.so_far.denominator,
        numerator_end=one.outlook.numerator,
        denominator_end=one.outlook.denominator,
        low=one.outlook.low,
        middle=one.outlook.middle,
        high=one.outlook.high,
        error=one.tested.error,
        tested=one.tested.count,
        held=one.tested.held,
        simulated=simulated,
    )
