"""Rows in every register of the plan, likely or not, for worlds that no sequence of acts would bring about in time.

Agreements dated later or run out, points qualified and then expired, rows taken out, a month told twice, people
trained twice, things lost, found and late: whatever the tables themselves allow.
"""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from tests import cast
from tests.cast import Cast
from tests.programme import facts, registers
from tests.programme.facts import Fact
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.cash.models import PriceOverride, Quotation, Tariff
from tram.catalogue.models import ProcedureVersion
from tram.core.calendar import ZONE
from tram.custody.models import Delivery, Incident, PostalClock
from tram.directory.models import (
    Agreement,
    AgreementEnd,
    Appointment,
    Area,
    AssessedCriterion,
    Assessment,
    Attendance,
    Certificate,
    Course,
    ServicePoint,
    TrainingSession,
    Unit,
)
from tram.directory.queries.qualification import checklist_on
from tram.programme.models import AgencyReport, Baseline, MediaItem, Outreach

DAYS = [
    date.fromisoformat(day)
    for day in [
        "2018-12-31",
        "2019-01-01",
        "2019-06-30",
        "2019-07-01",
        "2019-07-31",
        "2019-08-01",
        "2019-09-15",
        "2019-10-31",
        "2019-11-03",
        "2019-12-31",
        "2020-01-14",
        "2020-01-15",
    ]
]
YEAR_END = date(2019, 12, 31)


