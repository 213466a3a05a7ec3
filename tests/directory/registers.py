"""Who keeps the registers of the plan in tests, and the acts that fill them."""

from datetime import date
from typing import Any

from tests.cast import Cast, act, person
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.directory.commands.agreements import NewAgreement, record_agreement
from tram.directory.commands.qualification import Found, assess_point
from tram.directory.commands.training import (
    Attended,
    NewCourse,
    hold_session,
    note_attendance,
    plan_course,
)
from tram.directory.models import Unit
from tram.directory.queries.qualification import checklist_on
from tram.directory.rules.agreements import AgreementScope
from tram.directory.rules.training import AttendanceOutcome

SIGNED = date(2019, 9, 10)
INSPECTED = date(2019, 10, 1)


def standing_agency() -> User:
    """Somebody of the standing agency."""
    unit = Unit.objects.get(slug="so-tttt")
    return person("tt.mau", "Thường Trực Mẫu", Role.STANDING_AGENCY, unit)


def reporter(who: Cast) -> User:
    """The reporter of the agency that settles the suite's procedure."""
    return person("dm.mau", "Đầu Mối Mẫu", Role.AGENCY_REPORTER, who.agency)


def post() -> Unit:
    """The post of the province."""
    return Unit.objects.get(kind="provincial-post")


def trainer() -> User:
    """Who manages the post of the province."""
    return person("ql.tap.huan", "Quản Lý Mẫu", Role.POST_MANAGER, post())


def agreement(who: Cast, by: User | None = None, **changes: Any) -> int:
    """An agreement of the suite's agency, entered by its reporter."""
    words: dict[str, Any] = {
        "agency_id": who.agency.id,
        "post_id": post().id,
        "number": "01/TTHT-MẪU",
        "signed_on": SIGNED,
        "scope": AgreementScope.BOTH,
        "valid_from": SIGNED,
        **changes,
    }
    made = record_agreement(act(by or reporter(who)), new=NewAgreement(**words))
    return int(made["agreement"])


def inspect(point: Unit, on: date = INSPECTED, unmet: tuple[str, ...] = ()) -> int:
    """A whole inspection of a point; every criterion met but those named."""
    found = [
        Found(each.code, each.code not in unmet, "Ảnh chụp tại điểm") for each in checklist_on(on)
    ]
    made = assess_point(act(standing_agency()), point_id=point.id, on=on, found=found)
    return int(made["assessment"])


def course(**changes: Any) -> int:
    """A course of the year's plan."""
    words: dict[str, Any] = {
        "year": 2019,
        "name": "Tập huấn nhận hồ sơ",
        "organiser_id": post().id,
        "planned": 30,
        **changes,
    }
    return int(plan_course(act(trainer()), new=NewCourse(**words))["course"])


def session(course_id: int, on: date = INSPECTED) -> int:
    """A session of a course at the post of the province."""
    made = hold_session(act(trainer()), course_id=course_id, on=on, place="Hội trường mẫu")
    return int(made["session"])


def attend(session_id: int, teller: User, **changes: Any) -> int:
    """A teller passed, with a certificate; how many rows were written."""
    words: dict[str, Any] = {
        "teller_id": teller.id,
        "outcome": AttendanceOutcome.PASSED,
        "number": f"CN-{teller.id}",
        **changes,
    }
    made = note_attendance(act(trainer()), session_id=session_id, attended=[Attended(**words)])
    return int(made["written"])
