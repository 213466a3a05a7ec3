"""What the registers say is counted twice too: in worlds drawn by lot, and with a fault in each measure."""

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import cast
from tests.cast import Cast
from tests.programme import facts
from tests.programme.any_registers import AnyRegisters
from tests.programme.facts import Fact
from tests.programme.registers import communes_of
from tests.programme.test_oracle import NEW_YEAR, the_world
from tram.catalogue.models import ProcedureVersion
from tram.cli.plan.check import check_year, recounted
from tram.cli.plan.export import write_folder
from tram.custody.commands import clocks
from tram.custody.models import Incident, Item
from tram.custody.queries import quality
from tram.directory.models import (
    Agreement,
    Area,
    AssessedCriterion,
    Assessment,
    ServicePoint,
    Unit,
)
from tram.directory.queries import qualification, training
from tram.directory.queries.agreements import AgreementRow
from tram.programme.models import AgencyReport, Outreach
from tram.programme.queries import (
    last_year,
    outreach,
    quality_measures,
    register_measures,
    reports,
)
from tram.programme.queries.every_figure import EVERY_WAY, every_figure
from tram.programme.rules import shares
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.recount import compare

DAYS = [date(2019, 6, 30), date(2019, 7, 1), date(2019, 10, 31), date(2020, 1, 31)]
OF_REGISTERS = (
    Indicator.AGREEMENTS_SIGNED,
    Indicator.POINTS_QUALIFIED,
    Indicator.COMMUNES_INFORMED,
    Indicator.MEDIA_INFORMED,
    Indicator.TELLERS_TRAINED,
    Indicator.REPORTS_ON_TIME,
    Indicator.POSTAL_SAFETY,
    Indicator.POSTAL_ON_TIME,
    Indicator.OVERCHARGING,
    Indicator.NOT_BELOW_LAST_YEAR,
)


def communes_that_follow() -> None:
    """From July on one commune stands in the place of two."""
    old = list(Area.objects.filter(level="commune", parent__name="Huyện Tam Đảo")[:2])
    heir = Area.objects.get(pk=old[0].pk)
    heir.pk, heir.gso_code, heir.valid_from = None, "99999", date(2019, 7, 1)
    heir.save(force_insert=True)
    ids = [area.pk for area in old]
    Area.objects.filter(pk__in=ids).update(valid_to=date(2019, 6, 30), successor=heir)


@pytest.mark.law("6b", "7c", "8d", "49c", "54a")
def test_in_any_world_of_registers_both_count_the_same(who: Cast) -> None:
    the_world()
    communes_that_follow()
    measured: set[str] = set()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")

    @settings(
        max_examples=8,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
    )
    @given(seed=st.integers(0, 2**32), day=st.sampled_from(DAYS))
    def look(seed: int, day: date) -> None:
        with transaction.atomic():
            AnyRegisters(seed, who).write()
            found = check_year(2019, day, EVERY_WAY[0])
            told = every_figure(2019, day, EVERY_WAY[:1])
            transaction.set_rollback(True)
        assert found.differences == (), f"seed {seed}, {day}"
        measured.update(indicator for _way, _when, _who, indicator in told)

    look()
    assert measured >= {each.value for each in OF_REGISTERS}


def test_each_month_end_is_compared_too(who: Cast) -> None:
    AnyRegisters(5, who).write()
    found = check_year(2019, date(2019, 11, 15))
    assert found.differences == ()
    assert found.compared > 10_000


def _in_force_whatever(self: AgreementRow, day: date) -> bool:
    return self.counts


def _late_is_in_time(got: Any, due: date, as_of: date) -> reports.ReportStanding:
    return reports.ReportStanding.ON_TIME if got else reports.ReportStanding.WAITING


def _twice(first: date, last: date) -> list[Any]:
    return [*outreach.media_rows(first, last)] * 2


def _spoilt(text: str, was: str, becomes: str) -> str:
    assert was in text, was
    return text.replace(was, becomes)


FAULTS: dict[Indicator, Callable[[], tuple[Any, str, Any]]] = {
    Indicator.PROCEDURES_WITH_POST: lambda: (
        shares,
        "with_post",
        lambda sums, deployed: shares.Part(len(sums), len(deployed)),
    ),
    Indicator.RECEIVED_BY_POST: lambda: (
        shares,
        "received",
        lambda sums, scope, readings: shares.Part(0, sum(each.received for each in sums.values())),
    ),
    Indicator.RETURNED_BY_POST: lambda: (
        shares,
        "returned",
        lambda sums, scope: shares.Part(0, sum(each.returned for each in sums.values())),
    ),
    Indicator.VOLUME: lambda: (shares, "_volume", lambda sums: shares.Part(0, 0)),
    Indicator.NOT_BELOW_LAST_YEAR: lambda: (last_year, "baselines", lambda year: []),
    Indicator.AGREEMENTS_SIGNED: lambda: (AgreementRow, "in_force", _in_force_whatever),
    Indicator.POINTS_QUALIFIED: lambda: (
        qualification,
        "STANDING",
        _spoilt(qualification.STANDING, "f.on DESC, f.id DESC", "f.on, f.id"),
    ),
    Indicator.TELLERS_TRAINED: lambda: (
        training,
        "TELLERS",
        _spoilt(
            training.TELLERS, "AND daterange(a.valid_from, a.valid_to, '[]') @> %(day)s::date", ""
        ),
    ),
    Indicator.COMMUNES_INFORMED: lambda: (
        outreach,
        "INFORMED",
        _spoilt(outreach.INFORMED, "o.retired_at IS NULL AND", ""),
    ),
    Indicator.MEDIA_INFORMED: lambda: (register_measures, "media_rows", _twice),
    Indicator.REPORTS_ON_TIME: lambda: (reports, "standing", _late_is_in_time),
    Indicator.POSTAL_SAFETY: lambda: (
        quality,
        "WHOLE",
        _spoilt(quality.WHOLE, "AND r.harmed", "AND false"),
    ),
    Indicator.POSTAL_ON_TIME: lambda: (
        quality,
        "WHOLE",
        _spoilt(quality.WHOLE, "FILTER (WHERE r.overdue)", "FILTER (WHERE false)"),
    ),
    Indicator.OVERCHARGING: lambda: (
        quality_measures,
        "_PRICES",
        _spoilt(quality_measures._PRICES, "count(o.subject)", "0"),
    ),
}
"""For each indicator something of the board's own code that is made wrong."""


