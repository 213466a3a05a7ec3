"""The registers of the plan in the demonstration: invented, plausible, entered by the commands that people use.

Marked as demonstration like the points themselves. Most agreements are signed before the plan's deadline, two late,
one missing; of the points about 80, 95 and 98 in a hundred are qualified in the three years; every teller but one was
trained each year.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from tram.accounts.rules.access import Role
from tram.catalogue.commands.published import publish_list
from tram.core import clock, documents
from tram.core.acts import Act, Actor
from tram.core.calendar import ZONE
from tram.core.files import Given, staged
from tram.directory.commands.agreements import NewAgreement, record_agreement
from tram.directory.commands.qualification import Found, assess_point
from tram.directory.commands.training import (
    Attended,
    NewCourse,
    hold_session,
    note_attendance,
    plan_course,
)
from tram.directory.models import Agreement, Appointment, Unit
from tram.directory.queries import actor_of
from tram.directory.queries.qualification import checklist_on, points_on
from tram.directory.queries.training import tellers_on
from tram.directory.rules.agreements import AgreementScope
from tram.directory.rules.training import AttendanceOutcome
from tram.programme.queries.agreements import AgreementOf, agreement_register

DUE = date(2019, 9, 15)
LACKING = {2019: 5, 2020: 20}
"""In a year one point in so many lacks something; later one in fifty."""
UNMET = ("storage", "online", "posted")
PROOF = "Kiểm tra tại điểm, có ảnh chụp (trình diễn)"


@contextmanager
def sample(title: str, name: str) -> Iterator[Given]:
    """A page that says of itself that it is a sample, looked at like any file that is sent in; kept once for all."""
    page = documents.render("cli/demo/typst/sample.typ", {"title": title, "dated": str(DUE)})
    with staged([page], len(page), name) as given:
        yield given


class Registers:
    """Who enters what on which day; request ids come from the seed."""

    def __init__(self, seed: int, advance: Callable[[int], None] = lambda _done: None) -> None:
        self.advance = advance
        self.rng = Random(f"{seed}/registers of the post")
        self.people: dict[Role, tuple[Actor, int]] = {}

    @staticmethod
    def steps() -> int:
        """How many steps of one year `advance` is told of: agreements, points, lists."""
        return 2 * len(agreement_register(DUE).rows) + len(points_on(DUE))

    def fill(self, years: Iterable[int] = (DUE.year,)) -> None:
        """Everything, once; training and inspections in each of the years."""
        if Agreement.objects.exists():
            return
        for year in years:
            self.train(year)
            if year == DUE.year:
                self.sign()
            self.inspect(year)
            if year == DUE.year:
                self.publish()

    def act(self, role: Role) -> Act:
        """A new act of the person of the demonstration who has this duty."""
        ident = UUID(int=self.rng.getrandbits(128), version=4)
        if role not in self.people:
            duty = Appointment.objects.filter(role=role, user__is_demo=True).order_by("id")[0]
            self.people[role] = (actor_of(duty.user_id, duty.user.full_name), duty.unit_id)
        who, place = self.people[role]
        return Act(request_id=ident, actor=who, place_id=place)

    def on(self, day: date) -> AbstractContextManager[None]:
        """The clock stands in the afternoon of a day."""
        return clock.simulated(datetime.combine(day, time(15, 30), ZONE))

    def sign(self) -> None:
        """Agreements: all but the last agency, two of them after the deadline."""
        post = Unit.objects.filter(kind="provincial-post").order_by("id")[0]
        rows = agreement_register(DUE).rows[:-1]
        with sample("Thỏa thuận hợp tác", "thoa-thuan-ban-mau.pdf") as file:
            self._sign_all(post, rows, file)

    def _sign_all(self, post: Unit, rows: Sequence[AgreementOf], file: Given) -> None:
        for number, row in enumerate(rows, 1):
            late = number > len(rows) - 2
            days = self.rng.randrange(5, 20) if late else -self.rng.randrange(3, 26)
            signed = DUE + timedelta(days=days)
            new = NewAgreement(
                agency_id=row.id,
                post_id=post.id,
                number=f"{number:02d}/TTHT-TD",
                signed_on=signed,
                scope=AgreementScope.BOTH,
                valid_from=signed,
                valid_to=date(2021, 12, 31),
            )
            with self.on(signed + timedelta(days=1)):
                record_agreement(self.act(Role.STANDING_AGENCY), new=new, file=file)
            self.advance(1)

    def train(self, year: int) -> None:
        """One course for every field: one session, where one teller was absent."""
        day = date(year, 9, 18)
        tellers = tellers_on(day)
        if not tellers:
            return
        *present, absent = tellers
        post = Unit.objects.filter(kind="provincial-post").order_by("id")[0]
        new = NewCourse(
            year=year,
            name="Tiếp nhận hồ sơ, trả kết quả qua bưu chính công ích (trình diễn)",
            organiser_id=post.id,
            planned=len(present) + 1,
        )
        until = day.replace(year=year + 2)
        attended = [
            Attended(each.id, AttendanceOutcome.PASSED, f"TD-{year}-{number:03d}", until)
            for number, each in enumerate(present, 1)
        ]
        attended.append(Attended(absent.id, AttendanceOutcome.ABSENT))
        with self.on(day):
            course = plan_course(self.act(Role.POST_MANAGER), new=new)["course"]
            act = self.act(Role.POST_MANAGER)
            place = "Hội trường Bưu điện tỉnh"
            held = hold_session(act, course_id=course, on=day, place=place)["session"]
            act = self.act(Role.POST_MANAGER)
            note_attendance(act, session_id=held, attended=attended)

    def inspect(self, year: int) -> None:
        """Every point but one in fifteen in the first year, from the end of September on; some lack something."""
        with sample("Biên bản kiểm tra điểm phục vụ", "bien-ban-kiem-tra-ban-mau.pdf") as file:
            self._inspect_all(year, file)

    def _inspect_all(self, year: int, file: Given) -> None:
        first, every = date(year, 9, 20), LACKING.get(year, 50)
        for number, point in enumerate(points_on(first)):
            self.advance(1)
            if year == DUE.year and number % 15 == 14:
                continue
            lacks = {self.rng.choice(UNMET)} if number % every == every - 1 else set()
            day = first + timedelta(days=number % 35)
            codes = [each.code for each in checklist_on(day)]
            found = [
                Found(code, code not in lacks, PROOF, file=None if place else file)
                for place, code in enumerate(codes)
            ]
            with self.on(day):
                assess_point(
                    self.act(Role.STANDING_AGENCY), point_id=point.id, on=day, found=found
                )

    def publish(self) -> None:
        """The lists of two agencies in three, by decisions of September."""
        rows = agreement_register(DUE).rows
        for number, row in enumerate(rows):
            self.advance(1)
            if number % 3 == 0:
                continue
            day = date(2019, 9, 2) + timedelta(days=number)
            with self.on(day):
                publish_list(
                    self.act(Role.PROVINCE_OFFICE),
                    agency_id=row.id,
                    decision=f"Quyết định {2100 + number}/QĐ-UBND (trình diễn)",
                    decided_on=day,
                    valid_from=day + timedelta(days=5),
                )
