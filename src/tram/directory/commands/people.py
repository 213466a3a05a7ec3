"""Who is appointed where, and what ending or helping a person asks of their duties.

An administrator manages the people of their own unit and those below; one at the province's office, everybody's.
So nobody at the post can give a duty at an agency, or take over the account of somebody who has one there.
A post manager does the same for tellers and postmen of the own units, if they work nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from tram.accounts import commands as accounts
from tram.accounts.models import User
from tram.accounts.rules.access import Right, Role, may, require
from tram.core.acts import Act, Secret
from tram.core.calendar import local_date, vn_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.directory.models import Appointment, Unit, UnitKind
from tram.directory.queries import administered_from, heir, scope
from tram.directory.queries.staff import POSTAL, staffs
from tram.directory.rules import duties


@command
def appoint(
    act: Act,
    *,
    user_id: int,
    role: Role,
    unit_id: int,
    valid_from: date,
    valid_to: date | None = None,
    decision: str = "",
) -> dict[str, Any]:
    """Give a person a role at a unit from one day to another, both included (phân công)."""
    require_may_staff(act, role, unit_id, user_id)
    if user_id == act.actor.user_id:
        raise Refused(
            "own-duty", _("Không ai được tự phân công cho mình. Hãy nhờ một người quản trị khác.")
        )
    user = accounts.locked(user_id)
    if not user.is_active:
        message = _("{} đã ngừng dùng hệ thống nên không nhận nhiệm vụ mới được.")
        raise Refused("person-ended", message.format(user.full_name))
    made = begin_duty(user, role, unit_id, (valid_from, valid_to), decision)
    return {"appointment": made.id, "user": user.id, "role": role, "unit": unit_id}


def require_may_staff(act: Act, role: str, unit_id: int, user_id: int) -> None:
    """An administrator reaches the unit, or a post manager does and the person is theirs alone."""
    if role in POSTAL and may(act.actor, Right.MANAGE_POST, scope(unit_id)):
        if staffs(act.actor, user_id) or user_id == act.actor.user_id:
            return
        if not may(act.actor, Right.MANAGE_ACCOUNTS):
            raise _works_elsewhere(User.objects.get(id=user_id))
    require(act.actor, Right.MANAGE_ACCOUNTS, administered_from(unit_id))


def begin_duty(
    user: User, role: Role, unit_id: int, days: tuple[date, date | None], decision: str
) -> Appointment:
    """The new row of a duty, its words checked; who may give it is asked by the command that calls."""
    first, last = days
    unit = Unit.objects.get(id=unit_id)
    if last is not None and last < first:
        raise Refused("end-before-start", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
    if not duties.fits(role, unit.kind):
        message = _("«{role}» không làm việc ở {unit} ({kind}). Hãy chọn đơn vị khác.")
        names = {"role": role.label, "unit": unit.name, "kind": UnitKind(unit.kind).label}
        raise Refused("role-does-not-fit", message.format(**names))
    _require_open(unit, first, last)
    _require_free(user, role, unit, first, last)
    return Appointment.objects.create(
        user=user,
        role=role,
        unit=unit,
        valid_from=first,
        valid_to=last,
        decision=decision.strip()[:120],
    )


def _require_open(unit: Unit, first: date, last: date | None) -> None:
    if duties.covers(unit.valid_from, unit.valid_to, first, last):
        return
    if first < unit.valid_from:
        message = _("{unit} đến ngày {day} mới hoạt động. Hãy phân công từ ngày đó.")
        raise Refused("unit-not-yet", message.format(unit=unit.name, day=vn_date(unit.valid_from)))
    message = _(
        "{unit} chỉ hoạt động đến hết ngày {day}. Hãy chọn ngày kết thúc sớm hơn hoặc đơn vị khác."
    )
    raise Refused(
        "unit-closed", message.format(unit=unit.name, day=vn_date(unit.valid_to or first))
    )


def _require_free(user: User, role: Role, unit: Unit, first: date, last: date | None) -> None:
    held = Appointment.objects.filter(user=user, role=role, unit=unit)
    held = held.filter(Q(valid_to=None) | Q(valid_to__gte=first))
    if last is not None:
        held = held.filter(valid_from__lte=last)
    other = held.first()
    if other is not None:
        message = _(
            "{name} đã được phân công «{role}» ở {unit} từ ngày {day}. Hãy kết thúc trước."
        )
        words = {"name": user.full_name, "role": role.label, "unit": unit.name}
        raise Refused("duty-overlaps", message.format(**words, day=vn_date(other.valid_from)))


@command
def end_appointment(act: Act, *, appointment_id: int, on: date) -> dict[str, Any]:
    """End a duty so that it is gone on the day `on`: today means from the next request (thôi phân công).

    A duty of which no day is left is taken away whole; that it was given and taken stays with the two requests.
    """
    rows = Appointment.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("user").filter(id=appointment_id).first()
    if found is None:
        raise Refused("no-such-duty", _("Không tìm thấy nhiệm vụ này. Hãy tải lại trang."))
    _require_may_end(act, found)
    if on < local_date(act.recorded):
        raise Refused(
            "in-the-past", _("Không kết thúc nhiệm vụ lùi về ngày đã qua: sớm nhất là hôm nay.")
        )
    if found.valid_to is not None and found.valid_to < on:
        message = _("Nhiệm vụ này đã kết thúc hết ngày {} rồi.")
        raise Refused("already-ended", message.format(vn_date(found.valid_to)))
    end_duties([found], on)
    return {"appointment": appointment_id, "user": found.user_id, "role": found.role, "on": on}


def _require_may_end(act: Act, duty: Appointment) -> None:
    if duty.role in POSTAL and may(act.actor, Right.MANAGE_POST, scope(duty.unit_id)):
        return
    require(act.actor, Right.MANAGE_ACCOUNTS, administered_from(duty.unit_id))


def end_duties(held: Sequence[Appointment], on: date) -> None:
    """Duties are gone on a day; never the last administrator's."""
    for duty in held:
        duty.valid_to = duties.last_day(duty.valid_from, on)
        if duty.valid_to is None:
            duty.delete()
        else:
            duty.save(update_fields=["valid_to"])
    if any(duty.role == Role.ADMINISTRATOR for duty in held):
        _require_an_administrator(on)


