"""The ladder of warnings (thang cảnh báo trễ hẹn): who is told, and when, before a dossier is late.

The shares are dated figures of the province, its own choice; that an apology is signed at least one day before the due
date, and at most once, is law (NĐ 61/2018/NĐ-CP Điều 19). All shares are of working time, without the pauses.
"""

from dataclasses import dataclass
from datetime import date, datetime

from tram.accounts.rules.access import Role
from tram.core.calendar import DAY, ZONE, Hours, WorkingCalendar, local, local_date, vn_date
from tram.core.choices import Choice
from tram.dossiers.rules.letters import last_day_to_apologise
from tram.dossiers.rules.queue import working_minutes
from tram.dossiers.rules.states import State

WHOLE = 100


class Rung(Choice):
    """How near to being late a dossier is (nấc cảnh báo trễ hẹn), the mildest first."""

    OFFICER = "share-officer", "Đã dùng nhiều thời gian giải quyết"
    LEADER = "share-leader", "Sắp hết thời gian giải quyết"
    APOLOGY = "apology-due", "Sắp hết ngày ký phiếu xin lỗi"
    OVERDUE = "overdue", "Đã quá hạn trả kết quả"
    OVERDUE_AGAIN = "overdue-again", "Quá hạn sau khi đã hẹn lại"


# The end of the ladder: for one due time nothing more is told after these.
LATE = (Rung.OVERDUE, Rung.OVERDUE_AGAIN)


class Place(Choice):
    """Where a duty is held that is warned (nơi được báo)."""

    UNIT = "unit", "đơn vị đang giải quyết"
    DESK = "desk", "bộ phận một cửa"
    STANDING = "standing", "cơ quan thường trực"


# Who is told at each rung, by duty.
TOLD: dict[Rung, tuple[Role, ...]] = {
    Rung.OFFICER: (Role.CASE_OFFICER,),
    Rung.LEADER: (Role.CASE_OFFICER, Role.LEADER),
    Rung.APOLOGY: (Role.CASE_OFFICER, Role.LEADER),
    Rung.OVERDUE: (Role.LEADER,),
    Rung.OVERDUE_AGAIN: (Role.LEADER, Role.STANDING_AGENCY),
}
_LEADS = {
    Rung.OFFICER: "đã dùng nhiều thời gian giải quyết. Hãy xem và xử lý tiếp.",
    Rung.LEADER: "sắp hết thời gian giải quyết. Hãy đôn đốc để trả đúng hẹn.",
    Rung.APOLOGY: "có thể trễ hẹn. Nếu không kịp, lãnh đạo phải ký phiếu xin lỗi chậm nhất một ngày trước ngày hẹn.",
    Rung.OVERDUE: "đã quá hạn. Hãy ký phiếu xin lỗi và hẹn lại ngày trả.",
    Rung.OVERDUE_AGAIN: "quá hạn sau khi đã hẹn lại một lần; không được hẹn lại nữa.",
}


def told_at(reached: Rung, state: State) -> tuple[tuple[Role, Place], ...]:
    """Which duty where is told; while the papers still lie at the desk, its officer instead of the case officer."""
    return tuple(_told(role, state) for role in TOLD[reached])


def _told(role: Role, state: State) -> tuple[Role, Place]:
    if role is Role.STANDING_AGENCY:
        return role, Place.STANDING
    if role is Role.CASE_OFFICER and state is State.ACCEPTED:
        return Role.ONE_STOP_OFFICER, Place.DESK
    return role, Place.UNIT


def warning_words(reached: Rung, number: str, due_at: datetime) -> str:
    """What the warning says: the number, the appointment, and what is to be done; nobody's name."""
    due = f"{local(due_at):%H:%M} ngày {vn_date(local_date(due_at))}"
    return f"Hồ sơ {number}, hẹn trả {due}, {_LEADS[reached]}"


