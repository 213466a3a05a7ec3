"""The course of one dossier: by which door it comes, what is asked of it, when it is settled, how it ends."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from tram.catalogue.models import Channel
from tram.cli.world import acts, bagging
from tram.cli.world.acts import Away, Citizen, Deed, End, Member
from tram.cli.world.dice import Dice
from tram.cli.world.figures import WHOLE, Figures
from tram.cli.world.legs import Legs, Road
from tram.cli.world.province import Offering, Point, Province
from tram.cli.world.season import Quota
from tram.core.calendar import ZONE, WorkingCalendar, local
from tram.custody.rules.attempts import AttemptReason, DayPart, Notice, NoticeKind, Slot
from tram.custody.rules.counter import PickUpEnd
from tram.custody.rules.counter import Slot as CallSlot
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers.rules.deadlines import Limit, Pause, PauseKind
from tram.dossiers.rules.states import RefusalReason, VoidReason

Due = Callable[[datetime, Limit | None, int, Sequence[Pause]], datetime]
GRAMS = (60, 90, 120, 180, 240, 310, 480, 650)
ASKED = "Bản chụp mờ, chưa đối chiếu được với bản chính."
REFUSED = "Đã hướng dẫn hai lần nhưng vẫn thiếu giấy tờ bắt buộc."
TAKEN_BACK = "Công dân đổi ý, xin rút hồ sơ để bổ sung rồi nộp lại sau."
LOST = "Rơi trên đường đi phát, đã quay lại tìm hai lượt không thấy."
LEFT = "Giấy báo để lại ở cửa, có số điện thoại của bưu tá."
AWAY = timedelta(minutes=10)
MISTAKES = tuple(reason for reason in VoidReason if reason is not VoidReason.SECRECY_MARK)
IN_VAIN = (AttemptReason.ABSENT, AttemptReason.OTHER_TIME, AttemptReason.NO_PROOF)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody wants something on a day: `offering` is its place in the province's list."""

    day: date
    offering: int


@dataclass(slots=True)
class Case:
    """A dossier on its way, as the generator knows it."""

    id: UUID
    papers: UUID
    offering: Offering
    channel: Channel
    by_post: bool
    who: Citizen
    started_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()