def a_full_world(who: Cast) -> None:
    """Enough rows in each register that a fault in any measure must show."""
    for seed in range(6):
        with transaction.atomic():
            AnyRegisters(seed, who, mark=f"{seed}.").write()
    near_misses(who)
    unit = Unit.objects.get(slug="so-tu-phap")
    version = ProcedureVersion.objects.filter(procedure__agency=unit).order_by("id")[0]
    day = NEW_YEAR + timedelta(days=40)
    facts.write(
        [
            Fact(unit, version, 3, 1, day, handover_at=day, accepted_at=day, returned_at=day),
            Fact(unit, version, 1, 0, day, accepted_at=day, returned_at=day),
        ],
        who.teller,
    )


def near_misses(who: Cast) -> None:
    """What is almost counted: run out, met before and not now, taken out, a day late, damaged on the way."""
    words: dict[str, Any] = {"by": who.teller, "at": cast.MONDAY}
    unit, early = Unit.objects.get(slug="so-tai-chinh"), date(2019, 2, 1)
    Agreement.objects.create(
        agency=unit,
        post=Unit.objects.get(kind="provincial-post"),
        number="01/HẾT-HẠN",
        signed_on=early,
        valid_from=early,
        valid_to=date(2019, 6, 30),
        scope="both",
        **words,
    )
    for met, on in ((True, early), (False, date(2019, 3, 1))):
        inspected(who, on, met)
    told = {"on": early, "station": "Đài Mẫu", "content": "Tin", "note": "Sổ"}
    out = {"retired_at": cast.MONDAY, "retired_by": who.teller, "retired_reason": "Nhầm"}
    commune = communes_of("Huyện Lập Thạch")[0]
    Outreach.objects.create(commune=commune, **told, **words, **out)
    AgencyReport.objects.create(
        unit=unit, year=2019, received_on=date(2020, 1, 15), number="9/BC", on_paper=True, **words
    )
    damaged(who)


def inspected(who: Cast, on: date, met: bool) -> None:
    """A point of which every criterion was found so on a day."""
    point = ServicePoint.objects.exclude(unit__in=[who.point, who.other_point]).order_by("unit")[0]
    row = Assessment.objects.create(point=point, on=on, inspector=who.teller, at=cast.MONDAY)
    AssessedCriterion.objects.bulk_create(
        AssessedCriterion(
            assessment=row, code=each.code, met=met, on=on, valid_to=date(2021, 1, 1)
        )
        for each in qualification.checklist_on(on)
    )


def damaged(who: Cast) -> None:
    """An item that arrived on its day, but damaged."""
    item = Item.objects.get(dossier=cast.arrive(who, cast.take_in(who)), kind="papers")
    clocks.reckon_all()
    Incident.objects.create(
        number="SC-MẪU",
        kind="damage",
        circumstance="accident",
        dossier_id=item.dossier_id,
        item=item,
        holder=item.holder,
        unit=who.point,
        account="Ướt mưa",
        found_at=cast.MONDAY,
        reported_at=cast.MONDAY,
        reported_by=who.teller,
        state="open",
    )


@pytest.mark.law("48c", "54a")
def test_a_fault_in_any_measure_of_the_board_is_found(
    who: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_full_world(who)
    day = date(2020, 1, 31)
    with tempfile.TemporaryDirectory() as name:
        write_folder(2019, Path(name))
        counted = dict(recounted(Path(name), day, EVERY_WAY[0]))
    counted = {key: pair for key, pair in counted.items() if key[1] == "2019"}
    assert compare(_board(day), counted) == []
    missed = []
    for indicator, fault in FAULTS.items():
        with monkeypatch.context() as spoilt:
            spoilt.setattr(*fault())
            found = {each.figure[3] for each in compare(_board(day), counted)}
        if indicator.value not in found:
            missed.append(indicator.value)
    assert not missed, " ".join(missed)
    assert FAULTS.keys() == set(Indicator) - {Indicator.COMPLAINTS_HANDLED}, "no source yet"


def _board(day: date) -> dict[Any, Any]:
    told = every_figure(2019, day, EVERY_WAY[:1])
    return {key: pair for key, pair in told.items() if key[1] == "2019"}