@dataclass(frozen=True)
class Ladder:
    """The shares (per cent of the working time) and the days of a province at one time.

    `apology_days`: working days before the due date on which an apology is drafted, if the leader's share is used (on
    the last day to sign it always is); `again_percent`: how much more time it then proposes.
    """

    officer_percent: int
    leader_percent: int
    apology_days: int
    again_percent: int


@dataclass(frozen=True)
class Course:
    """What a dossier's clock has done since it was promised: start, due time, pauses; promised a second time?"""

    since: datetime
    due_at: datetime
    paused: tuple[tuple[datetime, datetime], ...] = ()
    promised_again: bool = False


@dataclass(frozen=True)
class Used:
    """Working minutes: all that the dossier has, and what is left of them (0 when overdue)."""

    whole: int
    left: int

    @property
    def percent(self) -> int:
        """The share used, rounded down; a dossier that has no time has used all of it."""
        return (self.whole - self.left) * WHOLE // self.whole if self.whole > 0 else WHOLE


def used(course: Course, now: datetime, calendar: WorkingCalendar, hours: Hours) -> Used:
    """How much of its working time a dossier has used; while it was paused it used none."""
    spent = working_minutes(course.since, course.due_at, calendar, hours)
    stood = sum(
        working_minutes(max(start, course.since), end, calendar, hours)
        for start, end in course.paused
    )
    return Used(spent - stood, working_minutes(now, course.due_at, calendar, hours))


def rung(
    course: Course, now: datetime, calendar: WorkingCalendar, hours: Hours, ladder: Ladder
) -> Rung | None:
    """The highest rung that a running dossier has reached; None if nobody need be told yet."""
    if now > course.due_at:
        return Rung.OVERDUE_AGAIN if course.promised_again else Rung.OVERDUE
    share = used(course, now, calendar, hours).percent
    if share < ladder.officer_percent:
        return None
    pressing = share >= ladder.leader_percent
    if _apology_is_near(course, now, calendar, ladder if pressing else None):
        return Rung.APOLOGY
    return Rung.LEADER if pressing else Rung.OFFICER


def needs_apology(reached: Rung) -> bool:
    """Whether an apology should lie ready to be signed: in time if possible, and late rather than never."""
    return reached in (Rung.APOLOGY, Rung.OVERDUE)


def _apology_is_near(
    course: Course, now: datetime, calendar: WorkingCalendar, ladder: Ladder | None
) -> bool:
    """Whether the days to apologise in time are running out: some days before the last if it is pressing, else on it.

    Never if there was no such day, or no second chance.
    """
    if course.promised_again:
        return False
    last = last_day_to_apologise(course.due_at, calendar)
    if last < local_date(course.since):
        return False
    if ladder is not None:
        due_on = local_date(course.due_at)
        last = min(last, working_days_before(due_on, ladder.apology_days, calendar))
    return local_date(now) >= last


def working_days_before(day: date, count: int, calendar: WorkingCalendar) -> date:
    """The working day that is so many before this one."""
    while count > 0:
        day -= DAY
        count -= calendar.is_working(day)
    return day


def working_days_after(day: date, count: int, calendar: WorkingCalendar) -> date:
    """The working day that is so many after this one."""
    for _each in range(count):
        day = calendar.next_working(day)
    return day


def proposed_due(
    course: Course, now: datetime, calendar: WorkingCalendar, hours: Hours, ladder: Ladder
) -> datetime:
    """The new date that a draft proposes: a share of the days it had, and as many again as it is late already.

    At least one working day, counted from the later of due date and today; the leader may choose another.
    """
    had = _working_days(local_date(course.since), local_date(course.due_at), calendar)
    late = _working_days(local_date(course.due_at), local_date(now), calendar)
    more = max(1, -(-had * ladder.again_percent // WHOLE)) + late
    start = max(local_date(course.due_at), local_date(now))
    day = working_days_after(start, more, calendar)
    return datetime.combine(day, hours.on(day).closes_at, ZONE)


def _working_days(first: date, last: date, calendar: WorkingCalendar) -> int:
    """Working days after the first day up to the last."""
    days, day = 0, first
    while day < last:
        day += DAY
        days += calendar.is_working(day)
    return days
