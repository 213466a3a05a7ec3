"""Yearly reports: who owes one, in time or not, sent by the agency or noted from paper."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests import cast
from tests.cast import Cast, act
from tests.programme.registers import a_scan, reporter, standing
from tram.core.errors import Refused
from tram.directory.models import Unit
from tram.programme.commands.reports import note_paper_report, retire_report, send_report
from tram.programme.models import AgencyReport
from tram.programme.queries.reports import Owed, ReportStanding, reports_owed

NEW_YEAR = datetime(2020, 1, 14, 8, tzinfo=UTC)
LATE = datetime(2020, 1, 15, 1, tzinfo=UTC)


def of(slug: str, as_of: date) -> Owed:
    (found,) = (row for row in reports_owed(2019, as_of) if row.unit.slug == slug)
    return found


def test_a_report_is_in_time_before_15_january_and_late_from_that_day(
    who: Cast, files_folder: object
) -> None:
    assert of("so-tu-phap", date(2020, 1, 14)).standing is ReportStanding.WAITING
    assert of("so-tu-phap", date(2020, 1, 15)).standing is ReportStanding.OVERDUE
    cast.at(NEW_YEAR)
    with a_scan() as file:
        sender = reporter("so-tu-phap")
        unit = Unit.objects.get(slug="so-tu-phap")
        send_report(act(sender), unit_id=unit.id, year=2019, number="12/BC-STP", file=file)
    cast.at(LATE)
    district = Unit.objects.get(slug="ubnd-h-tam-dao")
    words: dict[str, Any] = {"unit_id": district.id, "year": 2019, "number": "9/BC-UBND"}
    note_paper_report(act(standing()), **words, received_on=date(2020, 1, 15))
    day = date(2020, 1, 31)
    assert of("so-tu-phap", day).standing is ReportStanding.ON_TIME
    assert of("ubnd-h-tam-dao", day).standing is ReportStanding.LATE
    assert of("ubnd-h-tam-dao", date(2020, 1, 14)).standing is ReportStanding.WAITING
    assert {row.due_on for row in reports_owed(2019, day)} == {date(2020, 1, 14)}
    assert not reports_owed(2017, day), "no plan, nothing owed"


def test_paper_noted_too_late_counts_from_the_day_it_came(who: Cast) -> None:
    cast.at(LATE)
    unit = Unit.objects.get(slug="so-y-te")
    words: dict[str, Any] = {"unit_id": unit.id, "year": 2019, "number": "3/BC-SYT"}
    note_paper_report(act(standing()), **words, received_on=date(2020, 1, 10))
    assert of("so-y-te", date(2020, 1, 31)).standing is ReportStanding.ON_TIME
    with pytest.raises(Refused, match="đã có"):
        note_paper_report(act(standing()), **words, received_on=date(2020, 1, 11))
    with pytest.raises(Refused, match="chưa tới"):
        note_paper_report(act(standing()), **words | {"number": "4"}, received_on=date(2020, 2, 1))
    early = words | {"number": "4", "received_on": date(2019, 6, 30)}
    with pytest.raises(Refused, match="trước nửa cuối năm 2019"):
        note_paper_report(act(standing()), **early)
    january = early | {"year": 2020, "received_on": date(2020, 1, 10)}
    with pytest.raises(Refused, match="trước nửa cuối năm 2020"):
        note_paper_report(act(standing()), **january)
    row = AgencyReport.objects.get()
    with pytest.raises(Refused, match="không được phân công"):
        retire_report(act(reporter("so-y-te")), report_id=row.pk, reason="ghi nhầm đơn vị")
    retire_report(act(standing()), report_id=row.pk, reason="ghi nhầm đơn vị")
    assert of("so-y-te", date(2020, 1, 31)).standing is ReportStanding.OVERDUE


@pytest.mark.law("61b")
def test_an_agency_sends_its_own_only(who: Cast, files_folder: object) -> None:
    other = Unit.objects.get(slug="so-y-te")
    with a_scan() as file, pytest.raises(Refused, match="không được phân công khai số liệu"):
        send_report(
            act(reporter("so-tu-phap")), unit_id=other.id, year=2019, number="1", file=file
        )
    with a_scan() as file, pytest.raises(Refused, match="không có chỉ tiêu"):
        send_report(act(standing()), unit_id=who.desk.id, year=2019, number="1", file=file)
    with pytest.raises(Refused, match="không được phân công"):
        note_paper_report(
            act(reporter("so-y-te")),
            unit_id=other.id,
            year=2019,
            number="1",
            received_on=date(2019, 11, 1),
        )