def _administrators(on: date) -> bool:
    days = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    held = Appointment.objects.filter(days, role=Role.ADMINISTRATOR, user__is_active=True)
    return held.exists()


def _require_an_administrator(on: date) -> None:
    """Nobody leaves the house and throws the key away."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('directory.administrators'))")
    if not _administrators(on):
        raise Refused(
            "last-administrator",
            _("Đây là người quản trị tài khoản cuối cùng. Hãy phân công một người khác trước."),
        )


def _managed(act: Act, user_id: int) -> User:
    """A person whose every duty, now or to come, is under this administrator or post manager; never oneself."""
    own = staffs(act.actor, user_id)
    if not own:
        require(act.actor, Right.MANAGE_ACCOUNTS)
    user = accounts.locked(user_id)
    if user_id == act.actor.user_id:
        raise Refused(
            "oneself", _("Việc này không tự làm cho mình được. Hãy nhờ một người quản trị khác.")
        )
    if not own:
        _require_within(act, user)
    return user


def _require_within(act: Act, user: User) -> None:
    today = local_date(act.recorded)
    held = Appointment.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), user=user)
    for unit_id in held.values_list("unit_id", flat=True).distinct():
        if not may(act.actor, Right.MANAGE_ACCOUNTS, administered_from(unit_id)):
            raise _works_elsewhere(user)


def _works_elsewhere(user: User) -> Refused:
    return Refused(
        "works-elsewhere",
        _("{} còn nhiệm vụ ở đơn vị ngoài phạm vi bạn quản trị.").format(user.full_name)
        + " "
        + _("Hãy nhờ người quản trị của đơn vị đó hoặc của tỉnh."),
    )


@command
def reset_password(act: Act, *, user_id: int) -> dict[str, Any]:
    """Give a person a new one-time password and sign them out everywhere (cấp lại mật khẩu).

    The password is `accounts.commands.one_time_password(act.request_id)`; the PIN must be set anew.
    """
    user = _managed(act, user_id)
    if not user.is_active:
        message = _("{} đã ngừng dùng hệ thống nên không cấp lại mật khẩu được.")
        raise Refused("person-ended", message.format(user.full_name))
    accounts.renew_password(act, user=user)
    return {"user": user.id}


@command
def end_person(act: Act, *, user_id: int) -> dict[str, Any]:
    """A person leaves: every duty ends today, no sign-in any more, signed out everywhere (ngừng sử dụng)."""
    user = _managed(act, user_id)
    if not user.is_active:
        message = _("{} đã ngừng dùng hệ thống từ trước.")
        raise Refused("person-ended", message.format(user.full_name))
    today = local_date(act.recorded)
    rows = user.appointments.filter(Q(valid_to=None) | Q(valid_to__gte=today))
    held = list(rows.select_for_update(no_key=True).order_by("id"))
    ended = [duty.id for duty in held]
    accounts.close_account(act, user=user)
    end_duties(held, today)
    return {"user": user.id, "appointments": ended}


@command
def first_administrator(
    act: Act, *, username: str, full_name: str, unit_id: int
) -> dict[str, Any]:
    """The first person who may manage accounts, for `tram init`: nobody acts yet, and it works only once.

    They sign in first with `accounts.commands.one_time_password(act.request_id)`.
    """
    today = local_date(act.recorded)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('directory.administrators'))")
    if _administrators(today):
        raise Refused(
            "has-administrator",
            _("Hệ thống đã có người quản trị tài khoản. Hãy nhờ người đó thêm người."),
        )
    user = accounts.add_person(act, username=username, full_name=full_name)
    begin_duty(user, Role.ADMINISTRATOR, unit_id, (today, None), "")
    return {"user": user.id}


@dataclass(frozen=True)
class DemoPerson:
    """Somebody invented for a demonstration, and what they do."""

    username: str
    full_name: str
    role: Role
    unit_id: int


@transaction.atomic
def demo_cast(
    people: Sequence[DemoPerson], *, password: Secret, pin: Secret, since: date
) -> dict[str, int]:
    """The invented people of a demonstration with their duties since a day: ids by sign-in name; repeatable."""
    names = {person.username: person.full_name for person in people}
    ids = accounts.demo_people(names, password=password, pin=pin)
    held = set(Appointment.objects.values_list("user_id", "role", "unit_id"))
    wanted = {(ids[person.username], person.role, person.unit_id) for person in people} - held
    Appointment.objects.bulk_create(
        Appointment(user_id=user, role=role, unit_id=unit, valid_from=since)
        for user, role, unit in sorted(wanted)
    )
    return ids


@transaction.atomic
def demo_moves(*, since: date) -> int:
    """Invented people whose unit ended the day before go on at its successor; repeatable. How many moved."""
    ended = Appointment.objects.filter(
        user__is_demo=True, unit__valid_to=since - timedelta(days=1), valid_to=F("unit__valid_to")
    )
    moved = 0
    for duty in ended.order_by("id"):
        unit = heir(duty.unit_id, since)
        if unit is not None and duties.fits(Role(duty.role), unit.kind):
            _new, made = Appointment.objects.get_or_create(
                user_id=duty.user_id, role=duty.role, unit=unit, defaults={"valid_from": since}
            )
            moved += made
    return moved