class AnyRegisters:
    """One world of registers, told by a number."""

    def __init__(self, seed: int, who: Cast, mark: str = "") -> None:
        self.random, self.mark = Random(seed), mark
        self.who = who
        self.by = {"by": who.teller, "at": cast.MONDAY}

    def write(self) -> None:
        """Rows of every kind, in the database of this test."""
        for write in (
            self._agreement,
            self._assessment,
            self._training,
            self._outreach,
            self._news,
            self._report,
            self._baseline,
            self._run,
            self._postage,
        ):
            for number in range(self.random.randint(0, 5)):
                write(number)

    def _day(self, *, since: date | None = None) -> date:
        return self.random.choice([day for day in DAYS if since is None or day >= since])

    def _moment(self, *, since: datetime | None = None) -> datetime:
        moment = datetime.combine(self._day(), datetime.min.time(), ZONE)
        moment += timedelta(hours=self.random.choice([0, 10, 23]), microseconds=1)
        return moment if since is None or moment >= since else since + timedelta(hours=1)

    def _maybe(self, value: Any, times: int = 2) -> Any:
        return None if self.random.randrange(times) == 0 else value

    def _agency(self) -> Unit:
        slugs = ["so-noi-vu", "so-moi", "so-tu-phap", "so-y-te", "ubnd-h-tam-dao"]
        return self.random.choice(list(Unit.objects.filter(slug__in=slugs).order_by("slug")))

    def _agreement(self, number: int) -> None:
        signed, begins = self._day(), self._day()
        row = Agreement.objects.create(
            agency=self._agency(),
            post=Unit.objects.get(kind="provincial-post"),
            number=f"{self.mark}{number}/TTHT-MẪU",
            signed_on=signed,
            scope="both",
            valid_from=begins,
            valid_to=self._maybe(self._day(since=max(signed, begins))),
            **self.by,
        )
        if self.random.randrange(3) == 0:
            AgreementEnd.objects.create(
                agreement=row,
                kind=self.random.choice(["ended", "mistake"]),
                last_day=self._day(),
                reason="Mẫu",
                **self.by,
            )

    def _assessment(self, _number: int) -> None:
        on = self._day(since=date(2019, 1, 1))
        points = ServicePoint.objects.filter(unit__in=[self.who.point, self.who.other_point])
        row = Assessment.objects.create(
            point=self.random.choice(list(points.order_by("unit_id"))),
            on=on,
            inspector=self.who.teller,
            at=cast.MONDAY,
        )
        for criterion in checklist_on(on):
            if self.random.randrange(20):
                AssessedCriterion.objects.create(
                    assessment=row,
                    code=criterion.code,
                    met=self.random.randrange(20) > 0,
                    evidence="Ảnh mẫu",
                    on=on,
                    valid_to=self._day(since=on),
                )

    def _training(self, number: int) -> None:
        teller = cast.person(
            f"gdv.{self.mark}{number}", "Giao Dịch Viên Mẫu", Role.TELLER, self.who.point
        )
        own = Appointment.objects.filter(user=teller)
        own.update(valid_to=self._maybe(self._day(since=date(2019, 1, 1))))
        course, _ = Course.objects.get_or_create(
            year=self.random.choice([2018, 2019, 2020]),
            name="Tập huấn mẫu",
            organiser=Unit.objects.get(kind="provincial-post"),
            defaults={"planned": 30, **self.by},
        )
        day = self._day()
        session, _ = TrainingSession.objects.get_or_create(
            course=course, on=day, place="Hội trường mẫu", defaults=self.by
        )
        for time in range(self.random.randint(1, 2)):
            self._attendance(session, teller, f"{self.mark}{number}-{time}")

    def _attendance(self, session: TrainingSession, teller: User, number: str) -> None:
        passed = self.random.randrange(3) > 0
        row = Attendance.objects.create(
            session=session,
            teller=teller,
            point=self.who.point,
            outcome="passed" if passed else "absent",
            **self.by,
        )
        if passed:
            end = self._maybe(self._day(since=session.on))
            Certificate.objects.create(
                attendance=row, number=number, issued_on=session.on, valid_to=end
            )

    def _out(self) -> dict[str, Any]:
        out = {
            "retired_at": cast.MONDAY,
            "retired_by": self.who.teller,
            "retired_reason": "Ghi nhầm",
        }
        return out if self.random.randrange(4) == 0 else {}

    def _outreach(self, number: int) -> None:
        communes = registers.communes_of("Huyện Tam Đảo")[:2]
        communes += list(Area.objects.filter(level="commune", successor__isnull=False)[:2])
        Outreach.objects.create(
            commune=self.random.choice(communes),
            on=self._day(),
            station=f"Đài {self.mark}{number}",
            content="Tin mẫu",
            note="Sổ đài",
            **self.by,
            **self._out(),
        )

    def _news(self, number: int) -> None:
        MediaItem.objects.create(
            outlet="Báo Mẫu",
            kind="newspaper",
            on=self._day(),
            title=f"Tin {self.mark}{number}",
            reference="Số 1",
            **self.by,
            **self._out(),
        )

    def _report(self, number: int) -> None:
        AgencyReport.objects.create(
            unit=self._agency(),
            year=self.random.choice([2018, 2019, 2019, 2019]),
            received_on=self._day(),
            number=f"{self.mark}{number}/BC",
            on_paper=True,
            **self.by,
            **self._out(),
        )

    def _baseline(self, number: int) -> None:
        agency = self.random.choice(
            list(Unit.objects.filter(plan_group="A").order_by("-slug")[:2])
        )
        indicator = self.random.choice(["received_by_post", "returned_by_post"])
        year = self.random.choice([2017, 2018, 2018, 2018])
        known = Baseline.objects.filter(unit=agency, indicator=indicator, year=year).count()
        Baseline.objects.create(
            unit=agency,
            indicator=indicator,
            year=year,
            version=known + 1,
            numerator=self.random.randint(0, 2),
            denominator=5,
            source=f"Báo cáo {number}",
            grade="document",
            reason="Sửa" if known else "",
            **self.by,
        )

    def _run(self, _number: int) -> None:
        """An item that the post carries: ended, late, sent back, open, lost, found again."""
        began = self._moment()
        ended = self._maybe(self._moment(since=began))
        ids = facts.write([self._carried(began)], self.who.teller)
        item = Delivery.objects.get(dossier=ids[0]).item
        PostalClock.objects.create(
            item=item,
            start_seq=1,
            dossier_id=ids[0],
            direction=self.random.choice(["in", "out"]),
            started_at=began,
            end_seq=2 if ended else None,
            ended_at=ended,
            how=self.random.choice(["handed-over", "delivered", "sent-back", "given-back"])
            if ended
            else "",
            route="within-district",
            office=self.who.point,
            limit_days=2,
            due_at=self.random.choice([ended or began, self._moment(since=began)]),
            derivation={},
            minutes=10 if ended else None,
        )
        if self.random.randrange(2):
            self._incident(item, ids[0], began)

    def _carried(self, began: datetime) -> Fact:
        version = ProcedureVersion.objects.order_by("id")[0]
        unit = self._agency()
        return Fact(unit, version, 1, 1, began, accepted_at=began, returned_at=began)

    def _incident(self, item: Any, dossier: Any, began: datetime) -> None:
        over = self.random.choice(["", "found", "mistaken", "made-good"])
        Incident.objects.create(
            number=f"SC-{uuid4().hex[:8]}",
            kind=self.random.choice(["loss", "damage", "misroute"]),
            circumstance="not-found",
            dossier_id=dossier,
            item=item,
            holder=item.holder,
            unit=self.who.point,
            account="Mẫu",
            found_at=began,
            reported_at=self._moment(since=began),
            reported_by=self.who.teller,
            state="closed" if over else "open",
            ending=over,
            closed_at=cast.MONDAY if over else None,
            closed_by=self.who.officer if over else None,
        )

    def _postage(self, _number: int) -> None:
        began = self._moment()
        (dossier,) = facts.write([self._carried(began)], self.who.teller)
        Quotation.objects.create(
            subject=dossier,
            at=began,
            tariff=Tariff.objects.order_by("id")[0],
            zone="within",
            grams=100,
            exemption="none",
            lines=[],
            total_vnd=20_000,
        )
        if self.random.randrange(3) == 0:
            PriceOverride.objects.create(
                subject=dossier,
                table_vnd=1,
                asked_vnd=2,
                reason="other",
                unit=self.who.point,
                **self.by,
            )