class Courses(Dice):
    """Tells one course after the other; what travels together is joined at the end."""

    def __init__(
        self,
        province: Province,
        figures: Figures,
        seed: int,
        calendar: WorkingCalendar,
        due: Due,
    ) -> None:
        super().__init__(province, seed, calendar)
        self.province, self.figures, self.due = province, figures, due
        self.legs, self.quota = Legs(seed), Quota(Random(f"{seed}/shares"))
        self.made: list[Deed] = []

    def acts(self, until: date) -> list[Deed]:
        """Everything up to the end of a day, in the order of time."""
        end = datetime.combine(until, time(18), ZONE)
        every = [*self.made, *self.legs.acts(self.ident), *self._bags()]
        return sorted(
            (deed for deed in every if deed.done_at <= end), key=lambda deed: deed.done_at
        )

    def _bags(self) -> Iterator[Deed]:
        """The bags of those lists for the road that name enough for one."""
        for leg in self.legs.found.values():
            enough = len(leg.items) >= self.figures.bagged_from
            if leg.road.kind not in bagging.BAGGED or not enough:
                continue
            if self.quota.take((local(leg.offered_at).year, "bagged"), self.figures.bagged):
                yield from bagging.bagged(leg, self)

    def begin(self, arrival: Arrival) -> None:
        """One dossier from its door to its end."""
        offering, year = self.province.offerings[arrival.offering], arrival.day.year
        post = self.figures.post[offering.group, year]
        agency = offering.facts.agency_id
        if offering.opens_in and self.quota.take((agency, year, "in"), post.come):
            self._by_post(arrival, offering)
            return
        online = self.quota.take((year, "online"), self.figures.online[year])
        home = offering.opens_out and not offering.same_day
        by_post = home and self.quota.take((agency, year, "out"), post.go)
        self._at_desk(arrival, offering, online, by_post)

    # By which door

    def _by_post(self, arrival: Arrival, offering: Offering) -> None:
        point, year, who = self.rng.choice(self.province.points), arrival.day.year, self.citizen()
        home = offering.opens_out and not offering.same_day
        both = home and not self.quota.take((year, "half"), self.figures.only_in)
        away = self._away(arrival, point, who)
        late = not away and self.quota.take((year, "papers in"), self.figures.papers_in)
        at = self.moment(arrival.day, 13.6 if away else 7.6, 15.2 if late else 15.9)
        paper = self.paper(at + timedelta(minutes=self.rng.randrange(10, 35))) if late else None
        by = point.postman if away else point.teller
        words = (self.rng.choice(GRAMS), self.seal(), both, away)
        deed = acts.TakeIn(at, self.request(), by, arrival.offering, who, *words, paper=paper)
        case = Case(
            deed.made("dossier"), deed.made("item/papers"), offering, Channel.POSTAL, both, who
        )
        at = deed.done_at + timedelta(minutes=2)
        self.made += [deed, acts.SignVoucher(at, self.request(), by, case.id)]
        if away or not self._taken_back(case, point, at):
            self._to_desk(case, point, arrival.day, on_the_road=away is not None)

    def _taken_back(self, case: Case, point: Point, at: datetime) -> bool:
        """Whether the papers stay at the point: undone as a mistake, or withdrawn by the customer."""
        year, rates = local(at).year, self.figures
        if self.quota.take((year, "voided"), rates.voided):
            why = self.rng.choice(MISTAKES)
            at += timedelta(minutes=self.rng.randrange(2, 10))
            self.made.append(acts.Void(at, self.request(), point.teller, case.id, why))
            return True
        if self.quota.take((year, "withdrawn at the point"), rates.withdrawn_at_point):
            self._withdrawn_at_point(case, point, at)
            return True
        return False

    def _withdrawn_at_point(self, case: Case, point: Point, at: datetime) -> None:
        """Taken back before the papers left, and handed over at the counter with evidence."""
        at += timedelta(minutes=self.rng.randrange(2, 8))
        by = point.teller
        self.made.append(acts.Withdraw(at, self.request(), by, case.id, TAKEN_BACK))
        at += timedelta(minutes=3)
        name = case.who.full_name
        back = acts.GiveBackAtPoint(at, self.request(), by, case.id, name, self.last4())
        self.made.append(back)

    def _away(self, arrival: Arrival, point: Point, who: Citizen) -> Away | None:
        """The call that an intake is to answer; once in a while another one finds nobody."""
        year, rates = arrival.day.year, self.figures
        if not point.calls:
            return None
        if self.quota.take((year, "nobody home"), rates.nobody_home):
            call = self._call(arrival, point, self.citizen())
            at, why = self.moment(arrival.day, 13.6, 15.9), PickUpEnd.NOT_AT_HOME
            self.made.append(acts.CancelPickUp(at, self.request(), point.postman, call, why))
        if not self.quota.take((year, "at home"), rates.at_home):
            return None
        return Away(point.unit_id, self._call(arrival, point, who))

    def _call(self, arrival: Arrival, point: Point, who: Citizen) -> UUID:
        """Somebody asks in the morning to be called on in the afternoon, and the postman is sent."""
        at, offer, day = self.moment(arrival.day, 7.6, 8.4), arrival.offering, arrival.day
        asked = acts.AskPickUp(
            at, self.request(), point.teller, offer, who, day, CallSlot.AFTERNOON
        )
        call, sent = asked.made("pick-up"), point.postman.user_id
        later = at + timedelta(minutes=self.rng.randrange(5, 30))
        assigned = acts.AssignPickUp(later, self.request(), point.teller, call, sent)
        self.made += [asked, assigned]
        return call

    def _to_desk(self, case: Case, point: Point, day: date, *, on_the_road: bool = False) -> None:
        desk = case.offering.facts.desk_id
        carrier, officer = point.postman, self._officer(case)
        road = End(False, carrier.user_id)
        here, there = End(True, point.unit_id), End(True, desk)
        if not on_the_road:
            up = Road(ManifestKind.PICK_UP, here, road, point.teller, carrier)
            self.legs.send(up, case.papers, day)
        over = Road(ManifestKind.HAND_OVER, road, there, carrier, officer)
        case.started_at = self.legs.send(over, case.papers, self.days_on(day, 1 + self._late(day)))
        self._at_acceptance(case, case.started_at + timedelta(minutes=self.rng.randrange(10, 75)))

    def _at_desk(self, arrival: Arrival, offering: Offering, online: bool, by_post: bool) -> None:
        at, who = self.moment(arrival.day, 7.6, 15.2), self.citizen()
        officer = self.province.staff.officers[offering.facts.desk_id]
        deed = acts.Submit(at, self.request(), officer, arrival.offering, who, by_post, online)
        self.made.append(deed)
        channel = Channel.ONLINE if online else Channel.COUNTER
        case = Case(
            deed.made("dossier"), deed.made("item/papers"), offering, channel, by_post, who
        )
        case.started_at = at if online else None
        self._at_acceptance(case, at + timedelta(minutes=self.rng.randrange(3, 20)))

    # At the desk

    def _at_acceptance(self, case: Case, at: datetime) -> None:
        """Refused, asked for more, or accepted."""
        year, rates = local(at).year, self.figures
        officer = self._officer(case)
        if not case.by_post and self.quota.take((year, "refused"), rates.refused):
            why = RefusalReason.NOT_COMPLETED
            self.made.append(acts.Refuse(at, self.request(), officer, case.id, why, REFUSED))
            back = self.after(at, days=1)
            self.made.append(acts.GiveBack(back, self.request(), officer, case.id))
            return
        if self.quota.take((year, "supplement"), rates.supplement):
            self.made.append(acts.AskSupplement(at, self.request(), officer, case.id, ASKED))
            brought = self.after(at, days=self.rng.randrange(1, 6))
            self.made.append(acts.Supplement(brought, self.request(), officer, case.id))
            case.pauses = (Pause(at, brought, PauseKind.SUPPLEMENT),)
            at = brought + timedelta(minutes=self.rng.randrange(3, 20))
        self._accept(case, at)

    def _accept(self, case: Case, at: datetime) -> None:
        officer, offering = self._officer(case), case.offering
        self.made.append(acts.Accept(at, self.request(), officer, case.id))
        if offering.same_day:
            self._settle(
                case, at + timedelta(minutes=self.rng.randrange(10, 50)), officer, at_once=True
            )
            return
        facts = offering.facts
        due_at = self.due(
            case.started_at or at, offering.limits[case.channel], facts.agency_id, case.pauses
        )
        specialist = self.province.staff.specialists[facts.agency_id]
        here, there = End(True, facts.desk_id), End(True, facts.agency_id)
        over = Road(ManifestKind.TO_AGENCY, here, there, officer, specialist)
        morning = local(at).time() < time(10, 30)
        day = local(at).date()
        if local(at).time() >= time(15, 40):
            day, morning = self.calendar.next_working(day), True
        had = self.legs.send(over, case.papers, day, 0 if morning else 1)
        rate = self.figures.withdrawn
        if not case.by_post and self.quota.take((local(had).year, "withdrawn"), rate):
            self._withdrawn(case, had, specialist)
            return
        self._settle(case, self._settled_at(case, had, due_at), specialist, at_once=False)

    def _withdrawn(self, case: Case, had: datetime, specialist: Member) -> None:
        """Taken back while the agency works on it: the papers come to the desk, where they are fetched."""
        officer, facts = self._officer(case), case.offering.facts
        at = self.after(had, days=1)
        self.made.append(acts.Withdraw(at, self.request(), officer, case.id, TAKEN_BACK))
        here, there = End(True, facts.agency_id), End(True, facts.desk_id)
        back = Road(ManifestKind.PAPERS_TO_DESK, here, there, specialist, officer)
        at = self.after(self.legs.send(back, case.papers, local(at).date()), days=1)
        self.made.append(acts.GiveBack(at, self.request(), officer, case.id))

    # At the agency

    def _settled_at(self, case: Case, had: datetime, due_at: datetime) -> datetime:
        """In time for as many as the figures say, somewhere between the papers' coming and the due time."""
        year, level = local(due_at).year, case.offering.level
        share = self.figures.on_time.get(year, WHOLE)
        due_day, first = local(due_at).date(), local(had).date()
        days = [
            first + timedelta(days=n)
            for n in range((due_day - first).days + 1)
            if self.calendar.is_working(first + timedelta(days=n))
        ]
        soonest = self.moment(self.calendar.next_working(first), 8.0, 10.9)
        if not days[1:] or not self.quota.take((year, level, "on time"), share):
            late = due_day
            for _ in range(self.rng.randrange(1, 6)):
                late = self.calendar.next_working(late)
            return max(soonest, self.moment(late, 8.0, 15.3))
        day = days[1 + int((len(days) - 1) * self.rng.random() ** 0.6)]
        return self.moment(day, 8.0, 15.3)

    def _settle(self, case: Case, at: datetime, by: Member, *, at_once: bool) -> None:
        number = f"{self.rng.randrange(100, 9999)}/MP"
        deed = acts.Settle(
            at,
            self.request(),
            by,
            case.id,
            number,
            local(at).date(),
            case.offering.result,
            at_once,
        )
        self.made.append(deed)
        if at_once:
            self._fetched(case, at + AWAY)
            return
        facts, officer = case.offering.facts, self._officer(case)
        here, there = End(True, facts.agency_id), End(True, facts.desk_id)
        back = Road(ManifestKind.RESULT_TO_DESK, here, there, by, officer)
        result = deed.made("item/result")
        had = self.legs.send(back, result, local(at).date())
        if case.by_post:
            self._home(case, result, local(had).date())
        else:
            self._fetched(case, self.after(had, days=self.rng.randrange(1, 5)))

    # Home

    def _home(self, case: Case, result: UUID, had: date) -> None:
        officer, day = self._officer(case), self.calendar.next_working(had)
        packed = self.moment(day, 8.0, 8.9)
        self.made.append(acts.Pack(packed, self.request(), officer, case.id, self.seal()))
        postman = self.rng.choice(tuple(self.province.staff.postmen.values()))
        here, road = End(True, case.offering.facts.desk_id), End(False, postman.user_id)
        out = Road(ManifestKind.RESULT_OUT, here, road, officer, postman)
        left = self.legs.send(out, result, day)
        if self.quota.take((day.year, "damaged"), self.figures.damaged):
            left = self._damaged(case, postman, left)
        day = self.days_on(day, self.rng.choice((0, 0, 1, 1, 1, 2)) + self._late(day))
        given = max(self.moment(day, 13.3, 16.8), left + AWAY)
        if self.quota.take((day.year, "lost"), self.figures.lost):
            self.made.append(acts.Lose(given, self.request(), postman, case.id, LOST))
            return
        if self.quota.take((day.year, "tried"), self.figures.tried):
            given = self._in_vain(case, postman, given)
        paper, name = None, case.who.full_name
        if self.quota.take((day.year, "papers out"), self.figures.papers_out):
            paper = self.paper(self.moment(self.days_on(local(given).date(), 1), 7.6, 8.4))
        words = (case.id, name, self.last4())
        self.made.append(acts.Deliver(given, self.request(), postman, *words, paper=paper))

    def _damaged(self, case: Case, postman: Member, left: datetime) -> datetime:
        """A torn cover is opened by protocol before a teller and wrapped again; when the postman goes on."""
        at = left + 2 * AWAY
        reported = acts.Damage(at, self.request(), postman, case.id)
        incident = reported.made("incident")
        second = self.rng.choice(self.province.points).teller.user_id
        counted = acts.TakeInventory(at + AWAY, self.request(), postman, incident, second)
        at += 2 * AWAY
        words = (case.id, incident, self.seal())
        wrapped = acts.Rewrap(at, self.request(), postman, *words)
        self.made += [reported, counted, wrapped]
        return at

    def _in_vain(self, case: Case, postman: Member, at: datetime) -> datetime:
        """Nobody was at home: a call or a note, and when the postman comes again."""
        again = self.calendar.next_working(local(at).date())
        slot = Slot(again, DayPart.AFTERNOON)
        called = self.rng.random() < 0.5
        notice = (
            Notice(NoticeKind.CALL, at - AWAY) if called else Notice(NoticeKind.NOTE, None, LEFT)
        )
        why = self.rng.choice(IN_VAIN)
        self.made.append(acts.Try(at, self.request(), postman, case.id, why, notice, slot))
        return self.moment(again, 13.3, 16.8)

    def _late(self, day: date) -> int:
        """So many days later than usual: mostly none."""
        late = self.quota.take((day.year, "late"), self.figures.late)
        return self.rng.randrange(2, 5) if late else 0

    def _fetched(self, case: Case, at: datetime) -> None:
        self.made.append(acts.Return(at, self.request(), self._officer(case), case.id))

    def _officer(self, case: Case) -> Member:
        return self.province.staff.officers[case.offering.facts.desk_id]
